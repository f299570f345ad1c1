import ast
import importlib
import unittest
from pathlib import Path

SCRIPTS = Path(__file__).parents[1]
# Run by the Python of an environment that has more.
ELSEWHERE = {"score_images", "pdd4j.explaining"}


class NamesTest(unittest.TestCase):
    """Python finds out that a module lacks a name only where the line runs, and tests replace what downloads."""

    def test_every_name_that_is_taken_from_a_module_of_the_project_is_there(self):
        files = {file.stem: file for file in SCRIPTS.glob("*.py")}
        files |= {f"pdd4j.{file.stem}": file for file in (SCRIPTS / "pdd4j").glob("*.py") if not file.stem.startswith("__")}
        for module, file in sorted(files.items()):
            tree = ast.parse(file.read_text("utf-8"))
            imported = dict(self.imported(tree, set(files) - ELSEWHERE))
            for node in ast.walk(tree):
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in imported:
                    with self.subTest(module=module, name=f"{node.value.id}.{node.attr}"):
                        self.assertTrue(hasattr(importlib.import_module(imported[node.value.id]), node.attr))

    def imported(self, tree, modules):
        """What a module calls other modules, and which they are."""
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                yield from ((name.name, name.name) for name in node.names if name.name in modules)
            if isinstance(node, ast.ImportFrom) and node.module == "pdd4j":
                yield from ((name.name, f"pdd4j.{name.name}") for name in node.names if f"pdd4j.{name.name}" in modules)
