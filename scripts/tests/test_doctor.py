import os
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from pdd4j import doctor


class DoctorTest(unittest.TestCase):
    def test_says_where_runs_lie_and_how_much_they_take(self):
        with tempfile.TemporaryDirectory() as home, mock.patch.dict(os.environ, {"PDD4J_HOME": home}):
            self.assertRegex(doctor.runs(), "^0 in .*runs, 0 kB")
            checkpoint = Path(home, "runs", "night", "checkpoint-000010")
            checkpoint.mkdir(parents=True)
            (checkpoint / "specialist.safetensors").write_bytes(bytes(3_000_000))
            Path(home, "runs", "half-made").mkdir()
            (checkpoint.parent / "run.json").write_text("{}", "utf-8")
            self.assertRegex(doctor.runs(), r"^1 in .*runs, 3 MB \(delete a run's folder to remove it\)$")
