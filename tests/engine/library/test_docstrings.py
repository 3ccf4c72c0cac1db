"""Every door is described in numpydoc's form: each parameter, what it returns, what it raises."""

import inspect
import re

import pytest

import eo_deep

DOORS = [name for name in eo_deep.__all__ if name != "load_model"]
SECTIONS = ("Parameters", "Returns", "Raises")


def read_sections(docstring):
    """The text before the first section under "", then that of each by its title."""
    parts = re.split(r"^([A-Z][A-Za-z ]+)\n-+$", docstring, flags=re.MULTILINE)
    for title, rule in re.findall(r"^([A-Z][A-Za-z ]+)\n(-+)$", docstring, flags=re.MULTILINE):
        assert len(rule) == len(title), title
    return {"": parts[0], **dict(zip(parts[1::2], parts[2::2], strict=True))}


def list_items(section):
    """name -> (type, description) of a section's entries "name : type", with the description indented below."""
    entries = re.findall(r"^(\w[^\n]*)\n((?:(?:[ ]{4}[^\n]*)?\n)+)", section + "\n", flags=re.MULTILINE)
    found = {}
    for head, text in entries:
        names, _, kind = head.partition(" : ")
        for name in names.split(", "):
            found[name] = (kind, inspect.cleandoc(text))
    return found


@pytest.mark.parametrize("name", [*DOORS, "load_model"])
def test_a_door_is_described_by_its_docstring(name):
    door = inspect.unwrap(getattr(eo_deep, name))
    sections = read_sections(inspect.getdoc(door))

    summary = sections[""].split("\n\n")[0]
    assert summary.endswith((".", "?")) and "\n" not in summary.strip()
    assert [title for title in SECTIONS if title in sections] == list(SECTIONS)
    described = list_items(sections["Parameters"])
    assert list(described) == list(inspect.signature(door).parameters)
    for parameter, (kind, text) in described.items():
        assert kind and text.endswith("."), parameter
    assert sections["Returns"].strip()
    assert "EoDeepError" in list_items(sections["Raises"])


@pytest.mark.parametrize("name", DOORS)
def test_the_front_adds_what_it_does(name):
    assert read_sections(getattr(eo_deep, name).__doc__)["Notes"].startswith(f"\nAs ``eo_deep.{name}`` it takes")
