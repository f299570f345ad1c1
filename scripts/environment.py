"""The virtual environment with JupyterLab, and the kernel that has PDD4J on its class path."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import build
import engine
import machine
import packages
import paths
import processes
import requirements
import workplace
from console import Problem, step

KERNEL = "pdd4j"
NO_NEWS = {"fetchNews": "false", "checkForUpdates": False, "doNotDisturbMode": True}


def ensure() -> None:
    """Makes .venv with the pinned packages, unless it is there for these pins, this Python and this place."""
    stamp = packages_stamp()
    if stamp.is_current() and paths.venv_python().is_file():
        return
    if stamp.exists() and paths.venv_python().is_file() and not paths.VENV.is_symlink():
        workplace.claim(paths.VENV)  # made before folders were marked
    with step("Setting up Python packages: JupyterLab and the Java kernel, into .venv"):
        require_own(paths.VENV)
        stamp.clear()
        make_venv(clear=True)
        install_packages()
        stamp.write()


def packages_stamp() -> paths.Stamp:
    return paths.Stamp("venv", paths.content_hash([paths.REQUIREMENTS], sys.version, str(paths.ROOT)))


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
        raise Problem(f"the virtual environment {paths.VENV} could not be made: {packages.last_line(done.stderr + done.stdout)}")


def require_own(folder: Path) -> None:
    """An environment is made anew by removing its folder: one that somebody else made there must not be lost."""
    ours = workplace.is_ours(folder) or (folder.is_dir() and not folder.is_symlink() and not any(folder.iterdir()))
    if os.path.lexists(folder) and not ours:
        raise Problem(f"{folder} is there and was not made by ./pdd, which puts its own there: move or rename it")


def install_packages() -> None:
    done = packages.pip("install", "--require-hashes", "-r", str(paths.REQUIREMENTS))
    if done.returncode:
        raise Problem(
            f"pip could not install the packages of scripts/requirements.txt: {packages.error(done)}; "
            "check the connection to the Python package index and run the command again"
        )


def write_kernel() -> None:
    """Writes the kernelspec anew each time: it is small, and heap, JDK and home may have moved."""
    folder = paths.VENV / "share" / "jupyter" / "kernels"
    text = json.dumps(kernel_spec(folder / "java"), indent=2) + "\n"
    file = folder / KERNEL / "kernel.json"
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


def kernel_environment(java_bin: Path) -> dict[str, str]:
    """The launcher starts the java of PATH a second time; Jupyter reads `$` in these values as a variable."""
    values = {
        "JAVA_HOME": str(java_bin.parent),
        "JJAVA_CLASSPATH": os.pathsep.join(build.class_path()),
        "JJAVA_JVM_OPTS": " ".join(machine.java_options()),
        "PDD4J_HOME": str(paths.home()),
        **requirements.java_settings(),
        **engine.chosen().settings,
    }
    escaped = {name: value.replace("$", "$$") for name, value in values.items()}
    return escaped | {"PATH": f"{java_bin}{os.pathsep}".replace("$", "$$") + "${PATH}"}


def jupyter_environment() -> dict[str, str]:
    """Keeps what Jupyter writes inside the checkout."""
    folder = paths.PRIVATE / "jupyter"
    return os.environ | {
        "JUPYTER_CONFIG_DIR": str(folder / "config"),
        "JUPYTER_DATA_DIR": str(folder / "data"),
        "JUPYTER_RUNTIME_DIR": str(folder / "runtime"),
        "JUPYTERLAB_SETTINGS_DIR": str(folder / "settings"),
        "JUPYTERLAB_WORKSPACES_DIR": str(folder / "workspaces"),
        "IPYTHONDIR": str(folder / "ipython"),
    }


def lab(arguments: list[str]) -> int:
    """Opens JupyterLab on notebooks/ and stays until it ends."""
    switch_off_news()
    paths.NOTEBOOKS.mkdir(exist_ok=True)
    command = [
        str(paths.venv_python()), "-m", "jupyterlab", f"--ServerApp.root_dir={paths.NOTEBOOKS}",
        f"--MultiKernelManager.default_kernel_name={KERNEL}", "--KernelSpecManager.ensure_native_kernel=False",
        f"--KernelSpecManager.allowed_kernelspecs={KERNEL}",
    ]  # fmt: skip
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        command.append("--allow-root")
    return processes.follow([*command, *arguments], jupyter_environment())


def switch_off_news() -> None:
    folder = paths.PRIVATE / "jupyter" / "settings" / "@jupyterlab" / "apputils-extension"
    file = folder / "notification.jupyterlab-settings"
    if not file.exists():
        paths.write_atomically(file, json.dumps(NO_NEWS))
