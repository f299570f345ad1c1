"""What a person does with the wheel where there is neither a checkout nor Maven; ./pdd test runs it once the jars are built."""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import wheel
from pdd4j import jvm, natives, paths, pom, requirements

# Settings of whoever runs this, which a fresh machine has not.
FOREIGN = ("PDD4J_", "JAVA_", "JJAVA_", "JUPYTER", "PYTHON", "CONDA_", "VIRTUAL_ENV", "XDG_", "PYTORCH_", "IPYTHON")
LATER = "99.1"
CELLS = (
    "compactGeneralist()",
    'System.getenv("JJAVA_CLASSPATH").split(java.io.File.pathSeparator)[0]',
    'compactGeneralist().upscale(image("square.png").center(24)).width()',
)


class InstallTest(unittest.TestCase):
    """Only the pinned packages of the index are fetched by a network; everything after that works without one."""

    @classmethod
    def setUpClass(cls):
        box = tempfile.TemporaryDirectory()
        cls.addClassCleanup(box.cleanup)
        cls.box = Path(box.name).resolve() / "with a blank"
        cls.home, cls.work = cls.box / "home", cls.box / "work"
        for folder in (cls.home / ".m2", cls.work):
            folder.mkdir(parents=True)
        cls.spare_the_network()
        shutil.copyfile(next((paths.ROOT / "datasets" / "generated" / "held-out").glob("*.png")), cls.work / "square.png")
        cells = [{"cell_type": "code", "execution_count": None, "metadata": {}, "outputs": [], "source": cell} for cell in CELLS]
        notebook = {"cells": cells, "metadata": {}, "nbformat": 4, "nbformat_minor": 4}
        (cls.work / "short.ipynb").write_text(json.dumps(notebook), "utf-8")
        cls.first, cls.second = cls.box / "first", cls.box / "second"
        cls.install(wheel.make(cls.box / "wheels"))
        cls.install_beside(wheel.make(cls.box / "wheels", cls.later()))

    @classmethod
    def spare_the_network(cls):
        """Maven has brought the engine's library for the build: the user's settings name the repository that has it."""
        native = next(Path(entry) for entry in jvm.class_path() if Path(entry).name == natives.jar().name)
        repository = native.parents[len(Path(natives.jar().path).parts) - 1]
        settings = f"<settings><localRepository>{repository}</localRepository></settings>"
        (cls.home / ".m2" / "settings.xml").write_text(settings, "utf-8")

    @classmethod
    def later(cls):
        """A checkout of a later version."""
        root = cls.box / "later"
        shutil.copytree(paths.PACKAGE, root / "scripts" / "pdd4j", ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("pyproject.toml", "README.md", "LICENSE", "NOTICE"):
            shutil.copyfile(paths.ROOT / name, root / name)
        text = (paths.ROOT / "pom.xml").read_text("utf-8")
        written = f"<version>{pom.value('version')}</version>"
        (root / "pom.xml").write_text(text.replace(written, f"<version>{LATER}</version>", 1), "utf-8")
        return root

    @classmethod
    def install(cls, package):
        """The pinned packages, so that a new release does not fail this test; pip says whether the wheel is content with them."""
        cls.output([sys.executable, "-m", "venv", str(cls.first)])
        pip = [str(cls.python(cls.first)), "-m", "pip", "--quiet", "--no-cache-dir"]
        cls.output([*pip, "install", "--require-hashes", "-r", str(paths.REQUIREMENTS)], network=True)
        cls.output([*pip, "install", "--no-index", str(package)])

    @classmethod
    def install_beside(cls, package):
        """Another environment, which takes what both need from the first."""
        cls.output([sys.executable, "-m", "venv", "--without-pip", str(cls.second)])
        ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
        site = [cls.output([str(cls.python(place)), "-c", ask]).strip() for place in (cls.first, cls.second)]
        Path(site[1], "first.pth").write_text(f"{site[0]}\n", "utf-8")
        pages = Path("share", "jupyter", "nbconvert")
        shutil.copytree(cls.first / pages, cls.second / pages)
        pip = [str(cls.python(cls.first)), "-m", "pip", "--quiet", "--python", str(cls.python(cls.second))]
        cls.output([*pip, "install", "--no-index", "--no-deps", str(package)])

    @classmethod
    def python(cls, place):
        return place / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @classmethod
    def variables(cls, java, network):
        kept = {name: value for name, value in os.environ.items() if not name.startswith(FOREIGN)}
        path = [str(cls.python(cls.first).parent), *([str(requirements.jdk().path / "bin")] if java else [])]
        nowhere = {} if network else dict.fromkeys(("https_proxy", "http_proxy", "HTTPS_PROXY", "HTTP_PROXY"), "http://127.0.0.1:9")
        return kept | nowhere | {"HOME": str(cls.home), "USERPROFILE": str(cls.home), "PATH": os.pathsep.join(path)}

    @classmethod
    def output(cls, command, java=True, network=False):
        variables = cls.variables(java, network)
        done = subprocess.run(command, env=variables, cwd=cls.work, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)
        if done.returncode:
            raise AssertionError(f"{command} ended with {done.returncode}: {done.stdout}\n{done.stderr}")
        return done.stdout

    def pdd4j(self, *arguments):
        return self.output([str(self.python(self.first).with_name("pdd4j")), *arguments])

    def values(self, place):
        """What the cells of the short notebook show, executed by the package of an environment."""
        out = self.work / "out"
        shutil.rmtree(out, ignore_errors=True)
        self.output([str(self.python(place)), "-m", "pdd4j", "run", "short.ipynb"])
        cells = json.loads((out / "short.ipynb").read_text("utf-8"))["cells"]
        self.assertTrue((out / "short.html").is_file())
        return ["".join(cell["outputs"][0]["data"]["text/plain"]) for cell in cells]

    def test_a_notebook_runs_in_each_of_two_environments_with_its_own_version(self):
        for place, version in ((self.first, pom.version()), (self.second, LATER)):
            with self.subTest(version=version):
                self.assertEqual(version, self.output([str(self.python(place)), "-m", "pdd4j", "version"]).strip())
                network, jar, width = self.values(place)
                self.assertIn("SRVGGNetCompact", network)
                self.assertTrue(Path(jar).is_relative_to(place), jar)
                self.assertEqual("96", width)

    def test_the_doctor_finds_everything_and_a_command_computes(self):
        self.pdd4j("upscale", "--network", "compact-generalist", "square.png", "large one.png")
        self.assertTrue((self.work / "large one.png").is_file())
        said = self.pdd4j("doctor")
        self.assertNotIn("MISSING", said)
        self.assertIn(str(self.home), said)
        self.assertRegex(said, r"engine +PyTorch")
        self.assertNotIn(str(paths.ROOT), said)

    def test_jupyter_lists_the_kernel_and_another_jupyter_does_when_told(self):
        def listed(*arguments):
            command = [str(self.python(self.first)), "-m", "jupyter", "kernelspec", "list", "--json"]
            specs = json.loads(self.output(command))["kernelspecs"]
            return {name: spec["spec"] for name, spec in specs.items()}

        self.assertEqual(["python", "-m", "pdd4j.kernel", "{connection_file}"], listed()["pdd4j"]["argv"])
        self.output([str(self.python(self.second)), "-m", "pdd4j", "kernel", "install", "--user", "--name", "pdd4j-later"])
        self.assertEqual(str(self.python(self.second)), listed()["pdd4j-later"]["argv"][0])
        self.pdd4j("kernel", "uninstall", "--user", "--name", "pdd4j-later")
        self.assertNotIn("pdd4j-later", listed())
        self.assertIn("pdd4j", listed())

    def test_the_lessons_are_put_and_what_a_reader_changed_stays(self):
        script = "from pdd4j import paths; paths.write_atomically(paths.PRIVATE / 'stamps' / 'lesson-not-fetched', 'tried')"
        self.output([str(self.python(self.first)), "-c", script])
        self.pdd4j("lessons", "my lessons")
        lessons = sorted((self.work / "my lessons" / "notebooks").iterdir())
        self.assertEqual([file.name for file in sorted(paths.NOTEBOOKS.glob("*.ipynb"))], [file.name for file in lessons])
        self.assertTrue(any((self.work / "my lessons" / "datasets" / "generated" / "held-out").iterdir()))
        lessons[0].write_text("my answer", "utf-8")
        lessons[1].unlink()
        self.pdd4j("lessons", "my lessons")
        self.assertEqual("my answer", lessons[0].read_text("utf-8"))
        self.assertTrue(lessons[1].is_file())

    def test_without_java_every_cell_says_what_mends_it(self):
        client = (
            "import nbformat, nbclient\n"
            "notebook = nbformat.read('short.ipynb', 4)\n"
            "nbclient.NotebookClient(notebook, kernel_name='pdd4j', allow_errors=True).execute()\n"
            "print(*(cell.outputs[-1].evalue for cell in notebook.cells), sep='\\n')"
        )
        said = self.output([str(self.python(self.first)), "-c", client], java=False).splitlines()
        self.assertEqual(len(CELLS), len(said))
        for line in said:
            self.assertRegex(line, "^Java 17 or newer is needed, found none: install it with 'apt install ")


if __name__ == "__main__":
    unittest.main()
