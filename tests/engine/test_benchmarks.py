"""The programs of benchmarks/: each answers --help, and the README names each, with its figures."""

import importlib
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2] / "benchmarks"
MODULES = sorted(ROOT.rglob("*.py"))
PROGRAMS = [path for path in MODULES if '__name__ == "__main__"' in path.read_text(encoding="utf-8")]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def name(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


@pytest.mark.parametrize("path", PROGRAMS, ids=name)
def test_programs_answer_help(path, monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", [path.name, "--help"])
    program = importlib.import_module(f"benchmarks.{name(path)}")
    with pytest.raises(SystemExit) as end:
        program.main()
    assert end.value.code == 0
    shown = capsys.readouterr().out
    assert f"python -m benchmarks.{name(path)}" in shown
    options = shown.partition("\noptions:\n")[2].splitlines()
    undescribed = [option for option, below in zip(options, [*options[1:], ""])
                   if re.fullmatch(r"  --\S+( \S+)*", option) and not below.startswith(" " * 20)]
    assert undescribed == []


def test_the_readme_names_every_program_and_part():
    rows = re.findall(r"^\| `([a-z_]+\.[a-z_]+)[^`]*` \|", README, re.MULTILINE)
    assert sorted(rows) == sorted(map(name, PROGRAMS))
    sections = dict(re.findall(r"^## (\w+)(.*?)(?=^## |\Z)", README, re.MULTILINE | re.DOTALL))
    parts = [path for path in MODULES if path not in PROGRAMS]
    missing = [name(path) for path in parts if f"`{path.name}`" not in sections.get(path.parent.name, "")]
    assert missing == []


@pytest.mark.parametrize("path", [path for path in MODULES if path not in PROGRAMS], ids=name)
def test_parts_say_whose_part_they_are(path):
    importlib.import_module(f"benchmarks.{name(path)}")
    assert path.read_text(encoding="utf-8").startswith('"""A part of ')


@pytest.mark.parametrize("path", sorted(ROOT.rglob("*.md")), ids=lambda path: str(path.relative_to(ROOT)))
def test_texts_name_what_exists(path):
    text = path.read_text(encoding="utf-8")
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    assert [link for link in links if not (path.parent / link).exists()] == []
    commands = re.findall(r"-m (benchmarks(?:\.\w+)+)", text)
    assert [each for each in commands if each not in {f"benchmarks.{name(program)}" for program in PROGRAMS}] == []
