"""What stands in the root pom.xml alone: the version of the project, and settings that Java and Python share."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree

from pdd4j import paths

SNAPSHOT = "-SNAPSHOT"


def value(path: str, file: Path | None = None) -> str:
    """The text of an element, such as version or properties/djl.version."""
    file = file or paths.ROOT / "pom.xml"
    text = ElementTree.parse(file).findtext("/".join(f"{{*}}{step}" for step in path.split("/")))
    if text is None:
        raise KeyError(f"{file} has no {path}")
    return text.strip()


def version(file: Path | None = None) -> str:
    """The version as Python's packages write it: 0.2.0.dev0 for 0.2.0-SNAPSHOT."""
    written = value("version", file)
    return f"{written.removesuffix(SNAPSHOT)}.dev0" if written.endswith(SNAPSHOT) else written
