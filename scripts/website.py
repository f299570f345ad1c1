"""Builds the project's site: its documents, the lessons with their outputs, and the Javadoc of the API, as static pages."""

from __future__ import annotations

import argparse
import html
import json
import os
import re
import shutil
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import IO, Any
from urllib.parse import unquote, urlsplit

import build
import environment
from pdd4j import jvm, notebooks, paths, pom, processes, requirements
from pdd4j.console import Problem, say, step

CONFIGURATION = paths.ROOT / "scripts" / "pages"
SOURCES = paths.ROOT / jvm.LIBRARY / "src" / "main" / "java"
# The tags of execute_notebook.py.
CHECK, SOLUTION = "check", "solution"
LINK = re.compile(r"(?<=\]\()(?![a-z]+:|#)([^)\s#]+)")
# Guides in the order of reading; what is added later follows by name.
GUIDES = ("own-images", "from-pytorch", "own-loss", "questions-in-cells", "full-scale")
INTERNAL = re.compile(r"^@Internal\b", re.MULTILINE)


def command(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="./pdd site", description=__doc__)
    parser.add_argument("--out", type=Path, metavar="DIR", default=paths.OUT / "site", help="where the pages go (out/site)")
    out = parser.parse_args(arguments).out.resolve()
    environment.ensure()
    build.ensure()
    tools = environment.tools("site", "builds the site")
    require_free(out)
    make(out, tools)
    broken = list(broken_links(out))
    for link in broken:
        say(f"    {link}")
    if broken:
        raise Problem(f"{len(broken)} links of the site lead nowhere: they are listed above, with their pages")
    say(f"The site is in {out}; open {out / 'index.html'}")
    return 0


def require_free(out: Path) -> None:
    """An earlier site may be replaced, other files may not."""
    if out.exists() and any(out.iterdir()) and not (out / "objects.inv").is_file():
        raise Problem(f"{out} is there and is no site that {paths.PROGRAM} made: name another folder by --out")
    shutil.rmtree(out, ignore_errors=True)


def make(out: Path, tools: Path) -> None:
    staged = paths.PRIVATE / "site"
    shutil.rmtree(staged, ignore_errors=True)
    stage(staged)
    log = paths.PRIVATE / "site.log"
    variables = os.environ | {"PYTHONPATH": str(tools), "PDD4J_VERSION": pom.version()}
    sphinx = ["-m", "sphinx", "-q", "-W", "--keep-going", "-b", "html", "-c", str(CONFIGURATION), "-d", str(paths.PRIVATE / "site-cache")]
    with step("Building the pages"), log.open("w", encoding="utf-8") as output:
        follow([str(paths.venv_python()), "-B", *sphinx, str(staged), str(out)], variables, log, output)
    with step("Building the Javadoc of the API"), log.open("w", encoding="utf-8") as output:
        follow(javadoc(out / "api"), requirements.java_environment(), log, output)


def follow(program: list[str], variables: dict[str, str], log: Path, output: IO[str]) -> None:
    if processes.follow(program, variables, paths.ROOT, output):
        lines = [line for line in log.read_text("utf-8", "replace").splitlines() if line.strip()]
        for line in lines[:12]:
            say(f"    {line}")
        raise Problem(f"the site could not be built: what is wrong is listed above, and whole in {log}")


def stage(folder: Path) -> None:
    """The pages' sources in the places they have in the repository, so that their links hold, with lists of what belongs together."""
    for document in documents():
        write(folder / document.relative_to(paths.ROOT), with_files(document, folder))
    for lesson in notebooks.every():
        write(folder / lesson.relative_to(paths.ROOT), json.dumps(page(json.loads(lesson.read_text("utf-8")))))
    decisions = [file.stem for file in sorted((paths.ROOT / "dsl/docs/decisions").glob("*.md"))]
    title = "# Decisions\n\nOne page for each decision that someone might want to undo.\n"
    write(folder / "dsl/docs/decisions/index.md", title + toc(decisions))
    write(folder / "javadoc.md", f"# Java API\n\nThe Javadoc of what cells and extensions may rely on, by package:\n\n{packages()}")
    front = with_files(paths.ROOT / "README.md", folder)
    front += toc(["dsl/docs/hosts", *(f"dsl/docs/guides/{name}" for name in guides())], "Guides")
    front += toc([f"notebooks/{lesson.stem}" for lesson in notebooks.every()], "Lessons")
    front += toc(["javadoc", "datasets/README", "dsl/docs/balance-study", "dsl/docs/decisions/index"], "Reference")
    front += toc(["CONTRIBUTING", "CHANGELOG", "SECURITY", "dsl/docs/upstream"], "Project")
    write(folder / "index.md", front)


