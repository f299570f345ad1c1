"""The virtual environment, its pip, and what that says when it fails."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from pdd4j import paths, requirements, workplace
from pdd4j.console import Problem, reason

SDIST = Path(__file__).with_name("sdist.py")


def make_venv(clear: bool = False) -> None:
    requirements.require_venv()
    require_own(paths.VENV)
    if clear and paths.VENV.is_dir():
        shutil.rmtree(paths.VENV)
    # Marked before it is filled, so that one whose making was interrupted is known, too.
    paths.VENV.mkdir(exist_ok=True)
    workplace.claim(paths.VENV)
    done = subprocess.run([sys.executable, "-m", "venv", str(paths.VENV)], capture_output=True, text=True, errors="replace", check=False)
    if done.returncode:
        raise Problem(f"the virtual environment {paths.VENV} could not be made: {last_line(done.stderr + done.stdout)}")


def require_own(folder: Path) -> None:
    """An environment is made anew by removing its folder: one that somebody else made there must not be lost."""
    ours = workplace.is_ours(folder) or (folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()))
    if os.path.lexists(folder) and not ours:
        raise Problem(f"{folder} is there and was not made by ./pdd, which puts its own there: move or rename it")


def pip(verb: str, *arguments: str, python: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Runs an environment's pip, the project's by default, with the user's own settings, but without its cache outside the checkout."""
    quiet = ["--quiet", "--no-cache-dir", "--disable-pip-version-check", "--no-input"]
    return run([str(python or paths.venv_python()), "-m", "pip", verb, *quiet, *arguments])


def sdist(requirement: str, place: Path, size: int) -> subprocess.CompletedProcess[str]:
    """Downloads a source distribution by the environment's pip, and builds nothing."""
    return run([str(paths.venv_python()), str(SDIST), requirement, str(place), str(size)])


def run(command: list[str]) -> subprocess.CompletedProcess[str]:
    try:
        return subprocess.run(command, capture_output=True, text=True, errors="replace", check=False)
    except OSError as failure:
        raise Problem(f"{command[0]} could not be started ({reason(failure)}): remove .venv and run the command again") from failure


def error(done: subprocess.CompletedProcess[str]) -> str:
    lines = [line.removeprefix("ERROR: ") for line in done.stderr.splitlines() if line.startswith("ERROR: ")]
    if any("DO NOT MATCH THE HASHES" in line for line in lines):
        return "the package index offers a file with another hash than the pinned one"
    return lines[-1] if lines else last_line(done.stderr)


def last_line(text: str) -> str:
    lines = [line.strip() for line in text.splitlines() if line.strip()]
    return lines[-1] if lines else "no message"
