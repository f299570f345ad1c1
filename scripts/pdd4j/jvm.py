"""How Java is started: class paths, options and environment of the kernel and of the commands."""

from __future__ import annotations

import os
from pathlib import Path

from pdd4j import engine, machine, natives, paths, processes, requirements

LIBRARY = "dsl"
KERNEL = "kernel-ext"
TOOLS = "tools"
MAIN = "io.github.pdd4j.tools.command.Main"


def list_file(module: str) -> Path:
    """The file that names a module's class path: whole paths in a checkout, names beside it in an installed package."""
    if paths.INSTALLED:
        return paths.JARS / f"{module}.txt"
    return paths.LIB / {KERNEL: "classpath.txt", TOOLS: "tools-classpath.txt"}[module]


def class_path(module: str = KERNEL) -> list[str]:
    """What the kernel is started with, or the commands."""
    file = list_file(module)
    entries = file.read_text("utf-8").splitlines() if file.is_file() else []
    if not paths.INSTALLED:
        return entries
    return [str(paths.JARS / entry) for entry in entries] + natives.class_path()


def class_path_is_whole() -> bool:
    return all(entries and all(os.path.isfile(entry) for entry in entries) for entries in map(class_path, (KERNEL, TOOLS)))


def run(verb: str, arguments: list[str]) -> int:
    """Starts the Java command line with the caller's folder as its own."""
    return processes.follow(command(verb, arguments), environment())


def command(verb: str, arguments: list[str]) -> list[str]:
    return [str(home() / "bin" / "java"), *machine.java_options(), "-cp", os.pathsep.join(class_path(TOOLS)), MAIN, verb, *arguments]


def environment() -> dict[str, str]:
    """The environment of a command; an installed package calls itself otherwise than a checkout's script."""
    return requirements.java_environment(home()) | engine.chosen().settings | own()


def own() -> dict[str, str]:
    return {"PDD4J_HOME": str(paths.home()), "PDD4J_PROGRAM": paths.PROGRAM}


def home() -> Path:
    """The folder of the Java to run with. What builds needs more of it than what only runs."""
    return (requirements.java() if paths.INSTALLED else requirements.jdk()).path


def kernel_settings(java_home: Path) -> dict[str, str]:
    """What JJava, DJL and the library read from the environment of the kernel."""
    return {
        "JAVA_HOME": str(java_home),
        "JJAVA_CLASSPATH": os.pathsep.join(class_path()),
        "JJAVA_JVM_OPTS": " ".join(machine.java_options()),
        **own(),
        **requirements.java_settings(),
        **engine.chosen().settings,
    }
