"""The engine's library for the CPU, which a wheel does not carry: fetched once from a Maven repository, verified by SHA-256."""

from __future__ import annotations

import os
import platform
import shutil
import time
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname
from xml.etree import ElementTree

from pdd4j import download, engine, paths
from pdd4j.console import Problem, byte_size, reason, say, step

CENTRAL = "https://repo.maven.apache.org/maven2"
FOLDER = paths.PRIVATE / "natives"
DAY_SECONDS = 24 * 3600


@dataclass(frozen=True)
class Jar:
    """ai.djl.pytorch:pytorch-native-cpu for one platform, as the Maven repository has it."""

    platform: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        return f"pytorch-native-cpu-{engine.VERSION}-{self.platform}.jar"

    @property
    def path(self) -> str:
        """Its place in any Maven repository."""
        return f"ai/djl/pytorch/pytorch-native-cpu/{engine.VERSION}/{self.name}"


JARS = {
    ("Linux", "x86_64"): Jar("linux-x86_64", 111597418, "1769928feaaa2389b4aa68390e7787ce1707290258b167d016a200fced4b8c39"),
    ("Linux", "aarch64"): Jar("linux-aarch64", 71387151, "ea7bf1da33fc4ecf310186b27f2b4afc4387e81cb76a994e5703e0e3c2c97cf6"),
    ("Darwin", "arm64"): Jar("osx-aarch64", 41611143, "e1ca6c377750d31a2a791d9d2dac9efb09e39181faf84338ef0e140214979ff2"),
    ("Windows", "AMD64"): Jar("win-x86_64", 75502000, "f70603e9b03cf7df1690c2b1f8edd99fcfdc4e38d639db1d3604ce22b13a38df"),
}


def jar() -> Jar:
    here = (platform.system(), platform.machine())
    if here not in JARS:
        raise Problem(
            f"the engine must have a library for this machine, got {' '.join(here)}: it has those for "
            f"{', '.join(' '.join(each) for each in JARS)}; PYTORCH_LIBRARY_PATH names the folder of a PyTorch {engine.VERSION} of your own"
        )
    return JARS[here]


def class_path() -> list[str]:
    """The library as an entry of the class path; none where another one computes, or where it is yet to be fetched."""
    if engine.chosen().settings.get("PYTORCH_LIBRARY_PATH") or os.environ.get("PYTORCH_LIBRARY_PATH"):
        return []
    return [str(FOLDER / jar().name)]


def missing() -> bool:
    """Whether the library is needed and not there, or there but not verified yet."""
    return bool(class_path()) and not ((FOLDER / jar().name).is_file() and verified(jar()).is_file())


def verified(wanted: Jar) -> Path:
    """A file that says of the library beside it that its hash was right, which takes a second to find out."""
    return FOLDER / f"{wanted.name}.sha256"


def ensure(until: float | None = None) -> None:
    """Fetches the library where it is missing; ends with a Problem that names the way out."""
    if not missing():
        return
    wanted = jar()
    if (FOLDER / wanted.name).is_file():
        accept_by_hand(wanted)
        return
    part = part_file(wanted)
    sources = [*local_copies(wanted), f"{mirror()}/{wanted.path}"]
    for number, source in enumerate(sources):
        try:
            with step(f"Fetching PyTorch {engine.VERSION} for the CPU from {source} ({byte_size(wanted.size)}, once)"):
                take(source, part, until)
                accept(wanted, part)
            return
        except download.Unfinished as unfinished:
            raise Problem(f"the engine's library is still being fetched: {unfinished}") from unfinished
        except Problem as problem:
            if number + 1 == len(sources):
                raise Problem(
                    f"the engine's library could not be fetched ({problem}): try again where there is a connection, name a mirror "
                    f"of Maven's 'central' in {settings_file()}, or put {wanted.name} of any Maven repository into {FOLDER}"
                ) from problem
            say(f"    {problem}")


def part_file(wanted: Jar) -> Path:
    """Of this process alone, so that two kernels that start at once do not write into one file."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    for left in FOLDER.glob("*.part"):
        if time.time() - left.stat().st_mtime > DAY_SECONDS:
            left.unlink(missing_ok=True)
    return FOLDER / f"{wanted.name}.{os.getpid()}.part"


def take(source: str, part: Path, until: float | None) -> None:
    if urlsplit(source).scheme != "file":
        download.resume(source, part, until)
        return
    try:
        shutil.copyfile(url2pathname(urlsplit(source).path), part)
    except OSError as error:
        raise Problem(f"{source} could not be read: {reason(error)}") from error


def accept(wanted: Jar, part: Path) -> None:
    digest = paths.sha256(part)
    if digest != wanted.sha256:
        part.unlink()
        raise Problem(f"{wanted.name} must have SHA-256 {wanted.sha256}, got {digest}: it was thrown away")
    os.replace(part, FOLDER / wanted.name)
    verified(wanted).write_text(f"{digest}\n", "ascii")


def accept_by_hand(wanted: Jar) -> None:
    """A file that somebody has put there is used if it is the right one, and stays if it is not."""
    digest = paths.sha256(FOLDER / wanted.name)
    if digest != wanted.sha256:
        raise Problem(f"{FOLDER / wanted.name} must have SHA-256 {wanted.sha256}, got {digest}: remove it, or put the right one there")
    verified(wanted).write_text(f"{digest}\n", "ascii")


def settings_file() -> Path:
    return Path.home() / ".m2" / "settings.xml"


def settings() -> ElementTree.Element | None:
    """Maven's settings of the user, without their namespace; none where there are none that can be read."""
    try:
        root = ElementTree.parse(settings_file()).getroot()
    except (OSError, ElementTree.ParseError):
        return None
    for each in root.iter():
        each.tag = each.tag.rpartition("}")[2]
    return root


def local_copies(wanted: Jar) -> list[str]:
    """The file in the user's local Maven repository, where a Maven build has brought it before."""
    root = settings()
    named = (root.findtext("localRepository") or "").strip() if root is not None else ""
    file = Path(named.replace("${user.home}", str(Path.home())) if named else Path.home() / ".m2" / "repository") / wanted.path
    return [file.resolve().as_uri()] if file.is_file() else []


def mirror() -> str:
    """The Maven repository: the first mirror of 'central' in the user's settings, else its ordinary address."""
    root = settings()
    for each in root.iterfind("mirrors/mirror") if root is not None else ():
        names = [name.strip() for name in (each.findtext("mirrorOf") or "").split(",")]
        url = (each.findtext("url") or "").strip().rstrip("/")
        if url and "!central" not in names and {"central", "*", "external:*"} & set(names):
            return url
    return CENTRAL


def place() -> Path:
    """Where the library lies, for the doctor."""
    if missing():
        raise Problem(f"PyTorch {engine.VERSION} for the CPU is not fetched yet ({byte_size(jar().size)}): the first start does it")
    return FOLDER / jar().name
