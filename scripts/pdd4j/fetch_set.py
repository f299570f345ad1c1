"""Fetches a data set: archives from their addresses, or put there by hand, become the folders that its loader reads."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

from pdd4j import download, paths, program, unpack, workplace
from pdd4j.catalog import Archive, DataSet
from pdd4j.console import Problem, byte_size, reason, say

ENDINGS = (".zip", ".tar", ".tar.gz", ".tgz")
DONE = ".unpacked"


def fetch(name: str, wanted: DataSet, folder: Path, partial: Path) -> int:
    folder.mkdir(parents=True, exist_ok=True)
    partial.mkdir(parents=True, exist_ok=True)
    tries: list[tuple[Callable[..., None], Archive | Path]] = [(take_by_hand, file) for file in by_hand(folder)]
    tries += [(take, archive) for archive in wanted.archives]
    for step, archive in tries:
        try:
            step(archive, wanted, folder, partial)
        except Problem as problem:
            say(f"    {problem}")
        except OSError as error:
            say(f"    {reason(error)}: check that {folder} can be written to and has room")
    absent = wanted.absent(folder)
    if absent:
        say(
            f"{program.NAME}: {name} lacks the folder {', '.join(absent)}: download its archives from {wanted.page}, "
            f"put them as they are into {folder} and run {paths.PROGRAM} fetch {name} again, which unpacks them"
        )
        return 1
    say(f"{name} is in {folder}; in a cell: {wanted.loader.format(folder=folder.as_posix())}")
    return 0


def by_hand(folder: Path) -> list[Path]:
    return sorted(file for file in folder.iterdir() if file.is_file() and file.name.lower().endswith(ENDINGS))


def take_by_hand(archive: Path, wanted: DataSet, folder: Path, partial: Path) -> None:
    """The archive stays, under a name that tells that it is done with."""
    put(archive, wanted, folder, partial)
    done = archive.with_name(archive.name + DONE)
    number = 1
    while os.path.lexists(done):
        number += 1
        done = archive.with_name(f"{archive.name}{DONE}-{number}")
    archive.rename(done)
    say(f"    {done.name} is no longer needed: delete it when you like")


def take(archive: Archive, wanted: DataSet, folder: Path, partial: Path) -> None:
    if (folder / archive.holds).is_dir():
        return
    size = archive.size or download.length(archive.url)
    stated = f"{byte_size(size)}, and as much again unpacked" if size else "of a size that is not stated"
    say(f"Fetching {archive.name} from {archive.url} ({stated}) ...")
    part = partial / f"{archive.name}{unpack.PART}"
    have = part.stat().st_size if part.is_file() else 0
    unpack.require_room(archive.name, 2 * size - have, partial)
    download.resume(archive.url, part)
    try:
        require_hash(archive, part)
        put(part, wanted, folder, partial)
    except unpack.Damaged:
        part.unlink()
        raise
    part.unlink()


def require_hash(archive: Archive, file: Path) -> None:
    stated = archive.sha256 or archive.md5
    digest = hashlib.new("sha256" if archive.sha256 else "md5", usedforsecurity=False)
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    if digest.hexdigest() != stated:
        raise unpack.Damaged(f"{archive.name} has {digest.name} {digest.hexdigest()}, the catalog says {stated}: it was thrown away")


def put(archive: Path, wanted: DataSet, folder: Path, partial: Path) -> None:
    """Unpacks beside, and moves what the loader reads to its place at the end: all of it, or nothing."""
    with workplace.box(partial, f"unpacking-{folder.name}") as box:
        unpack.unpack(archive, box / stem(archive))
        found = [(inside, folder / place) for inside, place in found_in(box, wanted, archive).items()]
        for source, target in found:
            require_free(source, target)
        for source, target in found:
            move(source, target)


def require_free(source: Path, target: Path) -> None:
    """Parts of a set are joined, and the same file twice is one; any other that is there is the user's."""
    if source.is_dir() and target.is_dir():
        for child in sorted(source.iterdir()):
            require_free(child, target / child.name)
    elif source.is_dir() and os.path.lexists(target):
        raise workplace.occupied(target)
    elif source.is_file():
        workplace.require_free(source, target)


def stem(archive: Path) -> str:
    name = unpack.called(archive)
    ending = max((end for end in ENDINGS if name.lower().endswith(end)), key=len, default="")
    return name[: len(name) - len(ending)]


def found_in(box: Path, wanted: DataSet, archive: Path) -> dict[Path, Path]:
    """The innermost of the loader's folders, with the places they belong to: archives have others around them, or none
    and the files at their root, where the archive's own name is the folder's."""
    tree = box / stem(archive)
    bare = any(file.is_file() for file in tree.glob("*"))
    matches = {
        found: found.relative_to(around)
        for around in box.glob("**")
        for pattern in wanted.folders
        for found in around.glob(pattern)
        if found.is_dir() and (found != tree or bare)
    }
    if not matches:
        raise unpack.Damaged(
            f"{unpack.called(archive)} must hold a folder {' or '.join(wanted.folders)}, got none: it is another set's, or another version"
        )
    return {found: place for found, place in matches.items() if not any(found in other.parents for other in matches)}


def move(source: Path, target: Path) -> None:
    """A folder that is new comes by one renaming, so that it is never there by half; parts of one are joined."""
    if source.is_file():
        workplace.put(source, target)
    elif target.is_dir():
        for child in sorted(source.iterdir()):
            move(child, target / child.name)
    else:
        target.parent.mkdir(parents=True, exist_ok=True)
        source.rename(target)
