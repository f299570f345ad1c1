"""Says what is installed and what is missing, without changing anything."""

from __future__ import annotations

import platform
import sys
from collections.abc import Callable

import build
import catalog
import engine
import environment
import machine
import paths
import requirements
from console import Problem, byte_size, reason

PACKAGES = ("jupyterlab", "jjava", "nbclient", "nbconvert")
VERSIONS = "import importlib.metadata as m, sys; print(', '.join(f'{p} {m.version(p)}' for p in sys.argv[1:]))"


def report() -> int:
    """Prints a line a thing, then what the Java side says; 1 where something that is needed is missing."""
    checks = {
        "JDK": lambda: described(requirements.jdk()),
        "Maven": lambda: described(requirements.maven()),
        "Python": python,
        "virtual environment": virtual_environment,
        "Jupyter": jupyter,
        "kernel": kernel,
        "Java modules": modules,
        "machine": hardware,
        "native library": native_library,
        "fetched": fetched,
        "runs": runs,
    }
    missing = [name for name, check in checks.items() if not line(name, check)]
    if build.class_path_is_whole():
        sys.stdout.flush()
        return build.java("doctor", []) or (1 if missing else 0)
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
    requirements.require_venv()
    return f"{platform.python_version()} in {sys.executable}"


def virtual_environment() -> str:
    if not environment.packages_stamp().is_current():
        raise Problem("not set up for the present pins: ./pdd run does it")
    return str(paths.VENV)


def jupyter() -> str:
    versions = requirements.output_of([str(paths.venv_python()), "-c", VERSIONS, *PACKAGES]).strip()
    if not versions or "Traceback" in versions:
        raise Problem("not installed: ./pdd run does it")
    return versions


def kernel() -> str:
    file = paths.VENV / "share" / "jupyter" / "kernels" / environment.KERNEL / "kernel.json"
    if not file.is_file():
        raise Problem("not written: ./pdd run does it")
    return f"Java (PDD4J), {len(build.class_path())} class path entries, heap {machine.java_heap()} MB, {file}"


def modules() -> str:
    if not build.class_path_is_whole():
        raise Problem("not built: ./pdd run builds them")
    state = "up to date" if build.sources_stamp().is_current() else "older than the sources, the next run builds them"
    return f"{paths.LIB} ({state})"


def hardware() -> str:
    disk = byte_size(machine.free_disk(paths.ROOT))
    memory = byte_size(machine.memory())
    return f"{platform.system()} {platform.machine()}, {machine.cores()} cores, {memory} memory, {disk} disk free"


def native_library() -> str:
    card = "an NVIDIA driver is here" if engine.DRIVER.is_file() else "no NVIDIA driver is here"
    return f"{engine.chosen().name} ({card})"


def fetched() -> str:
    home = paths.home()
    entries = [entry for entry in catalog.read().values() if entry.sources]
    here = [entry.name for entry in entries if entry.present(home)]
    return f"{len(here)} of {len(entries)} in {home}: {', '.join(here) or 'none'} (./pdd fetch --list)"


def runs() -> str:
    folder = paths.home() / "runs"
    kept = [run.parent for run in folder.glob("*/run.json")]
    size = byte_size(sum(file.stat().st_size for run in kept for file in run.rglob("*") if file.is_file()))
    return f"{len(kept)} in {folder}, {size} (delete a run's folder to remove it)"
