"""The one thing of the project that downloads: catalog entries, verified by SHA-256, whole or not at all."""

from __future__ import annotations

import argparse
import tarfile
import time
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Protocol

from pdd4j import catalog, download, fetch_set, packages, paths, program, unpack, workplace
from pdd4j.catalog import Entry, File, Package, Sdist, Source
from pdd4j.console import Problem, byte_size, duration, reason, say

LESSON = (
    "realesrgan-x4plus",
    "photographs",
    "photographs-ccby",
    "photographs-classic",
    "vgg16",
    "alexnet",
    "lpips-alexnet",
)
LESSON_BYTES = 100_000_000
TARGET = "--python-version 3.11 --implementation cp --abi cp311 --platform manylinux_2_28_x86_64".split()


def command(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog=f"{paths.PROGRAM} fetch", description="Downloads networks or images of datasets/catalog.json.")
    parser.add_argument("names", nargs="*", metavar="NAME", help="what the list calls it")
    parser.add_argument("--list", action="store_true", help="what there is to fetch, its size and license")
    options = parser.parse_args(arguments)
    if options.list or not options.names:
        print(table())
        return 0 if options.list else 2
    entries = [catalog.named(name) for name in options.names]
    with workplace.box(paths.home() / "partial", "packages") as box:
        return max(fetch_one(entry, box) for entry in entries)


def table() -> str:
    home = paths.home()
    rows = [("name", "here", "size", "license", "what it is")]
    for entry in catalog.read().values():
        size = byte_size(entry.size()) if entry.sources else "-"
        rows.append((entry.name, entry.here(home), size, entry.license, entry.what))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = ["  ".join([*(row[i].ljust(widths[i]) for i in range(4)), row[4]]) for row in rows]
    return "\n".join([*lines, f"\n{paths.PROGRAM} fetch NAME puts it into {home} (PDD4J_HOME moves that)"])


def fetch_one(entry: Entry, box: Path) -> int:
    home = paths.home()
    if entry.data_set:
        return fetch_set.fetch(entry.name, entry.data_set, entry.folder(home), home / "partial")
    present = entry.present(home)
    if present and all(file.accepts(paths.sha256(entry.folder(home) / file.name)) for file in present.files):
        say(f"{entry.name} is there and has the right hash: {entry.folder(home)}")
        return 0
    return 0 if fetch(entry, home, box, entry.sources) else 1


def require_free(file: File, folder: Path) -> None:
    """A file of this name with other content is not of this project, which puts whole ones there only: it stays."""
    place = folder / file.name
    if place.is_file() and not file.accepts(paths.sha256(place)):
        raise Problem(
            f"{place} is there and has not the hash of the catalog: it was left as it is, "
            "move or rename it and run the command again"
        )


def fetch(entry: Entry, home: Path, box: Path, sources: tuple[Source, ...]) -> bool:
    """Tries sources in their order; each that fails gets one line. Packages stay in the box, for other entries."""
    for source in sources:
        size = "already downloaded" if downloaded(source.package, box) else byte_size(source.size())
        say(f"Fetching {entry.name} from {source.place()} ({size}) ...")
        start = time.monotonic()
        try:
            for file in source.files:
                require_free(file, entry.folder(home))
            take(source, entry.folder(home), home / "partial", box)
        except Problem as problem:
            say(f"    {problem}")
            continue
        except OSError as error:
            say(f"    {reason(error)}: check that {home} can be written to and has room")
            continue
        say(f"    done in {duration(time.monotonic() - start)}, license {entry.license}: {entry.folder(home)}")
        return True
    files = ", ".join(file.name for file in entry.sources[-1].files)
    say(f"{program.NAME}: {entry.name} could not be fetched: run {paths.PROGRAM} fetch {entry.name} again later, "
        f"or put {files} into {entry.folder(home)} yourself")  # fmt: skip
    return False


def take(source: Source, folder: Path, partial: Path, box: Path) -> None:
    partial.mkdir(parents=True, exist_ok=True)
    if source.package:
        take_members(source, source.package, folder, box)
    else:
        (file,) = source.files
        part = partial / f"{file.name}.part"
        download.resume(source.url, part)
        accept(part, file, folder)


def take_members(source: Source, package: Package, folder: Path, box: Path) -> None:
    place = box / package.sha256
    place.mkdir(exist_ok=True)
    archive = downloaded(package, box) or download_package(package, place)
    try:
        with opened(archive) as members:
            for file in source.files:
                part = place / "member.part"
                with members(file) as inside, part.open("wb") as outside:
                    copy(inside, outside, file)
                accept(part, file, folder)
    except unpack.DAMAGE as error:
        raise Problem(f"{package.requirement} is not what the catalog expects: {error}") from error


