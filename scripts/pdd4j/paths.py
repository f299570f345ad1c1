"""Where things lie, in a checkout or around an installed package, and the hashes that tell whether they changed."""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterable
from pathlib import Path

from pdd4j.console import Problem

PACKAGE = Path(__file__).resolve().parent
JARS = PACKAGE / "jars"
# A wheel has the jars beside this file; a checkout builds them.
INSTALLED = JARS.is_dir()
# How a person calls this program.
PROGRAM = "pdd4j" if INSTALLED else "./pdd"


def own_folder() -> Path:
    """Where an installed package keeps what it fetches and remembers; all environments of a user share it."""
    from platformdirs import user_data_path

    folder: Path = user_data_path("pdd4j", appauthor=False)
    return folder


# The checkout; or, of an installed package, what the wheel brought of it.
ROOT = PACKAGE / "data" if INSTALLED else PACKAGE.parent.parent
PRIVATE = own_folder() if INSTALLED else ROOT / ".pdd"
OUT = Path("out").absolute() if INSTALLED else ROOT / "out"
NOTEBOOKS = ROOT / "notebooks"
LIB = PRIVATE / "lib"
VENV = ROOT / ".venv"
CATALOG = ROOT / "datasets" / "catalog.json"
REQUIREMENTS = ROOT / "scripts" / "requirements.txt"


def home() -> Path:
    """The folder of fetched weights, images and runs: PDD4J_HOME, or else home in the private folder."""
    chosen = os.environ.get("PDD4J_HOME")
    if not chosen:
        return PRIVATE / "home"
    try:
        home = Path(chosen).expanduser().resolve()
    except (RuntimeError, OSError) as error:
        raise Problem(f"PDD4J_HOME must name a folder, got {chosen}, which cannot be looked up ({error}): name another") from error
    if home.exists() and not home.is_dir():
        raise Problem(f"PDD4J_HOME must name a folder, got the file {home}: name another")
    return home


def venv_python() -> Path:
    """The Python that has Jupyter and whose pip is used: the checkout's environment, or that of the installed package."""
    if INSTALLED:
        return Path(sys.executable)
    return VENV / ("Scripts/python.exe" if os.name == "nt" else "bin/python")


def sha256(file: Path) -> str:
    digest = hashlib.sha256()
    with file.open("rb") as stream:
        while block := stream.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def content_hash(files: Iterable[Path], *facts: object) -> str:
    """One hash over the names and contents of files, and over facts such as a version."""
    digest = hashlib.sha256(repr(facts).encode())
    for file in sorted(files):
        digest.update(f"\n{os.path.relpath(file, ROOT)}\n".encode())
        digest.update(sha256(file).encode())
    return digest.hexdigest()


class Stamp:
    """Remembers the content hash a step of the set-up was last done for."""

    def __init__(self, name: str, value: str):
        self.file = PRIVATE / "stamps" / name
        self.value = value

    def is_current(self) -> bool:
        return self.file.is_file() and self.file.read_bytes() == self.value.encode()

    def exists(self) -> bool:
        """Whether the step was ever done, for whatever value."""
        return self.file.is_file()

    def write(self) -> None:
        write_atomically(self.file, self.value)

    def clear(self) -> None:
        self.file.unlink(missing_ok=True)


def write_atomically(file: Path, text: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    partial = file.with_name(f"{file.name}.{os.getpid()}.part")
    partial.write_text(text, "utf-8")
    os.replace(partial, file)
