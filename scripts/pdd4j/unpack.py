"""Unpacks ZIP and tar archives of others: plain files inside one folder, and nothing else."""

from __future__ import annotations

import gzip
import lzma
import shutil
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO

from pdd4j.console import Problem, byte_size, reason, say

# What Python's readers raise on bytes that are no such archive: each release adds to the list, so their parents are here.
DAMAGE = (
    zipfile.BadZipFile, tarfile.TarError, gzip.BadGzipFile, zlib.error, lzma.LZMAError, struct.error,
    EOFError, RuntimeError, ValueError, KeyError, IndexError, OverflowError,
)  # fmt: skip
BLOCK = 512
PART = ".part"


class Damaged(Problem):
    """The archive is of no use, unlike where there was no room for it."""


@dataclass(frozen=True)
class Member:
    """A file in an archive. Only its name and its bytes are taken: no mode, owner or time."""

    name: str
    size: int
    open: Callable[[], IO[bytes]]

    def place(self, folder: Path) -> Path:
        path = PurePosixPath(self.name)
        if path.is_absolute() or ".." in path.parts or any(sign in self.name for sign in ("\\", ":", "\0")):
            raise Damaged(f"an archive's files must lie inside its folder, got {self.name!r}: do not use this archive")
        return folder / path


def called(archive: Path) -> str:
    """An archive's own name, also while it lies among the files that were downloaded in part."""
    return archive.name.removesuffix(PART)


def unpack(archive: Path, folder: Path) -> None:
    """Writes the archive's files below a folder; what a failure leaves there is the caller's to remove."""
    try:
        with members(archive) as found:
            places = [(member, member.place(folder)) for member in found]
            size = sum(member.size for member in found)
            say(f"Unpacking {called(archive)}: {len(found)} files, {byte_size(size)} ...")
            require_room(called(archive), size, folder.parent)
            for member, place in places:
                place.parent.mkdir(parents=True, exist_ok=True)
                with member.open() as inside, place.open("wb") as outside:
                    shutil.copyfileobj(inside, outside)
    except DAMAGE as error:
        raise Damaged(f"{called(archive)} could not be unpacked, it is damaged ({error}): download it again") from error
    except OSError as error:
        if error.errno is None:  # bz2's word for damage
            raise Damaged(f"{called(archive)} could not be unpacked, it is damaged ({error}): download it again") from error
        raise Problem(f"{called(archive)} could not be unpacked: {reason(error)}") from error


def require_room(what: str, size: int, folder: Path) -> None:
    free = shutil.disk_usage(folder).free
    if size > free:
        raise Problem(
            f"{what} needs {byte_size(size)} of room, got {byte_size(free)} in {folder}: "
            "make room, or name a folder of another disk by PDD4J_HOME"
        )


@contextmanager
def members(archive: Path) -> Iterator[list[Member]]:
    if zipfile.is_zipfile(archive):
        with zipfile.ZipFile(archive) as opened:
            yield list(zip_members(opened))
    elif tarfile.is_tarfile(archive):
        with tarfile.open(archive) as opened:
            yield list(tar_members(opened))
    else:
        raise Damaged(
            f"an archive must be ZIP or tar, got {called(archive)}, which is neither or was cut off: "
            "download it again, and look whether it is a web page"
        )


def zip_members(archive: zipfile.ZipFile) -> Iterator[Member]:
    for info in archive.infolist():
        kind = stat.S_IFMT(info.external_attr >> 16)
        if info.is_dir():
            continue
        if kind not in (0, stat.S_IFREG):
            raise refused(info.filename)
        if info.flag_bits & 1:
            raise Damaged(f"{info.filename} in an archive must not be encrypted: unpack it by hand")
        yield Member(info.filename, info.file_size, partial(archive.open, info))


def tar_members(archive: tarfile.TarFile) -> Iterator[Member]:
    for info in archive:
        if info.isdir():
            continue
        if not info.isreg():
            raise refused(info.name)
        yield Member(info.name, info.size, partial(archive.extractfile, info))  # type: ignore[arg-type]  # a plain file has bytes
    require_end(archive)


def require_end(archive: tarfile.TarFile) -> None:
    """A tar ends with a block of zeros; Python takes one that was cut off between two files for whole."""
    archive.fileobj.seek(archive.offset)
    if len(archive.fileobj.read(BLOCK)) < BLOCK:
        raise tarfile.ReadError("its end is missing")


def refused(name: str) -> Damaged:
    return Damaged(f"an archive must hold plain files only, got the link or device {name!r}: do not use this archive")
