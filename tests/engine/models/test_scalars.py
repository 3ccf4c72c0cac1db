"""Numbers of images as planes of a network's input."""

import numpy as np
import pytest

from eo_deep.errors import EoDeepError
from eo_deep.io.card_schema import count_channels, list_scalars
from eo_deep.models.scalars import Scalar, describe_scalars, make_planes, parse_scalars, spread_planes

TEXT = "sun elevation (°) = 30, 50; Day of year=366,183"


def test_a_text_gives_each_image_its_planes():
    scalars = parse_scalars(TEXT, 2)
    assert scalars == [Scalar("sun elevation", "°", (30.0, 50.0)), Scalar("Day of year", "", (366.0, 183.0))]
    described = describe_scalars(scalars)
    assert described[0] == {"name": "sun elevation", "unit": "°", "mean": 40.0, "std": 10.0}
    np.testing.assert_allclose(make_planes(described, scalars, 0), [-1, 0, 1], atol=0.02)
    np.testing.assert_allclose(make_planes(described, scalars, 1), [1, 0, -1], atol=0.02)
    other_order = parse_scalars("day of year = 366; SUN ELEVATION = 60", 1)
    np.testing.assert_allclose(make_planes(described, other_order), [2, 0, 1], atol=0.02)
    source = {"bands": ["red"], "scalars": described}
    assert count_channels(source) == 4 and list_scalars(described) == "sun elevation (°), Day of year"


def test_an_only_value_is_the_middle():
    scalars = parse_scalars("gain = 2.5", 1)
    assert make_planes(describe_scalars(scalars), scalars).tolist() == [0.0]
    assert parse_scalars(None, 3) == parse_scalars(" ; ", 1) == [] and len(make_planes([], [])) == 0


def test_planes_are_0_where_nothing_is_valid():
    valid = np.array([[True, False]])
    assert spread_planes(np.array([2, -1], np.float32), valid).tolist() == [[[2, 0]], [[-1, 0]]]


@pytest.mark.parametrize(("text", "count", "sentence"), [
    ("sun", 1, "^Numbers of the images must be given as 'name \\(unit\\) = number', got 'sun'.$"),
    ("sun = high", 1, "got 'sun = high'"),
    ("sun = nan", 1, "got 'sun = nan'"),
    ("sun = 1; Sun = 2", 1, "^The number 'Sun' of the images is given twice.$"),
    ("sun = 1", 2, "^'sun' must have a number for each of 2 images, got 1.$"),
    ("day of year = 400", 1, "^The day of the year must be from 1 to 366, got 400.$"),
])  # fmt: skip
def test_wrong_texts(text, count, sentence):
    with pytest.raises(EoDeepError, match=sentence):
        parse_scalars(text, count)


def test_other_numbers_than_the_model_has():
    described = describe_scalars(parse_scalars(TEXT, 2))
    sentence = r"^The model needs the numbers sun elevation \(°\), Day of year of the image; got none.$"
    with pytest.raises(EoDeepError, match=sentence):
        make_planes(described, [])
    with pytest.raises(EoDeepError, match="^The model takes no numbers of the image; got gain.$"):
        make_planes([], parse_scalars("gain = 1", 1))
