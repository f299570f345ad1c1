"""Starts a program and stays with it, so that no kernel outlives the command that started it."""

from __future__ import annotations

import subprocess
from pathlib import Path
from typing import IO

from pdd4j.console import Problem, reason


def follow(command: list[str], env: dict[str, str], cwd: Path | None = None, output: IO[str] | None = None) -> int:
    """The exit code of a program that shares the terminal, or whose words go to a file."""
    stdin = None if output is None else subprocess.DEVNULL
    try:
        process = subprocess.Popen(command, env=env, cwd=cwd, stdin=stdin, stdout=output, stderr=output)
    except OSError as error:
        raise Problem(f"{command[0]} could not be started ({reason(error)}): it must be a program of this machine") from error
    interrupted = False
    while True:
        try:
            code = process.wait()
            break
        except KeyboardInterrupt:
            # The terminal sent the same signal to the program: it ends its own kernels first.
            interrupted = True
        except SystemExit:
            process.terminate()
            process.wait()
            raise
    if interrupted:
        raise KeyboardInterrupt
    return code
