"""What the command line says, and how it stops."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager


class Problem(Exception):
    """Ends the command: one sentence for the user, no traceback."""


def reason(error: BaseException) -> str:
    """An error's own words in one line, without Python's number and quotation marks."""
    if isinstance(error, OSError) and error.strerror:
        named = f": {error.filename}" if error.filename is not None else ""
        return f"{error.strerror}{named}"
    lines = str(error).strip().splitlines()
    return lines[0] if lines else type(error).__name__


def say(text: str) -> None:
    """Progress goes to standard error, so that standard output stays the command's own."""
    print(text, file=sys.stderr, flush=True)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Says what happens before it happens, and how long it took after it did."""
    say(f"{what} ...")
    start = time.monotonic()
    yield
    say(f"    done in {duration(time.monotonic() - start)}")


def duration(seconds: float) -> str:
    if seconds < 60:
        return f"{seconds:.1f} s"
    return f"{int(seconds) // 60} min {int(seconds) % 60} s"


def byte_size(count: int) -> str:
    if count < 1_000_000:
        return f"{count / 1000:.0f} kB"
    if count < 10_000_000_000:
        return f"{count / 1_000_000:.0f} MB"
    return f"{count / 1_000_000_000:.0f} GB"
