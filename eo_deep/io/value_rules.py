"""Rules for the values of a JSON text that may come from anybody: types, ranges, sizes, and what text must not hold."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable
from typing import Any

from ..errors import shorten

MAX_NAME = 200
# What text must not hold: control characters, half characters, and marks that turn the order of what follows.
_UNSEEN = {"Cc", "Cs", "Zl", "Zp"}
_TURNING = set("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")

Check = Callable[[Any, str], None]  # of a value and what it is called; raises CardError


class CardError(ValueError):
    """What is wrong with a card, as "halo_px must be ..., got ..."."""


def tidy(text: str) -> str:
    """`text` as a card may hold it: in one line, without what cannot be seen, not too long."""
    seen = "".join(" " if _is_unseen(character) else character for character in text)
    return " ".join(seen.split())[:MAX_NAME] or "?"


def quote(value: Any, max_length: int = 60) -> str:
    """A value in a sentence: text in quotation marks, anything else as JSON, cut where it is long."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    shown = "".join("?" if _is_unseen(character) else character for character in shorten(text, max_length))
    return f"'{shown}'" if isinstance(value, str) else shown


def _is_unseen(character: str) -> bool:
    return character in _TURNING or unicodedata.category(character) in _UNSEEN


def fail(place: str, rule: str, value: Any) -> None:
    raise CardError(f"{place or 'it'} must be {rule}, got {quote(value)}")


def a_number(low: float, high: float, above: bool = False) -> Check:
    """Numbers from low (or above it) to high."""

    def check(value: Any, place: str) -> None:
        right = isinstance(value, (int, float)) and not isinstance(value, bool)
        if not right or not (low < value if above else low <= value) or not value <= high:
            fail(place, f"a number {'above' if above else 'from'} {low:g} to {high:g}", value)

    return check


def an_int(low: int, high: int) -> Check:
    def check(value: Any, place: str) -> None:
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            fail(place, f"a whole number from {low} to {high}", value)

    return check


def a_text(max_length: int = MAX_NAME, min_length: int = 1) -> Check:
    def check(value: Any, place: str) -> None:
        if not isinstance(value, str) or not min_length <= len(value) <= max_length or any(map(_is_unseen, value)):
            fail(place, f"text of {min_length} to {max_length} characters in one line", value)

    return check


def one_of(*values: str) -> Check:
    def check(value: Any, place: str) -> None:
        if not isinstance(value, str) or value not in values:
            fail(place, f"one of {', '.join(values)}", value)

    return check


def a_flag(value: Any, place: str) -> None:
    if not isinstance(value, bool):
        fail(place, "true or false", value)


def a_color(value: Any, place: str) -> None:
    if not isinstance(value, str) or not re.fullmatch("#[0-9a-fA-F]{6}", value):
        fail(place, "a colour as #rrggbb", value)


def or_none(check: Check) -> Check:
    return lambda value, place: None if value is None else check(value, place)


def a_list(check: Check, min_length: int, max_length: int) -> Check:
    def check_all(value: Any, place: str) -> None:
        if not isinstance(value, (list, tuple)) or not min_length <= len(value) <= max_length:
            allowed = f"{min_length} to {max_length}" if min_length < max_length else max_length
            fail(place, f"a list of {allowed}", value)
        for number, each in enumerate(value, 1):
            check(each, f"{place} {number}")

    return check_all


def a_record(required: dict[str, Check], optional: dict[str, Check] | None = None, closed: bool = False) -> Check:
    """closed: other keys are refused."""
    allowed = {**required, **(optional or {})}

    def check(value: Any, place: str) -> None:
        if not isinstance(value, dict):
            fail(place, "an object", value)
        missing = [key for key in required if key not in value]
        if missing:
            raise CardError(f"{place or 'it'} lacks {', '.join(missing)}")
        others = [key for key in value if key not in allowed]
        if closed and others:
            fail(place, f"made of {', '.join(allowed)}", others[0])
        for key, rule in allowed.items():
            if key in value:
                rule(value[key], f"{place}, {key}" if place else key)

    return check


def by(key: str, kinds: dict[str, Check]) -> Check:
    """A record whose `key` selects which of the checks it has to pass."""

    def check(value: Any, place: str) -> None:
        a_record({key: one_of(*kinds)})(value, place)
        kinds[value[key]](value, place)

    return check
