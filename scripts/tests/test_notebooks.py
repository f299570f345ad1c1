import json
import unittest

import nbformat

from pdd4j import execute_notebook, notebooks, paths
from pdd4j.console import Problem

LARGEST = 1_500_000
LONGEST_CELL = 8


class NotebooksTest(unittest.TestCase):
    def test_a_notebook_is_found_by_how_its_name_begins(self):
        self.assertEqual(notebooks.QUICK_START, notebooks.find(None))
        for name in ("01", "01-quick-start", "01-quick-start.ipynb", str(notebooks.QUICK_START)):
            with self.subTest(name=name):
                self.assertEqual(notebooks.QUICK_START, notebooks.find(name))

    def test_a_name_of_no_notebook_or_of_several_is_answered_by_those_there_are(self):
        for name in ("night", ""):
            with self.subTest(name=name), self.assertRaisesRegex(Problem, r"notebooks/ has 01-quick-start, 02-"):
                notebooks.find(name)


class LessonsTest(unittest.TestCase):
    """Of every lesson, without executing it."""

    def each(self):
        lessons = notebooks.every()
        self.assertTrue(lessons)
        return [(lesson, nbformat.read(lesson, as_version=4)) for lesson in lessons]

    def test_outputs_are_those_of_the_code_that_stands_there(self):
        for lesson, notebook in self.each():
            with self.subTest(lesson=lesson.name):
                shown = [cell for cell in notebook.cells if cell.get("outputs")]
                if shown or execute_notebook.OUTPUTS_OF in notebook.metadata:
                    self.assertEqual(
                        execute_notebook.code_digest(notebook),
                        notebook.metadata.get(execute_notebook.OUTPUTS_OF),
                        f"the outputs are older than the code: ./pdd lessons --write {lesson.stem[:2]}",
                    )

    def test_a_lesson_is_small_enough_to_be_read_on_the_web(self):
        for lesson, _ in self.each():
            with self.subTest(lesson=lesson.name):
                self.assertLessEqual(lesson.stat().st_size, LARGEST)

    def test_no_path_of_the_machine_that_wrote_it_is_in_a_lesson(self):
        for lesson, _ in self.each():
            with self.subTest(lesson=lesson.name):
                self.assertNotIn(str(paths.ROOT), lesson.read_text("utf-8"))

    def test_cells_are_short_and_what_a_reader_need_not_see_is_folded(self):
        for lesson, notebook in self.each():
            with self.subTest(lesson=lesson.name):
                for cell in notebook.cells:
                    if cell.cell_type != "code":
                        continue
                    self.assertLessEqual(len(cell.source.splitlines()), LONGEST_CELL, cell.source)
                    if execute_notebook.tagged(cell, execute_notebook.CHECK) or execute_notebook.tagged(cell, execute_notebook.SOLUTION):
                        self.assertTrue(cell.metadata.get("jupyter", {}).get("source_hidden"), cell.source)

    def test_a_lesson_has_three_exercises_with_solutions_and_checks_what_it_claims(self):
        for lesson, notebook in self.each():
            with self.subTest(lesson=lesson.name):
                text = "\n".join(cell.source for cell in notebook.cells if cell.cell_type == "markdown")
                numbers = [number for number in range(1, 4) if f"**Exercise {number}." in text]
                self.assertEqual([1, 2, 3], numbers)
                code = [cell for cell in notebook.cells if cell.cell_type == "code"]
                self.assertGreaterEqual(sum(execute_notebook.tagged(cell, execute_notebook.SOLUTION) for cell in code), 3)
                self.assertTrue(any(execute_notebook.tagged(cell, execute_notebook.CHECK) for cell in code))

    def test_a_quick_test_has_lessons_to_run(self):
        names = [lesson.name for lesson in notebooks.every()]
        for begun in notebooks.QUICK:
            self.assertEqual(1, sum(name.startswith(begun) for name in names), begun)

    def test_cells_have_names_of_their_own(self):
        for lesson, notebook in self.each():
            with self.subTest(lesson=lesson.name):
                names = [cell["id"] for cell in json.loads(lesson.read_text("utf-8"))["cells"]]
                self.assertEqual(len(names), len(set(names)))
                self.assertEqual(len(names), len(notebook.cells))


if __name__ == "__main__":
    unittest.main()
