"""Builds the Python package pdd4j: what the Maven build left, the lessons and their images, and the Python part, in one wheel."""

from __future__ import annotations

import argparse
import os
import shutil
from pathlib import Path

import build
import environment
from pdd4j import jvm, packages, paths, pom, processes
from pdd4j.console import Problem, byte_size, say, step

# The engine's library for one platform: 110 MB, which an index would not take and another platform could not use.
NATIVE = "pytorch-native-"


def command(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./pdd wheel", description=__doc__)
    parser.add_argument("--out", type=Path, metavar="DIR", default=paths.OUT, help="where the wheel goes (out)")
    options = parser.parse_args(arguments)
    environment.ensure()
    build.ensure()
    wheel = make(options.out.resolve())
    say(f"{wheel} ({byte_size(wheel.stat().st_size)}); pip install {wheel.name} in that folder installs it")
    return 0


def make(out: Path, root: Path = paths.ROOT) -> Path:
    """Builds the wheel of a checkout whose jars are built; its version is that of the POM in root."""
    tools = environment.tools("wheel", "builds wheels")
    stage(root)
    variables = os.environ | {"PYTHONPATH": str(tools)}
    with step("Building the wheel"):
        log = paths.PRIVATE / "wheel.log"
        with log.open("w", encoding="utf-8") as output:
            arguments = ["-B", "-m", "hatchling", "build", "-t", "wheel", "-d", str(out)]
            code = processes.follow([str(paths.venv_python()), *arguments], variables, root, output)
    if code:
        said = packages.last_line(log.read_text("utf-8"))
        raise Problem(f"the wheel could not be built, hatchling ended with {code} and said last: {said}; its whole output is in {log}")
    return out / f"pdd4j-{pom.version(root / 'pom.xml')}-py3-none-any.whl"


def stage(root: Path) -> None:
    """Gathers in .pdd/wheel the jars, and of each module the order of its class path; and what the lessons need."""
    folder = root / ".pdd" / "wheel"
    shutil.rmtree(folder, ignore_errors=True)
    jars, data = folder / "jars", folder / "data"
    jars.mkdir(parents=True)
    for module in (jvm.KERNEL, jvm.TOOLS):
        entries = [Path(entry) for entry in jvm.class_path(module) if not Path(entry).name.startswith(NATIVE)]
        for entry in entries:
            shutil.copyfile(entry, jars / entry.name)
        paths.write_atomically(jars / f"{module}.txt", "".join(f"{entry.name}\n" for entry in entries))
    for file in data_files():
        place = data / file.relative_to(paths.ROOT)
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, place)
    shutil.copyfile(root / "pom.xml", data / "pom.xml")


def data_files() -> list[Path]:
    generated = [file for file in (paths.ROOT / "datasets" / "generated").rglob("*") if file.is_file()]
    return [paths.CATALOG, *sorted(paths.NOTEBOOKS.glob("*.ipynb")), *sorted(generated)]
