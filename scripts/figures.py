"""What a benchmark measured, as figures for other programs and as tables for people."""

from __future__ import annotations

import platform
import statistics
from dataclasses import dataclass, field
from typing import Any

from pdd4j import machine

WARM_UP = 3
SENTENCE = "this project, bfloat16"
SENTENCE_FLOAT32 = "this project, float32"
PUBLISHED = "published structure on this engine, float32"
TORCH = "PyTorch, float32"
AUTOCAST = "PyTorch, autocast to bfloat16"
TYPES = ("BFLOAT16", "FLOAT32")
DIRECTIONS = ("forward", "toInputs", "toWeights")


@dataclass
class Steps:
    """The steps of one variant over all rounds, the first of each round left out, and its highest peak of memory."""

    seconds: list[float] = field(default_factory=list)
    peak_mib: float | None = None

    def add(self, seconds: list[float], peak_mib: float | None) -> None:
        self.seconds += seconds[WARM_UP:]
        if peak_mib is not None:
            self.peak_mib = max(peak_mib, self.peak_mib or 0)

    def median(self) -> float:
        return statistics.median(self.seconds)


@dataclass
class Measured:
    """Everything that was measured: steps by variant, parts and rates by number type, operations by direction."""

    steps: dict[str, Steps]
    parts: dict[str, dict[str, float]]
    rates: dict[str, dict[str, dict[str, float]]]
    operations: dict[str, float]


def figures(measured: Measured, crop: int) -> dict[str, object]:
    """All figures under the names that other programs read; seconds are medians."""
    ours, autocast = measured.steps[SENTENCE].median(), measured.steps.get(AUTOCAST)
    published = TORCH if TORCH in measured.steps else PUBLISHED
    against = measured.steps[published].median()
    attainable = attainable_seconds(measured, "BFLOAT16")
    return {
        "step_seconds": ours,
        "published_float32_seconds": against,
        "published_by": published,
        "autocast_seconds": autocast.median() if autocast else None,
        "ratio_to_published": ours / against,
        "ratio_to_autocast": ours / autocast.median() if autocast else None,
        "attainable_seconds": attainable,
        "attainable_share": attainable / ours,
        "attainable_share_float32": attainable_seconds(measured, "FLOAT32") / measured.steps[SENTENCE_FLOAT32].median(),
        "peak_rss_mib": measured.steps[SENTENCE].peak_mib,
        "crop": crop,
        "variants": {name: summary(steps) for name, steps in measured.steps.items()},
        "part_seconds": {number_type.lower(): parts for number_type, parts in measured.parts.items()},
        "convolution_gflop": measured.operations,
        "convolution_gflop_per_second": {number_type.lower(): rates for number_type, rates in measured.rates.items()},
        "machine": about_machine(),
    }


def summary(steps: Steps) -> dict[str, float | None]:
    return {
        "median_seconds": steps.median(),
        "min_seconds": min(steps.seconds),
        "max_seconds": max(steps.seconds),
        "peak_rss_mib": steps.peak_mib,
    }


def attainable_seconds(measured: Measured, number_type: str) -> float:
    """What the step would take if it were its convolutions alone, each direction at its mean rate."""
    rates = measured.rates[number_type].values()
    mean = {way: statistics.harmonic_mean([rate[way] for rate in rates]) for way in DIRECTIONS}
    return sum(measured.operations[way] / mean[way] for way in DIRECTIONS)


def about_machine() -> dict[str, object]:
    return {
        "processor": machine.processor(),
        "cores": machine.cores(),
        "multiplies_bfloat16": machine.bfloat16(),
        "memory_mib": machine.memory() // machine.MEBIBYTE,
        "system": platform.platform(),
    }


def report(measured: Measured, found: dict[str, Any]) -> str:
    about = found["machine"]
    instructions = ", ".join(about["multiplies_bfloat16"]) or "without instructions for bfloat16"
    gflop = sum(measured.operations[way] for way in DIRECTIONS)
    return "\n\n".join(
        (
            f"One training step on {about['cores']} cores of {about['processor']} ({instructions}), "
            f"crops of {found['crop']}, {gflop:.0f} GFLOP of convolution",
            steps_table(measured.steps, found["published_float32_seconds"]),
            parts_table(measured.parts),
            rates_table(measured.rates),
            f"Its convolutions alone would take {found['attainable_seconds']:.2f} s at these rates: "
            f"{found['attainable_share']:.0%} of the attainable, {found['attainable_share_float32']:.0%} in float32",
        )
    )


def steps_table(steps: dict[str, Steps], published: float) -> str:
    rows = [
        [
            name,
            *(f"{seconds:.3f}" for seconds in (each.median(), min(each.seconds), max(each.seconds))),
            "" if each.peak_mib is None else f"{each.peak_mib:.0f}",
            f"{each.median() / published:.2f}",
        ]
        for name, each in steps.items()
    ]
    return table(["step", "median s", "min", "max", "peak MiB", "of published"], rows)


def parts_table(parts: dict[str, dict[str, float]]) -> str:
    rows = [[part, *(f"{1000 * parts[kind][part]:.0f}" for kind in TYPES)] for part in parts[TYPES[0]]]
    return table(["part alone, ms", "bfloat16", "float32"], rows)


def rates_table(rates: dict[str, dict[str, dict[str, float]]]) -> str:
    rows = [
        [f"{size}, {words}", *(f"{rates[kind][size][way]:.0f}" for kind in TYPES)]
        for size in rates[TYPES[0]]
        for way, words in zip(DIRECTIONS, ("forward", "to inputs", "to weights"), strict=True)
    ]
    return table(["plain 3x3 convolution, GFLOP/s", "bfloat16", "float32"], rows)


def table(head: list[str], rows: list[list[str]]) -> str:
    """Columns under their heads, the first one to the left and numbers to the right."""
    widths = [max(len(row[column]) for row in [head, *rows]) for column in range(len(head))]
    return "\n".join(
        "  ".join([row[0].ljust(widths[0]), *(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))])
        for row in [head, *rows]
    )
