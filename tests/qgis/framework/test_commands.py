"""The commands that README and docs show name algorithms, parameters and choices that there are."""

from __future__ import annotations

import re

import pytest
from eo_deep_plugin.algorithms.framework.params import Choice
from eo_deep_plugin.algorithms.framework.provider import find_declarations
from eo_deep_plugin.algorithms.framework.worker import ROOT

COMMAND = re.compile(r"(?:qgis_process run eodeep:|python -m eo_deep )(\w+) ((?:.*\\\n)*.*)")
VALUE = re.compile(r"""\b([A-Za-z]\w*)=("[^"]*"|\S+)""")
DECLARATIONS = {declaration.id: declaration for declaration in find_declarations()}
PAGES = {path.name: COMMAND.findall(path.read_text(encoding="utf-8"))
         for path in (ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md")))}  # fmt: skip


def test_pages_have_commands():
    tutorials = ("buildings", "sentinel2", "own_labels", "update_map", "land_cover", "cluster", "series")
    with_commands = {page for page, commands in PAGES.items() if commands}
    assert {"README.md", *(f"{name}.md" for name in tutorials)} <= with_commands
    assert ("segment", "image") in {(name, text[:5]) for name, text in PAGES["cluster.md"]}  # those of the engine, too


@pytest.mark.parametrize("page", PAGES)
def test_commands_are_true(page):
    """Of qgis_process, and of the engine, whose names have underscores and whose arguments are in lower case."""
    for algorithm, text in PAGES[page]:
        declared = DECLARATIONS[algorithm.replace("_", "")].declared
        given = {name.lower(): value.strip('"') for name, value in VALUE.findall(text)}
        assert set(given) <= set(declared), algorithm
        for name, value in given.items():
            if isinstance(declared[name], Choice):
                assert value in declared[name].options, algorithm
        needed = {name for name, each in declared.items()
                  if not getattr(each, "optional", True) and each.default is None}  # fmt: skip
        assert "--help" in text or needed <= set(given), algorithm
