"""The numbers of samples: the strategies' arithmetic, their tables, and the shares of images."""

import numpy as np
import pytest

from eo_deep.errors import EoDeepError
from eo_deep.sample_selection.sample_classes import SampleClass
from eo_deep.sample_selection.strategies import (
    check_count,
    count_wanted,
    parse_counts,
    read_class_table,
    spread_over_images,
)

DEVA = np.array([6531, 3958, 5374, 3411, 1669])
CLASSES = [SampleClass(key, number, key, "#000000") for number, key in enumerate(["dry wood", "meadow", "water"], 1)]


@pytest.mark.parametrize(("strategy", "count", "expected"), [
    ("smallest", None, [1669] * 5),
    ("constant", 2000.0, [2000] * 5),
    ("percent", 10.0, [653, 396, 537, 341, 167]),
    ("total", 1000.0, [312, 189, 256, 163, 80]),  # exact: 311.85, 188.99, 256.60, 162.87, 79.69; floors lack 4
    ("all", None, DEVA.tolist()),
])  # fmt: skip
def test_strategies(strategy, count, expected):
    assert count_wanted(strategy, DEVA, count).tolist() == expected


def test_classes_without_pixels_get_none_and_do_not_count_as_the_smallest():
    totals = np.array([0, 50, 20])
    assert count_wanted("smallest", totals, None).tolist() == [0, 20, 20]
    assert count_wanted("constant", totals, 30.0).tolist() == [0, 30, 30]
    assert count_wanted("total", totals, 1000.0).tolist() == [0, 50, 20]
    assert count_wanted("percent", totals, 1.0, least=5).tolist() == [0, 5, 5]


def test_a_total_is_exact():
    rng = np.random.default_rng(0)
    for _ in range(100):
        totals = rng.integers(0, 10_000, 7)
        count = int(rng.integers(1, totals.sum() + 1))
        assert count_wanted("total", totals, float(count)).sum() == count


@pytest.mark.parametrize("separator", ["\t", ";", ",", " "])
def test_a_class_table(tmp_path, separator):
    path = tmp_path / "table.csv"
    path.write_text(f"class{separator}number\n# a comment\nwater{separator}7\n\nDry Wood{separator}12\n")
    assert read_class_table(str(path), CLASSES).tolist() == [12, 0, 7]


@pytest.mark.parametrize(("text", "words"), [
    ("water;7\nlava;3", "lists the class 'lava', which the labels do not have; they have: dry wood, meadow, water"),
    ("water;7\nwater;3", "lists the class 'water' twice"),
    ("water;7\nmeadow;many", "Line 2 .* must be a class and a whole number"),
    ("water;many\nmeadow;7", "Line 1 .* must be a class and a whole number"),  # no heading: it names a class
    ("# nothing", "lists no class"),
])  # fmt: skip
def test_a_wrong_class_table_is_one_sentence(tmp_path, text, words):
    path = tmp_path / "table.csv"
    path.write_text(text)
    with pytest.raises(EoDeepError, match=words):
        read_class_table(str(path), CLASSES)


def test_images_share_the_samples():
    totals = np.array([[100, 0], [300, 10]])
    wanted = np.array([41, 8])
    assert spread_over_images(wanted, totals, "proportional").tolist() == [[10, 0], [31, 8]]
    assert spread_over_images(wanted, totals, "equal").tolist() == [[21, 0], [20, 8]]
    assert spread_over_images(np.array([350, 99]), totals, "equal").tolist() == [[100, 0], [250, 10]]


@pytest.mark.parametrize(("strategy", "count", "words"), [
    ("many", None, "'strategy' must be one of"),
    ("percent", 150.0, "above 0 and at most 100, got 150"),
    ("constant", 2.5, "whole and at least 1, got 2.5"),
    ("smallest", 5.0, "takes none"),
])  # fmt: skip
def test_wrong_counts_are_one_sentence(strategy, count, words):
    with pytest.raises(EoDeepError, match=words):
        check_count(strategy, count)


def test_counts_of_images():
    assert parse_counts("10, 20;30", "constant", 3) == [10, 20, 30]
    for text, words in (("10 20", "each of the 3 images, got 2"), ("a, b, c", "must be numbers"), (None, "got 0")):
        with pytest.raises(EoDeepError, match=words):
            parse_counts(text, "constant", 3)
    with pytest.raises(EoDeepError, match="needs one of the strategies"):
        parse_counts("1 2", "smallest", 2)
