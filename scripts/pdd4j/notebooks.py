"""Runs notebooks on the real kernel: one for its reader, all of them as a test."""

from __future__ import annotations

import hashlib
import json
import os
import time
from pathlib import Path

from pdd4j import paths, processes
from pdd4j.console import Problem, duration, reason, say

QUICK_START = paths.NOTEBOOKS / "01-quick-start.ipynb"
EXECUTOR = Path(__file__).with_name("execute_notebook.py")
# The lessons of a quick test: of different parts of the language, and short.
QUICK = ("02", "03", "04")
# A lesson takes four minutes on two idle cores; a test that shares them must not wait for ever.
LIMIT_SECONDS = 24 * 60
# The name of the kernel, in a notebook too.
KERNEL = "pdd4j"


def find(name: str | None) -> Path:
    """A path, or the name of a notebook in notebooks/, or how that begins: 02."""
    if name is None:
        candidates = [QUICK_START]
    else:
        candidates = [Path(name), *begun(name)]
    for candidate in candidates:
        if os.path.isfile(candidate) and candidate.suffix == ".ipynb":
            require_notebook(candidate)
            return candidate.resolve()
    known = ", ".join(file.stem for file in every()) or "none yet"
    raise Problem(f"there is no notebook {name or QUICK_START}: {'the lessons are' if paths.INSTALLED else 'notebooks/ has'} {known}")


def require_notebook(file: Path) -> None:
    """Said before the set-up, which may take minutes; the executor says what else may be wrong."""
    advice = "open it in Jupyter and save it again, or take another"
    try:
        content = json.loads(file.read_text("utf-8"))
    except OSError as error:
        raise Problem(f"a notebook must be readable, got {file} ({reason(error)}): check its permissions") from error
    except (ValueError, RecursionError) as error:
        what = "an empty file" if file.stat().st_size == 0 else f"{reason(error)}"
        raise Problem(f"a notebook must be a file of JSON as Jupyter writes it, got {file} ({what}): {advice}") from error
    if not isinstance(content, dict) or not isinstance(content.get("nbformat"), int):
        raise Problem(f"a notebook must say its nbformat, got other JSON in {file}: {advice}")


def begun(name: str) -> list[Path]:
    """The one notebook whose name begins so; none where several do."""
    found = [file for file in every() if file.name.startswith(name)]
    return found if len(found) == 1 else []


def every() -> list[Path]:
    return sorted(paths.NOTEBOOKS.glob("*.ipynb"))


def execute(notebook: Path, out: Path, *options: str) -> int:
    """Executes a notebook in its own folder and leaves it and its page in out."""
    results = [out.resolve() / notebook.name, (out.resolve() / notebook.name).with_suffix(".html")]
    if notebook.resolve() in results:
        raise Problem(f"the result would take the place of the notebook itself, {notebook}: copy it to another folder first")
    for result in results:
        set_aside(result)
    log = paths.PRIVATE / "kernel.log"
    command = [str(paths.venv_python()), "-B", "-W", "ignore", str(EXECUTOR), str(notebook)]
    command += ["--out", str(out), "--log", str(log), "--kernel", KERNEL, *options]
    code = processes.follow(command, jupyter_environment())
    for result in results:
        if result.is_file():
            written(result).write()
    return code


def jupyter_environment() -> dict[str, str]:
    """Keeps what Jupyter writes inside the checkout; the user's own Jupyter keeps its places."""
    if paths.INSTALLED:
        return dict(os.environ)
    folder = paths.PRIVATE / "jupyter"
    return os.environ | {
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        "IPYTHONDIR": str(folder / "ipython"),
    }


def server_options() -> list[str]:
    """Jupyter's server refuses to be started by root, who is the only user in many containers."""
    return ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []


def set_aside(result: Path) -> None:
    """What stands in the place of a result and is not as an execution left it is somebody's work: it is renamed."""
    if not result.exists() or (result.is_file() and written(result).is_current()):
        return
    number = 1
    while (kept := result.with_name(f"{result.stem}.kept-{number}{result.suffix}")).exists():
        number += 1
    result.rename(kept)
    say(f"{result} was changed since {paths.PROGRAM} wrote it, or is not of {paths.PROGRAM}: it is kept as {kept.name}")


def written(result: Path) -> paths.Stamp:
    """Remembers what an execution left at this place."""
    return paths.Stamp(f"result-{hashlib.sha256(str(result).encode()).hexdigest()[:16]}", paths.sha256(result))


def test_all(chosen: tuple[str, ...] = (), tested: tuple[Path, ...] = ()) -> tuple[int, int]:
    """How many lessons, all or those whose names begin so, ran without error or warning and with every check true, and how many did not."""
    passed = failed = 0
    for notebook in every():
        if notebook not in tested and (not chosen or notebook.name.startswith(chosen)):
            done = run_strictly(notebook, paths.OUT / "test")
            passed, failed = passed + done, failed + (not done)
    return passed, failed


def run_strictly(notebook: Path, out: Path, *options: str) -> bool:
    say(f"Running {notebook.relative_to(paths.ROOT)} ...")
    start = time.monotonic()
    code = execute(notebook, out, "--strict", "--limit", str(LIMIT_SECONDS), *options)
    say(f"    {'failed after' if code else 'passed in'} {duration(time.monotonic() - start)}")
    return code == 0


def write(lessons: list[Path]) -> int:
    """Executes lessons, all or these, and writes what their cells show into them, where nothing failed."""
    done = [run_strictly(lesson, paths.OUT / "lessons", "--keep-outputs") for lesson in lessons or every()]
    return 0 if all(done) else 1
