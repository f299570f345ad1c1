"""What a reader does with the first lesson in a browser, in JupyterLab as ./pdd lab opens it; needs Chromium."""

import contextlib
import shutil
import socket
import subprocess
import tempfile
import time
import unittest
import urllib.request
from pathlib import Path

from playwright.sync_api import sync_playwright

import browser
import environment
from pdd4j import execute_notebook, notebooks, paths

START_SECONDS = 120
LESSON_SECONDS = 24 * 60
FLAGS = "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync"
THEMES = {"light": "JupyterLab Light", "dark": "JupyterLab Dark"}
PANEL = ".jp-NotebookPanel:not(.lm-mod-hidden)"
CELLS = "window.jupyterapp.shell.currentWidget.content"
# Of which cell, what JupyterLab has of its outputs, whether it is in view or not.
OUTPUTS = f"i => {CELLS}.widgets[i].model.sharedModel.outputs"
PROMPTS = f"() => {CELLS}.widgets.filter(c => c.model.type == 'code' && c.model.sharedModel.source.trim()).map(c => c.prompt)"


class BrowserTest(unittest.TestCase):
    """One reader and one JupyterLab: the tests share the server, and the page has the lesson as the repository has it."""

    @classmethod
    def setUpClass(cls):
        box = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
        cls.addClassCleanup(box.cleanup)
        cls.box = Path(box.name)
        (cls.box / "notebooks").mkdir()
        cls.lesson = Path(shutil.copy(notebooks.QUICK_START, cls.box / "notebooks"))
        shutil.copytree(paths.ROOT / "datasets" / "generated", cls.box / "datasets" / "generated")
        cls.pictures = paths.OUT / "browser"
        shutil.rmtree(cls.pictures, ignore_errors=True)
        cls.address = cls.serve()
        started = sync_playwright().start()
        cls.addClassCleanup(started.stop)
        chromium = started.chromium.launch(executable_path=browser.program(), args=FLAGS.split())
        cls.addClassCleanup(chromium.close)
        cls.page = chromium.new_page(viewport={"width": 1400, "height": 1000})

    @classmethod
    def serve(cls):
        """JupyterLab with settings and workspaces of its own, so that the reader's stay as they are."""
        port = free_port()
        places = {
            name: str(cls.box / name)
            for name in ("JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR", "JUPYTERLAB_SETTINGS_DIR", "JUPYTERLAB_WORKSPACES_DIR")
        }
        environment.switch_off_news(cls.box / "JUPYTERLAB_SETTINGS_DIR")
        options = f"--no-browser --ip=127.0.0.1 --port={port} --ServerApp.port_retries=0 --IdentityProvider.token="
        command = [*environment.lab_command(cls.lesson.parent), *options.split(), "--LabApp.expose_app_in_browser=True"]
        log = (cls.box / "server.log").open("w", encoding="utf-8")
        cls.addClassCleanup(log.close)
        server = subprocess.Popen(command, env=notebooks.jupyter_environment() | places, stdout=log, stderr=log)
        cls.addClassCleanup(stop, server)
        address = f"http://127.0.0.1:{port}"
        end = time.monotonic() + START_SECONDS
        while time.monotonic() < end and server.poll() is None:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{address}/api/status", timeout=5).close()
                return address
            time.sleep(0.2)
        raise AssertionError("JupyterLab did not start: " + (cls.box / "server.log").read_text("utf-8"))

    def test_the_first_lesson_runs_stops_in_the_middle_and_runs_again_to_its_end(self):
        self.open()
        training = self.cell("sentence.train()")
        self.menu("Run", "runmenu:run-all")
        self.progress_changes_in_place(training)

        self.button("notebook:interrupt-kernel")
        self.wait("the training stops", lambda: not self.running(training), 120)
        self.assertRegex(self.text(training), "(?i)stopped|interrupted")
        self.wait("all cells have had their turn", self.done, LESSON_SECONDS)
        self.page.evaluate(f"{CELLS}.activeCellIndex = {self.cell('available(')}")
        self.page.locator(PANEL).locator(".jp-Cell.jp-mod-active .cm-content").click()
        before = self.prompt(self.cell("available("))
        self.page.keyboard.press("Control+Enter")
        self.wait("the kernel answers again", lambda: self.done() and self.prompt(self.cell("available(")) != before, 60)

        self.button("notebook:restart-run-all")
        self.page.locator(".jp-Dialog button.jp-mod-accept").click()
        self.wait("the training runs again", lambda: self.running(training), LESSON_SECONDS)
        self.progress_changes_in_place(training)
        self.wait("the lesson ends", self.done, LESSON_SECONDS)
        self.page.keyboard.press("Control+s")
        self.wait("the lesson is saved", lambda: not self.page.evaluate("window.jupyterapp.shell.currentWidget.context.model.dirty"), 60)
        executed = execute_notebook.read(self.lesson)
        self.assertEqual([], execute_notebook.complaints(executed))
        self.assertEqual(1, len(executed.cells[training].outputs))
        self.look(training + 1)

    def open(self):
        self.page.goto(f"{self.address}/lab/tree/{self.lesson.name}?reset")
        self.page.wait_for_selector(f"{PANEL} .jp-Cell", timeout=1000 * START_SECONDS)
        name = self.page.locator(f"{PANEL} .jp-KernelName")
        self.wait("the kernel of the lesson is there", lambda: name.inner_text() == "Java (PDD4J)", START_SECONDS)

    def menu(self, name, command):
        self.page.locator("#jp-MainMenu .lm-MenuBar-item", has_text=name).first.click()
        self.page.locator(f".lm-Menu-item[data-command='{command}']").click()

    def button(self, command):
        self.page.locator(f"{PANEL} [data-command='{command}']").first.click()

    def cell(self, code):
        """The number of the first cell with this code."""
        sources = self.page.evaluate(f"{CELLS}.widgets.map(c => c.model.type == 'code' ? c.model.sharedModel.source : '')")
        return next(i for i, source in enumerate(sources) if code in source)

    def prompt(self, cell):
        return self.page.evaluate(f"i => {CELLS}.widgets[i].prompt", cell)

    def running(self, cell):
        return self.prompt(cell) == "*"

    def done(self):
        return all(prompt not in ("", "*") for prompt in self.page.evaluate(PROMPTS))

    def text(self, cell):
        """What the page shows below a cell, which is drawn only while it is in view."""
        self.page.evaluate(f"i => {CELLS}.scrollToItem(i, 'start', 0)", cell)
        shown = self.page.locator(f"{PANEL} .jp-Cell[data-windowed-list-index='{cell}'] .jp-OutputArea-output")
        return "\n".join(shown.all_inner_texts())

    def progress_changes_in_place(self, training):
        """Three states of one output, with the remaining time and a curve or strip."""
        states = []

        def three():
            text = self.text(training) if self.running(training) else ""
            if "left" in text and text not in states:
                states.append(text)
            return len(states) >= 3

        self.wait("the progress changes", three, LESSON_SECONDS)
        self.assertEqual(1, len(self.page.evaluate(OUTPUTS, training)))

    def look(self, cell):
        """Chart and strip of a run are drawn, in both themes; the pictures are for people."""
        self.pictures.mkdir(parents=True, exist_ok=True)
        for name, theme in THEMES.items():
            self.page.evaluate("theme => window.jupyterapp.commands.execute('apputils:change-theme', {theme})", theme)
            shown = self.page.locator(f"body[data-jp-theme-light='{str(name == 'light').lower()}']")
            self.wait(f"the theme is {name}", shown.count, 60)
            for number in (cell, cell - 1, self.cell("verdict(")):
                self.text(number)
                self.page.wait_for_timeout(1000)
                self.page.screenshot(path=self.pictures / f"{name}-{number}.png")
        self.text(cell)
        images = self.page.locator(
            f"{PANEL} .jp-Cell[data-windowed-list-index='{cell}'] .jp-OutputArea-output img, "
            f"{PANEL} .jp-Cell[data-windowed-list-index='{cell}'] .jp-OutputArea-output svg"
        )
        sizes = [box for box in (images.nth(i).bounding_box() for i in range(images.count())) if box and box["width"] > 100]
        self.assertGreaterEqual(len(sizes), 2, "a chart and a strip")

    def wait(self, what, condition, seconds):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end:
                self.pictures.mkdir(parents=True, exist_ok=True)
                self.page.screenshot(path=self.pictures / "failed.png")
                raise AssertionError(f"{what}: not within {seconds} s; the page is in {self.pictures / 'failed.png'}")
            self.page.wait_for_timeout(200)


def free_port():
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return found.getsockname()[1]


def stop(server):
    server.terminate()
    try:
        server.wait(30)
    except subprocess.TimeoutExpired:
        server.kill()


if __name__ == "__main__":
    unittest.main()
