"""The Maven build, and the class paths it leaves for the kernel and the commands."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from pdd4j import jvm, paths, processes, requirements
from pdd4j.console import Problem, say, step

MODULES = (jvm.LIBRARY, jvm.KERNEL, jvm.TOOLS)
LOG = paths.PRIVATE / "build.log"
WRITE_CLASS_PATH = ["dependency:build-classpath", "-Dmdep.outputFile=target/classpath.txt", "-DincludeScope=runtime"]
JARS_ONLY = ["-Dmaven.test.skip=true", "-Dspotless.check.skip=true"]


def ensure() -> None:
    """Builds the jars, unless those of the present sources are there."""
    if is_current():
        return
    maven = requirements.maven().path
    stamp = sources_stamp()
    with step("Building the Java modules (the first time Maven downloads its plug-ins and PyTorch, some 300 MB)"):
        paths.PRIVATE.mkdir(exist_ok=True)
        with LOG.open("w", encoding="utf-8") as log:
            done = run_maven([str(maven), "-q", "-B", *JARS_ONLY, "package", *WRITE_CLASS_PATH], log)
        if done:
            show_errors()
            raise Problem(f"the Maven build failed, its whole output is in {LOG}: mend what it names and run again")
        collect()
        stamp.write()


def is_current() -> bool:
    return sources_stamp().is_current() and jvm.class_path_is_whole()


def described() -> str:
    """Where the jars are and how fresh, for the doctor."""
    if not jvm.class_path_is_whole():
        raise Problem("not built: ./pdd run builds them")
    state = "up to date" if sources_stamp().is_current() else "older than the sources, the next run builds them"
    return f"{paths.LIB} ({state})"


def verify() -> None:
    """Runs the whole Java test suite with Maven's own output, and keeps its jars for the notebooks."""
    maven = requirements.maven().path
    stamp = sources_stamp()
    say("Running mvn verify ...")
    if run_maven([str(maven), "-B", "verify", *WRITE_CLASS_PATH], None):
        raise Problem("mvn verify failed: its output above names the tests or checks that did")
    collect()
    stamp.write()


def run_maven(command: list[str], log: IO[str] | None) -> int:
    return processes.follow(command, requirements.java_environment(), paths.ROOT, log)


def show_errors() -> None:
    lines = re.sub(r"\x1b\[[0-9;]*m", "", LOG.read_text("utf-8", "replace")).splitlines()
    errors = [line for line in lines if line.startswith("[ERROR]")]
    for line in (errors or lines)[:12]:
        say(f"    {line}")


def sources_stamp() -> paths.Stamp:
    return paths.Stamp("build", paths.content_hash(sources(), requirements.jdk().version, str(paths.ROOT)))


def sources() -> Iterator[Path]:
    yield from paths.ROOT.glob("pom.xml")
    yield from paths.ROOT.glob(".mvn/*")
    for module in MODULES:
        yield paths.ROOT / module / "pom.xml"
        yield from (file for file in (paths.ROOT / module / "src" / "main").rglob("*") if file.is_file())


def collect() -> None:
    """Puts the project's own jars into .pdd/lib, so that a later Maven run pulls none from under a kernel."""
    kept = {module: keep(module) for module in MODULES}
    for module in (jvm.KERNEL, jvm.TOOLS):
        target = paths.ROOT / module / "target" / "classpath.txt"
        entries = target.read_text("utf-8").strip().split(os.pathsep)
        libraries = [entry for entry in entries if not Path(entry).is_relative_to(paths.ROOT / jvm.LIBRARY)]
        paths.write_atomically(jvm.list_file(module), "\n".join([kept[module], kept[jvm.LIBRARY], *libraries]) + "\n")


def keep(module: str) -> str:
    jars = (paths.ROOT / module / "target").glob(f"pdd4j-{module}-*.jar")
    newest = max((jar for jar in jars if not jar.stem.endswith(("-sources", "-javadoc", "-tests"))), key=os.path.getmtime)
    kept = paths.LIB / f"pdd4j-{module}.jar"
    paths.LIB.mkdir(parents=True, exist_ok=True)
    # A running kernel has the old jar open: it must be replaced, not written over.
    shutil.copyfile(newest, kept.with_suffix(".part"))
    os.replace(kept.with_suffix(".part"), kept)
    return str(kept)
