import ast
import importlib
import unittest
from pathlib import Path

SCRIPTS = Path(__file__).parents[1]


class NamesTest(unittest.TestCase):
    """Python finds out that a module lacks a name only where the line runs, and tests replace what downloads."""

    def test_every_name_that_is_taken_from_a_module_of_the_project_is_there(self):
        modules = {file.stem for file in SCRIPTS.glob("*.py")} - {"score_images"}
        for module in sorted(modules):
            tree = ast.parse((SCRIPTS / f"{module}.py").read_text("utf-8"))
            imported = {name.name for node in ast.walk(tree) if isinstance(node, ast.Import) for name in node.names}
            for node in ast.walk(tree):
                if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules & imported:
                    with self.subTest(module=module, name=f"{node.value.id}.{node.attr}"):
                        self.assertTrue(hasattr(importlib.import_module(node.value.id), node.attr))
