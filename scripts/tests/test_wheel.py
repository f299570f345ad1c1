import asyncio
import contextlib
import hashlib
import io
import json
import os
import re
import sys
import tempfile
import time
import unittest
from pathlib import Path
from unittest import mock

import pdd4j.__main__ as installed
from pdd4j import download, engine, kernel, kernelspec, natives, paths, pom, requirements
from pdd4j.console import Problem, say

CONTENT = b"the engine's library"
PYPROJECT = (paths.ROOT / "pyproject.toml").read_text("utf-8")


class ScratchTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        said = io.StringIO()
        self.enter(contextlib.redirect_stderr(said))
        self.said = said.getvalue

    def enter(self, context):
        self.addCleanup(context.__exit__, None, None, None)
        return context.__enter__()


class NativesTest(ScratchTest):
    """The library comes from the user's own repository, a mirror, or the ordinary address; and only with the right hash."""

    def setUp(self):
        super().setUp()
        self.jar = natives.Jar("this-machine", len(CONTENT), hashlib.sha256(CONTENT).hexdigest())
        self.maven = self.folder / "home" / ".m2"
        self.maven.mkdir(parents=True)
        self.asked = []
        for target, name, value in (
            (natives, "FOLDER", self.folder / "natives"),
            (natives, "jar", lambda: self.jar),
            (natives, "settings_file", lambda: self.maven / "settings.xml"),
            (natives.Path, "home", lambda: self.folder / "home"),
            (download, "resume", self.resume),
            (engine, "chosen", lambda: engine.Native("the CPU's")),
        ):
            self.enter(mock.patch.object(target, name, value))
        self.content = CONTENT

    def resume(self, url, part, until=None):
        self.asked.append(url)
        if isinstance(self.content, Exception):
            raise self.content
        part.write_bytes(self.content)

    def names(self):
        return [file.name for file in natives.FOLDER.iterdir() if file.suffix != ".sha256"]

    def test_it_is_fetched_once_from_the_ordinary_address_and_its_size_is_said(self):
        natives.ensure()
        natives.ensure()
        self.assertEqual([f"{natives.CENTRAL}/{self.jar.path}"], self.asked)
        self.assertEqual([str(natives.FOLDER / self.jar.name)], natives.class_path())
        self.assertIn("0 kB, once", self.said())
        self.assertFalse(natives.missing())

    def test_a_mirror_of_the_user_takes_its_place(self):
        for of, taken in (("central", True), ("*", True), ("other,external:*", True), ("*,!central", False), ("other", False)):
            with self.subTest(of=of):
                text = f"<mirror><id>m</id><mirrorOf>{of}</mirrorOf><url>https://mirror.example/maven/</url></mirror>"
                for namespace in ("", ' xmlns="http://maven.apache.org/SETTINGS/1.2.0"'):
                    (self.maven / "settings.xml").write_text(f"<settings{namespace}><mirrors>{text}</mirrors></settings>", "utf-8")
                    self.assertEqual("https://mirror.example/maven" if taken else natives.CENTRAL, natives.mirror())
        (self.maven / "settings.xml").write_text("<settings><mirrors>", "utf-8")
        self.assertEqual(natives.CENTRAL, natives.mirror())

    def test_what_maven_has_brought_already_is_taken_and_no_connection_is_needed(self):
        for repository, settings in (
            (self.maven / "repository", ""),
            (self.folder / "a b", f"<settings><localRepository>{self.folder / 'a b'}</localRepository></settings>"),
        ):
            (self.maven / "settings.xml").write_text(settings, "utf-8")
            file = repository / self.jar.path
            file.parent.mkdir(parents=True)
            file.write_bytes(CONTENT)
            with self.subTest(repository=repository):
                natives.ensure()
                self.assertEqual([], self.asked)
                self.assertEqual([self.jar.name], self.names())
                (natives.FOLDER / self.jar.name).unlink()
        file.write_bytes(b"another one")
        natives.ensure()
        self.assertEqual(1, len(self.asked))

    def test_another_content_is_thrown_away_and_the_way_out_is_named(self):
        self.content = b"something else"
        with self.assertRaisesRegex(Problem, "could not be fetched .* must have SHA-256 .* put pytorch-native-cpu-.*-this-machine.jar"):
            natives.ensure()
        self.assertEqual([], self.names())
        self.content = Problem("no connection")
        with self.assertRaisesRegex(Problem, "^the engine's library could not be fetched .no connection.: try again"):
            natives.ensure()

    def test_what_was_put_there_by_hand_is_verified_once_and_another_file_stays(self):
        natives.FOLDER.mkdir()
        file = natives.FOLDER / self.jar.name
        file.write_bytes(b"another one")
        with self.assertRaisesRegex(Problem, "must have SHA-256 .* remove it, or put the right one there"):
            natives.ensure()
        self.assertEqual(b"another one", file.read_bytes())
        file.write_bytes(CONTENT)
        self.assertTrue(natives.missing())
        natives.ensure()
        self.assertFalse(natives.missing())
        self.assertEqual([], self.asked)

    def test_a_slow_connection_is_told_from_none(self):
        self.content = download.Unfinished("3 MB of 112 MB are there")
        with self.assertRaisesRegex(Problem, "^the engine's library is still being fetched: 3 MB of 112 MB are there$"):
            natives.ensure(time.monotonic())

    def test_parts_that_others_left_go_after_a_day(self):
        natives.FOLDER.mkdir()
        for name, age in (("old.part", 2 * natives.DAY_SECONDS), ("new.part", 0)):
            (natives.FOLDER / name).write_bytes(b"")
            os.utime(natives.FOLDER / name, (time.time() - age,) * 2)
        natives.ensure()
        self.assertEqual({"new.part", self.jar.name}, set(self.names()))

    def test_a_library_that_computes_in_its_place_needs_none(self):
        with mock.patch.object(engine, "chosen", lambda: engine.Native("a card's", {"PYTORCH_LIBRARY_PATH": "/torch/lib"})):
            self.assertEqual([], natives.class_path())
            natives.ensure()
        self.assertEqual([], self.asked)


