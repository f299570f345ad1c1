"""Says what is installed and what is missing, without changing anything."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable, Mapping

from pdd4j import catalog, engine, jvm, machine, natives, paths, requirements
from pdd4j.console import Problem, byte_size, reason

PACKAGES = ("jupyterlab", "jjava", "nbclient", "nbconvert")
VERSIONS = "import importlib.metadata as m, sys; print(', '.join(f'{p} {m.version(p)}' for p in sys.argv[1:]))"

Checks = Mapping[str, Callable[[], str]]


def report(checks: Checks) -> int:
    """Prints a line a thing, these and those of every set-up, then what the Java side says; 1 where one is missing."""
    common = {"Jupyter": jupyter, "machine": hardware, "native library": native_library, "fetched": fetched, "runs": runs}
    missing = [name for name, check in {**checks, **common}.items() if not line(name, check)]
    if "Java" not in missing and jvm.class_path_is_whole():
        sys.stdout.flush()
        return jvm.run("doctor", []) or (1 if missing else 0)
    return 1


def line(name: str, check: Callable[[], str]) -> bool:
    try:
        print(f"{name:20} {check()}")
        return True
    except Problem as problem:
        print(f"{name:20} MISSING: {problem}")
    except OSError as error:
        print(f"{name:20} MISSING: {reason(error)}")
    return False


def described(tool: requirements.Tool) -> str:
    return f"{tool.version} in {tool.path}"


def python() -> str:
    return f"{platform.python_version()} in {sys.executable}"


def jupyter() -> str:
    versions = requirements.output_of([str(paths.venv_python()), "-c", VERSIONS, *PACKAGES]).strip()
    if not versions or "Traceback" in versions:
        raise Problem("not installed: " + ("pip install pdd4j does it" if paths.INSTALLED else "./pdd run does it"))
    return versions


def hardware() -> str:
    disk = byte_size(machine.free_disk(paths.ROOT))
    memory = byte_size(machine.memory())
    return f"{platform.system()} {platform.machine()}, {machine.cores()} cores, {memory} memory, {disk} disk free"


def native_library() -> str:
    card = "an NVIDIA driver is here" if engine.DRIVER.is_file() else "no NVIDIA driver is here"
    found = f"{engine.chosen().name} ({card})"
    return f"{found} in {natives.place()}" if paths.INSTALLED and natives.class_path() else found


def fetched() -> str:
    home = paths.home()
    entries = [entry for entry in catalog.read().values() if entry.sources]
    here = [entry.name for entry in entries if entry.present(home)]
    return f"{len(here)} of {len(entries)} in {home}: {', '.join(here) or 'none'} ({paths.PROGRAM} fetch --list)"


def runs() -> str:
    folder = paths.home() / "runs"
    kept = [run.parent for run in folder.glob("*/run.json")]
    size = byte_size(sum(file.stat().st_size for run in kept for file in run.rglob("*") if file.is_file()))
    return f"{len(kept)} in {folder}, {size} (delete a run's folder to remove it)"
