"""Run by an environment's own Python: downloads a source distribution from where its pip looks, and builds nothing.

pip's command "download" runs the code of a source distribution to learn what it needs, which no option prevents. This
asks pip's own parts, which know the user's index, certificates and passwords, for the file alone. They are not a
promised interface: where they have changed, the error is one line, and the catalog's next source is tried.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

BLOCK = 1 << 18


class Refused(Exception):
    """What the index offers is not what the catalog names."""


def main(requirement: str, place: Path, size: int) -> None:
    from pip._internal.commands import create_command

    name, _, version = requirement.partition("==")
    command: Any = create_command("download")
    with command.main_context():
        options, _ = command.parse_args(["--quiet", "--no-cache-dir", "--no-input", "--retries", "1", f"--no-binary={name}", name])
        session = command.get_default_session(options)
        finder = command._build_package_finder(options, session)
        links = [
            candidate.link
            for candidate in finder.find_all_candidates(name)
            if str(candidate.version) == version and candidate.link.filename.endswith(".tar.gz")
        ]
        if not links:
            raise Refused(f"no .tar.gz file of {requirement} there")
        with session.get(links[0].url_without_fragment, headers={"Accept-Encoding": "identity"}, stream=True) as answer:
            answer.raise_for_status()
            receive(answer.iter_content(BLOCK), place, size)


def receive(blocks: Iterable[bytes], place: Path, size: int) -> None:
    with place.open("wb") as stream:
        for block in blocks:
            stream.write(block)
            if stream.tell() > size:
                raise Refused(f"the file is longer than {size} bytes")


if __name__ == "__main__":
    try:
        main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]))
    except Exception as failure:  # whatever pip's parts raise: the caller shows this line and goes on
        kind = "" if isinstance(failure, Refused) else f"{type(failure).__name__}: "
        sys.exit(f"ERROR: {kind}{' '.join(str(failure).split())}")
