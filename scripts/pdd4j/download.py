"""Downloads one address into a part file, going on where an earlier try stopped."""

from __future__ import annotations

import http.client
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPMessage
from pathlib import Path
from typing import IO

from pdd4j.console import Problem, byte_size, reason

BLOCK = 1 << 18
SILENCE_SECONDS = 30
HEADERS = {"User-Agent": "pdd4j", "Accept-Encoding": "identity"}


class Unfinished(Problem):
    """The time was up before the file was whole."""


def resume(url: str, part: Path, until: float | None = None) -> None:
    """Leaves the whole file in part; a part file that is kept after a failure, or when the clock (monotonic) is past until,
    is gone on with next time."""
    have = part.stat().st_size if part.is_file() else 0
    with problems(url):
        try:
            with ask("GET", url, {"Range": f"bytes={have}-"} if have else {}) as answer:
                receive(answer, part, have if answer.status == 206 else 0, until)
        except urllib.error.HTTPError as error:
            if error.code != 416:
                raise
            # Nothing follows what is there: its hash will tell whether it is the whole file.


def length(url: str) -> int:
    """The bytes that the server says it has there, 0 where it does not say or does not like the question."""
    with problems(url):
        try:
            with ask("HEAD", url, {}) as answer:
                return stated_length(answer)
        except urllib.error.HTTPError:
            return 0


class SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows a server to another address only where nobody on the way can read or change what is asked and answered."""

    def redirect_request(
        self, req: urllib.request.Request, fp: IO[bytes], code: int, msg: str, headers: HTTPMessage, newurl: str
    ) -> urllib.request.Request | None:
        if urllib.parse.urlsplit(newurl).scheme != "https":
            raise Problem(
                f"{req.full_url} leads on to {newurl}, which is not https:// and was not followed: "
                "download it with a browser, or report that the address has changed"
            )
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def ask(method: str, url: str, headers: dict[str, str]) -> http.client.HTTPResponse:
    opener = urllib.request.build_opener(SafeRedirects)
    request = urllib.request.Request(url, headers=HEADERS | headers, method=method)
    answer: http.client.HTTPResponse = opener.open(request, timeout=SILENCE_SECONDS)
    return answer


@contextmanager
def problems(url: str) -> Iterator[None]:
    try:
        yield
    except urllib.error.HTTPError as error:
        raise Problem(f"{url} answered {error.code} {error.reason}") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        # A ValueError is an address that cannot be one, to which a server may lead.
        raise Problem(f"{url} could not be reached: {getattr(error, 'reason', None) or error}") from error


def stated_length(answer: http.client.HTTPResponse) -> int:
    """The bytes that the server says will follow, 0 where it does not say, or not in figures."""
    stated = answer.headers.get("Content-Length") or ""
    return int(stated) if stated.isascii() and stated.isdigit() else 0


def receive(answer: http.client.HTTPResponse, part: Path, have: int, until: float | None = None) -> None:
    if answer.headers.get_content_type() == "text/html":
        raise Problem(f"{answer.url} answered with a web page, not with the file: it may want a browser or a login")
    whole = have + stated_length(answer)
    shown = time.monotonic()
    with writing(part), part.open("ab" if have else "wb") as stream:
        while block := received(answer):
            stream.write(block)
            if until is not None and time.monotonic() > until:
                raise Unfinished(f"{byte_size(stream.tell())} of {byte_size(whole)} are there")
            if time.monotonic() - shown > 1:
                shown = time.monotonic()
                show(stream.tell(), whole)
    if whole > have and part.stat().st_size < whole:
        raise Problem(
            f"the connection broke after {byte_size(part.stat().st_size)} of {byte_size(whole)}: "
            "run the command again, it goes on from there"
        )


def received(answer: http.client.HTTPResponse) -> bytes:
    with problems(answer.url):
        return answer.read(BLOCK)


@contextmanager
def writing(part: Path) -> Iterator[None]:
    """A full disk is not the network's fault."""
    try:
        yield
    except OSError as error:
        raise Problem(f"{part} could not be written: {reason(error)}") from error


def show(received: int, whole: int) -> None:
    if sys.stderr.isatty():
        print(f"\r    {byte_size(received)} of {byte_size(whole)}", end="\r", file=sys.stderr, flush=True)
