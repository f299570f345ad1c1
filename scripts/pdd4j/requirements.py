"""Finds Java, Maven and Python, and says in one line which of them is missing."""

from __future__ import annotations

import importlib.util
import locale
import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from pdd4j import threads
from pdd4j.console import Problem

LOCALE = ("LC_ALL", "LC_CTYPE", "LANG")
# Runtimes without them, such as those that jlink makes small, cannot run a cell.
CELL_MODULES = ("jdk.compiler", "jdk.jshell")
# Where conda's openjdk puts Java, on Windows last.
CONDA_FOLDERS = (("lib", "jvm"), (), ("Library", "lib", "jvm"), ("Library",))
JAVA_NAME = "java.exe" if os.name == "nt" else "java"
INSTALL = {
    "Java 17": "'apt install openjdk-17-jdk-headless' (Debian, Ubuntu), 'brew install openjdk@17' (macOS), "
    "'winget install EclipseAdoptium.Temurin.17.JDK' (Windows) or 'conda install -c conda-forge openjdk=17'; "
    "PDD4J_JAVA names one that is elsewhere",
    "JDK 17": "'apt install openjdk-17-jdk' (Debian, Ubuntu), 'brew install openjdk@17' (macOS) "
    "or 'winget install EclipseAdoptium.Temurin.17.JDK' (Windows)",
    "Maven 3.8": "'apt install maven' (Debian, Ubuntu), 'brew install maven' (macOS) "
    "or the archive of maven.apache.org with its bin folder on PATH (Windows)",
    "Python's venv": "'apt install python3-venv' (Debian, Ubuntu), 'brew install python' (macOS) "
    "or 'winget install Python.Python.3.13' (Windows)",
}


@dataclass(frozen=True)
class Tool:
    """A program that was found: its version, and the folder or file it is."""

    version: str
    path: Path


@cache
def jdk() -> Tool:
    """The first JDK with a compiler where Java is looked for: what a build needs."""
    found = []
    for java in java_candidates():
        version, home = java_version(java)
        if not version:
            continue
        if major(version) >= 17 and javac(home).is_file():
            return Tool(version, home)
        found.append(f"{version} in {home}" + ("" if javac(home).is_file() else " (without a compiler)"))
    raise missing("JDK 17", found)


@cache
def java() -> Tool:
    """The first Java that runs cells where Java is looked for, with or without a compiler's command."""
    found = []
    for program in java_candidates():
        text = output_of([str(program), "-XshowSettings:properties", "--list-modules"])
        version, home = setting(text, "java.version"), Path(setting(text, "java.home"))
        modules = set(re.findall(r"^([\w.]+)@", text, re.MULTILINE))
        absent = [module for module in CELL_MODULES if module not in modules]
        if version and major(version) >= 17 and not absent:
            return Tool(version, home)
        if not modules:  # Java 8 knows no modules and ends at the question
            version, home = java_version(program)
        if version:
            found.append(f"{version} in {home}" + (f" (without {' and '.join(absent)})" if major(version) >= 17 else ""))
    raise missing("Java 17", found)


def java_candidates() -> list[Path]:
    """What PDD4J_JAVA names, a program or a home, and nothing else; or JAVA_HOME's, that on PATH, and conda's."""
    own = os.environ.get("PDD4J_JAVA")
    if own:
        candidates = [Path(own) / "bin" / JAVA_NAME, Path(own)]
    else:
        home, on_path = os.environ.get("JAVA_HOME"), shutil.which("java")
        candidates = [Path(home) / "bin" / JAVA_NAME] if home else []
        candidates += [Path(on_path)] if on_path else []
        for prefix in (os.environ.get("CONDA_PREFIX"), sys.prefix):
            candidates += [Path(prefix, *folders, "bin", JAVA_NAME) for folders in CONDA_FOLDERS] if prefix else []
    return list(dict.fromkeys(candidate for candidate in candidates if candidate.is_file()))


