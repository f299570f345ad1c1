"""Which native library the engine computes with: Maven's for the CPU, or that of PyTorch's wheel where there is a card."""

from __future__ import annotations

import hashlib
import importlib.metadata
import os
import platform
from dataclasses import dataclass, field
from pathlib import Path

from pdd4j import machine, packages, paths
from pdd4j.console import say, step

VERSION = "2.7.1"
DRIVER = Path("/proc/driver/nvidia/version")
# Where a checkout installs the wheel; an installed package has it, as its extra "cuda", beside itself.
FOLDER = paths.PACKAGE.parent if paths.INSTALLED else paths.PRIVATE / "cuda"
PINS = paths.ROOT / "scripts" / "cuda.txt"
ROOM = 8_000_000_000

# On a card, float32 computes in float32 and not in TF32's 10 bits, and cuBLAS sums in the same order each time.
EXACT = {"NVIDIA_TF32_OVERRIDE": "0", "CUBLAS_WORKSPACE_CONFIG": ":4096:8"}


@dataclass(frozen=True)
class Native:
    """A native library, as a person calls it, and the settings by which DJL finds it."""

    name: str
    settings: dict[str, str] = field(default_factory=dict)


def chosen() -> Native:
    """The user's own where PYTORCH_LIBRARY_PATH names one, else the wheel's where it is installed, else the CPU's."""
    own = os.environ.get("PYTORCH_LIBRARY_PATH")
    if own:
        return Native(f"PyTorch in {own}, which PYTORCH_LIBRARY_PATH names", exact())
    if wanted() and present():
        return cuda()
    return Native(f"PyTorch {VERSION} for the CPU")


def cuda() -> Native:
    folders = [str(linked()), *sorted(str(folder) for folder in FOLDER.glob("nvidia/*/lib"))]
    before = os.environ.get("LD_LIBRARY_PATH")
    settings = {
        "PYTORCH_LIBRARY_PATH": str(FOLDER / "torch" / "lib"),
        "PYTORCH_VERSION": VERSION,
        "PYTORCH_FLAVOR": "cu128",
        "LD_LIBRARY_PATH": os.pathsep.join([*folders, *([before] if before else [])]),
        **exact(),
    }
    return Native(f"PyTorch {VERSION} with CUDA, in {FOLDER}", settings)


def exact() -> dict[str, str]:
    """What the user has not set otherwise, where there is a card."""
    return {name: value for name, value in EXACT.items() if name not in os.environ} if wanted() else {}


def linked() -> Path:
    """The folder of the name by which DJL counts cards: it looks for libcudart.so, a wheel has libcudart.so.12 alone."""
    if paths.INSTALLED:
        return paths.PRIVATE / "linked" / hashlib.sha256(str(FOLDER).encode()).hexdigest()[:16]
    return FOLDER / "linked"


def link() -> None:
    """Gives the wheel's CUDA runtime that name; without it no card is seen, and the CPU computes in silence."""
    runtimes = sorted(FOLDER.glob("nvidia/*/lib/libcudart.so.*"))
    name = linked() / "libcudart.so"
    if runtimes and not name.exists():
        linked().mkdir(parents=True, exist_ok=True)
        name.unlink(missing_ok=True)
        name.symlink_to(os.path.relpath(runtimes[-1], linked()))


def wanted() -> bool:
    """Whether there is an NVIDIA driver on a platform that the wheel is for, and nobody said PDD4J_NATIVE=cpu."""
    fits = platform.system() == "Linux" and platform.machine() == "x86_64"
    return fits and DRIVER.is_file() and os.environ.get("PDD4J_NATIVE") != "cpu"


def ensure() -> None:
    """Installs the library for the card once; where that fails, training goes on with the CPU, and it is said."""
    if wanted() and not os.environ.get("PYTORCH_LIBRARY_PATH") and not present():
        install()
    if wanted() and present():
        link()
    announce(chosen())


def present() -> bool:
    """Whether the wheel is there, in the version that DJL binds."""
    if not paths.INSTALLED:
        return stamp().is_current()
    try:
        return importlib.metadata.version("torch").partition("+")[0] == VERSION and (FOLDER / "torch" / "lib").is_dir()
    except importlib.metadata.PackageNotFoundError:
        return False


def install() -> None:
    if paths.INSTALLED:
        tell("An NVIDIA card is here: pip install 'pdd4j[cuda]' lets it compute (some 3 GB); until then the CPU computes")
        return
    if machine.free_disk(paths.ROOT) < ROOM:
        say(f"An NVIDIA card is here, but less than {ROOM // 10**9} GB of disk for its library: the CPU computes")
        return
    with step("Setting up PyTorch for the graphics card (some 3 GB, once; PDD4J_NATIVE=cpu leaves it out)"):
        arguments = ("--no-deps", "--require-hashes", "--upgrade", "--target", str(FOLDER), "-r", str(PINS))
        done = packages.pip("install", *arguments)
    if done.returncode:
        say(f"    pip could not install it, so the CPU computes: {packages.error(done)}")
    else:
        stamp().write()


def stamp() -> paths.Stamp:
    return paths.Stamp("cuda", paths.content_hash([PINS], str(paths.ROOT)))


def announce(native: Native) -> None:
    """Says which library it is when it is another than the last time."""
    tell(f"The engine computes with {native.name}", "native")


def tell(sentence: str, topic: str = "native-hint") -> None:
    told = paths.Stamp(topic, sentence)
    if not told.is_current():
        say(sentence)
        told.write()
