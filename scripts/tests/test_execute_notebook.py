import contextlib
import io
import tempfile
import unittest
from pathlib import Path

import nbformat
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from pdd4j import execute_notebook


class ExecuteNotebookTest(unittest.TestCase):
    """Runs on JupyterLab's own Python kernel, which starts faster than Java's and fails in the same ways."""

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name) / "a folder"
        self.folder.mkdir()

    def execute(self, *cells, options=()):
        code = [new_code_cell(cell) if isinstance(cell, str) else cell for cell in cells]
        notebook = new_notebook(cells=[new_markdown_cell("# A lesson"), *code])
        nbformat.write(notebook, self.folder / "lesson.ipynb")
        said, complained = io.StringIO(), io.StringIO()
        arguments = [self.folder / "lesson.ipynb", "--out", self.folder / "out", "--log", self.folder / "log"]
        with contextlib.redirect_stdout(said), contextlib.redirect_stderr(complained):
            code = execute_notebook.main([*map(str, arguments), "--kernel", "python3", *options])
        self.assertTrue((self.folder / "out" / "lesson.html").is_file())
        return code, said.getvalue(), complained.getvalue()

    def test_shows_every_cell_and_leaves_the_notebook_and_a_page(self):
        code, said, _ = self.execute("a = 20 + 1", "", "print(2 * a)")
        self.assertEqual(0, code)
        self.assertRegex(said, r"kernel started in .* s\n  1/2  a = 20 \+ 1 .* s\n  2/2  print\(2 \* a\) .* s\n")
        self.assertIn("42", (self.folder / "out" / "lesson.ipynb").read_text("utf-8"))
        self.assertIn("<pre>42", (self.folder / "out" / "lesson.html").read_text("utf-8"))

    def test_what_is_printed_piece_by_piece_is_one_output(self):
        self.execute("for piece in ('PSNR ', '21.4', ' dB'):\n    print(piece, end='', flush=True)")
        self.assertIn("<pre>PSNR 21.4 dB", (self.folder / "out" / "lesson.html").read_text("utf-8"))

    def test_a_cell_that_names_a_file_leaves_its_image_there(self):
        show = "from IPython.display import display\ndisplay({'image/png': 'AAEC'}, raw=True)"
        self.execute(show, new_code_cell(show, metadata={"image": "a.png"}), new_code_cell("1", metadata={"image": "b.png"}))
        self.assertEqual(b"\0\1\2", (self.folder / "out" / "a.png").read_bytes())
        self.assertEqual([self.folder / "out" / "a.png"], list((self.folder / "out").glob("*.png")))

    def test_indices_stay_small_on_the_page_and_images_beside_the_notebook_are_in_it(self):
        (self.folder / "a.png").write_bytes(b"\0\1\2")
        self.execute("1", new_markdown_cell("R<sub>inter</sub> of Y<sup>U</sup>"), new_markdown_cell("![a](a.png)"))
        page = (self.folder / "out" / "lesson.html").read_text("utf-8")
        self.assertIn("R<sub>inter</sub> of Y<sup>U</sup>", page)
        self.assertRegex(page, 'src="data:image/png;base64, ?AAEC')

    def test_a_throwing_cell_is_shown_with_its_message(self):
        code, _, complained = self.execute("1", "x = 3\nraise ValueError('top message')", "4")
        self.assertEqual(1, code)
        self.assertIn("pdd: cell 2 of 3 failed: top message\n    | x = 3\n    | raise ValueError(", complained)
        self.assertIn("top message", (self.folder / "out" / "lesson.ipynb").read_text("utf-8"))

    def test_a_dead_kernel_is_said_to_be_dead(self):
        code, _, complained = self.execute("1", "import os, sys\nprint('bye', file=sys.__stderr__)\nos._exit(3)")
        self.assertEqual(1, code)
        self.assertIn("pdd: the kernel died in cell 2 of 2", complained)

    def test_an_unknown_kernel_is_named(self):
        code, _, complained = self.execute("1", options=["--kernel", "no-such-kernel"])
        self.assertEqual(1, code)
        self.assertIn("the kernel no-such-kernel did not start", complained)

    def test_a_file_that_is_no_notebook_is_named_in_one_sentence(self):
        other = ('{"nbformat": 99, "cells": []}', '{"nbformat": 4, "nbformat_minor": 5, "cells": 3}')
        for content in ("", "x = 1", "[]", "{}", "null", *other):
            file = self.folder / "broken.ipynb"
            file.write_text(content, "utf-8")
            complained = io.StringIO()
            with self.subTest(content=content), contextlib.redirect_stderr(complained):
                code = execute_notebook.main([str(file), "--out", str(self.folder / "out"), "--log", str(self.folder / "log")])
                self.assertEqual(1, code)
                self.assertRegex(complained.getvalue(), r"\Apdd: .*broken\.ipynb is no notebook that can be executed \(.*\): [^\n]*\n\Z")

    def test_a_check_that_is_not_true_fails_a_strict_run_and_is_not_on_the_page(self):
        for source, shown in (("'false claim' and 'fal' 'se'", "'false'"), ("x = 3", "no value")):
            cell = new_code_cell(source, metadata={"tags": ["check"]})
            with self.subTest(source=source):
                self.assertEqual(0, self.execute(cell.copy())[0])
                code, _, complained = self.execute("1", cell, options=["--strict"])
                self.assertEqual(1, code)
                self.assertIn(f"pdd: cell 2 checks what the text claims and must show true, got {shown}: {source}", complained)
                self.assertNotIn("claim", (self.folder / "out" / "lesson.html").read_text("utf-8"))
        true = new_code_cell("class T:\n    __repr__ = lambda self: 'true'\nT()", metadata={"tags": ["check"]})
        self.assertEqual(0, self.execute(true, options=["--strict"])[0])

    def test_a_solution_runs_and_is_folded_on_the_page(self):
        self.execute("1", new_code_cell("print(6 * 7)", metadata={"tags": ["solution"]}))
        page = (self.folder / "out" / "lesson.html").read_text("utf-8")
        self.assertEqual(1, page.count("<summary>Solution</summary>"))
        self.assertRegex(page, r"(?s)<details.*<pre>42.*</details>")

    def test_a_notebook_that_takes_longer_than_its_limit_is_stopped(self):
        code, _, complained = self.execute("1", "import time\ntime.sleep(60)", options=["--limit", "5"])
        self.assertEqual(1, code)
        self.assertIn("pdd: the notebook was stopped in cell 2 of 2, after 5 seconds, its limit\n    | import time", complained)

    def test_outputs_are_kept_with_the_digest_of_their_code_where_nothing_failed(self):
        self.assertEqual(1, self.execute("1", "raise ValueError('no')", options=["--keep-outputs"])[0])
        self.assertNotIn("outputs_of", nbformat.read(self.folder / "lesson.ipynb", 4).metadata)
        self.assertEqual(0, self.execute("20 + 1", options=["--keep-outputs"])[0])
        kept = nbformat.read(self.folder / "lesson.ipynb", 4)
        self.assertEqual("21", kept.cells[1].outputs[0].data["text/plain"])
        self.assertEqual(execute_notebook.code_digest(kept), kept.metadata["outputs_of"])
        kept.cells[0].source = "other text"
        self.assertEqual(execute_notebook.code_digest(kept), kept.metadata["outputs_of"])
        kept.cells[1].source = "20 + 2"
        self.assertNotEqual(execute_notebook.code_digest(kept), kept.metadata["outputs_of"])

    def test_standard_error_fails_a_strict_run_alone(self):
        cell = "import sys\nprint('careful', file=sys.stderr)"
        self.assertEqual(0, self.execute(cell)[0])
        code, _, complained = self.execute(cell, options=["--strict"])
        self.assertEqual(1, code)
        self.assertIn("pdd: cell 1 writes to standard error: careful", complained)
