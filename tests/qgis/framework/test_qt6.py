"""The source has nothing that Qt 6, and so QGIS 4, lacks: unscoped enums, exec_, classes that moved. Read only."""

from __future__ import annotations

import ast
import importlib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FILES = [ROOT / "__init__.py", *sorted((ROOT / "algorithms").rglob("*.py")), *sorted((ROOT / "window").rglob("*.py"))]
MOVED = {"QAction", "QActionGroup", "QShortcut", "QRegExp", "QDesktopWidget", "QSound"}  # or gone
GONE = {"exec_", "print_", "toTime_t", "globalPos"}


def find_faults(source: str) -> list[str]:
    """(line: what is wrong) of a module's text."""
    tree = ast.parse(source)
    known, faults = {}, []
    for node in ast.walk(tree):
        names = [alias.name for alias in node.names] if isinstance(node, (ast.Import, ast.ImportFrom)) else []
        module = getattr(node, "module", None) or ""
        if any(name.startswith(("PyQt", "sip")) for name in (names if isinstance(node, ast.Import) else [module])):
            faults.append(f"{node.lineno}: import of {module or names[0]}")
        if module.startswith("qgis.") and node.level == 0:
            for name in names:
                known[name] = getattr(importlib.import_module(module), name)
                if name in MOVED and module == "qgis.PyQt.QtWidgets":
                    faults.append(f"{node.lineno}: {name} is no longer in QtWidgets")
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute):
            if node.attr in GONE:
                faults.append(f"{node.lineno}: {node.attr} is gone")
            parent = resolve(node.value, known)
            value = getattr(parent, node.attr, None)
            # An enum's member is an int of a type of its own, and has to be taken from that type.
            is_member = isinstance(value, int) and type(value) not in (int, bool) and isinstance(parent, type)
            if is_member and parent is not type(value):
                faults.append(f"{node.lineno}: {ast.unparse(node)} is not scoped")
    return faults


def resolve(node: ast.AST, known: dict) -> object:
    """What a name, or a name with attributes, stands for; None where it is nothing of QGIS's."""
    if isinstance(node, ast.Name):
        return known.get(node.id)
    if isinstance(node, ast.Attribute):
        return getattr(resolve(node.value, known), node.attr, None)
    return None


@pytest.mark.parametrize("path", FILES, ids=lambda path: str(path.relative_to(ROOT)))
def test_the_source_has_nothing_that_qt6_lacks(path):
    assert find_faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(("source", "fault"), [
    ("from qgis.core import Qgis\nQgis.Warning", "2: Qgis.Warning is not scoped"),
    ("from qgis.PyQt.QtCore import Qt\nQt.AlignLeft", "2: Qt.AlignLeft is not scoped"),
    ("from qgis.PyQt.QtWidgets import QAction", "1: QAction is no longer in QtWidgets"),
    ("from PyQt5.QtCore import Qt", "1: import of PyQt5.QtCore"),
    ("dialog.exec_()", "1: exec_ is gone"),
])  # fmt: skip
def test_faults_are_found(source, fault):
    assert find_faults(source) == [fault]


def test_scoped_enums_are_no_faults():
    imports = "from qgis.core import Qgis\nfrom qgis.PyQt.QtCore import Qt\n"
    assert find_faults(f"{imports}Qgis.MessageLevel.Warning\nQt.AlignmentFlag.AlignLeft") == []
