"""Formulas compute what they say, and run nothing else."""

import re

import numpy as np
import pytest

from eo_deep.errors import EoDeepError
from eo_deep.feature_chains.formulas import Formula, parse_formulas, spell

BANDS = np.array([[[2.0, 0.0]], [[6.0, 0.0]], [[-4.0, 9.0]]], np.float32)
NAMES = ["B04", "Band 8", "8A"]


def evaluate(text):
    with np.errstate(all="ignore"):
        return np.broadcast_to(Formula("f", text).bind(NAMES)(BANDS), (1, 2))


def test_formulas_are_arithmetic_on_bands():
    np.testing.assert_allclose(evaluate("(band_8 - b04) / (band_8 + b04)")[0, 0], 0.5)
    np.testing.assert_allclose(evaluate("-_8a ** 2 + 3 * abs(_8A) - sqrt(B04 * 2)")[0], [-16 + 12 - 2, -81 + 27])
    assert evaluate("2 / 8").tolist() == [[0.25, 0.25]]


def test_a_division_by_zero_and_endless_powers_have_no_answer():
    assert not np.isfinite(evaluate("band_8 / b04")[0, 1])
    assert not np.isfinite(evaluate("b04 ** 9 ** 9 ** 9")[0, 0])


def test_a_number_of_any_length_is_a_number():
    assert np.isinf(parse_formulas("a = " + "1" * 490)[0].bind(NAMES)(BANDS))


def test_names_of_bands_are_spelt_as_words():
    assert [spell(name) for name in NAMES] == ["b04", "band_8", "_8a"]


def test_a_text_holds_several_formulas():
    found = parse_formulas("ndvi = (B08 - B04) / (B08 + B04);\n\n nd wi =B03 ")
    wanted = [("ndvi", "(B08 - B04) / (B08 + B04)"), ("nd wi", "B03")]
    assert [(formula.name, formula.text) for formula in found] == wanted
    assert parse_formulas(None) == parse_formulas(" ") == ()


@pytest.mark.parametrize(("text", "sentence"), [
    ("ndvi", "must read 'name = formula', got 'ndvi'"),
    ("a = __import__('os').system('true')", "but it has"),
    ("a = (lambda: 1)()", "but it has"),
    ("a = b04.real", "but it has 'b04.real'"),
    ("a = b04[0]", "but it has"),
    ("a = b04 if b04 else 1", "but it has"),
    ("a = 'x' * 9", "but it has ''x''"),
    ("a = True", "but it has 'True'"),
    ("a = open(b04)", "but it has"),
    ("a = b04 +", "is no arithmetic"),
    ("a = " + "(" * 400 + "1" + ")" * 50, "is no arithmetic"),
    ("a = " + "1+" * 400 + "1", "must not be longer than 500 characters, it has 801"),
    (";".join(f"a{i} = 1" for i in range(101)), "at most 100 formulas, got 101"),
])  # fmt: skip
def test_anything_else_is_refused_in_a_sentence(text, sentence):
    with pytest.raises(EoDeepError, match=re.escape(sentence)):
        parse_formulas(text)


def test_a_band_that_is_not_there_is_named():
    with pytest.raises(EoDeepError, match="Formula 'f' names 'nir', but the bands are .*band_8"):
        Formula("f", "nir").bind(NAMES)
