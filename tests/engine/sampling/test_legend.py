import pytest

from eo_deep.errors import EoDeepError
from eo_deep.sampling.legend import LegendEntry, parse_legend, put_legend
from eo_deep.sampling.training_data import ClassLabel
from tests.engine.notes import Notes

CLASSES = [ClassLabel(1, "class 1", "#111111"), ClassLabel(2, "water", "#222222")]
INDEX_OF = {1: 0, "Water": 1, "water": 1}


def test_a_legend_is_read():
    texts = ["1 = forest, dense #1A9850", "water = #0000ff", "3=bare soil", " "]
    assert parse_legend(texts) == {
        "1": LegendEntry("forest, dense", "#1a9850"), "water": LegendEntry("", "#0000ff"),
        "3": LegendEntry("bare soil", ""),
    }  # fmt: skip


@pytest.mark.parametrize("text", ["forest", "= forest", "1 ="])
def test_what_is_no_entry_is_a_sentence(text):
    with pytest.raises(EoDeepError, match=rf"must be given as 'value = name #rrggbb', got '{text}'\."):
        parse_legend([text])


def test_a_value_has_one_entry():
    with pytest.raises(EoDeepError, match="The class value '1' is given twice"):
        parse_legend(["1 = forest", "1 = wood"])


def test_classes_get_names_and_colours():
    notes = Notes()
    shown = put_legend(CLASSES, INDEX_OF, parse_legend(["1 = forest #1a9850", "Water = #0000ff", "7 = sand"]), notes)
    assert shown == [ClassLabel(1, "forest", "#1a9850"), ClassLabel(2, "water", "#0000ff")]
    assert notes.texts == ["The labels lack these values, whose names and colours are not used: 7."]


def test_names_differ():
    with pytest.raises(EoDeepError, match="Several classes would be called 'water'"):
        put_legend(CLASSES, INDEX_OF, parse_legend(["1 = water"]))
