"""The rules by which the engine's packages import each other (DESIGN.md, section 2)."""

from __future__ import annotations

import ast
from graphlib import TopologicalSorter
from importlib.util import resolve_name
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Each imports those before it only, and modules at the top: errors, progress.
FOUNDATIONS = (
    "runtime", "geo", "io", "reports", "models", "streaming", "feature_chains", "sampling", "image_series",
    "training", "energy_models",
)  # fmt: skip
# The features that are made of others, which they import through the packages' public names.
CHAINS = {
    "segmentation": {"alignment"},
    "polygon_extraction": {"polygonization"},
    "buildings": {"polygon_extraction", "polygonization"},
    "change_detection": {"polygonization"},
    "image_features": {"polygonization"},
    "map_update": {"alignment", "polygon_extraction", "polygonization"},
    "image_generation": {"evaluation"},
    "super_resolution": {"evaluation"},
    "diagnostics": {"segmentation", "polygonization", "evaluation"},
}
FRONT = "library"  # wraps the doors for programs; nothing but the top imports it


def find_modules() -> dict[str, Path]:
    """The engine's modules and their files, packages among them."""
    paths = (ROOT / "eo_deep").rglob("*.py")
    return {".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path for path in paths}


MODULES = find_modules()


def read_imports(module: str) -> set[str]:
    """The engine's modules that a module imports anywhere, in functions too; not the public names of a package."""
    package = module if MODULES[module].name == "__init__.py" else module.rpartition(".")[0]
    tree = ast.parse(MODULES[module].read_text(encoding="utf-8"))
    later = {
        line
        for block in ast.walk(tree)
        if isinstance(block, ast.If) and ast.unparse(block.test) == "TYPE_CHECKING"
        for line in block.body
    }
    found = set()
    for line in ast.walk(tree):
        if isinstance(line, ast.ImportFrom) and line not in later:
            home = resolve_name("." * line.level + (line.module or ""), package) if line.level else str(line.module)
            found |= {f"{home}.{name.name}" if f"{home}.{name.name}" in MODULES else home for name in line.names}
    return found & MODULES.keys()


def find_package(module: str) -> str:
    """The package of a module right below eo_deep; "" for modules at the top."""
    path = module.split(".")[1:]
    return path[0] if path and MODULES[f"eo_deep.{path[0]}"].name == "__init__.py" else ""


IMPORTS = {module: read_imports(module) for module in MODULES}
PACKAGES = sorted({find_package(module) for module in MODULES} - {""})
FEATURES = [package for package in PACKAGES if package not in (*FOUNDATIONS, FRONT)]


def list_imports_from(package: str) -> list[tuple[str, str]]:
    """(importing, imported) modules where a package imports another."""
    return [
        (module, imported)
        for module, found in IMPORTS.items()
        for imported in found
        if find_package(module) == package and find_package(imported) not in (package, "")
    ]


def list_wrong_imports(package: str, allowed: set[str]) -> list[tuple[str, str]]:
    """The imports of a package from others, but for those of allowed packages or modules."""
    return [pair for pair in list_imports_from(package) if not {find_package(pair[1]), pair[1]} & allowed]


def test_the_rules_know_the_packages():
    assert set(FOUNDATIONS) < set(PACKAGES)
    assert CHAINS.keys() <= set(FEATURES)
    assert {module for module in MODULES if module.count(".") == 1 and not find_package(module)} == {
        "eo_deep.__main__", "eo_deep.errors", "eo_deep.progress",
    }  # fmt: skip


@pytest.mark.parametrize("package", FOUNDATIONS)
def test_a_foundation_imports_foundations_before_it(package):
    assert list_wrong_imports(package, {*FOUNDATIONS[: FOUNDATIONS.index(package)]}) == []


@pytest.mark.parametrize("package", FEATURES)
def test_a_feature_imports_foundations_and_public_names_of_its_chain(package):
    assert list_wrong_imports(package, {*FOUNDATIONS, *(f"eo_deep.{name}" for name in CHAINS.get(package, ()))}) == []


def test_chains_are_no_longer_than_needed():
    used = {name: {find_package(imported) for _, imported in list_imports_from(name)} for name in CHAINS}
    assert {name: packages - {*FOUNDATIONS} for name, packages in used.items()} == CHAINS


def test_only_the_top_imports_the_front():
    importers = {module for module, found in IMPORTS.items() if any(find_package(name) == FRONT for name in found)}
    assert {module for module in importers if find_package(module) != FRONT} <= {"eo_deep"}


def test_no_package_imports_itself_through_others():
    graph = {package: {find_package(imported) for _, imported in list_imports_from(package)} for package in PACKAGES}
    assert len([*TopologicalSorter(graph).static_order()]) == len(PACKAGES)


def test_no_module_imports_itself_through_others():
    assert len([*TopologicalSorter(IMPORTS).static_order()]) == len(MODULES)


def test_modules_do_not_have_the_name_of_a_public_name():
    """Else the attribute of a package would hide the module."""
    for package in PACKAGES:
        init = ast.parse(MODULES[f"eo_deep.{package}"].read_text(encoding="utf-8"))
        names = {name.name for line in ast.walk(init) if isinstance(line, ast.ImportFrom) for name in line.names}
        assert not {f"eo_deep.{package}.{name}" for name in names} & MODULES.keys()
