"""A page of the manual for each algorithm, made of its declaration, and links to it from wherever its id stands.

A Sphinx extension: the pages are written into docs/algorithms/ before Sphinx looks for pages.
"""

from __future__ import annotations

import importlib.util
import re
import sys
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.addnodes import pending_xref
from sphinx.transforms import SphinxTransform

ROOT = Path(__file__).resolve().parents[1]
PLUGIN = "eo_deep_plugin"
PAGES = ROOT / "docs" / "algorithms"
ID = re.compile(r"eodeep:(\w+)")
ENDLESS = 1e6  # a maximum from here on only keeps numbers within what computers can hold
SPECIAL = re.compile(r"([\\`*_{}\[\]<>$|#~^])")


def setup(app: Any) -> dict[str, bool]:
    app.connect("builder-inited", lambda app: write_pages(load_declarations()))
    app.add_transform(AlgorithmLinks)
    return {"parallel_read_safe": True, "parallel_write_safe": True}


class AlgorithmLinks(SphinxTransform):
    """`eodeep:segment` leads to its page."""

    default_priority = 200

    def apply(self, **kwargs: Any) -> None:
        for literal in list(self.document.findall(nodes.literal)):
            found = ID.fullmatch(literal.astext())
            target = f"algorithms/{found[1]}" if found else ""
            if found and target != self.env.docname:
                link = pending_xref("", reftype="doc", refdomain="std", reftarget=f"/{target}", refexplicit=True,
                                    refdoc=self.env.docname, refwarn=True)  # fmt: skip
                literal.replace_self(link)
                link += literal


_qgis: list[Any] = []  # the application, which must live as long as what it has made


def load_declarations() -> list[Any]:
    """The declarations of all algorithms. The plugin gets the name under which QGIS installs it."""
    if not _qgis:
        from qgis.core import QgsApplication

        _qgis.append(QgsApplication([], False))
        sys.path.append(str(Path(QgsApplication.pkgDataPath(), "python", "plugins")))
    if PLUGIN not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            PLUGIN, ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
        )
        sys.modules[PLUGIN] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[PLUGIN])
    return importlib.import_module(f"{PLUGIN}.algorithms.framework.provider").find_declarations()


def write_pages(declarations: list[Any]) -> None:
    """One page for each algorithm and one that lists them; a page that stays the same is not touched."""
    pages = {f"{each.id}.md": write_page(each) for each in declarations}
    pages["index.md"] = write_index(declarations)
    PAGES.mkdir(exist_ok=True)
    for path in PAGES.glob("*.md"):
        if path.name not in pages:
            path.unlink()
    for name, text in pages.items():
        path = PAGES / name
        if not path.is_file() or path.read_text(encoding="utf-8") != text:
            path.write_text(text, encoding="utf-8")


def write_index(declarations: list[Any]) -> str:
    lines = ["# All algorithms", "", "In the groups of the Processing Toolbox.", ""]
    for group in sorted({each.group for each in declarations}):
        members = sorted((each for each in declarations if each.group == group), key=lambda each: each.title)
        lines += [f"## {group}", ""]
        lines += [f"[{escape(each.title)}]({each.id}.md)\n: {escape(read_paragraphs(each)[0])}\n" for each in members]
        lines += ["```{toctree}", ":hidden:", "", *(each.id for each in members), "```", ""]
    return "\n".join(lines)


def write_page(declaration: Any) -> str:
    """What the algorithm does, its parameters and outputs, and how to run it without a dialog."""
    summary, *paragraphs = map(escape, read_paragraphs(declaration))
    lines = [f"# {escape(declaration.title)}", "", summary, ""]
    for paragraph in paragraphs:
        lines += [paragraph, ""]
    lines += [f"*Processing Toolbox > EO Deep > {escape(declaration.group)}*, id `eodeep:{declaration.id}`", ""]
    mentions = [f"[{title}](../{name})" for name, title in find_mentions(declaration.id)]
    if mentions:
        lines += [f"See also: {', '.join(mentions)}.", ""]
    inputs, outputs = split_declared(declaration)
    for heading, declared in (("Parameters", inputs), ("Outputs", outputs)):
        if declared:
            lines += [f"## {heading}", ""]
            lines += [describe(name, each) for name, each in declared.items()]
    return "\n".join([*lines, "## In a shell and in Python", "", *write_commands(declaration), ""])


