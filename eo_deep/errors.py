"""The one exception that users see, and the form of what they read."""

from __future__ import annotations

import re

_MAX_WORD = 240  # a file's name may be that long
_MAX_LINE = 600


class EoDeepError(Exception):
    """A mistake in the user's data or settings, said in one sentence they can act on."""


def to_line(text: str, max_length: int = _MAX_LINE) -> str:
    """A text as one line of at most `max_length` characters, without control characters; long words are cut too."""
    text = re.sub(r"[\s\x00-\x1f\x7f-\x9f\ud800-\udfff]+", " ", text).strip()
    text = re.sub(rf"\S{{{_MAX_WORD + 1},}}", lambda word: shorten(word[0], _MAX_WORD), text)
    return shorten(text, max_length)


def shorten(text: str, max_length: int) -> str:
    """A text of at most `max_length` characters: of a longer one the two ends, with … between them."""
    half = (max_length - 1) // 2
    return text if len(text) <= max_length else f"{text[:half]}…{text[-half:]}"
