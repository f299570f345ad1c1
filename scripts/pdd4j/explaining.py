"""A kernel in place of the Java kernel that cannot start: it answers every cell with the line that mends it."""

from __future__ import annotations

import contextlib
import io
import sys
from collections.abc import Callable
from typing import Any

from ipykernel.kernelapp import IPKernelApp
from ipykernel.kernelbase import Kernel

from pdd4j import requirements
from pdd4j.console import Problem

RESTART = "what was missing is there now: restart the kernel (menu Kernel) and run the cells again"


class Explaining(Kernel):  # type: ignore[misc]  # which the environment of the checks does not have
    """Looks again at every cell: what is missing may have come meanwhile, and a library that is fetched goes on."""

    implementation = "pdd4j"
    implementation_version = "1"
    banner = "Java (PDD4J) could not start"
    language_info = {"name": "java", "mimetype": "text/x-java-source", "file_extension": ".java"}  # noqa: RUF012 - as its base has it
    prepare: Callable[[], object] = staticmethod(lambda: None)

    async def do_execute(self, code: str, silent: bool, *arguments: Any, **settings: Any) -> dict[str, Any]:
        sentence = self.found()
        if not silent:
            content = {"ename": "PDD4J", "evalue": sentence, "traceback": [sentence]}
            self.send_response(self.iopub_socket, "error", content)
        return {"status": "error", "execution_count": self.execution_count, "ename": "PDD4J", "evalue": sentence, "traceback": [sentence]}

    def found(self) -> str:
        requirements.java.cache_clear()
        try:
            with contextlib.redirect_stderr(Shown(self)):
                type(self).prepare()
        except Problem as problem:
            return str(problem)
        return RESTART


class Shown(io.TextIOBase):
    """Progress as the cell's ordinary output: it is no error."""

    def __init__(self, kernel: Kernel):
        self.kernel = kernel

    def write(self, text: str) -> int:
        self.kernel.send_response(self.kernel.iopub_socket, "stream", {"name": "stdout", "text": text})
        return len(text)


def start(connection: str, sentence: str, prepare: Callable[[], object]) -> None:
    """Serves the connection until Jupyter ends it."""
    print(f"pdd4j: {sentence}", file=sys.stderr)
    Explaining.prepare = staticmethod(prepare)
    IPKernelApp.launch_instance(argv=["-f", connection], kernel_class=Explaining)
