import contextlib
import io
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import scores
from pdd4j import paths
from pdd4j.console import Problem

TORCH = "def download_url_to_file(url, place, *rest): raise OSError('the network was used')\n"

HUB = """
class LocalEntryNotFoundError(FileNotFoundError):
    pass

def hf_hub_download(repo_id, filename, revision=None):
    if filename == "held.bin":
        return filename
    raise LocalEntryNotFoundError("cannot find the requested files")
"""

PYIQA = """
from huggingface_hub import LocalEntryNotFoundError, hf_hub_download

__version__ = "0.1.16"

class Metric:
    lower_better = False
    metric_mode = "NR"
    def __call__(self, image):
        print("progress that must not reach the CSV")
        if image.endswith("bad.png"):
            raise ValueError("no image")
        return 61.5 if image.endswith("a.png") else float("nan")

def create_metric(name, device):
    import torch.hub
    print("loading")
    if name == "nrqm":
        torch.hub.download_url_to_file("https://example.org/NRQM_model.mat", "/home/hub/pyiqa/NRQM_model.mat")
    if name == "clipiqa":
        import urllib.request
        urllib.request.urlopen("https://example.org/RN50.pt")
    if name == "maniqa":
        hf_hub_download("timm/vit", "model.safetensors")
    if name == "topiq":
        try:
            hf_hub_download("timm/resnet50", filename="model.safetensors", revision=None)
        except LocalEntryNotFoundError:
            hf_hub_download("timm/resnet50", filename="held.bin")
        return Metric()
    if name != "musiq":
        raise KeyError(f"Unknown metric: {name}")
    return Metric()
"""


class ScoresTest(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.folder = Path(scratch.name)
        for name in ("a.png", "b.png", "bad.png", "notes.txt"):
            (self.folder / name).write_text("")
        self.out = self.folder / "scores.csv"

    def score(self, *metrics):
        packages = self.folder / "packages"
        for name, text in {"torch/__init__": "", "torch/hub": TORCH, "huggingface_hub": HUB, "pyiqa/__init__": PYIQA}.items():
            paths.write_atomically(packages / f"{name}.py", text)
        program = f"import sys; sys.path[:0] = [{str(packages)!r}, {str(scores.WORKER.parent)!r}]; import score_images; "
        program += "sys.exit(score_images.main(sys.argv[1:]))"
        command = [sys.executable, "-B", "-c", program, str(self.folder), str(self.out), *metrics]
        return subprocess.run(command, capture_output=True, text=True, check=False, env={"TORCH_HOME": "/home", "HF_HOME": "/hf"})

    def test_scores_are_written_and_what_fails_is_said(self):
        done = self.score("musiq")
        self.assertEqual(0, done.returncode, done.stderr)
        self.assertEqual("file,metric,value,better,source\na.png,musiq,61.5,higher,pyiqa 0.1.16\n", self.out.read_text())
        self.assertIn("pdd: musiq of b.png is nan and is left out", done.stderr)
        self.assertIn("pdd: musiq of bad.png failed: ValueError: no image; the other images go on", done.stderr)
        self.assertEqual("", done.stdout)

    def test_an_absent_file_is_named_with_its_place_and_the_other_metrics_go_on(self):
        done = self.score("nrqm", "clipiqa", "unknown", "musiq")
        self.assertEqual(0, done.returncode)
        self.assertIn(
            "pdd: nrqm needs NRQM_model.mat, got none at /home/hub/pyiqa/NRQM_model.mat: "
            "download https://example.org/NRQM_model.mat and put it there; the other metrics go on",
            done.stderr,
        )
        self.assertIn("pdd: clipiqa needs RN50.pt, got none at /home/hub/clip/RN50.pt: download", done.stderr)
        self.assertIn("pdd: unknown could not be made: KeyError: 'Unknown metric: unknown'; the other", done.stderr)
        self.assertIn("a.png,musiq,61.5", self.out.read_text())

    def test_an_absent_file_of_the_hub_is_named_and_another_that_is_there_is_taken(self):
        done = self.score("maniqa", "topiq")
        self.assertEqual(0, done.returncode)
        self.assertIn(
            "pdd: maniqa needs model.safetensors of timm/vit, got none in /hf: "
            f"run HF_HOME=/hf {Path(sys.executable).with_name('hf')} download timm/vit model.safetensors; the other metrics go on",
            done.stderr,
        )
        self.assertIn("a.png,topiq,61.5", self.out.read_text())
        self.assertNotIn("loading", done.stderr)

    def test_an_absent_tool_is_said_with_the_way_to_get_it(self):
        absent = self.folder / "no-python"
        with self.assertRaisesRegex(Problem, "pyiqa needs an environment of its own, got none at .*--install makes it"):
            scores.command([str(self.folder), "--python", str(absent)])

    def test_the_verb_hands_on_folder_file_and_metrics(self):
        program = self.folder / "python"
        program.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > "$4"\n')
        program.chmod(0o755)
        with contextlib.redirect_stderr(io.StringIO()) as said, contextlib.redirect_stdout(said):
            code = scores.command([str(self.folder), "--python", str(program), "--metrics", "musiq", "--out", str(self.out)])
        self.assertEqual(0, code)
        self.assertEqual(["-B", str(scores.WORKER), str(self.folder), str(self.out), "musiq"], self.out.read_text().splitlines())


if __name__ == "__main__":
    unittest.main()
