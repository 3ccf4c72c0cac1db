"""A model's card: read from the file's header without any library, and checked before anything of it is believed.

QGIS's process reads cards with this module too, so it imports nothing but Python's own (3.9), errors.py and
card_schema.py.
"""

from __future__ import annotations

import json
import math
import os
import re
from typing import Any, NoReturn

from ..errors import EoDeepError
from .card_schema import FORMAT_VERSION, check_card, check_classes
from .value_rules import CardError, quote

CARD_KEY = "eo_deep"
# What an input is that a card of format 1 says no more of: the only image.
_ONLY_INPUT = {"name": "image", "ratio": 1, "resampling": "bilinear", "required": True}
# A training of 10,000 epochs, each with its validation, fits in.
_MAX_CARD_BYTES = 16_000_000
_MAX_HEADER_BYTES = 100_000_000  # the format's own limit, which checkpoints may come near
_MAX_DEPTH, _MAX_DIGITS = 24, 300


def read_card(path: str) -> dict:
    """The card of a model file, checked and in the present format.

    Raises EoDeepError for a missing, truncated, foreign, newer or wrong one.
    """
    name = os.path.basename(path)
    header = read_header(path, 2 * _MAX_CARD_BYTES)
    try:
        text = header["__metadata__"][CARD_KEY]
    except (KeyError, TypeError):
        text = None
    if not isinstance(text, str):
        raise EoDeepError(f"'{name}' is a safetensors file, but not a model of EO Deep: it has no model card.")
    try:
        card = parse_json(text, _MAX_CARD_BYTES)
        version = card.get("format_version") if isinstance(card, dict) else None
        if isinstance(version, int) and version > FORMAT_VERSION:
            raise EoDeepError(f"'{name}' was written by a newer EO Deep (format {quote(version)}); update the plugin.")
        if version == 1:
            card = complete_card(card)
        check_card(card)
    except CardError as error:
        raise EoDeepError(f"The model card in '{name}' is wrong: {error}.") from None
    return card


def complete_card(card: dict) -> dict:
    """A card in the present format; where an input says no more, it is the only image of a card of format 1."""
    inputs = card.get("inputs")
    if isinstance(inputs, list) and all(isinstance(source, dict) for source in inputs):
        card = {**card, "inputs": [{**_ONLY_INPUT, **source} for source in inputs]}
    return {**card, "format_version": FORMAT_VERSION}


def read_header(path: str, max_bytes: int = _MAX_HEADER_BYTES) -> dict:
    """The header of a safetensors file whose data are all there. Raises EoDeepError if it is missing or damaged."""
    name = os.path.basename(path)
    damaged = EoDeepError(f"'{name}' is not a model of EO Deep, or is truncated.")
    if not os.path.isfile(path):
        raise EoDeepError(f"The model file '{path}' does not exist.")
    try:
        with open(path, "rb") as file:
            length, rest = int.from_bytes(file.read(8), "little"), os.path.getsize(path) - 8
            if not 2 <= length <= min(max_bytes, rest):
                raise damaged
            header = parse_json(file.read(length).decode(), max_bytes)
        ends = [entry["data_offsets"][1] for key, entry in header.items() if key != "__metadata__"]
        if max(ends, default=0) != rest - length:
            raise damaged
    except OSError as error:
        raise EoDeepError(f"The model file '{path}' cannot be read: {error.strerror}.") from None
    except (ValueError, TypeError, KeyError, IndexError, AttributeError):  # CardError and UnicodeError are ValueErrors
        raise damaged from None
    return header


def parse_json(text: str, max_bytes: int, finite: bool = True) -> Any:
    """JSON that is neither too long nor too deep. Raises CardError, for NaN and infinity too if it must be `finite`."""
    if len(text) > max_bytes:
        raise CardError(f"it must not be longer than {max_bytes // 1_000_000} MB")
    depth = 0
    for bracket in re.finditer(r"[\[\]{}]", re.sub(r'"[^"\\]*(?:\\.[^"\\]*)*"', "", text)):
        depth += 1 if bracket[0] in "[{" else -1
        if depth > _MAX_DEPTH:
            raise CardError(f"it must not be nested more than {_MAX_DEPTH} levels deep")
    try:
        return json.loads(text, parse_constant=_refuse_number if finite else float,
                          parse_float=_read_float if finite else float, parse_int=_read_int)  # fmt: skip
    except CardError:
        raise
    except ValueError:
        raise CardError("it is not JSON") from None


def parse_classes(text: str) -> list[dict]:
    """The classes of a class map's tag, [{"value", "name", "color"}]. Raises CardError for anything else."""
    classes = parse_json(text, _MAX_CARD_BYTES)
    check_classes(classes, "classes")
    return classes


def _refuse_number(text: str) -> NoReturn:
    raise CardError(f"it must hold finite numbers, got {text}")


def _read_float(text: str) -> float:
    value = float(text)
    if not math.isfinite(value):
        _refuse_number(quote(text))
    return value


def _read_int(text: str) -> int:
    if len(text) > _MAX_DIGITS:  # Python is slow at so many, and none is meant
        _refuse_number(quote(text))
    return int(text)
