"""Measures a training step in each variant, every time in a process of its own, and prints where the time goes."""

from __future__ import annotations

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import build
from figures import AUTOCAST, PUBLISHED, SENTENCE, SENTENCE_FLOAT32, TORCH, TYPES, WARM_UP, Measured, Steps, figures, report
from pdd4j import jvm, packages, paths, processes
from pdd4j.console import Problem, reason, say, step

PEER = paths.ROOT.parent / "shared" / "bench" / "peer_step.py"
PEER_STEP = re.compile(r"^\d+ loss \S+ (\S+) s$", re.MULTILINE)
PEER_PEAK = re.compile(r"peak_rss_mib (\d+)")

JAVA = {
    SENTENCE: ("SENTENCE", "BFLOAT16"),
    SENTENCE_FLOAT32: ("SENTENCE", "FLOAT32"),
    PUBLISHED: ("PUBLISHED", "FLOAT32"),
}
PYTHON = {TORCH: "float32", AUTOCAST: "bfloat16"}


def command(arguments: list[str]) -> int:
    options = parse(arguments)
    build.ensure()
    torch = torch_python()
    variants = [*JAVA, *(PYTHON if torch else ())]
    measured = Measured({name: Steps() for name in variants}, {}, {}, {})
    for number in range(1, options.rounds + 1):
        for name in variants:
            with step(f"Round {number} of {options.rounds}: {name}"):
                measured.steps[name].add(*(java_steps(name, options) if name in JAVA else peer_steps(name, str(torch), options)))
    with step("The parts alone, and plain convolutions"):
        measure_parts(measured, options)
    found = figures(measured, options.crop)
    print(report(measured, found))
    if options.json:
        paths.write_atomically(options.json.resolve(), json.dumps(found, indent=2) + "\n")
    return 0


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="pdd bench", description=__doc__)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON too")
    parser.add_argument("--steps", type=int, default=12, help="steps of a process, the first three not counted (12)")
    parser.add_argument("--rounds", type=int, default=2, help="processes of each variant, in turn (2)")
    parser.add_argument("--crop", type=int, default=24, choices=(24, 48), help="side of the low-resolution crops (24)")
    options = parser.parse_args(arguments)
    if options.steps <= WARM_UP:
        raise Problem(f"--steps must be above {WARM_UP}, got {options.steps}: the first {WARM_UP} are not counted")
    if options.json:
        require_place(options.json)
    if options.rounds < 1:
        raise Problem(f"--rounds must be at least 1, got {options.rounds}: each is one process of every variant")
    return options


def require_place(file: Path) -> None:
    """Found out before a measurement of many minutes, not after it."""
    if file.is_dir() or not file.resolve().parent.is_dir():
        raise Problem(f"--json must name a file in a folder that is there, got {file}: name another")


def torch_python() -> str | None:
    """The Python that has torch, if the script to measure against is here; says what is left out otherwise."""
    python = os.environ.get("PDD4J_PYTHON", sys.executable)
    if not PEER.is_file():
        say(f"PyTorch is left out: its side of the comparison, {PEER}, is not here")
    elif not has_torch(python):
        say(f"PyTorch is left out: {python} has no package torch; PDD4J_PYTHON names another Python")
    else:
        return python
    return None


def has_torch(python: str) -> bool:
    try:
        return subprocess.run([python, "-c", "import torch"], capture_output=True, check=False).returncode == 0
    except OSError as error:
        raise Problem(f"PDD4J_PYTHON must name a Python, got {python} ({reason(error)}): name another or unset it") from error


def java_steps(name: str, options: argparse.Namespace) -> tuple[list[float], float | None]:
    kind, number_type = JAVA[name]
    found = java(kind, number_type, options)
    return found["seconds"], found["peak_kib"] and found["peak_kib"] / 1024


def peer_steps(name: str, python: str, options: argparse.Namespace) -> tuple[list[float], float | None]:
    settings = ["--steps", str(options.steps), "--lr", str(options.crop), "--dtype", PYTHON[name]]
    text = output([python, str(PEER), *settings], dict(os.environ))
    seconds, peak = PEER_STEP.findall(text), PEER_PEAK.search(text)
    if not seconds or not peak:
        raise Problem(f"{PEER} must print its steps and its peak memory, got: {packages.last_line(text)}")
    return [float(each) for each in seconds], float(peak[1])


def measure_parts(measured: Measured, options: argparse.Namespace) -> None:
    for number_type in TYPES:
        measured.parts[number_type] = java("PARTS", number_type, options)["parts"]
        convolutions = java("CONVOLUTIONS", number_type, options)
        measured.rates[number_type] = convolutions["rates"]
        measured.operations = convolutions["operations"]


def java(kind: str, number_type: str, options: argparse.Namespace) -> dict[str, Any]:
    arguments = [kind, "--precision", number_type, "--crop", str(options.crop), "--steps", str(options.steps)]
    return measurement(jvm.command("bench-step", arguments), jvm.environment())


def measurement(process: list[str], env: dict[str, str]) -> dict[str, Any]:
    """The JSON object that a measuring process prints last."""
    text = output(process, env)
    found = [line for line in text.splitlines() if line.startswith("{")]
    if not found:
        raise Problem(f"a measurement printed no figures, its last line is: {packages.last_line(text)}")
    found_last: dict[str, Any] = json.loads(found[-1])
    return found_last


def output(process: list[str], env: dict[str, str]) -> str:
    """What a process said; its end is part of the error where it failed."""
    with tempfile.TemporaryFile("w+", encoding="utf-8") as log:
        code = processes.follow(process, env, output=log)
        log.seek(0)
        text = log.read()
    if code:
        raise Problem(f"a measurement ended with {code}: {packages.last_line(text)}")
    return text
