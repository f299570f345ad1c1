import contextlib
import hashlib
import http.server
import io
import tarfile
import tempfile
import threading
import unittest
import zipfile
from pathlib import Path
from unittest import mock

from pdd4j import catalog, fetch, fetch_set, unpack
from pdd4j.catalog import Archive, DataSet


def zipped(*names):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name in names:
            archive.writestr(name, f"content of {name}")
    return made.getvalue()


def tarred(*names, mode="w", link=None):
    made = io.BytesIO()
    with tarfile.open(fileobj=made, mode=mode) as archive:
        for name in names:
            info = tarfile.TarInfo(name)
            info.size = 3000
            archive.addfile(info, io.BytesIO(b"x" * 3000))
        if link:
            info = tarfile.TarInfo("link")
            info.type, info.linkname = tarfile.SYMTYPE, link
            archive.addfile(info)
    return made.getvalue()


class Server(http.server.BaseHTTPRequestHandler):
    """Serves the archives with ranges; what is asked for as broken ends half way, a login is a web page."""

    def do_HEAD(self):
        self.answer(body=False)

    def do_GET(self):
        self.answer(body=True)

    def answer(self, body):
        name = self.path.rpartition("/")[2]
        if name not in self.server.files:
            return self.send_error(403)
        content = self.server.files[name]
        begin = int((self.headers.get("Range") or "bytes=0-")[6:-1])
        self.server.asked.append((self.command, begin))
        self.send_response(206 if begin else 200)
        self.send_header("Content-Type", "text/html" if name == "login.zip" else "application/zip")
        self.send_header("Content-Length", str(len(content) - begin))
        self.end_headers()
        if body:
            broken = name in self.server.broken
            self.server.broken.discard(name)
            self.wfile.write(content[begin : len(content) // 2] if broken else content[begin:])

    def log_message(self, *arguments):
        pass


class FetchSetTest(unittest.TestCase):
    def setUp(self):
        self.server = http.server.HTTPServer(("127.0.0.1", 0), Server)
        self.server.files, self.server.broken, self.server.asked = {}, set(), []
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        self.addCleanup(self.server.server_close)
        self.addCleanup(self.server.shutdown)
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.home = Path(scratch.name) / "a home"
        self.folder = self.home / "images" / "a-set"

    def archive(self, name, holds, content=None, **sums):
        if content is not None:
            self.server.files[name] = content
            sums = sums or {"sha256": hashlib.sha256(content).hexdigest()}
        return Archive(f"http://127.0.0.1:{self.server.server_port}/{name}", holds, **sums)

    def by_hand(self, name, content):
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / name).write_bytes(content)

    def fetch(self, folders, *archives):
        wanted = DataSet(tuple(folders), "its page", 'Datasets.aSet(Path.of("{folder}"))', archives)
        said = io.StringIO()
        with contextlib.redirect_stderr(said):
            code = fetch_set.fetch("a-set", wanted, self.folder, self.home / "partial")
        self.assertEqual([], list(self.home.rglob("unpacking-*")))
        return code, said.getvalue()

    def files(self):
        return sorted(file.relative_to(self.folder).as_posix() for file in self.folder.rglob("*") if file.is_file())

    def assert_nothing_came(self, sentence, *archives, folders=("set",)):
        code, said = self.fetch(folders, *archives)
        self.assertEqual(1, code)
        self.assertIn(sentence, said)
        self.assertEqual([], [file for file in self.files() if not file.endswith((".zip", ".tar"))])
        return said

    def test_archives_become_the_folders_that_df2k_is_read_from(self):
        div2k = zipped("DIV2K_train_HR/", "DIV2K_train_HR/0001.png")
        flickr = tarred("Flickr2K/Flickr2K_HR/000001.png", "Flickr2K/Flickr2K_LR_bicubic/X4/000001x4.png")
        code, said = self.fetch(
            ["DIV2K_train_HR", "Flickr2K/Flickr2K_HR"],
            self.archive("DIV2K_train_HR.zip", "DIV2K_train_HR", div2k, sha256=hashlib.sha256(div2k).hexdigest(), size=len(div2k)),
            self.archive("Flickr2K.tar", "Flickr2K/Flickr2K_HR", flickr, md5=hashlib.md5(flickr).hexdigest()),
        )
        self.assertEqual(0, code, said)
        self.assertEqual(["DIV2K_train_HR/0001.png", "Flickr2K/Flickr2K_HR/000001.png"], self.files())
        self.assertIn("(10 kB, and as much again unpacked) ...", said)
        self.assertIn(f'in a cell: Datasets.aSet(Path.of("{self.folder.as_posix()}"))', said)
        self.assertEqual([], list((self.home / "partial").iterdir()))

    def test_files_at_the_root_lie_in_a_folder_named_after_their_archive_as_those_of_ntire(self):
        for content in (zipped("0801.png"), zipped("Corrupted-va-x/0801.png")):
            with self.subTest(content=content):
                code, said = self.fetch(["Corrupted-va-x"], self.archive("Corrupted-va-x.zip", "Corrupted-va-x", content))
                self.assertEqual((0, ["Corrupted-va-x/0801.png"]), (code, self.files()), said)
                (self.folder / "Corrupted-va-x" / "0801.png").unlink()
                (self.folder / "Corrupted-va-x").rmdir()

    def test_realsr_put_there_by_hand_is_unpacked_and_its_archive_kept_as_done(self):
        realsr = catalog.named("realsr-v3").data_set
        code, said = self.fetch(realsr.folders)
        self.assertEqual(1, code)
        self.assertIn(
            "pdd: a-set lacks the folder Canon, Nikon: download its archives from its page, "
            f"put them as they are into {self.folder} and run ./pdd fetch a-set again, which unpacks them",
            said,
        )
        names = [f"RealSR(V3)/{camera}/Test/4/{camera}_001_{role}.png" for camera in realsr.folders for role in ("HR", "LR4")]
        self.by_hand("RealSR(V3).tar.gz", tarred(*names, mode="w:gz"))
        for _ in range(2):
            self.assertEqual(0, self.fetch(realsr.folders)[0])
            images = [name.removeprefix("RealSR(V3)/") for name in names]
            self.assertEqual(sorted([*images, "RealSR(V3).tar.gz.unpacked"]), self.files())

    def test_parts_of_drealsr_are_joined_whatever_lies_around_them(self):
        drealsr = catalog.named("drealsr").data_set
        self.by_hand("Test-001.zip", zipped("x4/Test_x4/Test_x4/test_HR/Canon_10_x4.png", "x3/Test_x3/test_HR/a_x3.png"))
        self.by_hand("Test-002.zip", zipped("Test_x4/test_LR/Canon_10_x1.png"))
        self.assertEqual(0, self.fetch(drealsr.folders)[0])
        images = ["Test_x3/test_HR/a_x3.png", "Test_x4/test_HR/Canon_10_x4.png", "Test_x4/test_LR/Canon_10_x1.png"]
        self.assertEqual(images, [file for file in self.files() if file.endswith(".png")])

    def test_goes_on_with_an_archive_that_was_cut_off_and_with_those_that_are_absent(self):
        one, other = self.archive("one.zip", "one", zipped("one/a.png")), self.archive("two.zip", "two", zipped("two/a.png"))
        self.server.broken.add("one.zip")
        code, said = self.fetch(["one", "two"], one, other)
        self.assertEqual((1, ["two/a.png"]), (code, self.files()))
        self.assertIn("the connection broke after", said)
        self.server.asked.clear()
        self.assertEqual(0, self.fetch(["one", "two"], one, other)[0])
        self.assertEqual([("HEAD", 0), ("GET", len(self.server.files["one.zip"]) // 2)], self.server.asked)
        self.assertEqual(["one/a.png", "two/a.png"], self.files())

    def test_an_address_that_wants_a_login_is_said_with_what_to_do_by_hand(self):
        said = self.assert_nothing_came("answered 403 Forbidden", self.archive("gone.zip", "set"))
        self.assertIn("download its archives from its page", said)
        self.assert_nothing_came("answered with a web page, not with the file", self.archive("login.zip", "set", b"<html>log in"))

    def test_another_hash_a_damaged_archive_and_another_set_leave_nothing_behind(self):
        whole = zipped("set/a.png", "set/b.png")
        damaged = whole.replace(b"content of set/b", b"content of set/c", 1)
        for content, sums, sentence in (
            (whole, {"sha256": "0" * 64}, "the catalog says 000"),
            (damaged, {}, "set.zip could not be unpacked, it is damaged (Bad CRC-32 for file 'set/b.png'): download it again"),
            (whole[:-30], {}, "an archive must be ZIP or tar, got set.zip, which is neither or was cut off"),
            (zipped("other/a.png"), {}, "set.zip must hold a folder set or more, got none"),
        ):
            with self.subTest(sentence=sentence):
                self.assert_nothing_came(sentence, self.archive("set.zip", "set", content, **sums), folders=("set", "more"))
                self.assertEqual([], list((self.home / "partial").iterdir()))

    def test_a_tar_that_was_cut_off_between_two_files_is_not_taken_for_whole(self):
        whole = tarred("set/a.png", "set/b.png")
        for cut in (3584, 3700, 5000, 7168):
            with self.subTest(cut=cut):
                self.by_hand("set.tar", whole[:cut])
                self.assert_nothing_came("set.tar could not be unpacked, it is damaged (")

    def test_names_that_leave_the_folder_and_links_are_refused_before_anything_is_written(self):
        for content, named in (
            (zipped("set/a.png", "../../evil"), "'../../evil'"),
            (zipped("set/a.png", "/evil"), "'/evil'"),
            (zipped("set/a.png", "C:/evil"), "'C:/evil'"),
            (tarred("set/a.png", "../evil"), "'../evil'"),
            (tarred("set/a.png", link="/etc/passwd"), "link or device 'link'"),
        ):
            with self.subTest(named=named):
                self.by_hand("set.zip", content)
                said = self.assert_nothing_came(named)
                self.assertIn("do not use this archive", said)
                self.assertEqual([], list(self.home.rglob("evil*")))

    def test_without_room_the_archive_is_kept_and_nothing_is_unpacked(self):
        archive = self.archive("set.zip", "set", zipped("set/a.png"))
        with mock.patch.object(unpack.shutil, "disk_usage", return_value=mock.Mock(free=10)):
            self.by_hand("set.zip", zipped("set/a.png"))
            said = self.assert_nothing_came("set.zip needs 0 kB of room, got 0 kB in", archive)
            self.assertIn("make room, or name a folder of another disk by PDD4J_HOME", said)
        self.assertEqual(0, self.fetch(["set"], archive)[0])

    def test_files_of_the_users_own_in_a_sets_folder_stay_and_nothing_is_put_beside_them(self):
        own = self.folder / "set" / "a.png"
        own.parent.mkdir(parents=True)
        own.write_text("painted by hand", "utf-8")
        self.by_hand("set.zip", zipped("set/0.png", "set/a.png"))
        _, said = self.fetch(["set"])
        self.assertIn(f"{own} is there already and is another file: it was left as it is", said)
        self.assertEqual("painted by hand", own.read_text("utf-8"))
        self.assertEqual(["set.zip", "set/a.png"], self.files())

    def test_an_archive_that_is_done_takes_the_place_of_no_other(self):
        self.by_hand("set.zip.unpacked", b"another")
        self.by_hand("set.zip", zipped("set/a.png"))
        self.assertEqual(0, self.fetch(["set"])[0])
        self.assertEqual(["set.zip.unpacked", "set.zip.unpacked-2", "set/a.png"], self.files())
        self.assertEqual(b"another", (self.folder / "set.zip.unpacked").read_bytes())

    def test_a_set_that_is_unpacked_again_is_the_same_set(self):
        for _ in range(2):
            self.by_hand("set.zip", zipped("set/a.png", "set/b/c.png"))
            code, said = self.fetch(["set"])
            self.assertEqual(0, code, said)
            self.assertNotIn("is there already", said)

    def test_the_verb_and_the_list_know_sets(self):
        with (
            mock.patch.object(fetch.paths, "home", return_value=self.home),
            contextlib.redirect_stderr(io.StringIO()) as said,
        ):
            self.assertEqual(1, fetch.command(["drealsr"]))
            self.assertIn(str(self.home / "images" / "drealsr"), said.getvalue())
            (self.home / "images" / "df2k" / "DIV2K_train_HR").mkdir(parents=True)
            rows = {row.split()[0]: row.split()[1] for row in fetch.table().splitlines() if row}
            self.assertEqual(("no", "partly"), (rows["drealsr"], rows["df2k"]))


if __name__ == "__main__":
    unittest.main()
