import unittest

from pdd4j import notebooks
from pdd4j.console import Problem


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


if __name__ == "__main__":
    unittest.main()
