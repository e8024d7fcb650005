# SPDX-License-Identifier: MIT
"""Figures of address spaces in Sphinx: the directive ``mm``.

.. code-block:: rst

   .. mm::
      :kernel: 6.18
      :views: address-map maple-tree
      :step: 2

      p = mmap(NULL, 8*PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS, -1, 0)
      munmap(p + 4*PAGE, 2*PAGE)

   .. mm:: scripts/hole.mm

HTML gets a live figure with a picture and a table for readers without script; every other builder gets the script, a picture where it can
show one, and the table. Figures are made by the program ``mm-playground-figure`` of the npm package ``@mm-playground/embed`` and kept beside
the doctrees.

In ``conf.py``::

   sys.path.append(os.path.abspath("node_modules/@mm-playground/embed/sphinx"))
   extensions = ["mm_playground"]
   mm_playground_command = ["npx", "mm-playground-figure"]  # or where it is
"""

import hashlib
import json
import os
import shutil
import subprocess

from docutils import nodes
from docutils.parsers.rst import directives
from sphinx import addnodes
from sphinx.errors import ExtensionError
from sphinx.util.docutils import SphinxDirective

# Options with a value, and those that stand alone: the words of a fence in Markdown.
VALUED = ("kernel", "arch", "index", "compare", "views", "step", "select", "height", "theme", "title")
ALONE = ("autoplay", "static")
# What makes other pictures of SVG, for builders that have none.
CONVERTERS = (
    "sphinx.ext.imgconverter",
    "sphinxcontrib.cairosvgconverter",
    "sphinxcontrib.inkscapeconverter",
    "sphinxcontrib.rsvgconverter",
)
BUNDLE = "mm-playground"


class MmDirective(SphinxDirective):
    """``.. mm:: [FILE]``: a script, played."""

    has_content = True
    optional_arguments = 1
    final_argument_whitespace = True
    option_spec = {
        **dict.fromkeys(VALUED, directives.unchanged_required),
        **dict.fromkeys(ALONE, directives.flag),
    }

    def run(self):
        try:
            script, file, line = self.script()
            figure = figure_of(self.env.app, script, words_of(self.options), file, line)
        except (FigureProblem, OSError) as problem:
            raise self.error(str(problem)) from problem
        self.env.metadata[self.env.docname]["mm_playground"] = True
        return [
            only("html and not epub", [nodes.raw("", figure["html"], format="html")]),
            only("epub or not html", static_nodes(self.env, figure, script)),
        ]

    def script(self):
        """The text, the file that it is in, and its first line there."""
        if self.arguments and self.content:
            raise self.error("a script is in a file or here, and not both")
        if self.arguments:
            relative, path = self.env.relfn2path(self.arguments[0])
            self.env.note_dependency(relative)
            with open(path, encoding="utf-8") as file:
                return file.read(), os.path.relpath(path), 1
        if not self.content:
            raise self.error("there is no script")
        return "\n".join(self.content), os.path.relpath(self.content.source(0)), self.content.offset(0) + 1


class FigureProblem(Exception):
    """A figure cannot be made; the message has all problems, a line each."""


def words_of(options):
    """The options as the words of a fence."""
    return " ".join(name if name in ALONE else f"{name}={quoted(value)}" for name, value in sorted(options.items()))


def quoted(value):
    quote = "'" if '"' in value else '"'
    if quote in value:
        raise FigureProblem(f"both kinds of quotes in one option: {value}")
    return f"{quote}{value}{quote}"


def figure_of(app, script, words, file, line):
    """The figure in parts, as ``mm-playground-figure --json`` has it; made once."""
    kept = os.path.join(folder_of(app), f"{digest_of(version_of(app), script, words)}.json")
    if not os.path.exists(kept):
        place = ["--file", file, "--line", str(line)]
        replace(kept, ask(app, [*place, "--json", "--", words], script))
    with open(kept, encoding="utf-8") as lines:
        return json.load(lines)


def ask(app, arguments, script=""):
    """What the program prints."""
    command = [*app.config.mm_playground_command, *arguments]
    try:
        done = subprocess.run(command, input=script, capture_output=True, encoding="utf-8", check=False)
    except OSError as error:
        raise ExtensionError(f"mm_playground_command = {app.config.mm_playground_command}: {error}") from error
    if done.returncode == 2:
        raise FigureProblem(done.stderr.strip())
    if done.returncode != 0:
        raise ExtensionError(f"{command[0]} failed:\n{done.stderr.strip()}")
    return done.stdout


