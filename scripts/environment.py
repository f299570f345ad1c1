"""The virtual environment with JupyterLab, and the kernel that has PDD4J on its class path."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

from pdd4j import jvm, machine, notebooks, packages, paths, processes, requirements, workplace
from pdd4j.console import Problem, step

NO_NEWS = {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}


def ensure() -> None:
    """Makes .venv with the pinned packages, unless it is there for these pins, this Python and this place."""
    stamp = packages_stamp()
    if stamp.is_current() and paths.venv_python().is_file():
        return
    if stamp.exists() and paths.venv_python().is_file() and not paths.VENV.is_symlink():
        workplace.claim(paths.VENV)  # made before folders were marked
    with step("Setting up Python packages: JupyterLab and the Java kernel, into .venv"):
        packages.require_own(paths.VENV)
        stamp.clear()
        packages.make_venv(clear=True)
        install_packages()
        stamp.write()


def described() -> str:
    """The environment's place, for the doctor."""
    if not packages_stamp().is_current():
        raise Problem("not set up for the present pins: ./pdd run does it")
    return str(paths.VENV)


def packages_stamp() -> paths.Stamp:
    return paths.Stamp("venv", paths.content_hash([paths.REQUIREMENTS], sys.version, str(paths.ROOT)))


def install_packages() -> None:
    done = packages.pip("install", "--require-hashes", "-r", str(paths.REQUIREMENTS))
    if done.returncode:
        raise Problem(
            f"pip could not install the packages of scripts/requirements.txt: {packages.error(done)}; "
            "check the connection to the Python package index and run the command again"
        )


def tools(name: str, purpose: str) -> Path:
    """Installs the pinned packages of scripts/NAME.txt once, apart from the environment of the notebooks, and returns their folder."""
    folder, pins = paths.PRIVATE / f"{name}-tools", paths.ROOT / "scripts" / f"{name}.txt"
    stamp = paths.Stamp(f"{name}-tools", paths.content_hash([pins], str(paths.ROOT)))
    if stamp.is_current():
        return folder
    with step(f"Setting up what {purpose}, into .pdd/{folder.name}"):
        shutil.rmtree(folder, ignore_errors=True)
        done = packages.pip("install", "--no-deps", "--require-hashes", "--target", str(folder), "-r", str(pins))
    if done.returncode:
        raise Problem(f"pip could not install the packages of scripts/{pins.name}: {packages.error(done)}")
    stamp.write()
    return folder


def write_kernel() -> None:
    """Writes the kernelspec anew each time: it is small, and heap, JDK and home may have moved."""
    folder = paths.VENV / "share" / "jupyter" / "kernels"
    text = json.dumps(kernel_spec(folder / "java"), indent=2) + "\n"
    file = folder / notebooks.KERNEL / "kernel.json"
    if not file.is_file() or file.read_text("utf-8") != text:
        paths.write_atomically(file, text)


def kernel_spec(jjava: Path) -> dict[str, object]:
    java = requirements.jdk().path / "bin" / "java"
    return {
        "argv": [str(java), "-jar", str(jjava / "jjava-launcher.jar"), str(jjava / "jjava.jar"), "{connection_file}"],
        "display_name": "Java (PDD4J)",
        "language": "java",
        "interrupt_mode": "message",
        "env": kernel_environment(java.parent),
    }


def kernel_described() -> str:
    """What the kernel is started with, for the doctor."""
    file = paths.VENV / "share" / "jupyter" / "kernels" / notebooks.KERNEL / "kernel.json"
    if not file.is_file():
        raise Problem("not written: ./pdd run does it")
    return f"Java (PDD4J), {len(jvm.class_path())} class path entries, heap {machine.java_heap()} MB, {file}"


def kernel_environment(java_bin: Path) -> dict[str, str]:
    """The launcher starts the java of PATH a second time; Jupyter reads `$` in these values as a variable."""
    escaped = {name: value.replace("$", "$$") for name, value in jvm.kernel_settings(java_bin.parent).items()}
    return escaped | {"PATH": f"{java_bin}{os.pathsep}".replace("$", "$$") + "${PATH}"}


def lab(arguments: list[str]) -> int:
    """Opens JupyterLab on notebooks/ and stays until it ends."""
    switch_off_news(paths.PRIVATE / "jupyter" / "settings")
    paths.NOTEBOOKS.mkdir(exist_ok=True)
    return processes.follow([*lab_command(paths.NOTEBOOKS), *arguments], notebooks.jupyter_environment())


def lab_command(folder: Path) -> list[str]:
    return [
        str(paths.venv_python()), "-m", "jupyterlab", f"--ServerApp.root_dir={folder}",
        f"--MultiKernelManager.default_kernel_name={notebooks.KERNEL}", "--KernelSpecManager.ensure_native_kernel=False",
        f"--KernelSpecManager.allowed_kernelspecs={notebooks.KERNEL}", *notebooks.server_options(),
    ]  # fmt: skip


def switch_off_news(settings: Path) -> None:
    file = settings / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    if not file.exists():
        paths.write_atomically(file, json.dumps(NO_NEWS))
