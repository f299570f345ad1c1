"""The browser in which ./pdd test opens JupyterLab as a reader does."""

from __future__ import annotations

import shutil

from pdd4j.console import Problem

PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def program() -> str | None:
    """The first Chromium on the path, none where there is none."""
    return next((found for found in map(shutil.which, PROGRAMS) if found), None)


def require() -> str:
    found = program()
    if not found:
        raise Problem(f"Chromium is needed, found none of {', '.join(PROGRAMS)} on the path: apt install chromium brings it on Debian")
    return found