def java_version(java: Path) -> tuple[str, Path]:
    text = output_of([str(java), "-XshowSettings:properties", "-version"])
    return setting(text, "java.version"), Path(setting(text, "java.home"))


def setting(text: str, name: str) -> str:
    match = re.search(rf"^\s*{re.escape(name)} = (.*)$", text, re.MULTILINE)
    return match.group(1).strip() if match else ""


def major(version: str) -> int:
    """17 for 17.0.15, 8 for 1.8.0_422."""
    numbers = [int(number) for number in re.findall(r"\d+", version)[:2]]
    return numbers[1] if numbers[0] == 1 and len(numbers) > 1 else numbers[0]


def javac(home: Path) -> Path:
    return home / "bin" / ("javac.exe" if os.name == "nt" else "javac")


@cache
def maven() -> Tool:
    path = shutil.which("mvn")
    text = output_of([path, "-version"], java_environment()) if path else ""
    match = re.search(r"Apache Maven (\d+)\.(\d+)(\S*)", text)
    if path and match and (int(match[1]), int(match[2])) >= (3, 8):
        return Tool(f"{match[1]}.{match[2]}{match[3]}", Path(path))
    raise missing("Maven 3.8", [match[0]] if match else [])


def require_venv() -> None:
    """Debian's python3 comes without the module that puts pip into a virtual environment."""
    if not (importlib.util.find_spec("venv") and importlib.util.find_spec("ensurepip")):
        raise missing("Python's venv", [f"Python {sys.version.split()[0]} without it"])


def java_environment(home: Path | None = None) -> dict[str, str]:
    """The caller's environment with a Java first, by default the JDK, and DJL kept off the network."""
    home = home or jdk().path
    path = os.pathsep.join([str(home / "bin"), os.environ.get("PATH", "")])
    return os.environ | {"JAVA_HOME": str(home), "PATH": path} | java_settings()


def java_settings() -> dict[str, str]:
    """What every Java process of the project is started with: the kernel, the commands, and Maven with its tests."""
    return {"DJL_OFFLINE": "true", "OPT_OUT_TRACKING": "true", **names_in_utf8(), **threads.settings()}


def names_in_utf8() -> dict[str, str]:
    """A locale by which Java reads all file names, where the caller's is not installed or not UTF-8 (slim containers).

    Java takes the encoding of names from the system's locale alone: newer versions ignore -Dsun.jnu.encoding, and older
    ones heed it in half of their calls.
    """
    if os.name == "nt" or sys.platform == "darwin" or reads_utf8(""):
        return {}
    language = next((value for name in LOCALE if (value := os.environ.get(name))), "").partition(".")[0]
    own = [f"{language}.UTF-8"] if re.fullmatch(r"[a-z]{2,3}_[A-Z]{2}", language) else []
    usable = next(filter(reads_utf8, [*own, "C.UTF-8", "C.utf8", "en_US.UTF-8"]), None)
    return {"LC_ALL": usable} if usable else {}


def reads_utf8(name: str) -> bool:
    """Whether a locale, "" for the environment's, is installed and its encoding is UTF-8."""
    before = locale.setlocale(locale.LC_ALL)
    try:
        locale.setlocale(locale.LC_ALL, name)
        return locale.nl_langinfo(locale.CODESET).upper().replace("-", "") == "UTF8"
    except locale.Error:
        return False
    finally:
        locale.setlocale(locale.LC_ALL, before)


def missing(what: str, found: list[str]) -> Problem:
    newer = " or newer" if what[-1].isdigit() else ""
    return Problem(f"{what}{newer} is needed, found {', '.join(found) or 'none'}: install it with {INSTALL[what]}")


def output_of(command: list[str], env: dict[str, str] | None = None) -> str:
    """Standard output and error of a short command, empty where it cannot run."""
    try:
        done = subprocess.run(command, env=env, capture_output=True, text=True, errors="replace", timeout=60, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return ""
    return re.sub(r"\x1b\[[0-9;]*m", "", done.stdout + done.stderr)