class PlatformTest(unittest.TestCase):
    def test_there_is_a_library_for_every_platform_of_the_build_and_the_hash_of_this_one_is_that_of_the_build(self):
        poms = (paths.ROOT / "pom.xml").read_text("utf-8")
        built = re.findall(r"<pytorch.platform>(.*)</pytorch.platform>", poms)
        self.assertEqual(sorted(built), sorted(jar.platform for jar in natives.JARS.values()))
        file = next((Path(entry) for entry in natives_of_build() if natives.jar().name in entry), None)
        if file is None:
            self.skipTest("the jars are not built")
        self.assertEqual((natives.jar().size, natives.jar().sha256), (file.stat().st_size, paths.sha256(file)))

    def test_another_machine_is_told_what_there_is(self):
        with mock.patch.object(natives.platform, "machine", lambda: "riscv64"), self.assertRaisesRegex(Problem, "got .* riscv64: it has"):
            natives.jar()


def natives_of_build():
    file = paths.LIB / "classpath.txt"
    return [entry for entry in file.read_text("utf-8").splitlines() if os.path.isfile(entry)] if file.is_file() else []


class SlowDownloadTest(ScratchTest):
    def test_what_has_come_when_the_time_is_up_stays_to_be_gone_on_with(self):
        answer = mock.Mock(url="https://somewhere")
        answer.headers.get_content_type.return_value = "application/java-archive"
        answer.headers.get.return_value = "4000000"
        answer.read.side_effect = [bytes(2_000_000), bytes(2_000_000), b""]
        part = self.folder / "file.part"
        with self.assertRaisesRegex(download.Unfinished, "^2 MB of 4 MB are there$"):
            download.receive(answer, part, 0, time.monotonic() - 1)
        self.assertEqual(2_000_000, part.stat().st_size)


