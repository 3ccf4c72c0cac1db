"""Index formulas: arithmetic on bands, such as "ndvi = (nir - red) / (nir + red)"; nothing else is ever run.

A formula is parsed with Python's own grammar and kept only if it is made of numbers, bands, + - * / **, brackets and a
few functions. It is evaluated by walking over its parts.
"""

from __future__ import annotations

import ast
import operator
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from ..errors import EoDeepError

MAX_LENGTH, MAX_FORMULAS = 500, 100
_OPERATORS: dict[type, Callable] = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul,
                                    ast.Div: operator.truediv, ast.Pow: operator.pow}  # fmt: skip
_SIGNS: dict[type, Callable] = {ast.USub: operator.neg, ast.UAdd: operator.pos}
_FUNCTIONS: dict[str, Callable] = {"sqrt": np.sqrt, "abs": np.abs, "log": np.log, "exp": np.exp}


@dataclass(frozen=True)
class Formula:
    """One feature that is computed from bands; `text` is its right side."""

    name: str
    text: str

    def bind(self, bands: Sequence[str]) -> Callable[[np.ndarray], np.ndarray]:
        """A function of bands (C, h, w) float32 that gives (h, w) float32; not finite where there is no answer.

        bands: their names. In a formula every character of a name that is no letter or digit is "_", and case does not
        matter. Raises EoDeepError for what is no formula, and for a band that is not there.
        """
        places: dict[str, int] = {}
        for place, name in enumerate(bands):
            places.setdefault(spell(name), place)
        return _bind(_parse(self), self, places)


def parse_formulas(text: str | None) -> tuple[Formula, ...]:
    """The formulas of a text: "name = formula", separated by semicolons or lines. Raises EoDeepError for anything else.
    """
    found: list[Formula] = []
    for part in re.split(r"[;\n]", text or ""):
        if not part.strip():
            continue
        name, equals, right = part.partition("=")
        if not equals or not name.strip() or not right.strip():
            raise EoDeepError(f"A formula must read 'name = formula', got '{part.strip()}'.")
        found.append(Formula(" ".join(name.split()), " ".join(right.split())))
    if len(found) > MAX_FORMULAS:
        raise EoDeepError(f"There can be at most {MAX_FORMULAS} formulas, got {len(found)}.")
    for formula in found:
        _parse(formula)
    return tuple(found)


def spell(band: str) -> str:
    """A band's name as formulas have it: "Band 4" is band_4, "8A" is _8a."""
    spelt = re.sub(r"\W", "_", band.strip()).lower()
    return f"_{spelt}" if spelt[:1].isdigit() else spelt


def _parse(formula: Formula) -> ast.expr:
    if len(formula.text) > MAX_LENGTH:
        raise EoDeepError(f"Formula '{formula.name}' must not be longer than {MAX_LENGTH} characters, it has "
                          f"{len(formula.text)}.")
    try:
        tree = ast.parse(formula.text, mode="eval").body
        _check(tree, formula)
    except (SyntaxError, ValueError, RecursionError, MemoryError, OverflowError):
        raise EoDeepError(f"Formula '{formula.name}' is no arithmetic: '{formula.text}'.") from None
    return tree


def _check(part: ast.expr, formula: Formula) -> None:
    """EoDeepError for a part that formulas do not have."""
    if isinstance(part, ast.BinOp) and type(part.op) in _OPERATORS:
        _check(part.left, formula)
        _check(part.right, formula)
    elif isinstance(part, ast.UnaryOp) and type(part.op) in _SIGNS:
        _check(part.operand, formula)
    elif isinstance(part, ast.Call) and _names_function(part) and len(part.args) == 1 and not part.keywords:
        _check(part.args[0], formula)
    elif not (isinstance(part, ast.Name) or isinstance(part, ast.Constant) and type(part.value) in (int, float)):
        raise EoDeepError(f"Formula '{formula.name}' may hold numbers, bands, + - * / **, brackets and "
                          f"{', '.join(_FUNCTIONS)}, but it has '{ast.unparse(part)}'.")


def _names_function(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Name) and call.func.id in _FUNCTIONS


def _bind(part: Any, formula: Formula, places: Mapping[str, int]) -> Callable[[np.ndarray], Any]:
    """The part as a function of all bands. Constants are float32, so no number grows without bound."""
    if isinstance(part, ast.BinOp):
        combine = _OPERATORS[type(part.op)]
        left, right = (_bind(each, formula, places) for each in (part.left, part.right))
        return lambda bands: combine(left(bands), right(bands))
    if isinstance(part, ast.UnaryOp):
        sign, operand = _SIGNS[type(part.op)], _bind(part.operand, formula, places)
        return lambda bands: sign(operand(bands))
    if isinstance(part, ast.Call):
        function = _FUNCTIONS[part.func.id]  # type: ignore[attr-defined]
        argument = _bind(part.args[0], formula, places)
        return lambda bands: function(argument(bands))
    if isinstance(part, ast.Constant):
        number = _to_float(part.value)
        return lambda bands: number
    place = places.get(spell(part.id))
    if place is None:
        raise EoDeepError(f"Formula '{formula.name}' names '{part.id}', but the bands are {', '.join(places)}.")
    return lambda bands: bands[place]


def _to_float(number: Any) -> np.float32:
    try:
        with np.errstate(over="ignore"):
            return np.float32(float(number))
    except OverflowError:  # more digits than a float has room for
        return np.float32(np.inf)
