"""A command line with verbs, as ./pdd and the installed pdd4j have it: one sentence for the user, never a traceback."""

from __future__ import annotations

import os
import signal
import sys
import traceback
from collections.abc import Callable
from typing import NoReturn

from pdd4j import paths
from pdd4j.console import Problem, reason, say

NAME = paths.PROGRAM.removeprefix("./")
HELP_OPTIONS = {"-h", "--help"}

Main = Callable[[list[str]], int]


def start(main: Main) -> NoReturn:
    """Runs the program that this process is."""
    signal.signal(signal.SIGTERM, lambda number, frame: sys.exit(128 + number))
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]  # a name that the terminal's character set lacks
    sys.exit(guarded(main, sys.argv[1:]))


def guarded(main: Main, arguments: list[str]) -> int:
    """The exit code of a command, whatever happens in it: a user never gets a traceback, but one sentence."""
    try:
        code = main(arguments)
        sys.stdout.flush()
        return code
    except Problem as problem:
        return refused(str(problem))
    except KeyboardInterrupt:
        return 130
    except BrokenPipeError:
        # The reader of standard output has gone: what is left in its buffer must not be written at exit again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except OSError as error:
        return refused(f"{reason(error)}: check that it is there, that you may read and write it, and that the disk has room")
    except Exception as error:
        return refused(f"a fault of this program, {type(error).__name__}: {reason(error)}; please report it with {kept(error)}")


def refused(sentence: str) -> int:
    say(f"{NAME}: {sentence}")
    return 1


def kept(error: Exception) -> str:
    """Where the traceback is that a report needs."""
    text = "".join(traceback.format_exception(error))
    file = paths.PRIVATE / "fault.log"
    try:
        paths.write_atomically(file, text)
    except OSError:
        return f"this: {text}"
    return f"what is in {file}"
