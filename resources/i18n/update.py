"""Bring the translations up to date with the texts of the plugin: `make translations`.

    python resources/i18n/update.py [LANGUAGE...]

in a Python that has QGIS. Each eo_deep_LANGUAGE.ts (default: all that are there) gets the texts that are new, without a
translation, and loses those that are gone, as does the list of the engine's sentences. Fill in what it lists, in Qt
Linguist or a text editor, and run it again: it makes the .qm files, which QGIS reads.
"""

from __future__ import annotations

import ast
import importlib.util
import itertools
import re
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator
from html import escape, unescape
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent
ROOT = FOLDER.parents[1]
PLUGIN = "eo_deep_plugin"
MESSAGE = re.compile(".*<source>(.*)</source>.*<translation[^>]*>(.*)</translation>", re.DOTALL)


def load(module: str) -> Any:
    """A module of the plugin, under the name that this has when installed."""
    if PLUGIN not in sys.modules:
        spec = importlib.util.spec_from_file_location(
            PLUGIN, ROOT / "__init__.py", submodule_search_locations=[str(ROOT)]
        )
        sys.modules[PLUGIN] = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(sys.modules[PLUGIN])
    return importlib.import_module(f"{PLUGIN}.{module}")


def collect_texts() -> list[str]:
    """All texts that are translated when they are shown, in the order of the files, each once."""
    texts = [*list_declared(), *list_legends(), *load("eo_deep.io.card_schema").TASKS]
    texts += load("eo_deep.io.card_summary").PURPOSES.values()
    for path in list_sources():
        texts += list_literals(path)
    texts += load("algorithms.framework.engine_sentences").list_sentences()
    return list(dict.fromkeys(texts))


def list_declared() -> Iterator[str]:
    """The texts of the declarations."""
    provider = load("algorithms.framework.provider")
    for declaration in provider.find_declarations():
        yield from (declaration.title, declaration.group, *provider.split_docstring(declaration), *declaration.tags)
        for declared in declaration.declared.values():
            yield from (declared.label, declared.help)
            yield from getattr(declared, "options", ())
            kind = getattr(declared, "kind", None)
            if isinstance(kind, str):  # of files
                yield kind


def list_sources() -> list[Path]:
    """The modules of the QGIS side."""
    return sorted([*(ROOT / "window").rglob("*.py"), *(ROOT / "algorithms").rglob("*.py")])


def list_literals(path: Path) -> Iterator[str]:
    """What a module gives to `tr` and `mark` as literal texts."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("tr", "mark"):
            yield from (text.value for text in node.args if isinstance(text, ast.Constant))


def list_said() -> set[str]:
    """The texts in the engine's code, with {0}, {1} ... where values stand."""
    said = set()
    for path in (ROOT / "eo_deep").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            parts = node.values if isinstance(node, ast.JoinedStr) else [node]
            texts = [part.value if isinstance(part, ast.Constant) else None for part in parts]
            numbers = itertools.count()
            said.add("".join(f"{{{next(numbers)}}}" if text is None else str(text) for text in texts))
    return said


def drop_gone_sentences() -> None:
    """Keep of the engine's translated sentences those that its code still has."""
    path = FOLDER / "engine_sentences.txt"
    said = list_said()
    kept = [sentence for sentence in path.read_text(encoding="utf-8").splitlines() if sentence in said]
    path.write_text("\n".join([*kept, ""]), encoding="utf-8")


def list_legends() -> Iterator[str]:
    """The labels in the legends of styles."""
    for path in sorted((ROOT / "resources" / "styles").glob("*.qml")):
        yield from (unescape(label) for label in re.findall(' label="([^"]+)"', path.read_text(encoding="utf-8")))


def read_translations(path: Path) -> dict[str, str]:
    """The translations of a .ts file by their sources, "" where there is none yet."""
    if not path.exists():
        return {}
    messages = map(MESSAGE.match, path.read_text(encoding="utf-8").split("</message>"))
    return {unescape(found[1]): unescape(found[2]) for found in messages if found}


def write_translations(path: Path, context: str, texts: Iterable[str], translations: dict[str, str]) -> None:
    """Write a .ts file with these texts and no others."""
    language = path.stem.split("_", 2)[2]
    lines = [
        '<?xml version="1.0" encoding="utf-8"?>',
        "<!DOCTYPE TS>",
        f'<TS version="2.1" language="{language}" sourcelanguage="en">',
        f"<context>\n    <name>{context}</name>",
    ]
    for text in texts:
        translation = escape(translations.get(text, ""), quote=False)
        state = "" if translation else ' type="unfinished"'
        lines += [
            f"    <message>\n        <source>{escape(text, quote=False)}</source>",
            f"        <translation{state}>{translation}</translation>\n    </message>",
        ]
    path.write_text("\n".join([*lines, "</context>", "</TS>", ""]), encoding="utf-8")


def find_lrelease() -> str:
    """Qt's program that makes .qm files."""
    found = [program for program in map(shutil.which, ("lrelease", "lrelease-qt5", "lrelease6")) if program]
    if not found:
        sys.exit("Qt's program lrelease is missing: install the package qttools5-dev-tools and run this again.")
    return found[0]


def main() -> None:
    lrelease = find_lrelease()
    drop_gone_sentences()
    context, texts = load("algorithms.framework.translation").CONTEXT, collect_texts()
    named = [FOLDER / f"eo_deep_{language}.ts" for language in sys.argv[1:]]
    for path in named or sorted(FOLDER.glob("*.ts")):
        translations = read_translations(path)
        write_translations(path, context, texts, translations)
        subprocess.run([lrelease, "-silent", str(path)], check=True)
        missing = [text for text in texts if not translations.get(text)]
        print(f"{path.name}: {len(texts)} texts, {len(missing)} without a translation.")
        print(*(f"  {text}" for text in missing), sep="\n", end="\n" if missing else "")


if __name__ == "__main__":
    main()
