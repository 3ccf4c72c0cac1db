"""The engine's sentences in QGIS's language: its process speaks English, and they come with their values in place.

resources/i18n/engine_sentences.txt has those that are translated, one a line, with {0}, {1} where values stand; all
others stay as they are.
"""

from __future__ import annotations

import re
from functools import lru_cache

from .translation import FOLDER, tr

SENTENCES = FOLDER / "engine_sentences.txt"


def translate_sentence(text: str) -> str:
    """A sentence of the engine in QGIS's language, as it is where it is not among those translated."""
    for pattern, sentence in _compile_sentences() if text else ():
        found = pattern.fullmatch(text)
        if found:
            return tr(sentence).format(*found.groups())
    return text


def list_sentences() -> list[str]:
    return SENTENCES.read_text(encoding="utf-8").splitlines()


@lru_cache(maxsize=1)
def _compile_sentences() -> list[tuple[re.Pattern, str]]:
    """Patterns, those with the most words of their own first: 'Wrote {0}.' fits others, too."""
    parts = {sentence: re.split(r"\{\d\}", sentence) for sentence in list_sentences()}
    longest = sorted(parts, key=lambda sentence: -sum(map(len, parts[sentence])))
    return [(re.compile("(.+?)".join(map(re.escape, parts[each]))), each) for each in longest]
