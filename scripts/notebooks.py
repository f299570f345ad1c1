"""Runs notebooks on the real kernel: one for its reader, all of them as a test."""

from __future__ import annotations

import time
from pathlib import Path

import environment
import paths
import processes
from console import Problem, duration, say

QUICK_START = paths.NOTEBOOKS / "01-quick-start.ipynb"
EXECUTOR = paths.ROOT / "scripts" / "execute_notebook.py"


def find(name: str | None) -> Path:
    """A path, or the name of a notebook in notebooks/, or how that begins: 02."""
    if name is None:
        candidates = [QUICK_START]
    else:
        candidates = [Path(name), *begun(name)]
    for candidate in candidates:
        if candidate.is_file() and candidate.suffix == ".ipynb":
            return candidate.resolve()
    known = ", ".join(file.stem for file in every()) or "none yet"
    raise Problem(f"there is no notebook {name or QUICK_START}: notebooks/ has {known}")


def begun(name: str) -> list[Path]:
    """The one notebook whose name begins so; none where several do."""
    found = [file for file in every() if file.name.startswith(name)]
    return found if len(found) == 1 else []


def every() -> list[Path]:
    return sorted(paths.NOTEBOOKS.glob("*.ipynb"))


def execute(notebook: Path, out: Path, *options: str) -> int:
    """Executes a notebook in its own folder and leaves it and its page in out."""
    log = paths.PRIVATE / "kernel.log"
    command = [str(paths.venv_python()), "-B", "-W", "ignore", str(EXECUTOR), str(notebook)]
    command += ["--out", str(out), "--log", str(log), "--kernel", environment.KERNEL, *options]
    return processes.follow(command, environment.jupyter_environment())


def test_all() -> tuple[int, int]:
    """How many notebooks ran without any error or warning in their cells, and how many did not."""
    passed = failed = 0
    for notebook in every():
        say(f"Running {notebook.relative_to(paths.ROOT)} ...")
        start = time.monotonic()
        if execute(notebook, paths.OUT / "test", "--strict"):
            failed += 1
            say(f"    failed after {duration(time.monotonic() - start)}")
        else:
            passed += 1
            say(f"    passed in {duration(time.monotonic() - start)}")
    return passed, failed
