"""Packages whose public names are loaded when they are first used, as scikit-image's are by `lazy_loader`.

Such a package imports its public names in a block `if TYPE_CHECKING:`, which type checkers and editors read, and ends
with `__getattr__, __dir__, __all__ = attach(__name__)`, which reads the same block.
"""

from __future__ import annotations

import ast
import sys
from collections.abc import Callable
from functools import cache
from importlib import import_module
from importlib.util import find_spec, resolve_name
from pathlib import Path
from typing import Any


def attach(package: str) -> tuple[Callable[[str], Any], Callable[[], list[str]], list[str]]:
    """`__getattr__`, `__dir__` and `__all__` of a package."""
    homes = find_homes(package)

    def get(name: str) -> Any:
        if name in homes:
            return getattr(import_module(homes[name]), name)
        raise AttributeError(f"module {package!r} has no attribute {name!r}")

    return get, lambda: sorted({*vars(sys.modules[package]), *homes}), list(homes)


@cache
def find_homes(package: str) -> dict[str, str]:
    """The module that each public name of a package comes from; nothing else is loaded for that."""
    return {
        name.name: resolve_name("." * line.level + (line.module or ""), package)
        for block in parse(package).body
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for line in block.body
        if isinstance(line, ast.ImportFrom)
        for name in line.names
    }


def parse(module: str) -> ast.Module:
    """The source of a module, which is not loaded for that; the packages that it is in are."""
    spec = find_spec(module)
    assert spec
    assert spec.origin
    return ast.parse(Path(spec.origin).read_text(encoding="utf-8"))
