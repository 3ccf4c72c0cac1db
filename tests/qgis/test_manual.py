"""The manual as a user gets it: in the zip, with a page for each algorithm that its Help button opens; and true."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import zipfile
from html import unescape
from pathlib import Path

import pytest
from eo_deep_plugin.algorithms.framework import manual
from eo_deep_plugin.algorithms.framework.provider import QgisAlgorithm, find_declarations
from eo_deep_plugin.algorithms.framework.worker import ROOT
from qgis.PyQt.QtCore import QUrl

ALGORITHMS = [QgisAlgorithm(declaration) for declaration in find_declarations()]


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """The plugin's folder as QGIS unpacks it from what `make zip` writes."""
    if not (ROOT / ".venv-docs" / "complete").exists() or not (ROOT / ".git").exists():
        pytest.skip("needs a git clone, and `make .venv-docs/complete`")
    folder = tmp_path_factory.mktemp("zip")
    words = ["make", "zip", f"MANUAL={folder / 'manual'}", f"ZIP={folder / 'plugin.zip'}"]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("MAKE")}
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr
    with zipfile.ZipFile(folder / "plugin.zip") as archive:
        archive.extractall(folder / "plugins")
    return folder / "plugins" / "eo_deep_plugin"


def test_the_zip_has_the_plugin_with_its_manual(installed):
    assert {"metadata.txt", "__init__.py", "README.md", "manual"} <= {path.name for path in installed.iterdir()}
    assert not (installed / "docs").exists()
    size = sum(path.stat().st_size for path in (installed / "manual").rglob("*") if path.is_file())
    assert 500_000 < size < 4_000_000


def test_the_readme_in_the_zip_leads_to_the_manual(installed):
    links = re.findall(r"\]\(([^)#]+)[^)]*\)", (installed / "README.md").read_text(encoding="utf-8"))
    inside = [link for link in links if "://" not in link]
    assert len(inside) >= 8
    assert [link for link in inside if not (installed / link).exists()] == []


def test_help_opens_a_page_for_each_algorithm(installed, monkeypatch):
    monkeypatch.setattr(manual, "FOLDER", installed / "manual")
    for algorithm in ALGORITHMS:
        page = Path(QUrl(algorithm.helpUrl()).toLocalFile())
        assert page == installed / "manual" / "algorithms" / f"{algorithm.name()}.html"
        text = unescape(page.read_text(encoding="utf-8"))
        assert algorithm.displayName() in text
        assert all(f">{one.name()}<" in text for one in algorithm.parameterDefinitions()), algorithm.name()


def test_every_page_is_in_the_contents_and_loads_nothing_from_a_network(installed):
    home = installed / "manual"
    pages = set(home.rglob("*.html"))
    links = re.findall(r'href="([\w/]+\.html)"', (home / "index.html").read_text(encoding="utf-8"))
    assert pages == {home / "index.html", home / "search.html", *(home / link for link in links)}
    for page in pages:
        text = page.read_text(encoding="utf-8")
        assert not re.search(r'<(?:script|link|img)[^>]*(?:src|href)="(?:https?:)?//', text), page


def test_a_clone_without_a_manual_opens_the_readme(tmp_path, monkeypatch):
    monkeypatch.setattr(manual, "FOLDER", tmp_path / "manual")
    assert Path(ALGORITHMS[0].helpUrl().removeprefix("file://")) == ROOT / "README.md"


def list_texts() -> list[str]:
    """The text constants of the plugin, those of f-strings without their values."""
    found = []
    for folder in ("algorithms", "eo_deep", "window"):
        for path in (ROOT / folder).rglob("*.py"):
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    found.append(node.value)
    return found


def test_messages_in_troubleshooting_are_those_of_the_plugin():
    page = (ROOT / "docs" / "troubleshooting.md").read_text(encoding="utf-8")
    everything = "\n".join(re.sub(r"\{\w+(:[^}]*)?\}", "...", text) for text in list_texts())
    quoted = re.findall(r'^\| "(.+?)" \|', page, re.MULTILINE)
    assert len(quoted) > 15
    parts = [part for sentence in quoted for part in re.split(r"\.\.\.", sentence) if len(part) > 3]
    assert [part for part in parts if part.strip() not in everything] == []
