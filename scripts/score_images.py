"""Runs in the environment of pyiqa: scores the images of a folder and writes a CSV file. Downloads nothing."""

from __future__ import annotations

import argparse
import contextlib
import csv
import functools
import io
import math
import os
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

ENDINGS = {".png", ".jpg", ".jpeg", ".bmp", ".tif", ".tiff", ".webp"}
COLUMNS = ("file", "metric", "value", "better", "source")


class AbsentFile(FileNotFoundError):
    """A file that pyiqa would have downloaded."""


def refuse_download(url: str, place: str | None = None, *rest: object, **named: object) -> None:
    """Stands in for the two functions by which pyiqa gets files; the one without a place brings CLIP's."""
    address = getattr(url, "full_url", url)
    file = Path(place) if place else Path(os.environ.get("TORCH_HOME", "")) / "hub" / "clip" / Path(address).name
    raise AbsentFile(f"{Path(address).name}, got none at {file}: download {address} and put it there")


def naming(download: Callable[..., str]) -> Callable[..., str]:
    """Hugging Face's function, whose own words for an absent file do not say which; it finds those that are there."""

    @functools.wraps(download)
    def named_download(repo_id: str, filename: str, *rest: object, **named: object) -> str:
        try:
            return download(repo_id, filename, *rest, **named)
        except FileNotFoundError as error:
            home = os.environ.get("HF_HOME", "")
            fetch = f"run HF_HOME={home} {Path(sys.executable).with_name('hf')} download {repo_id} {filename}"
            # Its own type, for callers that then try another file.
            raise type(error)(f"{filename} of {repo_id}, got none in {home}: {fetch}") from error

    return named_download


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("out", type=Path)
    parser.add_argument("metrics", nargs="+")
    parser.add_argument("--truth", type=Path)
    options = parser.parse_args(arguments)
    try:
        images = sorted(file for file in options.folder.iterdir() if file.suffix.lower() in ENDINGS)
    except OSError as error:
        return say(f"scores needs a folder of images that can be read, got {options.folder}: {error.strerror or error}")
    if not images:
        return say(f"scores needs images, got none in {options.folder}: PNG, JPEG, BMP, TIFF and WebP count")
    try:
        pyiqa = offline_pyiqa()
    except ImportError as error:
        return say(f"this Python must have pyiqa, got {error}: ./pdd scores --install, or name another with --python")
    rows = [row for metric in options.metrics for row in scored(pyiqa, metric, images, options.truth)]
    try:
        write(options.out, rows)
    except OSError as error:
        return say(f"the scores could not be written to {options.out}: {error.strerror or error}")
    return 0 if rows else 1


def offline_pyiqa() -> Any:
    with contextlib.redirect_stdout(sys.stderr):
        import huggingface_hub
        import torch.hub

        torch.hub.download_url_to_file = refuse_download
        urllib.request.urlopen = refuse_download  # type: ignore[assignment]
        huggingface_hub.hf_hub_download = naming(huggingface_hub.hf_hub_download)
        import pyiqa
    return pyiqa


def scored(pyiqa: Any, name: str, images: list[Path], truth: Path | None) -> Iterator[tuple[object, ...]]:
    """The rows of one metric; whatever stops it is one sentence, and the other metrics go on."""
    try:
        with contextlib.redirect_stdout(io.StringIO()):  # where it says that it downloads
            metric = pyiqa.create_metric(name, device="cpu")
    except FileNotFoundError as absent:
        say(f"{name} needs {absent}; the other metrics go on")
        return
    except Exception as error:
        say(f"{name} could not be made: {first_line(error)}; the other metrics go on")
        return
    needs_truth = metric.metric_mode == "FR"
    if needs_truth and truth is None:
        say(f"{name} needs the truth, got none: name its folder with --truth; the other metrics go on")
        return
    better = "lower" if metric.lower_better else "higher"
    for image in images:
        try:
            value = score(metric, image, truth / image.name if needs_truth and truth else None)
        except Exception as error:
            say(f"{name} of {image.name} failed: {first_line(error)}; the other images go on")
            continue
        if math.isfinite(value):
            yield image.name, name, repr(value), better, f"pyiqa {pyiqa.__version__}"
        else:
            say(f"{name} of {image.name} is {value} and is left out")


def score(metric: Any, image: Path, truth: Path | None) -> float:
    with contextlib.redirect_stdout(sys.stderr):
        return float(metric(str(image), *([str(truth)] if truth else [])))


def write(out: Path, rows: list[tuple[object, ...]]) -> None:
    partial = out.with_name(f"{out.name}.{os.getpid()}.part")
    with partial.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream, lineterminator="\n").writerows([COLUMNS, *rows])
    os.replace(partial, out)


def first_line(error: Exception) -> str:
    lines = str(error).strip().splitlines()
    return f"{type(error).__name__}: {lines[0]}" if lines else type(error).__name__


def say(sentence: str) -> int:
    print(f"pdd: {sentence}", file=sys.stderr, flush=True)
    return 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
