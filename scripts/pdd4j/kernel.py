"""Started by Jupyter: becomes the Java kernel, or, where something is missing, a small one that says what."""

from __future__ import annotations

import os
import subprocess
import sys
import time

from pdd4j import engine, jvm, kernelspec, machine, natives, requirements
from pdd4j.console import Problem

# Jupyter and nbclient wait a minute for a kernel: a library that takes longer to fetch is fetched in the first cell.
START_SECONDS = 40
# What JJava's own launcher, a Java process more, passes on.
OPENED = ("--add-opens", "jdk.jshell/jdk.jshell=ALL-UNNAMED")


def main() -> None:
    connection = sys.argv[1]
    try:
        command, variables = prepared(connection, time.monotonic() + START_SECONDS)
    except Problem as problem:
        from pdd4j import explaining

        explaining.start(connection, str(problem), lambda: prepared(connection, None))
        return
    become(command, variables)


def prepared(connection: str, until: float | None) -> tuple[list[str], dict[str, str]]:
    """The command line and the environment of the Java kernel; fetches the engine's library where it is missing."""
    java = requirements.java().path
    jar = kernelspec.jjava()
    engine.ensure()
    natives.ensure(until)
    variables = requirements.java_environment(java) | jvm.kernel_settings(java)
    options = [*machine.java_options(), *os.environ.get("JJAVA_JVM_OPTS", "").split()]
    more = os.environ.get("JJAVA_CLASSPATH")
    if more:
        variables["JJAVA_CLASSPATH"] += os.pathsep + more
    return [str(java / "bin" / requirements.JAVA_NAME), *options, *OPENED, "-jar", str(jar), connection], variables


def become(command: list[str], variables: dict[str, str]) -> None:
    """Replaces this process where the system can, so that Jupyter's signals reach Java."""
    if os.name != "nt":
        os.execve(command[0], command, variables)
    sys.exit(subprocess.call(command, env=variables))


if __name__ == "__main__":
    main()
