import os
import subprocess
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from pdd4j import engine, packages, paths


class EngineTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)
        self.said = []
        driver = self.folder / "driver"
        driver.write_text("NVRM version", "utf-8")
        clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTORCH_", "PDD4J_", "NVIDIA_", "CUBLAS_"))}
        for patch in (
            mock.patch.dict(os.environ, clean, clear=True),
            mock.patch.object(engine, "say", self.said.append),
            mock.patch.object(engine, "DRIVER", driver),
            mock.patch.object(engine, "FOLDER", self.folder / "cuda"),
            mock.patch.object(paths, "PRIVATE", self.folder),
            mock.patch.object(engine.platform, "system", lambda: "Linux"),
            mock.patch.object(engine.platform, "machine", lambda: "x86_64"),
            mock.patch.object(engine.machine, "free_disk", lambda folder: 100 * 10**9),
        ):
            patch.start()
            self.addCleanup(patch.stop)

    def answer(self, code, error=""):
        done = subprocess.CompletedProcess([], code, "", error)
        return mock.patch.object(packages, "pip", return_value=done)

    def test_a_machine_with_a_card_gets_the_pinned_wheel_once_and_is_told(self):
        with self.answer(0) as pip:
            engine.ensure()
            engine.ensure()
        pip.assert_called_once()
        self.assertIn("--require-hashes", pip.call_args.args)
        self.assertEqual(1, len([line for line in self.said if line.startswith("The engine computes with")]))
        self.assertIn("with CUDA", self.said[-1])

    def test_djl_is_led_to_the_wheel_and_to_the_libraries_that_it_links(self):
        for name in ("cublas", "cudnn"):
            (engine.FOLDER / "nvidia" / name / "lib").mkdir(parents=True)
        os.environ["LD_LIBRARY_PATH"] = "/before"
        engine.stamp().write()
        settings = engine.chosen().settings
        self.assertEqual(str(engine.FOLDER / "torch" / "lib"), settings["PYTORCH_LIBRARY_PATH"])
        self.assertEqual("cu128", settings["PYTORCH_FLAVOR"])
        nvidia = engine.FOLDER / "nvidia"
        linked = str(engine.FOLDER / "linked")
        expected = [linked, str(nvidia / "cublas" / "lib"), str(nvidia / "cudnn" / "lib"), "/before"]
        self.assertEqual(os.pathsep.join(expected), settings["LD_LIBRARY_PATH"])

    def test_cards_are_counted_through_a_name_without_a_version_which_the_wheel_does_not_have(self):
        runtime = engine.FOLDER / "nvidia" / "cuda_runtime" / "lib" / "libcudart.so.12"
        runtime.parent.mkdir(parents=True)
        runtime.write_text("runtime", "utf-8")
        engine.stamp().write()
        engine.ensure()
        engine.ensure()
        first = Path(engine.chosen().settings["LD_LIBRARY_PATH"].split(os.pathsep)[0])
        self.assertEqual(runtime.resolve(), (first / "libcudart.so").resolve())

        # A link that leads nowhere, as after the wheel was renewed, is made anew.
        newer = runtime.with_name("libcudart.so.13")
        runtime.rename(newer)
        engine.ensure()
        self.assertEqual(newer.resolve(), (first / "libcudart.so").resolve())

    def test_float32_is_float32_on_a_card_unless_the_user_says_otherwise(self):
        engine.stamp().write()
        self.assertEqual("0", engine.chosen().settings["NVIDIA_TF32_OVERRIDE"])
        self.assertEqual(":4096:8", engine.chosen().settings["CUBLAS_WORKSPACE_CONFIG"])
        with mock.patch.dict(os.environ, {"PYTORCH_LIBRARY_PATH": "/opt/torch/lib"}):
            self.assertEqual(engine.EXACT, engine.chosen().settings)
        with mock.patch.dict(os.environ, {"NVIDIA_TF32_OVERRIDE": "1"}):
            self.assertNotIn("NVIDIA_TF32_OVERRIDE", engine.chosen().settings)
            self.assertIn("CUBLAS_WORKSPACE_CONFIG", engine.chosen().settings)

    def test_without_a_card_or_on_request_it_is_the_cpu(self):
        with self.answer(0) as pip:
            with mock.patch.object(engine, "DRIVER", self.folder / "none"):
                engine.ensure()
            with mock.patch.dict(os.environ, {"PDD4J_NATIVE": "cpu"}):
                engine.ensure()
        pip.assert_not_called()
        self.assertEqual(["The engine computes with PyTorch 2.7.1 for the CPU"], self.said)
        self.assertEqual({}, engine.chosen().settings)

    def test_a_wheel_that_cannot_be_had_leaves_the_cpu_and_is_said(self):
        with self.answer(1, "ERROR: No matching distribution found for torch==2.7.1\n"):
            engine.ensure()
        self.assertIn("so the CPU computes: No matching distribution found for torch==2.7.1", self.said[-2])
        self.assertEqual({}, engine.chosen().settings)

    def test_a_full_disk_leaves_the_cpu_and_is_said(self):
        with self.answer(0) as pip, mock.patch.object(engine.machine, "free_disk", lambda folder: 10**9):
            engine.ensure()
        pip.assert_not_called()
        self.assertIn("less than 8 GB of disk", self.said[0])

    def test_a_library_of_the_users_own_stays(self):
        with self.answer(0) as pip, mock.patch.dict(os.environ, {"PYTORCH_LIBRARY_PATH": "/opt/torch/lib"}):
            engine.ensure()
            self.assertNotIn("PYTORCH_VERSION", engine.chosen().settings)
            self.assertNotIn("LD_LIBRARY_PATH", engine.chosen().settings)
        pip.assert_not_called()
        self.assertEqual(["The engine computes with PyTorch in /opt/torch/lib, which PYTORCH_LIBRARY_PATH names"], self.said)

    def test_the_pins_are_of_the_version_that_djl_binds(self):
        pom = (paths.ROOT / "pom.xml").read_text("utf-8")
        self.assertIn(f"<pytorch.version>{engine.VERSION}</pytorch.version>", pom)
        text = engine.PINS.read_text("utf-8")
        self.assertIn(f"torch=={engine.VERSION} ", text)
        pins = [line for line in text.splitlines() if "==" in line and not line.startswith((" ", "#"))]
        self.assertTrue(all("--hash=sha256:" in text.split(line)[1].splitlines()[1] for line in pins))
