"""DESIGN.md describes the tree that is there."""

import re
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DESIGN = (ROOT / "DESIGN.md").read_text(encoding="utf-8")
TREE = DESIGN.partition("## 2. The tree")[2].partition("\n## ")[0]
PACKAGES = {path.parent.name for path in (ROOT / "eo_deep").glob("*/__init__.py")}
MODULES = {path.name for path in (ROOT / "eo_deep").glob("*.py")}


def test_the_tree_names_the_packages_of_the_engine_and_no_others():
    lines = re.search(r"^    eo_deep/.*?(?=^    algorithms/)", TREE, re.MULTILINE | re.DOTALL)[0]
    assert set(re.findall(r"^      (\w+)/ ", lines, re.MULTILINE)) == PACKAGES
    assert set(re.findall(r"\w+\.py", lines)) == MODULES


def test_the_tree_names_every_folder_at_the_top():
    if not (ROOT / ".git").exists():
        pytest.skip("which folders are the repository's is known in a git clone")
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split()
    folders = {file.split("/")[0] for file in files if "/" in file and not file.startswith(".")}
    assert set(re.findall(r"^    (\w+)/ ", TREE, re.MULTILINE)) == folders


def test_the_engine_has_few_rooms_at_its_top():
    assert len(PACKAGES) <= 35  # a new feature raises it by one, nothing else does
    assert len(MODULES) <= 4


def test_the_glossary_has_27_words_that_the_code_uses():
    glossary = DESIGN.partition("## Glossary")[2].partition("\n## ")[0]
    words = re.findall(r"^\| ([a-z][a-z ()]+?) \|", glossary, re.MULTILINE)
    assert len(words) == 27
    code = " ".join(path.read_text(encoding="utf-8") for folder in ("eo_deep", "algorithms")
                    for path in (ROOT / folder).rglob("*.py"))  # fmt: skip
    unused = [word for word in words if not re.search(rf"\b{word.replace(' ', '[ _]?')}", code, re.IGNORECASE)]
    assert unused == []


def test_places_that_are_named_exist():
    """Names in backticks with a folder in front."""
    folders = "algorithms|benchmarks|eo_deep|tests|" + "|".join(PACKAGES)
    named = set(re.findall(rf"`((?:{folders})/[\w/]+(?:\.\w+)?)`", DESIGN))
    roots = (ROOT, ROOT / "eo_deep")
    missing = {place for place in named if not any((r / place).exists() or (r / f"{place}.py").exists() for r in roots)}
    assert not missing
