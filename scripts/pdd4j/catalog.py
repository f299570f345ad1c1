"""Reads datasets/catalog.json: what can be fetched, from where, under which license and hash."""

from __future__ import annotations

import difflib
import json
import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pdd4j import paths
from pdd4j.console import Problem, reason

KINDS = ("weights", "images")


@dataclass(frozen=True)
class File:
    """A file that a source yields. Where only the first digits of its hash are published, its size is a hint."""

    name: str
    size: int
    sha256: str
    member: str
    license: str

    def is_at(self, folder: Path) -> bool:
        file = folder / self.name
        return file.is_file() and (len(self.sha256) < 64 or file.stat().st_size == self.size)

    def accepts(self, digest: str) -> bool:
        return digest.startswith(self.sha256)


@dataclass(frozen=True)
class Package:
    """A package of the Python index, pinned to one file by its hash."""

    requirement: str
    sha256: str
    size: int


class Wheel(Package):
    """A built package, for a fixed target."""


class Sdist(Package):
    """A source distribution, a .tar.gz file. Its code is never run, not even to build it."""


@dataclass(frozen=True)
class Source:
    """One way to get an entry: an https address with one file, or members of a package."""

    url: str
    package: Package | None
    files: tuple[File, ...]

    def place(self) -> str:
        return self.package.requirement if self.package else self.url

    def size(self) -> int:
        """What is downloaded, in bytes."""
        return self.package.size if self.package else self.files[0].size


@dataclass(frozen=True)
class Archive:
    """A ZIP or tar file at an address; its publisher may state an MD5 only, and no size."""

    url: str
    holds: str
    size: int = 0
    sha256: str = ""
    md5: str = ""

    @property
    def name(self) -> str:
        return self.url.rpartition("/")[2]


@dataclass(frozen=True)
class DataSet:
    """A set of images in archives, and the folders (patterns) of which its loader reads any; page: where people get it."""

    folders: tuple[str, ...]
    page: str
    loader: str
    archives: tuple[Archive, ...] = ()

    def absent(self, folder: Path) -> list[str]:
        return [pattern for pattern in self.folders if not any(folder.glob(pattern))]


@dataclass(frozen=True)
class Entry:
    """A thing with a name: the same weights from several sources, some images, or a set of images in archives."""

    name: str
    kind: str
    what: str
    license: str
    sources: tuple[Source, ...]
    data_set: DataSet | None = None

    def folder(self, home: Path) -> Path:
        return home / "weights" if self.kind == "weights" else home / "images" / self.name

    def present(self, home: Path) -> Source | None:
        """The source whose files are all there, by name and size."""
        folder = self.folder(home)
        return next((source for source in self.sources if all(f.is_at(folder) for f in source.files)), None)

    def here(self, home: Path) -> str:
        if not self.data_set:
            return "yes" if self.present(home) else "no"
        absent = self.data_set.absent(self.folder(home))
        return "yes" if not absent else "no" if len(absent) == len(self.data_set.folders) else "partly"

    def size(self) -> int:
        return sum(file.size for source in self.sources[:1] for file in source.files)


def read(file: Path = paths.CATALOG) -> dict[str, Entry]:
    try:
        document = json.loads(file.read_text("utf-8"))
        packages: dict[tuple[str, str], Package] = {}
        packages |= {("wheel", name): Wheel(**fields) for name, fields in document["wheels"].items()}
        packages |= {("sdist", name): Sdist(**fields) for name, fields in document["sdists"].items()}
        entries = [entry(fields, packages) for fields in document["entries"]]
        return {each.name: each for each in entries}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Problem(
            f"the catalog {file} cannot be read ({type(error).__name__}: {reason(error)}): "
            "mend it as CONTRIBUTING.md describes, or bring it back with git checkout"
        ) from error


def entry(fields: dict[str, Any], packages: dict[tuple[str, str], Package]) -> Entry:
    name, kind = fields["name"], fields["kind"]
    if kind not in KINDS or not re.fullmatch(r"[a-z0-9-]+", name):
        raise Problem(f"catalog entry {name!r} of kind {kind!r} is not understood: kinds are {', '.join(KINDS)}")
    sources = tuple(source(name, each, packages) for each in fields["sources"])
    if bool(sources) == ("set" in fields):
        raise Problem(f"catalog entry {name!r} needs sources, or a set and no source")
    data_set = described_set(name, fields["set"]) if "set" in fields else None
    return Entry(name, kind, fields["what"], fields["license"], sources, data_set)


def described_set(name: str, fields: dict[str, Any]) -> DataSet:
    archives = tuple(Archive(**each) for each in fields.get("archives", ()))
    for archive in archives:
        require_https(name, archive.url)
        if not (re.fullmatch(r"[0-9a-f]{64}", archive.sha256) or re.fullmatch(r"[0-9a-f]{32}", archive.md5)):
            raise Problem(
                f"catalog entry {name!r} names {archive.url} without a whole SHA-256 or MD5: what cannot be verified is not "
                "downloaded, name it in 'page' for people to fetch by hand"
            )
    return DataSet(tuple(fields["folders"]), fields["page"], fields["loader"], archives)


def require_https(name: str, url: str) -> None:
    if not url.startswith("https://"):
        raise Problem(f"catalog entry {name!r} names {url}: an address must begin with https://")


def source(name: str, fields: dict[str, Any], packages: dict[tuple[str, str], Package]) -> Source:
    url = fields.get("url", "")
    if url:
        require_https(name, url)
    pinned = [packages[kind, fields[kind]] for kind in ("wheel", "sdist") if kind in fields]
    if bool(url) + len(pinned) != 1 or (url and len(fields["files"]) != 1):
        raise Problem(
            f"catalog entry {name!r} has a source that is neither an address with one file nor a wheel or an sdist with files"
        )
    files = tuple(described(name, each) for each in fields["files"])
    for file in files:
        if bool(pinned) != bool(file.member) or (pinned and len(file.sha256) < 64):
            raise Problem(f"catalog entry {name!r} must name a member and its whole SHA-256 for {file.name!r} of a package only")
    return Source(url, pinned[0] if pinned else None, files)


def described(name: str, fields: dict[str, Any]) -> File:
    if not re.fullmatch(r"([\w-]+/)?[\w.-]+", fields["name"]) or not re.fullmatch(r"[0-9a-f]{8,64}", fields["sha256"]):
        raise Problem(f"catalog entry {name!r} has a file without a plain name or a SHA-256: {fields['name']!r}")
    member = fields.get("member", "")
    if member and (member.startswith("/") or ".." in member.split("/")):
        raise Problem(f"catalog entry {name!r} names a member outside its package: {member!r}")
    return File(fields["name"], fields["size"], fields["sha256"], member, fields.get("license", ""))


def named(name: str) -> Entry:
    entries = read()
    if name in entries:
        return entries[name]
    near = difflib.get_close_matches(name, entries, n=1, cutoff=0.4)
    hint = f", the nearest is {near[0]}" if near else ""
    raise Problem(f"the catalog has no {name!r}{hint}: it has {', '.join(entries)}")
