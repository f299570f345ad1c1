import contextlib
import io
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

import build
import environment
from pdd4j import jvm, machine, notebooks, packages, paths, requirements
from pdd4j.console import Problem


class RequirementsTest(unittest.TestCase):
    def setUp(self):
        for found in (requirements.jdk, requirements.maven):
            found.cache_clear()
            self.addCleanup(found.cache_clear)

    def test_reads_old_and_new_java_versions(self):
        self.assertEqual([8, 17, 21, 25], [requirements.major(v) for v in ("1.8.0_422", "17.0.15", "21-ea", "25")])

    def test_finds_the_jdk_this_build_runs_on(self):
        self.assertGreaterEqual(requirements.major(requirements.jdk().version), 17)

    def test_a_missing_jdk_gets_one_line(self):
        with mock.patch.object(requirements, "java_candidates", list):
            with self.assertRaisesRegex(Problem, r"^JDK 17 or newer is needed, found none: install it with 'apt .*$"):
                requirements.jdk()

    def test_an_old_jdk_is_named(self):
        old = ("11.0.2", Path("/jdk-11"))
        with mock.patch.object(requirements, "java_version", lambda java: old):
            with self.assertRaisesRegex(Problem, "found 11.0.2 in .jdk-11 .without a compiler."):
                requirements.jdk()

    def test_an_old_maven_is_named(self):
        with mock.patch.object(requirements, "output_of", lambda *_: "Apache Maven 3.6.3 (abc)"):
            with mock.patch.object(requirements, "java_environment", dict):
                with self.assertRaisesRegex(Problem, "Maven 3.8 or newer is needed, found Apache Maven 3.6.3: install"):
                    requirements.maven()

    def test_a_command_that_does_not_exist_answers_nothing(self):
        self.assertEqual("", requirements.output_of(["no-such-command-of-any-machine"]))


class LocaleTest(unittest.TestCase):
    """Java reads and writes file names in the encoding of the locale that it is started under."""

    def java_under(self, **variables: str) -> str:
        plain = {name: value for name, value in os.environ.items() if not name.startswith(("LC_", "LANG"))}
        with mock.patch.dict(os.environ, plain | variables, clear=True):
            java = requirements.jdk().path / "bin" / "java"
            text = requirements.output_of([str(java), "-XshowSettings:properties", "-version"], requirements.java_environment())
        return requirements.setting(text, "sun.jnu.encoding")

    @unittest.skipUnless(sys.platform == "linux", "only there names depend on the locale")
    def test_java_reads_names_as_utf8_whatever_the_locale(self):
        for variables in (
            {},
            {"LC_ALL": "POSIX"},
            {"LC_ALL": "C"},
            {"LANG": "xx_YY.UTF-8"},
            {"LC_CTYPE": "C.UTF-8", "LC_TIME": "xx_YY.UTF-8"},
            {"LC_ALL": "xx_YY.ISO-8859-1", "LANG": "C.UTF-8"},
        ):
            with self.subTest(variables):
                self.assertEqual("UTF-8", self.java_under(**variables))

    def test_a_locale_that_serves_is_left_alone(self):
        with mock.patch.object(requirements, "reads_utf8", lambda name: name == ""):
            self.assertEqual({}, requirements.names_in_utf8())

    @unittest.skipIf(sys.platform in ("win32", "darwin"), "names do not depend on the locale there")
    def test_the_language_stays_where_it_is_installed_in_utf8(self):
        installed = ("de_DE.UTF-8", "C.UTF-8")
        with mock.patch.object(requirements, "reads_utf8", installed.__contains__):
            for said, chosen in (("de_DE.ISO-8859-1", "de_DE.UTF-8"), ("fr_FR.ISO-8859-1", "C.UTF-8"), ("POSIX", "C.UTF-8")):
                with mock.patch.dict(os.environ, {"LC_ALL": said}):
                    self.assertEqual({"LC_ALL": chosen}, requirements.names_in_utf8())

    @unittest.skipIf(sys.platform in ("win32", "darwin"), "names do not depend on the locale there")
    def test_nothing_is_set_where_no_locale_serves(self):
        with mock.patch.object(requirements, "reads_utf8", lambda name: False):
            self.assertEqual({}, requirements.names_in_utf8())

    def test_the_kernel_gets_it_too(self):
        with mock.patch.object(requirements, "names_in_utf8", lambda: {"LC_ALL": "C.UTF-8"}):
            self.assertEqual("C.UTF-8", environment.kernel_environment(Path("/jdk/bin"))["LC_ALL"])


