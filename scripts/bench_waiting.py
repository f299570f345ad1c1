"""Measures what a step and an upscaled image cost alone and beside busy processes, for settings of the engine's threads."""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import bench
import build
from figures import WARM_UP, about_machine, table
from pdd4j import jvm, machine, paths, threads
from pdd4j.console import Problem, step

AS_IT_IS = "as it is"
SETTINGS = (AS_IT_IS, "OMP_WAIT_POLICY=PASSIVE", "GOMP_SPINCOUNT=100", "GOMP_SPINCOUNT=300", "GOMP_SPINCOUNT=1000", "GOMP_SPINCOUNT=3000")
WORK = {
    "step, bfloat16": ("SENTENCE", "BFLOAT16"),
    "step, float32": ("SENTENCE", "FLOAT32"),
    "upscaling 128x128, bfloat16": ("UPSCALING", "BFLOAT16"),
    "upscaling 128x128, float32": ("UPSCALING", "FLOAT32"),
}


def command(arguments: list[str]) -> int:
    options = parse(arguments)
    build.ensure()
    cells = itertools.product(options.settings, WORK, (0, options.busy))
    seconds: dict[tuple[str, str, int], list[float]] = {cell: [] for cell in cells}
    for number in range(1, options.rounds + 1):
        # Settings change fastest, so that what the machine does from minute to minute falls on all of them.
        for work, (kind, precision) in WORK.items():
            for beside in (0, options.busy):
                for setting in options.settings:
                    with step(f"Round {number} of {options.rounds}: {work}, {setting}, beside {beside} busy processes"), busy(beside):
                        seconds[setting, work, beside] += measured(kind, precision, setting, options)
    found = {key: statistics.median(each) for key, each in seconds.items()}
    about = about_machine()
    print(f"Median seconds on {about['cores']} cores of {about['processor']}, alone and beside {options.busy} busy processes\n")
    print(report(found, options))
    if options.json:
        paths.write_atomically(options.json.resolve(), json.dumps({"machine": about, "rows": rows(found, options)}, indent=2) + "\n")
    return 0


def parse(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="pdd bench-waiting", description=__doc__)
    parser.add_argument("--settings", nargs="+", default=list(SETTINGS), metavar="NAME=VALUE", help=f"{', '.join(SETTINGS)} by default")
    parser.add_argument("--busy", type=int, default=machine.cores(), help="how many busy processes (one for each core)")
    parser.add_argument("--steps", type=int, default=12, help=f"steps of a process, the first {WARM_UP} not counted (12)")
    parser.add_argument("--rounds", type=int, default=2, help="processes of each kind, in turn (2)")
    parser.add_argument("--crop", type=int, default=24, choices=(24, 48), help="side of the low-resolution crops (24)")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures as JSON too")
    options = parser.parse_args(arguments)
    for name, least in (("steps", WARM_UP + 1), ("rounds", 1), ("busy", 1)):
        if getattr(options, name) < least:
            raise Problem(f"--{name} must be at least {least}, got {getattr(options, name)}")
    for setting in options.settings:
        variables(setting)
    if options.json:
        bench.require_place(options.json)
    return options


def variables(setting: str) -> dict[str, str]:
    """The environment variables of a setting, such as GOMP_SPINCOUNT=1000; several are joined by commas."""
    if setting == AS_IT_IS:
        return {}
    pairs = [pair.partition("=") for pair in setting.split(",")]
    if not all(name and value for name, _, value in pairs):
        raise Problem(f"a setting must be NAME=VALUE, or {AS_IT_IS!r} for none, got {setting!r}: say GOMP_SPINCOUNT=1000")
    return {name: value for name, _, value in pairs}


def measured(kind: str, precision: str, setting: str, options: argparse.Namespace) -> list[float]:
    arguments = [kind, "--precision", precision, "--crop", str(options.crop), "--steps", str(options.steps)]
    environment = {name: value for name, value in jvm.environment().items() if not threads.waiting(name)} | variables(setting)
    seconds: list[float] = bench.measurement(jvm.command("bench-step", arguments), environment)["seconds"]
    return seconds[WARM_UP:]


@contextlib.contextmanager
def busy(count: int) -> Iterator[None]:
    """Keeps processes busy meanwhile; they end with the block, and with this process where it is killed."""
    processes = [subprocess.Popen([sys.executable, "-c", watching(os.getpid())]) for _ in range(count)]
    try:
        yield
    finally:
        for process in processes:
            process.kill()
        for process in processes:
            process.wait()


def watching(parent: int) -> str:
    """A program that keeps a core busy until its parent is gone, where the system tells that."""
    alive = f"os.getppid() == {parent}" if hasattr(os, "getppid") and os.name != "nt" else "True"
    return f"import os\nwhile {alive}:\n    for i in range(1000000): pass"


def rows(found: dict[tuple[str, str, int], float], options: argparse.Namespace) -> list[dict[str, object]]:
    """A row for each setting and work: both medians, each also as a ratio."""
    return [
        {
            "setting": setting,
            "work": work,
            "alone": found[setting, work, 0],
            "beside": found[setting, work, options.busy],
            "beside_to_alone": found[setting, work, options.busy] / found[setting, work, 0],
            "alone_to_first": found[setting, work, 0] / found[options.settings[0], work, 0],
        }
        for work in WORK
        for setting in options.settings
    ]


def report(found: dict[tuple[str, str, int], float], options: argparse.Namespace) -> str:
    head = ["work and setting", "alone s", "beside s", "beside : alone", f"alone : {options.settings[0]}"]
    lines = [
        [
            f"{row['work']}, {row['setting']}",
            f"{row['alone']:.3f}",
            f"{row['beside']:.3f}",
            f"{row['beside_to_alone']:.2f}",
            f"{row['alone_to_first']:.3f}",
        ]
        for row in rows(found, options)
    ]
    return table(head, lines)