def find_mentions(algorithm: str) -> list[tuple[str, str]]:
    """The written pages, (file, title), that name an algorithm."""
    found = []
    for path in sorted(PAGES.parent.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        if re.search(rf"eodeep:{algorithm}\b", text):
            found.append((path.name, text.partition("\n")[0].lstrip("# ")))
    return found


def split_declared(declaration: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Parameters and outputs by name."""
    outputs = importlib.import_module(f"{PLUGIN}.algorithms.framework.outputs")
    is_output = {name: isinstance(each, (outputs.Destination, outputs.Value)) for name, each in
                 declaration.declared.items()}  # fmt: skip
    split = [{name: each for name, each in declaration.declared.items() if is_output[name] is side}
             for side in (False, True)]  # fmt: skip
    return split[0], split[1]


def describe(name: str, declared: Any) -> str:
    """A paragraph on a parameter or an output: label, name, kind, limits, default, help."""
    facts = escape(", ".join([name_kind(declared), *list_facts(declared)]))
    text = f"*{facts[0].upper()}{facts[1:]}.* {escape(declared.help)}"
    return f"**{escape(declared.label)}** `{name.upper()}`\n: {text}\n"


def name_kind(declared: Any) -> str:
    """The kind in a user's words, from the QGIS parameter or output that is made of it."""
    if not hasattr(declared, "define"):
        return {"outputNumber": "number", "outputString": "text", "outputBoolean": "yes or no"}[
            declared.define_output("NAME").type()
        ]
    kinds = {
        "area": "polygon layer", "band": "band", "boolean": "yes or no", "enum": "choice", "extent": "extent",
        "field": "field", "file": "file", "fileDestination": "file", "folderDestination": "folder", "layer": "layer",
        "multilayer": "layers", "number": "number", "raster": "raster layer", "rasterDestination": "raster layer",
        "sink": "vector layer", "source": "vector layer", "string": "text",
    }  # fmt: skip
    parameter = declared.define("NAME")
    if parameter.type() == "file" and parameter.behavior() == type(parameter).Behavior.Folder:
        return "folder"
    return "model file" if hasattr(declared, "task") else kinds[parameter.type()]


def list_facts(declared: Any) -> list[str]:
    """Limits, choices, default, and whether it may stay empty."""
    low, high = getattr(declared, "min", None), getattr(declared, "max", None)
    if high is not None and high >= ENDLESS:
        high = None
    facts = []
    if low is not None or high is not None:
        facts.append(f"{low:g} to {high:g}" if None not in (low, high) else f"at least {low:g}" if high is None else
                     f"at most {high:g}")  # fmt: skip
    if getattr(declared, "options", None):
        facts.append("one of " + ", ".join(map(repr, declared.options)))
    default = getattr(declared, "default", None)
    if default not in (None, "", []):
        facts.append(f"default {'yes' if default is True else 'no' if default is False else default}")
    elif getattr(declared, "optional", False):
        facts.append("optional")
    return [*facts, *(["advanced"] if getattr(declared, "advanced", False) else [])]


def write_commands(declaration: Any) -> list[str]:
    """The shortest command of each kind, with all that must be given."""
    given = {
        name: name_example(name, each)
        for name, each in declaration.declared.items()
        if not getattr(each, "optional", True) and each.default is None
    }
    words = "".join(f" {name.upper()}={value}" for name, value in given.items())
    lines = ["```", f"qgis_process run eodeep:{declaration.id}{' --' if words else ''}{words}", "```", ""]
    if declaration.engine:
        door = declaration.engine.split(".")[1]
        words = "".join(f" {name}={value}" for name, value in given.items())
        lines[2:2] = [f"python -m eo_deep {door}{words}"]
        arguments = ", ".join(f"{name}={quote(declaration.declared[name], value)}" for name, value in given.items())
        lines += ["```python", "import eo_deep as eo", "", f"eo.{door}({arguments})", "```"]
    return lines


def quote(declared: Any, value: str) -> str:
    """A text, or a list of one, as Python has it."""
    return f'["{value}"]' if declared.define("NAME").type() == "multilayer" else f'"{value}"'


def name_example(name: str, declared: Any) -> str:
    """A value that shows what kind of thing is asked for."""
    kind = declared.define(name.upper()).type()
    suffixes = {"raster": ".tif", "multilayer": ".tif", "rasterDestination": ".tif", "layer": ".gpkg",
                "source": ".gpkg", "sink": ".gpkg"}  # fmt: skip
    suffix = suffixes.get(kind) or next(iter(getattr(declared, "suffixes", ())), "")
    if hasattr(declared, "task"):
        suffix = ".safetensors"
    return f"{name}{suffix}"


def read_paragraphs(declaration: Any) -> list[str]:
    provider = importlib.import_module(f"{PLUGIN}.algorithms.framework.provider")
    return provider.split_docstring(declaration)


def escape(text: str) -> str:
    """Plain text for Markdown."""
    return SPECIAL.sub(r"\\\1", text)