class StampTest(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.file = Path(folder.name) / "a file"
        self.file.write_text("one", "utf-8")

    def test_a_touched_file_keeps_its_hash_and_a_changed_one_does_not(self):
        before = paths.content_hash([self.file], "17")
        os.utime(self.file, (0, 0))
        self.assertEqual(before, paths.content_hash([self.file], "17"))
        self.file.write_text("two", "utf-8")
        self.assertNotEqual(before, paths.content_hash([self.file], "17"))

    def test_another_fact_is_another_hash(self):
        self.assertNotEqual(paths.content_hash([self.file], "17"), paths.content_hash([self.file], "21"))

    def test_the_build_depends_on_poms_and_main_sources_alone(self):
        names = {file.relative_to(paths.ROOT).as_posix() for file in build.sources()}
        self.assertLessEqual({"pom.xml", "dsl/pom.xml", "kernel-ext/pom.xml", "tools/pom.xml"}, names)
        self.assertFalse([name for name in names if "/test/" in name or "/target/" in name])


class EnvironmentTest(unittest.TestCase):
    def setUp(self):
        scratch = tempfile.TemporaryDirectory()
        self.addCleanup(scratch.cleanup)
        self.venv = Path(scratch.name) / ".venv"
        for name, value in (("VENV", self.venv), ("PRIVATE", Path(scratch.name) / "private")):
            patch = mock.patch.object(paths, name, value)
            patch.start()
            self.addCleanup(patch.stop)

    def test_an_environment_of_the_users_own_is_refused_and_stays(self):
        (self.venv / "bin").mkdir(parents=True)
        (self.venv / "bin" / "python").write_text("mine", "utf-8")
        for clear in (False, True):
            with self.assertRaisesRegex(Problem, "is there and was not made by ./pdd"):
                packages.make_venv(clear)
        with self.assertRaisesRegex(Problem, "is there and was not made by ./pdd"), contextlib.redirect_stderr(io.StringIO()):
            environment.ensure()
        self.assertEqual("mine", (self.venv / "bin" / "python").read_text("utf-8"))

    def test_one_that_was_made_here_is_made_anew_also_after_an_interruption(self):
        failing = subprocess.CompletedProcess([], 1, "", "no room")
        with mock.patch.object(packages.subprocess, "run", return_value=failing):
            for _ in range(2):
                with self.assertRaisesRegex(Problem, "could not be made: no room"):
                    packages.make_venv(clear=True)
                (self.venv / "left").write_text("by half", "utf-8")
            with self.assertRaisesRegex(Problem, "could not be made: no room"):
                packages.make_venv(clear=True)
        self.assertFalse((self.venv / "left").exists())


class CollectTest(unittest.TestCase):
    def test_the_kernel_has_no_tools_and_the_commands_have_no_kernel(self):
        with tempfile.TemporaryDirectory() as name:
            root = Path(name)
            lib = root / "lib"
            for module in build.MODULES:
                target = root / module / "target"
                target.mkdir(parents=True)
                (target / f"pdd4j-{module}-1.jar").touch()
                (target / f"pdd4j-{module}-1-tests.jar").touch()
                entries = [root / "dsl" / "target" / "pdd4j-dsl-1.jar", Path(f"/library of {module}.jar")]
                (target / "classpath.txt").write_text(os.pathsep.join(map(str, entries)), "utf-8")
            with (
                mock.patch.object(paths, "ROOT", root),
                mock.patch.object(paths, "LIB", lib),
            ):
                build.collect()
                kernel, tools = jvm.class_path(), jvm.class_path(jvm.TOOLS)
                whole = jvm.class_path_is_whole()
        own = {module: str(lib / f"pdd4j-{module}.jar") for module in build.MODULES}
        self.assertEqual([own["kernel-ext"], own["dsl"], str(Path("/library of kernel-ext.jar"))], kernel)
        self.assertEqual([own["tools"], own["dsl"], str(Path("/library of tools.jar"))], tools)
        self.assertFalse(whole)


class KernelTest(unittest.TestCase):
    def test_has_the_class_path_and_the_home_and_keeps_djl_off_the_network(self):
        with mock.patch.object(jvm, "class_path", lambda: ["/a b/ext.jar", "/a b/$c.jar"]):
            spec = environment.kernel_spec(Path("/a b/java"))
        self.assertEqual(os.pathsep.join(["/a b/ext.jar", "/a b/$$c.jar"]), spec["env"]["JJAVA_CLASSPATH"])
        self.assertEqual(str(paths.home()).replace("$", "$$"), spec["env"]["PDD4J_HOME"])
        self.assertEqual("true", spec["env"]["DJL_OFFLINE"])
        self.assertTrue(spec["env"]["PATH"].endswith("${PATH}"))
        self.assertEqual("message", spec["interrupt_mode"])

    def test_the_heap_leaves_room_for_tensors(self):
        for gibibytes, heap in ((2, 1024), (8, 2048), (16, 4096), (256, 8192)):
            with mock.patch.object(machine, "memory", lambda bytes=gibibytes << 30: bytes):
                self.assertEqual(heap, machine.java_heap())

    def test_what_jupyter_writes_stays_in_the_checkout(self):
        written = notebooks.jupyter_environment()
        for name in ("CONFIG_DIR", "DATA_DIR", "RUNTIME_DIR"):
            self.assertTrue(Path(written[f"JUPYTER_{name}"]).is_relative_to(paths.PRIVATE))


class PinTest(unittest.TestCase):
    def test_every_pin_has_a_hash_and_what_was_asked_for_is_pinned(self):
        text = paths.REQUIREMENTS.read_text("utf-8")
        pins = [line for line in text.splitlines() if "==" in line and not line.startswith((" ", "#"))]
        self.assertTrue(all(line.endswith("\\") for line in pins))
        wanted = paths.REQUIREMENTS.with_suffix(".in").read_text("utf-8").split()
        self.assertLessEqual(set(wanted), {line.split()[0] for line in pins})
