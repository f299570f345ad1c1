import re
import unittest
from functools import cache

import pdd
import pdd4j.__main__ as installed
from pdd4j import paths

ROOT = paths.ROOT
SOURCES = ("dsl/src", "dsl/docs", "kernel-ext/src", "tools/src", "scripts", "notebooks", "datasets", "binder", ".github", ".ci")
# What a change log says was true in its time.
DOCUMENTS = sorted({*ROOT.glob("*.md"), *ROOT.glob("datasets/*.md"), *ROOT.glob("dsl/docs/**/*.md")} - {ROOT / "CHANGELOG.md"})
# Folders that are made, or lie beside the checkout, and names that readers replace; files that the project writes or fetches.
ELSEWHERE = re.compile(r"\.\./|\./|\.pdd/|out/|dsl/target/|.*\b(NN|NAME)\b")
WRITTEN = {"run.json", "finished-adaptations.txt", "upscaled-by.json", "upscaled-by.txt", "labeled/chelsea.png"}
# Classes of libraries that the code itself does not name.
LIBRARIES = {
    "GradientCollector",
    "JavaKernel.inspect",
    "LoopThread.start",
    "MaxCountExceededException",
    "PtNDArray.toDevice",
    "PtNDArray.toType",
    "PtNDArrayEx",
    "RapaioKernel",
    "StringIndexOutOfBoundsException",
    "StringStyler.highlightSubstringLines",
}


@cache
def files() -> dict[str, str]:
    found = [file for folder in SOURCES for file in (ROOT / folder).rglob("*") if file.is_file() and "__pycache__" not in file.parts]
    found += [file for file in ROOT.iterdir() if file.is_file()]
    binary = {".png", ".npz", ".pth", ".safetensors", ".jpg", ".bin"}
    return {
        file.relative_to(ROOT).as_posix(): "" if file.suffix in binary else file.read_text("utf-8", "replace")
        for file in [*found, *DOCUMENTS]
    }


@cache
def words() -> set[str]:
    return {word for name, text in files().items() if not name.endswith(".md") for word in re.findall(r"\w+", text)}


def exists(path: str) -> bool:
    """Whether a file or folder ends like this; the ending of Java files may be left out."""
    wanted = f"/{path.rstrip('/')}"
    return any(f"/{name}".endswith((wanted, f"{wanted}.java")) or f"{wanted}/" in f"/{name}" for name in files())


def java(name: str) -> str | None:
    return next((text for file, text in files().items() if file.endswith(f"/{name}.java")), None)


class DocumentsTest(unittest.TestCase):
    """Documents name files, tests, verbs and code, which are renamed: what a document names is there."""

    def test_every_link_leads_to_a_file(self):
        for document, text in self.each():
            for target in re.findall(r"\]\(([^)\s#]+)", text):
                with self.subTest(document=document, target=target):
                    if not re.match(r"https?:|mailto:", target):
                        self.assertTrue((ROOT / document).parent.joinpath(target).exists())

    def test_every_test_that_is_named_exists(self):
        for document, text in self.each():
            for name, method in re.findall(r"\b([A-Z]\w*Test)\b(?:\.(\w+))?", text):
                with self.subTest(document=document, test=name, method=method):
                    declared = java(name) or next((code for code in files().values() if f"class {name}(unittest" in code), None)
                    self.assertIsNotNone(declared)
                    if method:
                        self.assertRegex(declared or "", rf"(void|def) {method}\(")

    def test_every_file_that_is_named_exists(self):
        name = r"[\w.-]+(?:/[\w.-]+)+/?|[\w-]+\.(?:ini|in|ipynb|java|json|md|py|script|toml|txt|xml)"
        for document, text in self.each():
            in_commands = re.findall(r"\b(?:scripts|datasets|notebooks|\w+/src|\w+/docs)/[\w./-]*\w", text)
            for path in re.findall(rf"`({name})`", text) + in_commands:
                with self.subTest(document=document, path=path):
                    self.assertTrue(ELSEWHERE.match(path) or path in WRITTEN or exists(path))

    def test_every_name_of_code_exists(self):
        for document, text in self.each():
            for name in re.findall(r"`([A-Z]\w*[a-z]\w*(?:\.(?!java)\w+)?(?:\(.*?\))?|\w+\(.*?\)|[a-z]+(?:_[a-z]+){3,})`", text):
                with self.subTest(document=document, name=name):
                    first, _, member = name.partition("(")[0].partition(".")
                    self.assertTrue(name in LIBRARIES or first in words() or exists(name))
                    if member and name not in LIBRARIES and (code := java(first)):
                        self.assertRegex(code, rf"\b{member}\b")

    def test_every_verb_exists(self):
        for document, text in self.each():
            for verb in re.findall(r"\./pdd ([a-z-]+)", text):
                with self.subTest(document=document, verb=verb):
                    self.assertIn(verb, [*pdd.VERBS, *pdd.JAVA_VERBS])

    def test_every_verb_of_the_installed_package_exists(self):
        for document, text in self.each():
            for verb in re.findall(r"`pdd4j ([a-z-]+)|&& pdd4j ([a-z-]+)", text):
                with self.subTest(document=document, verb=verb):
                    self.assertIn("".join(verb), [*installed.VERBS, *installed.JAVA_VERBS])

    def each(self):
        self.assertIn(ROOT / "CONTRIBUTING.md", DOCUMENTS)
        return [(document.relative_to(ROOT).as_posix(), document.read_text("utf-8")) for document in DOCUMENTS]


if __name__ == "__main__":
    unittest.main()
