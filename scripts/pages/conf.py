"""How Sphinx builds the site from the folder that website.py fills."""

import os

from pygments.lexers import JavaLexer
from sphinx.application import Sphinx

project = "PDD4J"
version = release = os.environ["PDD4J_VERSION"]
project_copyright = "the authors of PDD4J, Apache License 2.0"
extensions = ["myst_nb"]
nb_execution_mode = "off"
nb_merge_streams = True
myst_heading_anchors = 3
html_theme = "furo"
html_title = f"PDD4J {release}"
html_copy_source = False
html_show_sphinx = False


def setup(app: Sphinx) -> None:
    app.add_lexer("jshell", JavaLexer)
