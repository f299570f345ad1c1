"""The verbs of ./pdd."""

from __future__ import annotations

import os
from pathlib import Path

import bench
import bench_waiting
import browser
import build
import environment
import scores
import website
import wheel
from pdd4j import doctor, engine, fetch, java_verbs, notebooks, paths, processes, program, requirements
from pdd4j.console import Problem, say

HELP = """\
PDD4J adapts pretrained super-resolution networks to real photographs, in Java notebooks.

  ./pdd run [NOTEBOOK]    set up what is missing, then execute a notebook, 02 for the second (or else
                          notebooks/01-quick-start.ipynb), and leave it and an HTML page in out/
  ./pdd lab [OPTIONS]     set up what is missing, then open JupyterLab on notebooks/
  ./pdd test [--quick]    the whole test suite: Python, mvn verify, the installed package, every notebook on the real kernel,
                          the first in JupyterLab where Chromium is installed; or three of the notebooks
  ./pdd test --browser    the first notebook in JupyterLab, as a reader runs, stops and repeats it; pictures go to out/browser
  ./pdd lessons --write [NOTEBOOK ...]
                          execute lessons, all or those named, and keep in them what their cells show
  ./pdd doctor            what is installed, what is missing, what the engine finds
  ./pdd bench [OPTIONS]   what a training step costs here, part by part, beside PyTorch's  (-h tells its options)
  ./pdd bench-waiting [OPTIONS]
                          what a step costs alone and beside busy processes, for settings of the engine's threads
  ./pdd fetch NAME ...    download networks or images of datasets/catalog.json, verified by SHA-256
  ./pdd fetch --list      what there is to fetch, its size and license
  ./pdd upscale --network NAME IN OUT
                          a larger image of an image, or of each one in a folder (-h tells its options)
  ./pdd adapt PHOTOS --out FILE
                          a network adapted to a folder of photographs, in 10 minutes or --minutes  (-h tells its options)
  ./pdd scores FOLDER     scores its images by pyiqa, where that is installed (-h tells its options)
  ./pdd study PHOTOS      must the weights of the two distances be tuned by hand?  (-h tells its options)
  ./pdd make-weights ...  train the shipped networks again     (-h tells its options)
  ./pdd compare-features ...
                          how well the slim VGG19 stands in for VGG16     (-h tells its options)
  ./pdd make-images     draw the images of datasets/generated again
  ./pdd site            documents, lessons and Javadoc as static pages, into out/site
  ./pdd wheel           the Python package pdd4j, into out/: pip install it where there is neither a checkout nor Maven
  ./pdd help              this text

Needs JDK 17, Maven 3.8 and Python 3.10, or newer. Everything else goes into this folder: .venv, .pdd and out."""

JAVA_VERBS = ("adapt", "compare-features", "make-images", "make-weights", "study", "upscale")


def set_up() -> None:
    if not build.is_current():
        requirements.maven()
    environment.ensure()
    engine.ensure()
    build.ensure()
    environment.write_kernel()
    fetch.for_the_lesson()


def run(arguments: list[str]) -> int:
    if len(arguments) > 1:
        raise Problem(f"run takes one notebook, got {len(arguments)}: ./pdd run NOTEBOOK")
    notebook = notebooks.find(arguments[0] if arguments else None)
    set_up()
    return notebooks.execute(notebook, paths.OUT)


def lab(arguments: list[str]) -> int:
    set_up()
    return environment.lab(arguments)


def test(arguments: list[str]) -> int:
    if arguments == ["--browser"]:
        browser.require()
        set_up()
        browser_tests()
        return 0
    if arguments not in ([], ["--quick"]):
        raise Problem(f"test takes --quick, --browser or nothing, got {' '.join(arguments)}: ./pdd test --quick")
    requirements.maven()
    environment.ensure()
    python_tests("tests")
    build.verify()
    environment.write_kernel()
    python_tests("kernel_tests")
    python_tests("install_tests")
    fetch.for_the_lesson()
    quick = bool(arguments)
    in_browser = not quick and browser.program() is not None
    if in_browser:
        browser_tests()
    elif not quick:
        say("The first notebook is not run in JupyterLab: that needs Chromium (apt install chromium on Debian)")
    passed, failed = notebooks.test_all(notebooks.QUICK if quick else (), tested=(notebooks.QUICK_START,) if in_browser else ())
    if passed + failed:
        print(f"notebooks: {passed} passed, {failed} failed", flush=True)
    return 1 if failed else 0


def lessons(arguments: list[str]) -> int:
    if arguments[:1] != ["--write"]:
        raise Problem(f"lessons takes --write and names of lessons, got {' '.join(arguments) or 'nothing'}: ./pdd lessons --write 03")
    chosen = [notebooks.find(name) for name in arguments[1:]]
    set_up()
    return notebooks.write(chosen)


def python_tests(folder: str, *packages: Path) -> None:
    tests = [str(paths.venv_python()), "-B", "-m", "unittest", "discover", "-s", f"scripts/{folder}", "-t", "scripts"]
    variables = notebooks.jupyter_environment() | ({"PYTHONPATH": os.pathsep.join(map(str, packages))} if packages else {})
    if processes.follow(tests, variables, paths.ROOT):
        raise Problem(f"the Python tests of scripts/{folder} failed: their output above names which")


def browser_tests() -> None:
    python_tests("browser_tests", environment.tools("browser", "drives a browser"))


def diagnose(arguments: list[str]) -> int:
    return doctor.report(
        {
            "Java": lambda: doctor.described(requirements.jdk()),
            "Maven": lambda: doctor.described(requirements.maven()),
            "Python": python,
            "virtual environment": environment.described,
            "kernel": environment.kernel_described,
            "Java modules": build.described,
        }
    )


def python() -> str:
    requirements.require_venv()
    return doctor.python()


def java(verb: str, arguments: list[str]) -> int:
    build.ensure()
    return java_verbs.run(verb, arguments)


def show_help(arguments: list[str]) -> int:
    print(HELP)
    return 0


VERBS = {
    "run": run,
    "lab": lab,
    "test": test,
    "doctor": diagnose,
    "bench": bench.command,
    "bench-waiting": bench_waiting.command,
    "fetch": fetch.command,
    "lessons": lessons,
    "scores": scores.command,
    "site": website.command,
    "wheel": wheel.command,
    "help": show_help,
}


def main(arguments: list[str]) -> int:
    verb = arguments[0] if arguments else "help"
    if verb in program.HELP_OPTIONS:
        verb = "help"
    if verb in JAVA_VERBS:
        return java(verb, arguments[1:])
    if verb not in VERBS:
        raise Problem(f"there is no verb {verb!r}: the verbs are {', '.join([*VERBS, *JAVA_VERBS])}")
    return VERBS[verb](arguments[1:])


if __name__ == "__main__":
    program.start(main)
