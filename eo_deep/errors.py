"""The one exception that users see, and the form of what they read."""

from __future__ import annotations

import re

_LONGEST_WORD = 240  # a file's name may be that long
_LONGEST_LINE = 600


class EoDeepError(Exception):
    """A mistake in the user's data or settings, said in one sentence they can act on."""


def to_line(text: str) -> str:
    """One line of sensible length: no line breaks or control characters; long values and texts are cut in the middle.
    """
    text = re.sub(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+", " ", text).strip()
    text = re.sub(rf"\S{{{_LONGEST_WORD + 1},}}", lambda word: _cut(word[0], _LONGEST_WORD), text)
    return _cut(text, _LONGEST_LINE)


def _cut(text: str, longest: int) -> str:
    half = (longest - 1) // 2
    return text if len(text) <= longest else f"{text[:half]}…{text[-half:]}"
