"""What a person does in a cell, asked of the real kernel as a notebook asks it; ./pdd test runs it once the jars are built."""

import json
import queue
import re
import subprocess
import tempfile
import unittest
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

from pdd4j import jvm, notebooks, paths

START_SECONDS = 120
ANSWER_SECONDS = 240
COLOR = re.compile(r"\x1b\[[0-9;]*m")
WORDS = """
Arrays.stream(io.github.pdd4j.Pdd.class.getMethods())
    .filter(m -> java.lang.reflect.Modifier.isStatic(m.getModifiers()))
    .map(m -> m.getName()).distinct().sorted().collect(Collectors.joining(" "))"""
# Calls of another number of arguments with arguments whose types javac infers: JShell keeps their errors for the next snippet.
LEAVING_ERRORS = (
    'Charts.scatter("a", List.of(1)).',
    'Charts.lines("a", List.of(1)).',
    "Collections.nCopies(List.of(1)).",
    "Objects.requireNonNullElse(x -> x).",
    "Collections.nCopies(new ArrayList<>()).",
)
# Each is judged by JShell in another way, and the kernel could not even show what was wrong with the last three.
CELLS = ("1 + 1", "var x = 3;", "x", "import java.io.*;", "void f() {}", "class A {}", "record R(int a) {}")


class KernelTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        spec = json.loads((paths.VENV / "share" / "jupyter" / "kernels" / notebooks.KERNEL / "kernel.json").read_text("utf-8"))
        cls.manager = KernelManager()
        cls.manager._kernel_spec = KernelSpec(**spec)
        cls.log = (paths.PRIVATE / "kernel-tests.log").open("w", encoding="utf-8")
        cls.addClassCleanup(cls.log.close)
        cls.manager.start_kernel(stdout=cls.log, stderr=cls.log, cwd=str(paths.NOTEBOOKS))
        cls.addClassCleanup(cls.manager.shutdown_kernel, now=True)
        cls.client = cls.manager.client()
        cls.client.start_channels()
        cls.addClassCleanup(cls.client.stop_channels)
        cls.client.wait_for_ready(timeout=START_SECONDS)
        cls.words = cls().value(WORDS).split()

    def runTest(self):
        """Lets setUpClass ask for the words."""

    def reply(self, request):
        try:
            while True:
                message = self.client.get_shell_msg(timeout=ANSWER_SECONDS)
                if message["parent_header"].get("msg_id") == request:
                    return message["content"]
        except queue.Empty:
            self.fail("the kernel did not answer")

    def value(self, cell):
        """The text of a cell's value, empty where it shows none; an error fails the test."""
        reply, shown, error = self.run_cell(cell)
        self.assertEqual("ok", reply["status"], f"{cell}\n{error}")
        return shown

    def error(self, cell):
        """What a cell that fails shows, and the reply to it, which must say the same."""
        reply, _, error = self.run_cell(cell)
        self.assertEqual(("error", error["ename"], error["evalue"]), (reply["status"], reply["ename"], reply["evalue"]))
        self.assertGreater(reply["execution_count"], 0)
        return error["ename"], COLOR.sub("", "\n".join(error["traceback"])).splitlines()

    def run_cell(self, cell):
        request = self.client.execute(cell)
        reply = self.reply(request)
        shown, error = "", {}
        while True:
            message = self.client.get_iopub_msg(timeout=ANSWER_SECONDS)
            kind, content = message["msg_type"], message["content"]
            if message["parent_header"].get("msg_id") != request:
                continue
            if kind == "status" and content["execution_state"] == "idle":
                break
            if kind == "execute_result":
                shown = content["data"]["text/plain"]
            if kind == "error":
                error = content
        return reply, shown, error

    def completions(self, code):
        return [match.rstrip("()") for match in self.reply(self.client.complete(code, len(code)))["matches"]]

    def test_every_word_of_the_front_door_is_completed_from_its_first_letters(self):
        self.assertLessEqual({"distill", "psnr", "ssim", "evaluate", "kl", "movingAverage"}, set(self.words))
        for word in self.words:
            for letters in {1, 2, max(1, len(word) // 2)}:
                with self.subTest(word=word, letters=word[:letters]):
                    self.assertIn(word, self.completions(word[:letters]))

    def test_every_word_of_the_front_door_is_inspected_wherever_its_cursor_stands(self):
        for word in self.words:
            for code, cursor in ((word, len(word)), (f"{word}()", 1), (f"{word}()", len(word)), (f"{word}()", len(word) + 1)):
                with self.subTest(code=code, cursor=cursor):
                    found = self.reply(self.client.inspect(code, cursor))
                    self.assertTrue(found["found"])
                    self.assertIn(f"{word}(", found["data"]["text/plain"])

    def test_what_a_completion_could_not_make_sense_of_does_not_reach_the_next_cell(self):
        for code in LEAVING_ERRORS:
            for cell in CELLS:
                with self.subTest(code=code, cell=cell):
                    self.completions(code)
                    self.value(cell)
        for code in LEAVING_ERRORS:
            with self.subTest(code=code):
                self.reply(self.client.inspect(code, len(code) - 1))
                self.assertEqual("2", self.value("1 + 1"))

    def test_the_value_of_a_last_expression_is_shown_with_a_semicolon_or_without(self):
        for cell, shown in (("1 + 1", "2"), ("1 + 1;", "2"), ("int y = 4;", ""), ("y = 5", ""), ("y; // a note", "5"), ("1; y", "5")):
            with self.subTest(cell=cell):
                self.assertEqual(shown, self.value(cell))

    def test_an_error_of_the_library_is_its_sentence_and_the_line_of_the_cell(self):
        sentence = "batch must be at least 1, got 0: use batch(2)"
        note = "  (IllegalArgumentException; lastError() shows the whole trace)"
        self.assertEqual(
            ("IllegalArgumentException", [sentence, "  at .batch(0)", note]),
            self.error("distill()\n    .iterations(5)\n    .batch(0)"),
        )
        helper = "Distillation small(int n) {\n    var s = distill();\n    return s.batch(n);\n}\nsmall(0)"
        self.assertEqual(
            ("IllegalArgumentException", [sentence, "  at return s.batch(n);   in small", "  at small(0)", note]), self.error(helper)
        )
        trace = self.value("lastError()")
        self.assertTrue(trace.startswith(f"java.lang.IllegalArgumentException: {sentence}\n    at io.github.pdd4j."))
        self.assertIn("\n    at a cell: small(", trace)

    def test_a_loss_that_fails_in_the_library_keeps_its_own_line(self):
        _, lines = self.error("check(p -> {\n    int[] none = {};\n    none[3] = 1;\n    return p.truth().mean();\n})")
        self.assertIn("could not be computed", lines[0])
        self.assertIn("  because of ArrayIndexOutOfBoundsException: Index 3 out of bounds for length 0", lines)
        self.assertIn("  at none[3] = 1;", lines)

    def test_an_error_of_the_cell_s_own_code_keeps_its_trace(self):
        name, lines = self.error("List.of(1, 2).get(5)")
        self.assertEqual("RuntimeException", name)
        self.assertIn("java.lang.IndexOutOfBoundsException: Index: 5 Size: 2", lines[0])
        self.assertIn("ImmutableCollections", lines[1])

    def test_a_variable_that_jshell_emptied_is_told_so(self):
        self.value('Upscaler made() { return bicubicUpscaling(2); }\nvar tried = made();')
        self.value('Upscaler made() { return bicubicUpscaling(3); }')
        why = "JShell empties a variable when a method or class that it was made with is declared again"
        _, lines = self.error('evaluate(tried, images("../datasets/generated/held-out").downscaledBy(bicubic()), psnr())')
        self.assertTrue(lines[0].startswith(f"network of evaluate(...) must be a value, got null: {why}"), lines)
        _, lines = self.error("tried.scale()")
        self.assertTrue(lines[0].startswith(f"tried is null: {why}"), lines)

    def test_members_are_offered_in_the_order_of_the_language_without_those_of_every_object(self):
        offered = self.completions("distill().")
        self.assertEqual(["generalist", "specialist", "labeled", "unlabeled", "features", "rIntra", "rInter"], offered[:7])
        self.assertLess(offered.index("train"), offered.index("toString"))
        self.assertFalse({"wait", "notify", "notifyAll", "getClass", "hashCode", "equals"} & set(offered))
        self.assertEqual(["generalist", "gradientThroughLabeled", "gradientNorms"], self.completions("distill().g"))
        self.assertEqual(["getClass"], self.completions("distill().getC"))

    def test_help_and_shift_tab_show_the_javadoc(self):
        self.assertIn("Sets λ2, the weight of R_inter.", self.value('help("rInter")'))
        self.assertIn("Sentences: distill, paper", self.value("help()"))
        _, lines = self.error('help("rIner")')
        self.assertIn("the most similar are rInter", lines[0])
        shown = self.reply(self.client.inspect("distill().rInter(", 17))["data"]["text/plain"]
        self.assertIn("Sets λ2, the weight of R_inter.", shown)

    def test_a_loss_of_a_cell_is_checked_used_and_kept_with_the_run_as_it_was_written(self):
        record = "record Brightness(double least) implements Loss {\n    public NDArray of(Predictions p) {\n"
        record += "        return p.specialist().unlabeled().mean();\n    }\n}"
        self.value(record)
        self.assertIn("nothing to warn of", self.value("check(new Brightness(0.5))"))
        images = 'images("../datasets/generated/held-out")'
        sentence = f"""var tried = distill().generalist(compactGeneralist()).specialist(compactSpecialist())
            .labeled({images}.downscaledBy(bicubic())).unlabeled({images}).iterations(1).batch(1).crop(16)
            .loss("brightness", 0.1, new Brightness(0.5)).loss("square", 0.1, p -> p.specialist().unlabeled().square().mean())
            .checkpoint(c -> c.off()).train()"""
        self.value(sentence)
        self.assertEqual(record, self.value('tried.sources().get("brightness")'))
        self.assertEqual(f"{sentence};", self.value('tried.sources().get("square")'))
        self.assertEqual("2", self.value("tried.sources().size()"))
        self.assertIn("return p.specialist().unlabeled().mean();", self.value("tried.specialist().card()"))

    def test_words_are_the_language_s_own_beside_those_of_the_kernel(self):
        for cell, shown in (
            ("var blur = blur(2); var noise = noise(6); blur.then(noise)", "blur(2).then(noise(6))"),
            ("oneOf(blur(1), shuffled(noise(2), jpeg(9)))", "oneOf(blur(1), shuffled(noise(2), jpeg(9)))"),
            ("resized(0.5, 1, area())", "resized(0.5, 1, area())"),
            ("downscaled(bicubic(), 2)", "downscaled(bicubic(), 2)"),
            ("Resampling.PILLOW_BOX", "Resampling.PILLOW_BOX"),
            ('degradation("mine", (image, random) -> image)', 'degradation("mine", ...)'),
            ('var unknown = unknown(4);\nimages("../datasets/generated/held-out").degradedBy(unknown).size()', "2"),
            ('available("compact-generalist", "../datasets/generated")', "true"),
            ('var image = image("../datasets/generated/held-out/1201.png").center(48); image.width()', "48"),
            ('metric("mine", (p, t) -> 1).lowerIsBetter().higherIsBetter()', "false"),
            ("difference(paper(), distill(paper())).rowCount()", "0"),
            ('Table.create("t", DoubleColumn.create("a", 1, 3)).summarize("a", mean, max, median).apply().columnCount()', "3"),
            ("Conv2d.class.getSimpleName() + Pool.class.getSimpleName()", "Conv2dPool"),
        ):
            with self.subTest(cell=cell):
                self.assertEqual(shown, self.value(cell))
        self.assertIn("small", self.value('grid(captioned("small", image), captioned("part", image.zoom(0.25, 0.25, 0.5)))'))

    def test_the_sentence_that_an_adaptation_prints_makes_the_same_network_in_a_cell(self):
        images = paths.ROOT / "datasets" / "generated"
        with tempfile.TemporaryDirectory() as scratch:
            out = Path(scratch) / "adapted.pth"
            words = [str(images / "unlabeled"), "--labeled", str(images / "labeled"), "--network", "compact-generalist"]
            command = jvm.command("adapt", [*words, "--out", str(out), "--minutes", "0.001"])
            variables = jvm.environment() | {"PDD4J_HOME": scratch}
            said = subprocess.run(command, env=variables, capture_output=True, text=True, check=True).stdout
            adapted = out.read_bytes()
            out.unlink()
            self.value(said[said.index("var run = ") : said.index("next: ")])
            self.assertEqual(adapted, out.read_bytes())

    def test_the_examples_of_contributing_are_cells_and_do_what_their_text_says(self):
        text = (paths.ROOT / "CONTRIBUTING.md").read_text("utf-8")
        examples = re.findall(r"^```java\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
        self.assertTrue(examples)
        for example in examples:
            self.assertEqual("", self.value(example))
        self.assertIn("nothing to warn of", self.value("check(new TotalVariation())"))
        table = self.value(
            'evaluate(bicubicUpscaling(4), images("../datasets/generated/held-out").downscaledBy(bicubic()), psnr(), new MeanError())'
        )
        self.assertIn("mean error", table)


if __name__ == "__main__":
    unittest.main()
