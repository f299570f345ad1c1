"""The extension on another kernel, Rapaio, as its one call installs it; ./pdd test runs it once the jars are built."""

import re
import subprocess
import tempfile
import unittest
from dataclasses import dataclass, field
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

from pdd4j import jvm, paths, requirements

VERSION = "3.0.1"
FOLDER = paths.PRIVATE / "hosts"
JAR = FOLDER / f"rapaio-jupyter-kernel-{VERSION}.jar"
# Its threads look at a flag that is set only after they were started: on a busy machine every second start hangs.
STARTS = 10
START_SECONDS = 30
ANSWER_SECONDS = 240
CALL = "io.github.pdd4j.jupyter.NotebookExtension.install();"
TRAINING = """
var run = distill().generalist(compactGeneralist()).specialist(compactSpecialist())
    .labeled(images("../datasets/generated/labeled").downscaledBy(bicubic()))
    .unlabeled(images("../datasets/generated/unlabeled").degradedBy(unknown(4)))
    .rIntra(0.5).iterations(3).batch(1).crop(16).seed(1).train();"""


@dataclass
class Shown:
    """What a cell sent: the content of its displays and of its value by MIME type, in order, and the updates by display."""

    contents: list[dict[str, str]] = field(default_factory=list)
    updates: dict[str, list[str]] = field(default_factory=dict)
    displays: list[str] = field(default_factory=list)
    printed: str = ""
    error: str = ""

    def take(self, message):
        kind, content = message["msg_type"], message["content"]
        if kind in ("display_data", "execute_result"):
            self.contents.append(content["data"])
        if kind == "display_data":
            self.displays.append(content["transient"]["display_id"])
        if kind == "update_display_data":
            self.updates.setdefault(content["transient"]["display_id"], []).append(content["data"]["text/plain"])
        if kind == "stream":
            self.printed += content["text"]
        if kind == "error":
            self.error = "\n".join(content["traceback"])


def fetch():
    """The kernel's jar, by Maven as every other library."""
    if not JAR.is_file():
        artifact = f"io.github.padreati:rapaio-jupyter-kernel:{VERSION}"
        copy = ["-q", "-B", "dependency:copy", f"-Dartifact={artifact}", f"-DoutputDirectory={FOLDER}"]
        subprocess.run([str(requirements.maven().path), *copy], check=True, cwd=paths.ROOT, env=requirements.java_environment())


class RapaioTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        fetch()
        scratch = tempfile.TemporaryDirectory()
        cls.addClassCleanup(scratch.cleanup)
        script = Path(scratch.name) / "init.jsh"
        script.write_text(CALL + "\n", "utf-8")
        settings = jvm.kernel_settings(jvm.home()) | {
            "RJK_CLASSPATH": ";".join(jvm.class_path()),
            "RJK_INIT_SCRIPT": str(script),
            "PDD4J_HOME": scratch.name,
        }
        java = str(jvm.home() / "bin" / "java")
        cls.spec = KernelSpec(
            argv=[java, *settings["JJAVA_JVM_OPTS"].split(), "-jar", str(JAR), "{connection_file}"],
            env={name: value for name, value in settings.items() if name != "PATH"},
            language="java",
            interrupt_mode="message",
        )
        cls.log = (paths.PRIVATE / "rapaio-tests.log").open("w", encoding="utf-8")
        cls.addClassCleanup(cls.log.close)
        cls.client = cls.started()

    @classmethod
    def started(cls):
        for _ in range(STARTS):
            manager = KernelManager()
            manager._kernel_spec = cls.spec
            manager.start_kernel(stdout=cls.log, stderr=cls.log, cwd=str(paths.NOTEBOOKS))
            client = manager.client()
            client.start_channels()
            try:
                client.wait_for_ready(timeout=START_SECONDS)
            except RuntimeError:
                client.stop_channels()
                manager.shutdown_kernel(now=True)
                continue
            cls.addClassCleanup(manager.shutdown_kernel, now=True)
            cls.addClassCleanup(client.stop_channels)
            return client
        raise AssertionError(f"none of {STARTS} starts of Rapaio {VERSION} answered within {START_SECONDS} seconds")

    def shown(self, cell):
        shown = Shown()
        reply = self.client.execute_interactive(cell, allow_stdin=False, timeout=ANSWER_SECONDS, output_hook=shown.take)
        self.assertEqual("ok", reply["content"]["status"], f"{cell}\n{shown.error}")
        return shown

    def value(self, cell):
        contents = self.shown(cell).contents
        self.assertEqual(1, len(contents), cell)
        return contents[0]

    def test_values_are_shown_as_on_the_other_kernels(self):
        chart = self.value('Charts.lines("Loss", "x", "y", Map.of("a", new double[] {2, 1}))')
        self.assertEqual("Loss: a 1 after 2", chart["text/plain"])
        self.assertTrue(chart["image/svg+xml"].startswith("<svg "))
        self.assertIn("&lt;x&gt;", self.value('Table.create("t", StringColumn.create("a", "<x>"))')["text/html"])
        image = self.value('image("../datasets/generated/held-out/1201.png").center(48)')
        self.assertEqual({"image/png", "text/plain"}, set(image))
        shown = re.sub(r"</?span[^>]*>", "", self.value("distill().rIntra(0.5)")["text/html"])
        self.assertIn("rIntra(0.5)", shown)

    def test_progress_is_one_display_that_changes_in_place(self):
        shown = self.shown(TRAINING)
        self.assertEqual(1, len(shown.displays))
        self.assertEqual(shown.displays, list(shown.updates))
        self.assertIn("iteration 3 of 3", shown.updates[shown.displays[0]][-1])
        self.assertIn("3 of 3 iterations", self.value("run")["text/plain"])

    def test_show_makes_a_display_of_its_own_within_a_cell(self):
        shown = self.shown("for (int i = 0; i < 2; i++) { show(compactSpecialist()); }")
        self.assertEqual(2, len(set(shown.displays)))
        self.assertIn("compact-specialist", shown.contents[1]["text/html"])

    def test_the_kernel_keeps_its_own_words_and_another_call_changes_nothing(self):
        again = self.shown(CALL)
        self.assertEqual(([], ""), (again.contents, again.printed))
        self.assertIn("compact-specialist", self.shown("var id = display(compactSpecialist());").contents[0]["text/html"])
        self.assertEqual("x", self.value('new File("x").getName()')["text/html"])


if __name__ == "__main__":
    unittest.main()
