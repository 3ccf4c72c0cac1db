import pytest

from eo_deep.io.band_names import BandGuess, ImageBand, find_band, guess_bands

RGB = ["red", "green", "blue"]


def make_bands(count):
    return [ImageBand(f"band {number}") for number in range(1, count + 1)]


def test_names_of_one_colour():
    assert find_band("red", ["B02", "B03", "B04 "]) == 2
    assert find_band("b8", ["nir", "red"]) == 0
    assert find_band("red", ["red", "Red"]) is None


@pytest.mark.parametrize(("file", "count", "numbers"), [
    ("S2A_MSIL1C_20210701T100031_N0300_R122_T33UVR.tif", 13, (4, 3, 2)),
    ("S2B_MSIL2A_20210701.tif", 12, (4, 3, 2)),
    ("sentinel-2_deva.tif", 10, (3, 2, 1)),
    ("my_sentinel2.tif", 4, (3, 2, 1)),
    ("LC08_L2SP_200026_20210701.tif", 7, (4, 3, 2)),
    ("landsat9_stack.tif", 11, (4, 3, 2)),
    ("LT05_L1TP_200026.tif", 7, (3, 2, 1)),
])  # fmt: skip
def test_products(file, count, numbers):
    assert guess_bands(RGB, make_bands(count), file) == BandGuess(numbers, "product")


def test_infrared_of_products():
    assert guess_bands(["b8a", "swir1", "b12"], make_bands(13), "S2A.tif").numbers == (9, 12, 13)
    assert guess_bands(["swir2", "nir"], make_bands(7), "LE07.tif").numbers == (7, 4)


@pytest.mark.parametrize("file", ["stack.tif", "gps2a3.tif", "S2A_x.tif", "s22_houses.tif"])
def test_what_is_no_product_is_not_guessed(file):
    assert guess_bands(RGB, make_bands(5), file) == BandGuess((None, None, None), "")


def test_wavelengths_go_before_the_product_and_names_before_both():
    waves = [ImageBand(f"Band {nm}", nm) for nm in (490, 555, 659, 865, 1610)]
    assert guess_bands(["red", "swir1", "b02"], waves, "S2A.tif") == BandGuess((3, 5, 1), "wavelength")
    assert guess_bands(["b07"], waves, "") == BandGuess((None,), "")
    named = [ImageBand("blue", 660), ImageBand("green", 560), ImageBand("red", 490), ImageBand("nir", 850)]
    assert guess_bands(RGB, named, "S2A.tif") == BandGuess((3, 2, 1), "name")


def test_as_many_bands_are_taken_in_their_order():
    assert guess_bands(RGB, make_bands(3), "S2A.tif") == BandGuess((1, 2, 3), "order")


def test_some_names_are_kept_where_others_are_lacking():
    assert guess_bands(RGB, [ImageBand("red"), ImageBand("x")], "") == BandGuess((1, None, None), "")
