import argparse
import contextlib
import io
import json
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import bench
import figures
from figures import AUTOCAST, PUBLISHED, SENTENCE, SENTENCE_FLOAT32, TORCH, Measured, Steps
from pdd4j import machine
from pdd4j.console import Problem

OPERATIONS = {"forward": 100.0, "toInputs": 60.0, "toWeights": 40.0}
RATES = {
    "BFLOAT16": {"a": {"forward": 300.0, "toInputs": 400.0, "toWeights": 200.0}, "b": dict.fromkeys(OPERATIONS, 600.0)},
    "FLOAT32": {"a": dict.fromkeys(OPERATIONS, 100.0), "b": dict.fromkeys(OPERATIONS, 100.0)},
}
PARTS = {"BFLOAT16": {"specialist forward": 0.1}, "FLOAT32": {"specialist forward": 0.25}}


def steps(seconds, peak):
    measured = Steps()
    measured.add([9.0, 9.0, 9.0, *seconds], peak)
    return measured


def measured(with_torch):
    variants = {
        SENTENCE: steps([1.0, 0.8, 1.2], 900.0),
        SENTENCE_FLOAT32: steps([2.5], 1100.0),
        PUBLISHED: steps([4.0], 1500.0),
    }
    if with_torch:
        variants |= {TORCH: steps([2.0], 1400.0), AUTOCAST: steps([1.6], 1300.0)}
    return Measured(variants, PARTS, RATES, OPERATIONS)


class FiguresTest(unittest.TestCase):
    def test_the_first_steps_of_each_round_are_not_counted_and_the_highest_peak_is_kept(self):
        both = steps([1.0, 3.0], 800.0)
        both.add([9.0, 9.0, 9.0, 2.0], 700.0)
        self.assertEqual(2.0, both.median())
        self.assertEqual(800.0, both.peak_mib)

    def test_ratios_are_to_pytorch_where_it_was_measured(self):
        found = figures.figures(measured(with_torch=True), 24)
        self.assertEqual((TORCH, 2.0, 1.6), tuple(found[k] for k in ("published_by", "published_float32_seconds", "autocast_seconds")))
        self.assertEqual(0.5, found["ratio_to_published"])
        self.assertEqual(0.625, found["ratio_to_autocast"])

    def test_without_pytorch_the_ratio_is_to_the_published_structure_on_this_engine(self):
        found = figures.figures(measured(with_torch=False), 24)
        self.assertEqual((PUBLISHED, 0.25), (found["published_by"], found["ratio_to_published"]))
        self.assertIsNone(found["autocast_seconds"])
        self.assertIsNone(found["ratio_to_autocast"])

    def test_the_attainable_time_is_that_of_each_direction_at_its_mean_rate(self):
        found = figures.figures(measured(with_torch=False), 24)
        self.assertAlmostEqual(100 / 400 + 60 / 480 + 40 / 300, found["attainable_seconds"])
        self.assertAlmostEqual(found["attainable_seconds"] / 1.0, found["attainable_share"])
        self.assertAlmostEqual(200 / 100 / 2.5, found["attainable_share_float32"])

    def test_the_tables_say_every_variant_part_and_rate_with_the_machine_s_name(self):
        everything = measured(with_torch=True)
        with mock.patch.object(machine, "processor", lambda: "A Processor"), mock.patch.object(machine, "bfloat16", list):
            text = figures.report(everything, figures.figures(everything, 24))
        self.assertIn("of A Processor (without instructions for bfloat16), crops of 24, 200 GFLOP", text)
        self.assertRegex(text, r"\nthis project, bfloat16 +1\.000 +0\.800 +1\.200 +900 +0\.50\n")
        self.assertRegex(text, r"\nPyTorch, autocast to bfloat16 +1\.600 +1\.600 +1\.600 +1300 +0\.80\n")
        self.assertRegex(text, r"\nspecialist forward +100 +250\n")
        self.assertRegex(text, r"\na, to weights +200 +100\n")

    def test_a_system_that_does_not_tell_its_memory_leaves_the_peak_out(self):
        unknown = measured(with_torch=False)
        unknown.steps[SENTENCE].peak_mib = None
        found = figures.figures(unknown, 24)
        self.assertIsNone(found["peak_rss_mib"])
        self.assertRegex(figures.report(unknown, found), r"\nthis project, bfloat16 +1\.000 +0\.800 +1\.200 +0\.25\n")


