"""Puts the lessons of an installed package, and the images beside them, where a person can work on them."""

from __future__ import annotations

import shutil
from pathlib import Path

from pdd4j import fetch, paths, workplace
from pdd4j.console import Problem, reason, say

FOLDERS = (Path("notebooks"), Path("datasets", "generated"))


def put(folder: Path) -> None:
    """Copies what is not there; a lesson that its reader has changed stays as it is, and is named."""
    folder = folder.absolute()
    try:
        for source in sources():
            place = folder / source.relative_to(paths.ROOT)
            if place.exists() and place.read_bytes() != source.read_bytes():
                say(f"{place} is there already and was changed: it was left as it is, rename it to get the lesson anew")
            elif not place.exists():
                workplace.require_free(source, place)
                place.parent.mkdir(parents=True, exist_ok=True)
                shutil.copyfile(source, place)
    except OSError as error:
        raise Problem(f"the lessons could not be written: {reason(error)}") from error
    fetch.for_the_lesson()
    say(f"The lessons are in {folder / FOLDERS[0]}: open that folder in Jupyter, or run {paths.PROGRAM} lab there")


def sources() -> list[Path]:
    return sorted(file for kind in FOLDERS for file in (paths.ROOT / kind).rglob("*") if file.is_file() and not file.name.startswith("."))
