"""Scores of images by pyiqa, which runs as a program of its own in an environment of its own."""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path

from pdd4j import packages, paths, processes, requirements
from pdd4j.console import Problem, say, step

VENV = paths.PRIVATE / "pyiqa"
WORKER = Path(__file__).with_name("score_images.py")
# How a table begins that score_images.py wrote.
HEAD = b"file,metric,value,better,source"
# CLIP-IQA imports pkg_resources, which newer releases of setuptools no longer have.
PACKAGES = ("pyiqa==0.1.16", "setuptools==80.9.0")


def command(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(
        prog="./pdd scores",
        description="Scores every image of a folder by metrics of pyiqa and writes them as CSV for scores(...) in a cell.",
    )
    parser.add_argument("folder", nargs="?", type=Path, help="the images")
    parser.add_argument("--metrics", nargs="+", default=["nrqm", "musiq", "clipiqa"], metavar="NAME")
    parser.add_argument("--truth", type=Path, help="a folder of truths of the same names, for metrics that need them")
    parser.add_argument("--out", type=Path, help="the CSV file (FOLDER/scores.csv)")
    parser.add_argument("--python", type=Path, help="the Python of an environment that has pyiqa (.pdd/pyiqa)")
    parser.add_argument("--install", action="store_true", help="install pyiqa into .pdd/pyiqa first")
    options = parser.parse_args(arguments)
    if options.install:
        install()
    if options.folder:
        return score(options)
    if not options.install:
        raise Problem("scores needs a folder of images: ./pdd scores FOLDER, or --install to install pyiqa first")
    return 0


def install() -> None:
    requirements.require_venv()
    with step("Installing pyiqa into .pdd/pyiqa (some 6.7 GB; its license is PolyForm Noncommercial)"):
        succeeded(subprocess.run([sys.executable, "-m", "venv", "--clear", str(VENV)], capture_output=True, text=True, check=False))
        succeeded(packages.pip("install", *PACKAGES, python=python()))


def succeeded(done: subprocess.CompletedProcess[str]) -> None:
    if done.returncode:
        raise Problem(f"pyiqa could not be installed: {packages.error(done)}")


def python() -> Path:
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def score(options: argparse.Namespace) -> int:
    program = options.python or python()
    if not program.is_file():
        raise Problem(
            f"pyiqa needs an environment of its own, got none at {program}: ./pdd scores --install makes it "
            "(6.7 GB, PolyForm Noncommercial license), or name a Python that has pyiqa with --python"
        )
    if not options.folder.is_dir():
        raise Problem(f"scores needs a folder of images, got {options.folder}: check the path")
    out = (options.out or options.folder / "scores.csv").resolve()
    require_own_table(out)
    command = [str(program), "-B", str(WORKER), str(options.folder.resolve()), str(out), *options.metrics]
    if options.truth:
        command += ["--truth", str(options.truth.resolve())]
    code = processes.follow(command, scorer_environment())
    if code == 0:
        say(f'The scores are in {out}; in a cell: scores("{out}", "NAME OF THE NETWORK")')
    return code


def require_own_table(out: Path) -> None:
    """Scores replace earlier scores, and nothing else that a folder of images may hold under this name."""
    if not out.parent.is_dir():
        raise Problem(f"--out must name a file in a folder that is there, got {out}: make the folder first")
    if out.exists() and not (out.is_file() and out.read_bytes().startswith(HEAD)):
        raise Problem(f"{out} is there and is no table of ./pdd scores: it was left as it is, name another file with --out")


def scorer_environment() -> dict[str, str]:
    """pyiqa looks for its files below TORCH_HOME, and would try for minutes to reach a hub that is not there."""
    home = paths.home() / "torch"
    return os.environ | {"TORCH_HOME": str(home), "HF_HOME": str(home / "huggingface"), "HF_HUB_OFFLINE": "1"}
