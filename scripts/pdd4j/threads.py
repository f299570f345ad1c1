"""How the engine's threads wait for work, set where a process starts: they must not spin while others need the cores."""

from __future__ import annotations

import os
from collections.abc import Mapping

from pdd4j import pom

SPIN_COUNT = "GOMP_SPINCOUNT"
PROPERTY = "engine.spin.count"
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
    return pom.value(f"properties/{PROPERTY}")
