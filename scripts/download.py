"""Downloads one address into a part file, going on where an earlier try stopped."""

from __future__ import annotations

import http.client
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

from console import Problem, byte_size

BLOCK = 1 << 18
SILENCE_SECONDS = 30
HEADERS = {"User-Agent": "pdd4j", "Accept-Encoding": "identity"}


def resume(url: str, part: Path) -> None:
    """Leaves the whole file in part; a part file that is kept after a failure is gone on with next time."""
    have = part.stat().st_size if part.is_file() else 0
    headers = HEADERS | ({"Range": f"bytes={have}-"} if have else {})
    try:
        with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=SILENCE_SECONDS) as answer:
            receive(answer, part, have if answer.status == 206 else 0)
    except urllib.error.HTTPError as error:
        if error.code != 416:
            raise Problem(f"{url} answered {error.code} {error.reason}") from error
        # Nothing follows what is there: its hash will tell whether it is the whole file.
    except (OSError, http.client.HTTPException) as error:
        reason = getattr(error, "reason", None) or error
        raise Problem(f"{url} could not be reached: {reason}") from error


def receive(answer: http.client.HTTPResponse, part: Path, have: int) -> None:
    whole = have + int(answer.headers.get("Content-Length") or 0)
    shown = time.monotonic()
    with part.open("ab" if have else "wb") as stream:
        while block := answer.read(BLOCK):
            stream.write(block)
            if time.monotonic() - shown > 1:
                shown = time.monotonic()
                show(stream.tell(), whole)
    if whole > have and part.stat().st_size < whole:
        raise Problem(
            f"the connection broke after {byte_size(part.stat().st_size)} of {byte_size(whole)}: "
            "run the command again, it goes on from there"
        )


def show(received: int, whole: int) -> None:
    if sys.stderr.isatty():
        print(f"\r    {byte_size(received)} of {byte_size(whole)}", end="\r", file=sys.stderr, flush=True)
