"""Executes one notebook without a browser: run by the environment's Python, started by notebooks.py."""

from __future__ import annotations

import argparse
import asyncio
import base64
import hashlib
import json
import os
import re
import sys
import time
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import NoSuchKernel
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

STYLE = (
    "<style>main { max-width: 1100px; margin: 0 auto !important; } main img { max-width: 100%; height: auto; } "
    "details.solution > summary { cursor: pointer; margin: 0.4em 5em; font-family: sans-serif; font-size: 14px; }</style></head>"
)
LOADED_FROM_ELSEWHERE = re.compile(r'<script src="[^"]*(?:require|jquery)[^"]*"></script>')
IMAGE = re.compile(r"!\[|<img\b")
COLOR = re.compile(r"\x1b\[[0-9;]*m")
START_SECONDS = 120
# A cell that a reader of the page need not see: its value must be true.
CHECK = "check"
# A cell that is folded on the page.
SOLUTION = "solution"
FOLDED = """\
{%- extends 'lab/index.html.j2' -%}
{%- block codecell -%}
{%- if 'solution' in cell.metadata.tags -%}
<details class="solution"><summary>Solution</summary>{{ super() }}</details>
{%- else -%}{{ super() }}{%- endif -%}
{%- endblock codecell -%}
"""
# Of which code the outputs in a lesson are.
OUTPUTS_OF = "outputs_of"


class Progress:
    """One line a cell: its number, its first line while it runs, its seconds when it has ended."""

    def __init__(self, notebook: nbformat.NotebookNode):
        self.total = sum(1 for cell in notebook.cells if is_code(cell))
        self.number = 0
        self.cell: nbformat.NotebookNode | None = None
        self.begun = self.start = time.monotonic()

    def cell_begins(self, cell: nbformat.NotebookNode, cell_index: int) -> None:
        if self.number == 0:
            print(f"kernel started in {time.monotonic() - self.begun:.1f} s", flush=True)
        self.number += 1
        self.cell = cell
        self.start = time.monotonic()
        print(f"{self.number:3}/{self.total}  {first_line(cell):60}", end="", flush=True)

    def cell_ended(self, cell: nbformat.NotebookNode, cell_index: int, execute_reply: object) -> None:
        print(f"  {time.monotonic() - self.start:6.1f} s", flush=True)


def is_code(cell: nbformat.NotebookNode) -> bool:
    return cell.cell_type == "code" and bool(cell.source.strip())


def first_line(cell: nbformat.NotebookNode) -> str:
    line: str = next(line.strip() for line in cell.source.splitlines() if line.strip())
    return line if len(line) <= 60 else line[:57] + "..."


def tagged(cell: nbformat.NotebookNode, tag: str) -> bool:
    return tag in cell.metadata.get("tags", [])


def code_digest(notebook: nbformat.NotebookNode) -> str:
    """Identifies the code of a notebook; text and outputs do not count."""
    sources = [cell.source for cell in notebook.cells if cell.cell_type == "code"]
    return hashlib.sha256(json.dumps(sources).encode()).hexdigest()[:16]


def execute(notebook: nbformat.NotebookNode, folder: Path, kernel: str, log: Path, limit: int | None) -> str:
    """Runs every cell and returns what went wrong, empty if nothing did."""
    progress = Progress(notebook)
    end = time.monotonic() + (limit or 0)

    def remaining(cell: nbformat.NotebookNode) -> int | None:
        return max(1, int(end - time.monotonic())) if limit else None

    client = NotebookClient(
        notebook,
        kernel_name=kernel,
        timeout=None,
        timeout_func=remaining,
        record_timing=False,
        startup_timeout=START_SECONDS,
        coalesce_streams=True,
        resources={"metadata": {"path": str(folder)}},
        on_cell_execute=progress.cell_begins,
        on_cell_executed=progress.cell_ended,
    )
    with log.open("w", encoding="utf-8") as output:
        try:
            client.execute(stdout=output, stderr=output)
        except CellExecutionError as error:
            return thrown(progress, error)
        except CellTimeoutError:
            print()
            where = f"in cell {progress.number} of {progress.total}"
            return f"the notebook was stopped {where}, after {limit} seconds, its limit\n{source(progress)}"
        except DeadKernelError:
            print()
            return died(progress, log)
        except (RuntimeError, NoSuchKernel, AssertionError) as error:
            # nbclient answers a signal that arrives while the kernel starts with an assertion.
            return f"the kernel {kernel} did not start: {error or 'it was stopped'}\n{tail(log)}"
    return ""


def thrown(progress: Progress, error: CellExecutionError) -> str:
    """The Java message; for a cell that does not compile, the compiler's, which comes last."""
    trace = traceback(progress.cell)
    rejected = not error.evalue or error.evalue.startswith("[snippet")
    message = trace[-1].strip() if rejected and trace else error.evalue or error.ename
    lines = "".join(f"\n    {line}" for line in trace[:12])
    return f"cell {progress.number} of {progress.total} failed: {message}\n{source(progress)}{lines}"


def traceback(cell: nbformat.NotebookNode) -> list[str]:
    errors = [output for output in cell.outputs if output.output_type == "error"]
    lines = "\n".join(errors[-1].traceback).splitlines() if errors else []
    return [line for line in (COLOR.sub("", line).rstrip() for line in lines) if line]


def died(progress: Progress, log: Path) -> str:
    where = f"cell {progress.number} of {progress.total}" if progress.cell else "its start"
    return f"the kernel died in {where}; the last it said:\n{tail(log)}\n{source(progress)}"


def source(progress: Progress) -> str:
    return "\n".join(f"    | {line}" for line in progress.cell.source.splitlines()) if progress.cell else ""


