"""The verbs of the installed pdd4j."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from pdd4j import doctor, engine, fetch, java_verbs, kernelspec, lessons, natives, notebooks, paths, pom, processes, program, requirements
from pdd4j.console import Problem

HELP = """\
PDD4J adapts pretrained super-resolution networks to real photographs, in Java notebooks.

  pdd4j setup             fetch PyTorch's library now (112 MB), and not at the first start
  pdd4j lessons DIR       put the lessons and the images they need into a folder, and fetch what they show
  pdd4j lab [OPTIONS]     open JupyterLab in this folder, with the kernel Java (PDD4J)
  pdd4j run [NOTEBOOK]    execute a notebook, 02 for the second lesson (or else the first), and leave it and an HTML page in out/
  pdd4j doctor            what is installed, what is missing, what the engine finds
  pdd4j fetch NAME ...    download networks or images of the catalog, verified by SHA-256
  pdd4j fetch --list      what there is to fetch, its size and license
  pdd4j upscale --network NAME IN OUT
                          a larger image of an image, or of each one in a folder (-h tells its options)
  pdd4j adapt PHOTOS --out FILE
                          a network adapted to a folder of photographs, in 10 minutes or --minutes  (-h tells its options)
  pdd4j kernel install    make the kernel known to a Jupyter of another environment  (-h tells its options)
  pdd4j kernel uninstall  make it unknown there again
  pdd4j version           the version
  pdd4j help              this text

Needs Java 17, or newer, with the modules jdk.jshell and jdk.compiler. The kernel and the commands fetch PyTorch's library
when they start for the first time; after that only fetch, lessons, the first run of a lesson
and the first adapt use the network."""

JAVA_VERBS = ("adapt", "upscale")


def set_up() -> None:
    requirements.java()
    engine.ensure()
    natives.ensure()


def fetch_engine(arguments: list[str]) -> int:
    if arguments:
        raise Problem(f"setup takes nothing, got {' '.join(arguments)}: pdd4j setup")
    set_up()
    return 0


def run(arguments: list[str]) -> int:
    if len(arguments) > 1:
        raise Problem(f"run takes one notebook, got {len(arguments)}: pdd4j run NOTEBOOK")
    notebook = notebooks.find(arguments[0] if arguments else None)
    kernelspec.require()
    set_up()
    if notebook.parent == paths.NOTEBOOKS:
        fetch.for_the_lesson()
    return notebooks.execute(notebook, paths.OUT)


def lab(arguments: list[str]) -> int:
    set_up()
    kernel = f"--MultiKernelManager.default_kernel_name={notebooks.KERNEL}"
    command = [sys.executable, "-m", "jupyterlab", kernel, *notebooks.server_options()]
    return processes.follow([*command, *arguments], notebooks.jupyter_environment())


def put_lessons(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="pdd4j lessons", description="Puts the lessons and the images they need into a folder.")
    parser.add_argument("folder", type=Path, metavar="DIR", help="where to: it gets the folders notebooks and datasets")
    lessons.put(parser.parse_args(arguments).folder)
    return 0


def diagnose(arguments: list[str]) -> int:
    return doctor.report(
        {
            "PDD4J": lambda: f"{pom.version()} in {paths.PACKAGE}",
            "Java": lambda: doctor.described(requirements.java()),
            "Python": doctor.python,
            "kernel": kernelspec.described,
        }
    )


def java(verb: str, arguments: list[str]) -> int:
    set_up()
    return java_verbs.run(verb, arguments)


def show_version(arguments: list[str]) -> int:
    print(pom.version())
    return 0


def show_help(arguments: list[str]) -> int:
    print(HELP)
    return 0


VERBS = {
    "setup": fetch_engine,
    "lessons": put_lessons,
    "lab": lab,
    "run": run,
    "doctor": diagnose,
    "fetch": fetch.command,
    "kernel": kernelspec.command,
    "version": show_version,
    "help": show_help,
}
SYNONYMS = {"-h": "help", "--help": "help", "--version": "version"}


def main(arguments: list[str]) -> int:
    verb = arguments[0] if arguments else "help"
    verb = SYNONYMS.get(verb, verb)
    if verb in JAVA_VERBS:
        return java(verb, arguments[1:])
    if verb not in VERBS:
        raise Problem(f"there is no verb {verb!r}: the verbs are {', '.join([*VERBS, *JAVA_VERBS])}")
    return VERBS[verb](arguments[1:])


def start() -> None:
    """The console script."""
    program.start(main)


if __name__ == "__main__":
    start()