def version_of(app):
    """Of the program; asked for once."""
    if not hasattr(app, "_mm_playground_version"):
        app._mm_playground_version = ask(app, ["--version"]).strip()
    return app._mm_playground_version


def folder_of(app):
    folder = os.path.join(app.doctreedir, "mm-playground")
    os.makedirs(folder, exist_ok=True)
    return folder


def digest_of(*parts):
    return hashlib.sha256("\0".join(parts).encode()).hexdigest()[:32]


def replace(path, text):
    """Writes a file at once: documents may be read in parallel."""
    new = f"{path}.{os.getpid()}"
    with open(new, "w", encoding="utf-8") as file:
        file.write(text)
    os.replace(new, path)


def only(expression, children):
    """Nodes for some builders; decided when a document is written, for builders share what was read."""
    return addnodes.only("", *children, expr=expression)


def static_nodes(env, figure, script):
    """The figure where there is no HTML."""
    title = [heading(figure["title"])] if figure["title"] else []
    return [*title, nodes.literal_block(script, script, language="none"), *sides(env, figure)]


def sides(env, figure):
    """The state; where two machines are compared that of both, and what differs."""
    beside = figure["beside"]
    if beside is None:
        return side(env, figure)
    here, there = beside["names"]
    return [
        *[heading(here), *side(env, figure)],
        *[heading(there), *side(env, beside)],
        *(nodes.paragraph("", words, support_smartquotes=False) for words in beside["words"]),
        *(table(**costs) for costs in beside["costs"]),
    ]


def side(env, state):
    """A picture and the maps."""
    path = os.path.join(folder_of(env.app), f"{digest_of(state['svg'])}.svg")
    replace(path, state["svg"])
    # From the folder of the sources, as Sphinx names images.
    address = "/" + os.path.relpath(path, env.srcdir).replace(os.sep, "/")
    maps = state["maps"]
    return [only("mm_pictures", [nodes.image(uri=address, alt=maps["caption"])]), table(**maps)]


def heading(text):
    return nodes.paragraph("", "", nodes.strong("", text))


def table(caption, rows):
    # As the kernel prints it: no typographer makes a dash of --.
    widths = [max(1, *(len(row[at]) for row in rows)) for at in range(len(rows[0]))]
    group = nodes.tgroup("", *(nodes.colspec(colwidth=width) for width in widths), cols=len(widths))
    group += nodes.thead("", table_row(rows[0]))
    group += nodes.tbody("", *(table_row(row) for row in rows[1:]))
    return nodes.table("", nodes.title("", caption, support_smartquotes=False), group)


def table_row(cells):
    return nodes.row("", *(nodes.entry("", nodes.paragraph("", cell, support_smartquotes=False)) for cell in cells))


def tell_pictures(app):
    """A tag for builders that can show an SVG file, or have it converted."""
    types = getattr(app.builder, "supported_image_types", [])
    if "image/svg+xml" in types or any(name in app.extensions for name in CONVERTERS):
        app.tags.add("mm_pictures")


def load_bundle(app, page, _template, _context, doctree):
    """The module and the style sheet, in pages that have figures."""
    if doctree is None or app.builder.name == "epub" or not app.env.metadata.get(page, {}).get("mm_playground"):
        return
    app.add_css_file(f"{BUNDLE}/mm-playground.css")
    app.add_js_file(f"{BUNDLE}/mm-playground.js", type="module")


def copy_bundle(app, exception):
    """The pieces of the bundle beside each other, where pages find them."""
    if exception is not None or app.builder.format != "html" or app.builder.name == "epub":
        return
    folder = app.config.mm_playground_bundle or ask(app, ["--bundle"]).strip()
    if not os.path.isdir(folder):
        raise ExtensionError(f"mm_playground_bundle: there is no folder {folder}")
    copy = os.path.join(app.outdir, "_static", BUNDLE)
    shutil.rmtree(copy, ignore_errors=True)
    shutil.copytree(folder, copy)


def setup(app):
    app.add_directive("mm", MmDirective)
    app.add_config_value("mm_playground_command", ["mm-playground-figure"], "env")
    app.add_config_value("mm_playground_bundle", None, "html")
    app.connect("builder-inited", tell_pictures)
    app.connect("html-page-context", load_bundle)
    app.connect("build-finished", copy_bundle)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
