import contextlib
import io
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import pdd
from pdd4j import catalog, jvm, notebooks, paths, processes, program
from pdd4j.console import Problem


class PddTest(unittest.TestCase):
    """A user never gets a traceback."""

    def said(self, *arguments, **variables):
        done = subprocess.run(
            [sys.executable, "-B", str(paths.ROOT / "scripts" / "pdd.py"), *arguments],
            env=os.environ | variables,
            capture_output=True,
            text=True,
            check=False,
        )
        self.assertNotIn("Traceback", done.stderr + done.stdout)
        return done

    def test_bad_input_is_answered_by_one_sentence(self):
        with tempfile.TemporaryDirectory() as scratch:
            folder = Path(scratch)
            (folder / "a file").write_text("x", "utf-8")
            contents = {"empty": b"", "no-json": b"x = 1", "binary": b"\xff\xfe\x00", "list": b"[]", "other": b'{"a": 1}'}
            for name, content in contents.items():
                (folder / f"{name}.ipynb").write_bytes(content)
            (folder / "folder.ipynb").mkdir()
            for arguments, variables, sentence in (
                (["run", str(folder / "empty.ipynb")], {}, "a notebook must be a file of JSON as Jupyter writes it"),
                (["run", str(folder / "no-json.ipynb")], {}, "a notebook must be a file of JSON as Jupyter writes it"),
                (["run", str(folder / "binary.ipynb")], {}, "a notebook must be a file of JSON as Jupyter writes it"),
                (["run", str(folder / "list.ipynb")], {}, "a notebook must say its nbformat"),
                (["run", str(folder / "other.ipynb")], {}, "a notebook must say its nbformat"),
                (["run", str(folder / "folder.ipynb")], {}, "there is no notebook"),
                (["run", "x" * 5000], {}, "there is no notebook"),
                (["fetch", "--list"], {"PDD4J_HOME": str(folder / "a file")}, "PDD4J_HOME must name a folder, got the file"),
                (["fetch", "--list"], {"PDD4J_HOME": "~no-such-user-of-any-machine/x"}, "PDD4J_HOME must name a folder"),
                (["fetch", "nothing-of-this-name"], {}, "the catalog has no 'nothing-of-this-name'"),
                (["bench", "--json", str(folder)], {}, "--json must name a file"),
                (["test", "--fast"], {}, "test takes --quick, --browser or nothing, got --fast"),
                (["test", "--browser"], {"PATH": str(Path(sys.executable).parent)}, "Chromium is needed, found none of chromium"),
                (["lessons"], {}, "lessons takes --write and names of lessons, got nothing"),
                (["lessons", "--write", "99"], {}, "there is no notebook 99"),
                (["no-verb"], {}, "there is no verb 'no-verb'"),
            ):
                with self.subTest(arguments=arguments, variables=variables):
                    done = self.said(*arguments, **variables)
                    self.assertEqual(1, done.returncode)
                    self.assertTrue(done.stderr.startswith("pdd: "), done.stderr)
                    self.assertIn(sentence, done.stderr)
                    self.assertEqual(1, len(done.stderr.splitlines()), done.stderr)

    def test_a_reader_that_has_gone_ends_the_command_quietly(self):
        command = [sys.executable, "-B", str(paths.ROOT / "scripts" / "pdd.py"), "fetch", "--list"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            process.stdout.close()
            self.assertEqual("", process.stderr.read())

    def test_a_name_that_the_terminal_cannot_show_is_shown_otherwise(self):
        done = self.said("run", "日本語", PYTHONIOENCODING="ascii", LC_ALL="C", PYTHONUTF8="0")
        self.assertIn("there is no notebook", done.stderr)

    def test_a_system_error_is_told_by_its_reason_and_a_fault_of_the_program_is_kept_for_a_report(self):
        for error, sentence in (
            (OSError(28, "No space left on device", "/a/file"), "pdd: No space left on device: /a/file: check that"),
            (ValueError("an inner value"), "pdd: a fault of this program, ValueError: an inner value; please report it with what is in "),
        ):
            said = io.StringIO()
            with (
                self.subTest(error=error),
                tempfile.TemporaryDirectory() as folder,
                mock.patch.object(paths, "PRIVATE", Path(folder)),
                                contextlib.redirect_stderr(said),
            ):
                self.assertEqual(1, program.guarded(mock.Mock(side_effect=error), []))
                self.assertIn(sentence, said.getvalue())

    def test_a_program_that_cannot_be_started_is_named(self):
        with self.assertRaisesRegex(Problem, "^/no/such/program could not be started"):
            processes.follow(["/no/such/program"], dict(os.environ))

    def test_a_catalog_that_cannot_be_read_is_named(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "catalog.json"
            for content in (b"", b"{", b"[]", b'{"wheels": {}}', b'{"wheels": {"a": {"b": 1}}, "entries": []}', b"\xff", b"7"):
                file.write_bytes(content)
                with self.subTest(content=content), self.assertRaisesRegex(Problem, "^the catalog .* cannot be read"):
                    catalog.read(file)


class AdaptTest(unittest.TestCase):
    """Python starts Java with the words of the user, and brings what an adaptation starts from before it."""

    def done(self, *arguments, absent=(), answers=(7,)):
        steps = mock.Mock()
        steps.java.side_effect = answers
        with (
            mock.patch.object(pdd.build, "ensure", steps.build),
            mock.patch.object(pdd.fetch, "will_fetch_for_the_lesson", return_value=bool(absent)),
            mock.patch.object(pdd.fetch, "for_the_lesson", steps.fetch),
            mock.patch.object(jvm, "run", steps.java),
        ):
            self.assertEqual(7, pdd.main(list(arguments)))
        return steps.mock_calls

    def test_an_adaptation_is_started_once_its_network_and_sharp_images_were_tried_to_fetch(self):
        words = ["my photos", "--out", "adapted.pth", "--minutes", "2"]
        self.assertEqual([mock.call.build(), mock.call.fetch(), mock.call.java("adapt", words)], self.done("adapt", *words))

    def test_where_something_would_be_fetched_the_call_is_checked_before(self):
        words = ["my photos", "--out", "adapted.pth"]
        checked = [mock.call.build(), mock.call.java("adapt", [*words, "--check"])]
        went_on = [*checked, mock.call.fetch(), mock.call.java("adapt", words)]
        self.assertEqual(went_on, self.done("adapt", *words, absent=["vgg16"], answers=(0, 7)))
        self.assertEqual(checked, self.done("adapt", *words, absent=["vgg16"], answers=(7,)))

    def test_its_options_and_other_verbs_fetch_nothing(self):
        self.assertEqual([mock.call.build(), mock.call.java("adapt", ["-h"])], self.done("adapt", "-h"))
        self.assertEqual([mock.call.build(), mock.call.java("upscale", ["a", "b"])], self.done("upscale", "a", "b"))

    def test_every_verb_is_in_the_help(self):
        for verb in {*pdd.VERBS, *pdd.JAVA_VERBS}:
            self.assertIn(f"./pdd {verb}", pdd.HELP)


class ResultsTest(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)
        self.out = self.folder / "out"
        self.notebook = self.folder / "lesson.ipynb"
        self.notebook.write_text("{}", "utf-8")
        self.stack = contextlib.ExitStack()
        self.addCleanup(self.stack.close)
        self.stack.enter_context(mock.patch.object(paths, "PRIVATE", self.folder / "private"))
        self.stack.enter_context(mock.patch.object(processes, "follow", self.executed))
        self.stack.enter_context(contextlib.redirect_stderr(io.StringIO()))

    def executed(self, command, variables):
        self.out.mkdir(exist_ok=True)
        (self.out / "lesson.ipynb").write_text("a result", "utf-8")
        (self.out / "lesson.html").write_text("a page", "utf-8")
        return 0

    def names(self):
        return sorted(file.name for file in self.out.iterdir())

    def test_a_result_takes_the_place_of_an_earlier_result_and_of_nothing_else(self):
        for _ in range(2):
            notebooks.execute(self.notebook, self.out)
            self.assertEqual(["lesson.html", "lesson.ipynb"], self.names())
        for number in (1, 2):
            (self.out / "lesson.ipynb").write_text(f"a result with notes {number}", "utf-8")
            notebooks.execute(self.notebook, self.out)
            self.assertEqual(f"a result with notes {number}", (self.out / f"lesson.kept-{number}.ipynb").read_text("utf-8"))

    def test_a_notebook_among_the_results_is_not_replaced_by_its_own(self):
        self.executed([], {})
        with self.assertRaisesRegex(Problem, "would take the place of the notebook itself"):
            notebooks.execute(self.out / "lesson.ipynb", self.out)