class JavaTest(ScratchTest):
    def setUp(self):
        super().setUp()
        requirements.java.cache_clear()
        self.addCleanup(requirements.java.cache_clear)
        clean = {name: value for name, value in os.environ.items() if name not in ("PDD4J_JAVA", "JAVA_HOME", "CONDA_PREFIX")}
        self.enter(mock.patch.dict(os.environ, clean | {"PATH": ""}, clear=True))

    def program(self, *folders):
        file = Path(self.folder, *folders, requirements.JAVA_NAME)
        file.parent.mkdir(parents=True)
        file.write_text("", "utf-8")
        file.chmod(0o755)
        return file

    def answer(self, text):
        return mock.patch.object(requirements, "output_of", lambda command: text)

    def test_its_own_variable_comes_before_all_and_is_a_home_or_a_program(self):
        own, home = self.program("own", "bin"), self.program("home", "bin")
        os.environ["JAVA_HOME"] = str(home.parent.parent)
        for value in (own.parent.parent, own):
            os.environ["PDD4J_JAVA"] = str(value)
            self.assertEqual([own], requirements.java_candidates())

    def test_java_home_path_and_conda_follow(self):
        home, on_path, conda = self.program("home", "bin"), self.program("path"), self.program("conda", "lib", "jvm", "bin")
        os.environ.update(JAVA_HOME=str(home.parent.parent), PATH=str(on_path.parent), CONDA_PREFIX=str(self.folder / "conda"))
        self.assertEqual([home, on_path, conda], requirements.java_candidates())

    def test_one_that_cannot_run_cells_is_named_with_what_it_lacks(self):
        os.environ["PDD4J_JAVA"] = str(self.program("own"))
        properties = "    java.home = /the/jre\n    java.version = {}\n"
        for text, found in (
            (properties.format("17.0.1") + "java.base@17.0.1\njdk.compiler@17.0.1\n", "17.0.1 in /the/jre (without jdk.jshell)"),
            (properties.format("11.0.2") + "java.base@11.0.2\njdk.compiler@11\njdk.jshell@11\n", "11.0.2 in /the/jre"),
            (properties.format("1.8.0_422"), "1.8.0_422 in /the/jre"),
            ("", "none"),
        ):
            requirements.java.cache_clear()
            with self.subTest(text=text), self.answer(text), self.assertRaises(Problem) as refused:
                requirements.java()
            self.assertIn(f"Java 17 or newer is needed, found {found}: install", str(refused.exception).replace(os.sep, "/"))
        requirements.java.cache_clear()
        with self.answer(properties.format("21.0.1") + "jdk.compiler@21.0.1\njdk.jshell@21.0.1\n"):
            self.assertEqual("21.0.1", requirements.java().version)


class KernelspecTest(ScratchTest):
    def test_another_jupyter_starts_this_python_and_only_our_own_kernel_is_removed(self):
        folder = self.folder / "share" / "jupyter" / "kernels" / "pdd4j-new"
        arguments = ["--prefix", str(self.folder), "--name", "pdd4j-new"]
        kernelspec.command(["install", *arguments])
        spec = json.loads((folder / "kernel.json").read_text("utf-8"))
        self.assertEqual([sys.executable, "-m", "pdd4j.kernel", "{connection_file}"], spec["argv"])
        self.assertEqual("Java (PDD4J, pdd4j-new)", spec["display_name"])
        self.assertTrue((folder / "logo-64x64.png").is_file())
        kernelspec.command(["install", *arguments])
        kernelspec.command(["uninstall", *arguments])
        self.assertFalse(folder.exists())
        with self.assertRaisesRegex(Problem, "^there is no kernel in "):
            kernelspec.command(["uninstall", *arguments])
        folder.mkdir(parents=True)
        (folder / "kernel.json").write_text('{"argv": ["python"]}', "utf-8")
        for what in ("install", "uninstall"):
            with self.assertRaisesRegex(Problem, "is another kernel: it was left as it is"):
                kernelspec.command([what, *arguments])

    def test_the_kernels_jar_is_found_through_its_package(self):
        self.assertEqual("jjava.jar", kernelspec.jjava().name)


