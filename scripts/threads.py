"""How the engine's threads wait for work, set where a process starts: they must not spin while others need the cores."""

from __future__ import annotations

import os
from collections.abc import Mapping
from xml.etree import ElementTree

import paths

SPIN_COUNT = "GOMP_SPINCOUNT"
PROPERTY = "engine.spin.count"
NAMESPACE = {"pom": "http://maven.apache.org/POM/4.0.0"}
# What a user may have chosen: the OpenMP standard's variable, GNU's, and those of LLVM's and Intel's libraries.
OWN = ("OMP_WAIT_POLICY", SPIN_COUNT)
OWN_PREFIX = "KMP_"


def settings(environment: Mapping[str, str] = os.environ) -> dict[str, str]:
    """The variables to start a process with: none where the user has a setting of their own."""
    return {} if any(map(waiting, environment)) else {SPIN_COUNT: spin_count()}


def waiting(name: str) -> bool:
    """Whether an environment variable of this name says how threads wait."""
    return name in OWN or name.startswith(OWN_PREFIX)


def spin_count() -> str:
    """How often a thread looks for work before it sleeps. It stands in pom.xml, which the tests are started by as well."""
    pom = ElementTree.parse(paths.ROOT / "pom.xml")
    return pom.findtext(f"pom:properties/pom:{PROPERTY}", namespaces=NAMESPACE).strip()