def with_files(document: Path, folder: Path) -> str:
    """A document's text, whose links lead to pages of the site or to copies of the files that they name."""

    def target(link: re.Match[str]) -> str:
        path = (document.parent / link[1]).resolve()
        place = folder / path.relative_to(paths.ROOT)
        if path == paths.ROOT / "README.md":
            return os.path.relpath(folder / "index.md", (folder / document.relative_to(paths.ROOT)).parent)
        if path.is_dir():
            return f"{link[1].rstrip('/')}/index.md"
        if path.suffix not in (".md", ".ipynb"):
            place.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(path, place)
        return link[1]

    return LINK.sub(target, document.read_text("utf-8"))


def documents() -> list[Path]:
    found = [paths.ROOT / name for name in ("CONTRIBUTING.md", "CHANGELOG.md", "SECURITY.md", "datasets/README.md")]
    return [*found, *sorted((paths.ROOT / "dsl" / "docs").rglob("*.md"))]


def guides() -> list[str]:
    there = {file.stem for file in (paths.ROOT / "dsl" / "docs" / "guides").glob("*.md")}
    return [name for name in GUIDES if name in there] + sorted(there - set(GUIDES))


def write(file: Path, content: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, "utf-8")


def toc(entries: list[str], caption: str | None = None) -> str:
    options = f":hidden:\n:caption: {caption}\n" if caption else ":maxdepth: 1\n"
    return "\n```{toctree}\n" + options + "\n" + "\n".join(entries) + "\n```\n"


def page(notebook: dict[str, Any]) -> dict[str, Any]:
    """A lesson as the site shows it: without the checks, and with its solutions folded."""
    kept = [cell for cell in notebook["cells"] if CHECK not in cell["metadata"].get("tags", [])]
    for cell in kept:
        if SOLUTION in cell["metadata"].get("tags", []):
            cell["metadata"] = {"tags": ["hide-cell"], "mystnb": {"code_prompt_show": "Solution", "code_prompt_hide": "Solution"}}
    return notebook | {"cells": kept}


def api() -> Iterator[Path]:
    """The files of public types that are not marked as internal, by themselves or by their package."""
    for package in sorted(SOURCES.rglob("package-info.java")):
        if not INTERNAL.search(package.read_text("utf-8")):
            yield package
            yield from (file for file in sorted(package.parent.glob("*.java")) if is_api(file))


def is_api(file: Path) -> bool:
    source = file.read_text("utf-8")
    public = re.search(rf"^public\b.*\b(?:class|interface|record|enum|@interface) {file.stem}\b", source, re.MULTILINE)
    return public is not None and not INTERNAL.search(source)


def packages() -> str:
    names = sorted({".".join(file.parent.relative_to(SOURCES).parts) for file in api() if file.name != "package-info.java"})
    links = [f'<li><a href="api/{name.replace(".", "/")}/package-summary.html">{html.escape(name)}</a></li>' for name in names]
    return "<ul>\n" + "\n".join(links) + "\n</ul>\n"


def javadoc(out: Path) -> list[str]:
    program = requirements.jdk().path / "bin" / "javadoc"
    options = ["-quiet", "-Xdoclint:none", "-notimestamp", "-encoding", "UTF-8", "-windowtitle", f"PDD4J {pom.version()}"]
    used = {file.parent for file in api() if file.name != "package-info.java"}
    files = [str(file) for file in api() if file.parent in used]
    return [str(program), *options, "-d", str(out), "-cp", os.pathsep.join(jvm.class_path()), *files]


class Links(HTMLParser):
    """What a page links to, and the places in it that can be linked to."""

    def __init__(self) -> None:
        super().__init__()
        self.targets: list[str] = []
        self.anchors: set[str] = set()

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        for name, value in attributes:
            if name in ("id", "name") and value:
                self.anchors.add(value)
            elif name in ("href", "src") and value:
                self.targets.append(value)


def broken_links(site: Path) -> Iterator[str]:
    """Links within the site to files or places that are not there; other sites are not asked."""
    pages = {file: read_links(file) for file in sorted(site.rglob("*.html"))}
    for file, links in pages.items():
        for target in links.targets:
            parts = urlsplit(target)
            if parts.scheme or parts.netloc or file == site / "api" / "constant-values.html":
                continue  # The JDK's list of constants links to a heading that it leaves out.
            goal = (file.parent / unquote(parts.path)).resolve() if parts.path else file
            if goal.is_dir():
                goal /= "index.html"
            anchor = unquote(parts.fragment)
            missing = not goal.is_file() or (anchor and goal in pages and anchor not in pages[goal].anchors)
            if missing:
                yield f"{file.relative_to(site)}: {target}"


def read_links(file: Path) -> Links:
    links = Links()
    links.feed(file.read_text("utf-8"))
    return links