class KernelTest(ScratchTest):
    def test_java_gets_its_options_one_by_one_the_users_last_and_our_classes_first(self):
        java = requirements.Tool("17", Path("/a java"))
        with (
            mock.patch.object(kernel.requirements, "java", lambda: java),
            mock.patch.object(kernel.engine, "ensure"),
            mock.patch.object(kernel.natives, "ensure"),
            mock.patch.object(kernel.jvm, "class_path", lambda: ["/a b/ours.jar"]),
            mock.patch.dict(os.environ, {"JJAVA_JVM_OPTS": "-Xmx9g -Da=b", "JJAVA_CLASSPATH": "/the/users.jar"}),
        ):
            command, variables = kernel.prepared("/a connection.json", None)
        self.assertEqual(str(Path("/a java/bin", requirements.JAVA_NAME)), command[0])
        self.assertEqual(["-Xmx9g", "-Da=b", *kernel.OPENED, "-jar", str(kernelspec.jjava()), "/a connection.json"], command[-7:])
        self.assertEqual(os.pathsep.join(["/a b/ours.jar", "/the/users.jar"]), variables["JJAVA_CLASSPATH"])
        self.assertEqual("true", variables["DJL_OFFLINE"])


class ExplainingTest(unittest.TestCase):
    """One kernel of Python, asked without a connection."""

    def answers(self, prepare):
        from pdd4j import explaining

        sent = []
        with (
            mock.patch.object(explaining.Explaining, "prepare", staticmethod(prepare)),
            mock.patch.object(explaining.Explaining, "send_response", lambda self, socket, kind, content: sent.append((kind, content))),
        ):
            reply = asyncio.run(explaining.Explaining().do_execute("1 + 1", False))
        return reply, sent

    def test_progress_is_shown_and_the_sentence_is_the_cells_error(self):
        def prepare():
            say("Fetching ...")
            raise Problem("no connection")

        reply, sent = self.answers(prepare)
        self.assertEqual(("error", "no connection"), (reply["status"], reply["evalue"]))
        self.assertEqual("Fetching ...\n", "".join(content["text"] for kind, content in sent if kind == "stream"))
        self.assertEqual(["no connection"], sent[-1][1]["traceback"])

    def test_once_nothing_is_missing_it_asks_for_a_restart(self):
        reply, _ = self.answers(lambda: None)
        self.assertIn("restart the kernel", reply["evalue"])


class PackageTest(unittest.TestCase):
    def test_the_version_is_the_poms_as_python_writes_it(self):
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "pom.xml"
            for written, version in (("1.2.3", "1.2.3"), ("0.2.0-SNAPSHOT", "0.2.0.dev0")):
                file.write_text(f'<project xmlns="http://maven.apache.org/POM/4.0.0"><version>{written}</version></project>', "utf-8")
                self.assertEqual(version, pom.version(file))

    def test_the_wheel_asks_for_the_kernel_and_the_library_that_a_checkout_pins(self):
        asked = set()
        for pin in (line for name in ("requirements", "cuda", "wheel") for line in self.pins(name)):
            name, version = pin.split(" ")[0].split("==")
            if name in ("jjava", "torch", "hatchling"):
                asked.add(name)
                self.assertRegex(PYPROJECT, rf'"{name}=={re.escape(version)}[";, ]')
        self.assertEqual({"jjava", "torch", "hatchling"}, asked)
        names = re.findall(r'^    "([a-z-]+)[=>]', PYPROJECT, re.MULTILINE)
        self.assertTrue(names)
        for name in names:
            self.assertRegex(paths.REQUIREMENTS.read_text("utf-8"), rf"(?m)^{name}==")

    def pins(self, name):
        return paths.REQUIREMENTS.with_name(f"{name}.in").read_text("utf-8").splitlines()

    def test_every_verb_is_in_the_help(self):
        for verb in {*installed.VERBS, *installed.JAVA_VERBS}:
            self.assertIn(f"pdd4j {verb}", installed.HELP)


if __name__ == "__main__":
    unittest.main()