def downloaded(package: Package | None, box: Path) -> Path | None:
    """The archive of a package, if another entry needed it before."""
    place = box / package.sha256 if package else box
    return next((file for file in place.glob("*") if file.name.endswith((".whl", ".tar.gz"))), None)


class Members(Protocol):
    """Opens a member of an archive by its exact name."""

    def __call__(self, file: File) -> IO[bytes]: ...


@contextmanager
def opened(archive: Path) -> Iterator[Members]:
    if archive.suffix == ".whl":
        with zipfile.ZipFile(archive) as wheel:
            yield lambda file: wheel.open(file.member)
    else:
        with tarfile.open(archive, "r:gz") as sdist:
            yield lambda file: plain(sdist, file)


def plain(archive: tarfile.TarFile, file: File) -> IO[bytes]:
    info = archive.getmember(file.member)
    inside = archive.extractfile(info) if info.isreg() else None
    if inside is None:
        raise ValueError(f"{file.member} is no plain file in it")
    return inside


def copy(inside: IO[bytes], outside: IO[bytes], file: File) -> None:
    """Copies as many bytes as the catalog says and no more."""
    left = file.size
    while block := inside.read(min(1 << 20, left + 1)):
        left -= len(block)
        if left < 0:
            raise ValueError(f"{file.member} is longer than {file.size} bytes")
        outside.write(block)


def download_package(package: Package, place: Path) -> Path:
    """Through pip, which knows the user's index."""
    if not paths.venv_python().is_file():
        packages.make_venv()
    return download_sdist(package, place) if isinstance(package, Sdist) else download_wheel(package, place)


def download_wheel(wheel: Package, place: Path) -> Path:
    """The fixed target gives every machine the same file."""
    pin = place / "pin.txt"
    pin.write_text(f"{wheel.requirement} --hash=sha256:{wheel.sha256}\n", "utf-8")
    options = ["--no-deps", "--only-binary=:all:", "--require-hashes", "--retries", "1", *TARGET]
    done = packages.pip("download", *options, "--dest", str(place), "--requirement", str(pin))
    wheels = list(place.glob("*.whl"))
    if done.returncode or not wheels:
        raise Problem(f"{wheel.requirement} was not to be had from the Python package index: {packages.error(done)}")
    return wheels[0]


def download_sdist(sdist: Package, place: Path) -> Path:
    """Never by pip's own download, which runs the package's code to learn what it needs."""
    archive = place / "sdist.tar.gz"
    part = place / "sdist.part"
    done = packages.sdist(sdist.requirement, part, sdist.size)
    if done.returncode:
        raise Problem(f"{sdist.requirement} was not to be had from the Python package index: {packages.error(done)}")
    if paths.sha256(part) != sdist.sha256:
        raise Problem(f"the package index offers {sdist.requirement} with another hash than the pinned one: it was thrown away")
    part.rename(archive)
    return archive


def accept(part: Path, file: File, folder: Path) -> None:
    """Moves a file to its place if its hash is right, and throws it away if not."""
    digest = paths.sha256(part)
    if not file.accepts(digest):
        part.unlink()
        raise Problem(f"{file.name} has SHA-256 {digest}, the catalog says {file.sha256}: it was thrown away")
    workplace.put(part, folder / file.name)


def small(entry: Entry) -> tuple[Source, ...]:
    """Nobody waits at the first start for half a gigabyte that was not asked for."""
    return tuple(source for source in entry.sources if source.size() <= LESSON_BYTES)


def absent_for_the_lesson() -> list[Entry]:
    home = paths.home()
    return [entry for name, entry in catalog.read().items() if name in LESSON and not entry.present(home)]


def lesson_stamp() -> Path:
    """There once something of the lesson could not be fetched, so that it is not tried at each start."""
    return paths.PRIVATE / "stamps" / "lesson-not-fetched"


def will_fetch_for_the_lesson() -> bool:
    return bool(absent_for_the_lesson()) and not lesson_stamp().is_file()


def for_the_lesson() -> None:
    """What the quick start shows beside the shipped networks: tried once, and never in the way."""
    home = paths.home()
    absent = absent_for_the_lesson()
    failed = lesson_stamp()
    if will_fetch_for_the_lesson():
        with workplace.box(home / "partial", "packages") as box:
            absent = [entry for entry in absent if not fetch(entry, home, box, small(entry))]
        if absent:
            paths.write_atomically(failed, "tried\n")
    elif absent:
        names = " ".join(entry.name for entry in absent)
        say(f"Going on with the shipped networks and images; {paths.PROGRAM} fetch {names} tries again")
    if not absent:
        failed.unlink(missing_ok=True)
