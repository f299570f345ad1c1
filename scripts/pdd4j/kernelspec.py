"""The kernelspec of an installed package: in its own environment from the start, in other places by request."""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import re
import shutil
import sys
import tempfile
from pathlib import Path

from pdd4j import paths
from pdd4j.console import Problem, reason, say
from pdd4j.notebooks import KERNEL

SOURCE = paths.PACKAGE / "kernelspec"
MODULE = "pdd4j.kernel"


def jjava() -> Path:
    """The kernel's jar, which its package puts into the environment's share/jupyter/kernels/java."""
    try:
        files = importlib.metadata.files("jjava") or []
    except importlib.metadata.PackageNotFoundError as error:
        raise Problem("the package jjava must be installed beside pdd4j, got none: pip install pdd4j brings it") from error
    found = next((Path(str(file.locate())) for file in files if file.name == "jjava.jar"), None)
    if not found or not found.is_file():
        raise Problem("the package jjava must have its jjava.jar, got none: pip install --force-reinstall jjava brings it")
    return found.resolve()


def command(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="pdd4j kernel", description="Makes the kernel known to a Jupyter of another environment.")
    parser.add_argument("what", choices=("install", "uninstall"))
    place = parser.add_mutually_exclusive_group(required=True)
    place.add_argument("--user", action="store_true", help="for every Jupyter of this user")
    place.add_argument("--prefix", type=Path, metavar="DIR", help="for the Jupyter of the environment DIR")
    parser.add_argument("--name", default=KERNEL, help=f"what the kernel is called there ({KERNEL}); two versions need two names")
    options = parser.parse_args(arguments)
    if not re.fullmatch(r"[a-z0-9._-]+", options.name):
        raise Problem(f"--name must be of small letters, digits, '.', '_' and '-', got {options.name!r}: say pdd4j-new")
    folder = kernels(options.prefix) / options.name
    if options.what == "install":
        install(folder, options.name, options.prefix)
    else:
        uninstall(folder)
    return 0


def kernels(prefix: Path | None) -> Path:
    from jupyter_core.paths import jupyter_data_dir

    return prefix.absolute() / "share" / "jupyter" / "kernels" if prefix else Path(jupyter_data_dir()) / "kernels"


def install(folder: Path, name: str, prefix: Path | None) -> None:
    """Names this Python by its whole path: the Jupyter that starts the kernel has another."""
    from jupyter_client.kernelspec import KernelSpecManager

    if folder.exists() and not is_ours(folder):
        raise Problem(f"{folder} is there and is another kernel: it was left as it is, choose another name by --name")
    spec = json.loads((SOURCE / "kernel.json").read_text("utf-8"))
    spec["argv"][0] = sys.executable
    if name != KERNEL:
        spec["display_name"] = f"{spec['display_name'].removesuffix(')')}, {name})"
    with tempfile.TemporaryDirectory() as box:
        made = Path(box) / name
        shutil.copytree(SOURCE, made)
        (made / "kernel.json").write_text(json.dumps(spec, indent=2) + "\n", "utf-8")
        try:
            KernelSpecManager().install_kernel_spec(str(made), name, user=not prefix, prefix=str(prefix.absolute()) if prefix else None)
        except OSError as error:
            raise Problem(f"the kernel could not be made known: {reason(error)}") from error
    say(f"The kernel {spec['display_name']} is in {folder}")


def uninstall(folder: Path) -> None:
    if not folder.exists():
        raise Problem(f"there is no kernel in {folder}: see where it is with jupyter kernelspec list")
    if not is_ours(folder):
        raise Problem(f"{folder} is another kernel: it was left as it is")
    try:
        shutil.rmtree(folder)
    except OSError as error:
        raise Problem(f"the kernel could not be removed: {reason(error)}") from error
    say(f"The kernel in {folder} was removed")


def is_ours(folder: Path) -> bool:
    try:
        return MODULE in json.loads((folder / "kernel.json").read_text("utf-8"))["argv"]
    except (OSError, ValueError, KeyError, TypeError):
        return False


def require() -> Path:
    """The folder in which Jupyter finds the kernel."""
    from jupyter_client.kernelspec import KernelSpecManager

    found = KernelSpecManager().find_kernel_specs().get(KERNEL)
    if not found:
        raise Problem(f"Jupyter must find the kernel {KERNEL}, got none: {paths.PROGRAM} kernel install --user makes it known")
    return Path(found)


def described() -> str:
    from pdd4j import jvm, machine

    entries = len(jvm.class_path())
    return f"Java (PDD4J) in {require()}, with {jjava()}, {entries} class path entries, heap {machine.java_heap()} MB"
