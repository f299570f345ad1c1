"""Folders in which the launcher works, and files that it puts beside a user's own: nothing of a user's is replaced or removed."""

from __future__ import annotations

import filecmp
import os
import shutil
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from pdd4j import paths
from pdd4j.console import Problem, reason

MARK = ".pdd4j"
DAY_SECONDS = 24 * 3600


@contextmanager
def box(around: Path, name: str) -> Iterator[Path]:
    """A new folder that is gone afterwards; those of commands that were killed go after a day."""
    around.mkdir(parents=True, exist_ok=True)
    for left in around.glob(f"{name}-*"):
        if is_ours(left) and time.time() - (left / MARK).stat().st_mtime > DAY_SECONDS:
            shutil.rmtree(left, ignore_errors=True)
    made = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=around))
    claim(made)
    try:
        yield made
    finally:
        shutil.rmtree(made, ignore_errors=True)


def claim(folder: Path) -> None:
    """Says of a folder that this project made it, which alone allows to remove it."""
    (folder / MARK).write_text(f"made by {paths.PROGRAM}, which may remove this folder\n", "utf-8")


def is_ours(folder: Path) -> bool:
    return not folder.is_symlink() and (folder / MARK).is_file()


def put(file: Path, place: Path) -> None:
    """Moves a file to a place where nothing is, or the same already: another file there is the user's and stays."""
    require_free(file, place)
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        if place.exists():
            file.unlink()
        else:
            os.replace(file, place)
    except OSError as error:
        raise Problem(f"{place} could not be written: {reason(error)}") from error


def require_free(file: Path, place: Path) -> None:
    """Whether a file can go to a place; folders on the way that are files are named, too."""
    for above in (place, *place.parents):
        if above.is_dir() and above != place:
            return
        if os.path.lexists(above) and not (above == place and place.is_file() and filecmp.cmp(file, place, shallow=False)):
            raise occupied(above)


def occupied(place: Path) -> Problem:
    return Problem(f"{place} is there already and is another file: it was left as it is, move or rename it and run the command again")