class BenchTest(unittest.TestCase):
    def setUp(self):
        self.calls = []
        self.options = argparse.Namespace(steps=5, crop=48)
        for module, name, fake in (
            (bench.jvm, "command", lambda verb, arguments: [verb, *arguments]),
            (bench.jvm, "environment", dict),
            (bench.build, "ensure", lambda: None),
        ):
            patch = mock.patch.object(module, name, fake)
            patch.start()
            self.addCleanup(patch.stop)

    def answer(self, process, env, output):
        """Speaks as the Java verb and as PyTorch's side do, among other words."""
        self.calls.append(process)
        answers = {
            "SENTENCE": {"seconds": [9, 9, 9, 1.0, 1.0], "peak_kib": 2048},
            "PUBLISHED": {"seconds": [9, 9, 9, 2.0, 2.0], "peak_kib": None},
            "PARTS": {"parts": {"specialist forward": 0.1}, "peak_kib": 1},
            "CONVOLUTIONS": {"rates": RATES["FLOAT32"], "operations": OPERATIONS, "peak_kib": 1},
        }
        if process[0] == "bench-step":
            output.write(f"training ...\n{json.dumps(answers[process[1]])}\na last word\n")
        else:
            output.write("".join(f"{i} loss 1.5 4.0 s\n" for i in range(5)) + "median 4.0000 peak_rss_mib 1400\n")
        return 0

    def run_bench(self, python, *arguments):
        with (
            mock.patch.object(bench.processes, "follow", self.answer),
            mock.patch.object(bench, "torch_python", lambda: python),
            mock.patch.object(bench, "step", lambda what: contextlib.nullcontext()),
            contextlib.redirect_stdout(io.StringIO()) as printed,
        ):
            self.assertEqual(0, bench.command(list(arguments)))
        return printed.getvalue()

    def test_variants_take_turns_in_processes_of_their_own_and_the_figures_are_written(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "bench.json"
            printed = self.run_bench("python", "--steps", "5", "--rounds", "2", "--crop", "48", "--json", str(file))
            found = json.loads(file.read_text("utf-8"))
        self.assertIn("PyTorch, float32", printed)
        self.assertEqual((1.0, 4.0, 0.25, 2.0, 48), tuple(
            found[key] for key in ("step_seconds", "published_float32_seconds", "ratio_to_published", "peak_rss_mib", "crop")
        ))
        kinds = [call[1] if call[0] == "bench-step" else call[-1] for call in self.calls]
        turn = ["SENTENCE", "SENTENCE", "PUBLISHED", "float32", "bfloat16"]
        self.assertEqual([*turn, *turn, "PARTS", "CONVOLUTIONS", "PARTS", "CONVOLUTIONS"], kinds)
        self.assertTrue(all("48" in call for call in self.calls))

    def test_a_measurement_that_fails_is_said_with_its_last_line(self):
        def fail(process, env, output):
            output.write("one\nno memory is left\n")
            return 3

        with mock.patch.object(bench.processes, "follow", fail):
            with self.assertRaisesRegex(Problem, "^a measurement ended with 3: no memory is left$"):
                bench.java("PARTS", "FLOAT32", self.options)

    def test_fewer_steps_than_are_left_out_are_refused(self):
        with self.assertRaisesRegex(Problem, "^--steps must be above 3, got 3: the first 3 are not counted$"):
            bench.parse(["--steps", "3"])
        with self.assertRaisesRegex(Problem, "^--rounds must be at least 1, got 0"):
            bench.parse(["--rounds", "0"])

    def test_one_line_says_why_pytorch_is_left_out(self):
        said = []
        with mock.patch.object(bench, "say", said.append), tempfile.TemporaryDirectory() as folder:
            with mock.patch.object(bench, "PEER", Path(folder) / "peer_step.py"):
                self.assertIsNone(bench.torch_python())
                bench.PEER.write_text("", "utf-8")
                with mock.patch.dict(bench.os.environ, {"PDD4J_PYTHON": bench.sys.executable}):
                    with mock.patch.object(bench.subprocess, "run") as run:
                        run.return_value.returncode = 1
                        self.assertIsNone(bench.torch_python())
                        run.return_value.returncode = 0
                        self.assertEqual(bench.sys.executable, bench.torch_python())
        self.assertRegex(said[0], "^PyTorch is left out: its side of the comparison, .*peer_step.py, is not here$")
        self.assertRegex(said[1], "^PyTorch is left out: .* has no package torch; PDD4J_PYTHON names another Python$")
        self.assertEqual(2, len(said))
