"""Which classes of two maps are the same, whatever their numbers."""

import pytest

from eo_deep.evaluation.maps.class_matching import Legend, match_classes

MASK, MASK_255 = Legend({}, {0, 1}), Legend({}, {0, 255})
LAND = Legend({1: "forest", 2: "water"}, {1, 2})


def pair(reference, prediction):
    """What is the same, as {value of the reference: value of the prediction}; the names; what is told."""
    found = match_classes(reference, prediction)
    values = {place: value for value, place in found.prediction.items()}
    return {v: values[place] for v, place in found.reference.items() if place in values}, found.names, found


@pytest.mark.parametrize(("reference", "prediction", "expected", "names"), [
    (MASK, MASK, {0: 0, 1: 1}, ["0", "1"]),
    (MASK_255, MASK, {0: 0, 255: 1}, ["0", "255"]),
    (MASK_255, Legend({0: "background", 1: "building"}, {0, 1}), {0: 0, 255: 1}, ["background", "building"]),
    # What a model calls the classes of a mask that did not fit into a byte.
    (MASK_255, Legend({1: "class 0", 2: "class 255"}, {1, 2}), {0: 1, 255: 2}, ["class 0", "class 255"]),
    (Legend({}, {0, 254, 255}), Legend({0: "class 0", 1: "class 255", 254: "class 254"}, {0, 1, 254}),
     {0: 0, 254: 254, 255: 1}, ["class 0", "class 254", "class 255"]),
    # Names come first, however they are spelled.
    (LAND, Legend({1: "building", 2: " Forest", 3: "WATER"}, {1, 2, 3}), {1: 2, 2: 3}, ["forest", "building", "water"]),
    (Legend({1: "built-up areas", 2: "bare  soil"}, {1, 2}), Legend({5: "Built up area", 7: "bare_soil"}, {5, 7}),
     {1: 5, 2: 7}, ["built-up areas", "bare  soil"]),
    (LAND, Legend({1: "water", 2: "forest"}, {1}), {1: 2, 2: 1}, ["forest", "water"]),  # one without pixels
    (Legend({1: "wood", 2: "field"}, {1, 2}, numbered=False), Legend({10: "Field", 20: "wood"}, {10, 20}),
     {1: 20, 2: 10}, ["wood", "field"]),
    # Numbers where one has no name, and the rest of a map that is named in part.
    (Legend({}, {0, 1, 2}), Legend({0: "other", 1: "forest", 2: "water"}, {0, 1, 2}), {0: 0, 1: 1, 2: 2},
     ["other", "forest", "water"]),
    (Legend({}, {1, 2}), Legend({1: "forest"}, {1, 2}), {1: 1, 2: 2}, ["forest", "2"]),
    # Backgrounds are one, whatever they are called; but a 0 that is a class of its own is not.
    (Legend({0: "not building", 1: "house"}, {0, 1}), Legend({0: "background", 4: "house"}, {0, 4}), {0: 0, 1: 4},
     ["not building", "house"]),
    (MASK, Legend({1: "background", 2: "building"}, {1, 2}), {0: 1, 1: 2}, ["background", "building"]),
    (MASK, Legend({0: "water", 1: "land"}, {0, 1}), {0: 0, 1: 1}, ["water", "land"]),
    (Legend({0: "rest", 1: "house"}, {0, 1}), Legend({0: "background", 4: "house"}, {0, 4}), {0: 0, 1: 4},
     ["rest", "house"]),
    (Legend({1: "background", 2: "house"}, {1, 2}, numbered=False), MASK, {1: 0, 2: 1}, ["background", "house"]),
    (Legend({0: "water", 1: "land"}, {0, 1}), Legend({0: "land", 1: "water"}, {0, 1}), {0: 1, 1: 0}, ["water", "land"]),
    # One name twice in one legend is one class.
    (Legend({1: "water", 2: "Water", 3: "forest"}, {1, 2, 3}), LAND, {1: 2, 2: 2, 3: 1}, ["water", "forest"]),
])  # fmt: skip
def test_same_classes(reference, prediction, expected, names):
    same, found, matching = pair(reference, prediction)
    assert (same, found) == (expected, names)
    assert matching.doubt is None
    assert len({name.lower() for name in found}) == len(found)


def test_names_that_agree_nowhere_give_way_to_numbers():
    same, names, matching = pair(LAND, Legend({1: "Wald", 2: "Wasser"}, {1, 2}))
    assert (same, names) == ({1: 1, 2: 2}, ["forest", "water"])
    assert matching.doubt == (
        "No class has the same name in both maps, so classes are matched by number: the prediction has Wald, Wasser; "
        "the reference data have forest, water."
    )


def test_names_that_agree_in_part_leave_the_others_alone():
    same, names, matching = pair(LAND, Legend({1: "forest", 2: "road"}, {1, 2}))
    assert (same, names) == ({1: 1}, ["forest", "water", "road"])
    assert (matching.is_complete, matching.doubt) == (False, None)
    assert matching.how == (
        "Classes are matched by name: forest; only in the prediction: road; only in the reference data: water."
    )


def test_names_against_bare_numbers_are_told():
    texts = Legend({1: "forest", 2: "water"}, {1, 2}, numbered=False)
    same, _, matching = pair(texts, Legend({}, {1, 2}))
    assert same == {}
    assert matching.doubt == (
        "The maps have no class in common, neither by name nor by number: the prediction has 1, 2; the "
        "reference data have forest, water."
    )


def test_numbers_that_differ_are_told():
    how = match_classes(MASK_255, Legend({0: "background", 1: "roof"}, {0, 1})).how
    assert how == "Classes are matched by number: background, roof (1 in the prediction, 255 in the reference data)."