def tail(log: Path) -> str:
    lines = log.read_text("utf-8", "replace").splitlines()[-8:]
    return "\n".join(f"    {line}" for line in lines) or "    (nothing)"


def complaints(notebook: nbformat.NotebookNode) -> list[str]:
    """Every error output and every line on standard error, which a good lesson has none of."""
    found = []
    for number, cell in enumerate((cell for cell in notebook.cells if is_code(cell)), start=1):
        for output in cell.outputs:
            if output.output_type == "error":
                found.append(f"cell {number} shows an error: {output.evalue}")
            elif output.output_type == "stream" and output.name == "stderr":
                found.append(f"cell {number} writes to standard error: {output.text.strip().splitlines()[0]}")
        if tagged(cell, CHECK) and value(cell) != "true":
            found.append(f"cell {number} checks what the text claims and must show true, got {value(cell)}: {first_line(cell)}")
    return found


def value(cell: nbformat.NotebookNode) -> str:
    results = [output.data.get("text/plain", "") for output in cell.outputs if output.output_type == "execute_result"]
    return results[-1] if results else "no value"


def write_page(notebook: nbformat.NotebookNode, folder: Path, file: Path) -> None:
    """Writes the page with the images that the notebook names in its folder."""
    # Imported late: it takes a second that the first cell need not wait for.
    from jinja2 import pass_context
    from jinja2.runtime import Context
    from nbconvert import HTMLExporter
    from nbconvert.preprocessors import TagRemovePreprocessor

    class Exporter(HTMLExporter):  # type: ignore[misc]
        @pass_context  # type: ignore[untyped-decorator]
        def markdown2html(self, context: Context, source: str) -> str:
            # Embedding images empties elements within a line, such as <sub>.
            self.embed_images = IMAGE.search(source) is not None
            return str(super().markdown2html(context, source))

    exporter = Exporter(template_name="lab", raw_template=FOLDED)
    exporter.register_preprocessor(TagRemovePreprocessor(remove_cell_tags={CHECK}, enabled=True), enabled=True)
    page, _ = exporter.from_notebook_node(notebook, {"metadata": {"name": file.stem, "path": str(folder)}})
    page = LOADED_FROM_ELSEWHERE.sub("", page).replace("</head>", STYLE, 1)
    file.write_text(page, "utf-8")


def write_images(notebook: nbformat.NotebookNode, folder: Path) -> None:
    """A cell whose metadata name a file, as the lesson's for the README, leaves the image that it shows there."""
    for cell in notebook.cells:
        name = cell.metadata.get("image")
        shown = [output.data["image/png"] for output in cell.get("outputs", []) if "image/png" in output.get("data", {})]
        if name and shown:
            (folder / Path(name).name).write_bytes(base64.b64decode(shown[-1]))


def keep_outputs(executed: nbformat.NotebookNode, file: Path) -> None:
    """Writes the lesson with what its cells show; what the kernel says of itself is left out."""
    kept = read(file)
    for cell, done in zip(kept.cells, executed.cells, strict=True):
        if cell.cell_type == "code":
            cell.outputs, cell.execution_count = done.outputs, done.execution_count
    kept.metadata[OUTPUTS_OF] = code_digest(kept)
    nbformat.write(kept, file)


class Unreadable(Exception):
    """A file that is no notebook: one sentence for the user."""


def read(file: Path) -> nbformat.NotebookNode:
    """The notebook, in today's format. What a file of another kind does to the reader is not listed anywhere."""
    try:
        notebook = nbformat.read(file, as_version=4)
        nbformat.validate(notebook)
        return notebook
    except Exception as error:
        lines = str(error).strip().splitlines()
        what = f"{type(error).__name__}: {lines[0][:100]}" if lines else type(error).__name__
        raise Unreadable(f"{file} is no notebook that can be executed ({what}): open it in Jupyter and save it again") from error


def complain(sentence: str) -> int:
    print(f"pdd: {sentence}", file=sys.stderr)
    return 1


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser()
    parser.add_argument("notebook", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--log", type=Path, required=True)
    parser.add_argument("--kernel", default="pdd4j")
    parser.add_argument("--strict", action="store_true", help="fail at a word on standard error, and at a check that is not true")
    parser.add_argument("--limit", type=int, metavar="SECONDS", help="stop after so long")
    parser.add_argument("--keep-outputs", action="store_true", help="write the outputs into the notebook, if nothing failed")
    chosen = parser.parse_args(arguments)
    try:
        notebook = read(chosen.notebook)
        chosen.out.mkdir(parents=True, exist_ok=True)
    except Unreadable as error:
        return complain(str(error))
    except OSError as error:
        return complain(f"{error.filename}: {error.strerror}")
    executed = chosen.out / chosen.notebook.name
    page = executed.with_suffix(".html")
    try:
        failure = execute(notebook, chosen.notebook.parent, chosen.kernel, chosen.log, chosen.limit)
    finally:
        nbformat.write(notebook, executed)
        write_page(notebook, chosen.notebook.parent, page)
        write_images(notebook, chosen.out)
    for line in ([failure] if failure else []) + (complaints(notebook) if chosen.strict and not failure else []):
        complain(line)
        failure = failure or line
    if chosen.keep_outputs and not failure:
        keep_outputs(notebook, chosen.notebook)
    print(f"notebook: {executed}\npage:     {page}", flush=True)
    return 1 if failure else 0


if __name__ == "__main__":
    if sys.platform == "win32":
        asyncio.set_event_loop_policy(asyncio.WindowsSelectorEventLoopPolicy())
    try:
        sys.exit(main(sys.argv[1:]))
    except KeyboardInterrupt:
        sys.exit(130)
    except BrokenPipeError:
        # The reader of standard output has gone, and the interpreter would try to flush it once more.
        os._exit(1)
