"""Packages that load public names when they are first used."""

import importlib
import sys

import pytest

from eo_deep.runtime.lazy import find_homes

INIT = '''"""Trees."""

from typing import TYPE_CHECKING

from eo_deep.runtime.lazy import attach

if TYPE_CHECKING:
    from .crowns import LIMIT, count
    from .roots.deep import dig

__getattr__, __dir__, __all__ = attach(__name__)
'''


@pytest.fixture
def trees(tmp_path, monkeypatch):
    """A package `lazy_trees` with three public names in two modules."""
    folder = tmp_path / "lazy_trees"
    (folder / "roots").mkdir(parents=True)
    (folder / "__init__.py").write_text(INIT)
    (folder / "crowns.py").write_text("LIMIT = 3\n\n\ndef count():\n    return 7\n")
    (folder / "roots" / "__init__.py").write_text("")
    (folder / "roots" / "deep.py").write_text("def dig():\n    return 'deep'\n")
    monkeypatch.syspath_prepend(tmp_path)
    yield importlib.import_module("lazy_trees")
    for name in [name for name in sys.modules if name.startswith("lazy_trees")]:
        del sys.modules[name]
    find_homes.cache_clear()


def list_loaded():
    return {name for name in sys.modules if name.startswith("lazy_trees")}


def test_names_are_known_before_anything_is_loaded(trees):
    assert trees.__all__ == ["LIMIT", "count", "dig"]
    assert {"LIMIT", "count", "dig", "__doc__"} <= set(dir(trees))
    assert find_homes("lazy_trees") == {
        "LIMIT": "lazy_trees.crowns", "count": "lazy_trees.crowns", "dig": "lazy_trees.roots.deep",
    }  # fmt: skip
    assert list_loaded() == {"lazy_trees"}


def test_a_name_loads_its_module_alone(trees):
    from lazy_trees import count

    assert count() == 7
    assert trees.LIMIT == 3
    assert list_loaded() == {"lazy_trees", "lazy_trees.crowns"}
    assert trees.dig() == "deep"
    assert "lazy_trees.roots.deep" in list_loaded()


def test_other_names_are_missing_as_in_any_module(trees):
    with pytest.raises(AttributeError, match="module 'lazy_trees' has no attribute 'cut'"):
        trees.cut  # noqa: B018
    with pytest.raises(ImportError, match="cannot import name 'cut'"):
        from lazy_trees import cut  # noqa: F401


def test_what_a_test_replaces_is_what_the_package_gives(trees, monkeypatch):
    monkeypatch.setattr("lazy_trees.crowns.count", lambda: 8)
    assert trees.count() == 8
