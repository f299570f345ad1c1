"""The verbs that Java carries out, once it can be started."""

from __future__ import annotations

from pdd4j import fetch, jvm, program


def run(verb: str, arguments: list[str]) -> int:
    """Brings what a verb starts from, then starts it."""
    if verb == "adapt" and not program.HELP_OPTIONS & set(arguments):
        if fetch.will_fetch_for_the_lesson() and (refused := jvm.run(verb, [*arguments, "--check"])):
            return refused  # said before minutes of downloads
        fetch.for_the_lesson()  # the network to start from, and sharp photographs
    return jvm.run(verb, arguments)
