"""The pip of a virtual environment, and what it says when it fails."""

from __future__ import annotations

import subprocess
from pathlib import Path

import paths
from console import Problem, reason

SDIST = Path(__file__).with_name("sdist.py")


def pip(verb: str, *arguments: str, python: Path | None = None) -> subprocess.CompletedProcess[str]:
    """Runs an environment's pip, .venv's by default, with the user's own settings, but without its cache outside the checkout."""
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
