import contextlib
import io
import json
import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import bench
import bench_waiting
import build
from pdd4j import jvm
from pdd4j.console import Problem


class BenchWaitingTest(unittest.TestCase):
    def run_verb(self, *arguments):
        asked, running = [], []

        def measurement(process, variables):
            asked.append((process[-7:], variables))
            alive = [each for each in busy if each.poll() is None]
            running.append(len(alive))
            return {"seconds": [9.0, 9.0, 9.0, 2.0 if alive else 1.0]}

        busy = []
        real = bench_waiting.subprocess.Popen

        def started(*given, **named):
            busy.append(real(*given, **named))
            return busy[-1]

        said = io.StringIO()
        with (
            mock.patch.object(bench, "measurement", measurement),
            mock.patch.object(build, "ensure"),
            mock.patch.object(jvm, "environment", lambda: {"PATH": "p", "GOMP_SPINCOUNT": "5", "KMP_A": "b"}),
            mock.patch.object(jvm, "command", lambda verb, given: [verb, *given]),
            mock.patch.object(bench_waiting.subprocess, "Popen", started),
            contextlib.redirect_stdout(said),
            contextlib.redirect_stderr(io.StringIO()),
        ):
            code = bench_waiting.command(list(arguments))
        self.assertTrue(all(each.poll() is not None for each in busy))
        return code, said.getvalue(), asked, running

    def test_one_table_has_every_work_and_setting_alone_and_beside_busy_processes(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "figures.json"
            settings = ("as it is", "OMP_WAIT_POLICY=PASSIVE,GOMP_SPINCOUNT=3")
            code, said, asked, running = self.run_verb(
                "--busy", "2", "--rounds", "1", "--steps", "4", "--settings", *settings, "--json", str(file)
            )
            rows = json.loads(file.read_text("utf-8"))["rows"]
        self.assertEqual(0, code)
        self.assertEqual([0, 0, 2, 2] * len(bench_waiting.WORK), running)
        for work in bench_waiting.WORK:
            for setting in settings:
                self.assertRegex(said, rf"{work}, {setting} +1\.000 +2\.000 +2\.00 +1\.000")
        self.assertEqual(len(bench_waiting.WORK) * len(settings), len(rows))
        self.assertEqual({"alone": 1.0, "beside": 2.0}, {name: rows[0][name] for name in ("alone", "beside")})
        self.assertEqual({"PATH": "p"}, asked[0][1])
        self.assertEqual({"PATH": "p", "OMP_WAIT_POLICY": "PASSIVE", "GOMP_SPINCOUNT": "3"}, asked[1][1])
        self.assertEqual(["SENTENCE", "--precision", "BFLOAT16", "--crop", "24", "--steps", "4"], asked[0][0])

    def test_what_cannot_be_measured_is_refused_before_anything_is(self):
        for arguments, sentence in (
            (["--steps", "3"], "--steps must be at least 4, got 3"),
            (["--busy", "0"], "--busy must be at least 1, got 0"),
            (["--settings", "fast"], "a setting must be NAME=VALUE, or 'as it is' for none, got 'fast'"),
            (["--json", os.path.join("no", "such", "folder")], "--json must name a file in a folder that is there"),
        ):
            with self.subTest(arguments=arguments), self.assertRaisesRegex(Problem, sentence):
                bench_waiting.parse(arguments)
