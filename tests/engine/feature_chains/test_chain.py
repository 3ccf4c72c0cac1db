"""Feature chains give the same numbers whatever the window, and numpy's."""

import numpy as np
import pytest
import rasterio
from rasterio.windows import Window

from eo_deep.errors import EoDeepError
from eo_deep.feature_chains.chain import open_chain
from eo_deep.feature_chains.settings import ChainSettings, FeatureSettings


def write(path, pixels, size=10.0, origin=(500000.0, 5000000.0), crs="EPSG:32634", names=(), nodata=None):
    transform = rasterio.transform.from_origin(*origin, size, size)
    with rasterio.open(path, "w", driver="GTiff", width=pixels.shape[2], height=pixels.shape[1], count=len(pixels),
                       dtype=pixels.dtype, crs=crs, transform=transform, nodata=nodata) as file:
        file.write(pixels)
        for band, name in enumerate(names, 1):
            file.set_band_description(band, name)
    return str(path)


@pytest.fixture
def pair(tmp_path):
    rng = np.random.default_rng(0)
    fine = rng.integers(1, 4000, (2, 61, 83)).astype("uint16")
    fine[:, 20:24, 30:33] = 0
    coarse = rng.integers(1, 4000, (1, 32, 43)).astype("uint16")
    return (write(tmp_path / "fine.tif", fine, names=["B02", "B03"], nodata=0),
            write(tmp_path / "coarse.tif", coarse, 20.0, (499990.0, 5000010.0), names=["B05"]), fine, coarse)


def test_bands_of_nested_grids_are_read_unchanged_by_nearest(pair):
    fine_path, coarse_path, fine, coarse = pair
    with open_chain(ChainSettings([fine_path, coarse_path], resampling="nearest")) as chain:
        assert chain.names == ["B02", "B03", "B05"] and (chain.halo_px, chain.stride_px) == (0, 1)
        pixels, valid = chain.read(Window(0, 0, 83, 61))
    rows, columns = (np.arange(61) + 1) // 2, (np.arange(83) + 1) // 2
    assert (valid == (fine[0] != 0)).all()
    assert (pixels[:2, valid] == fine[:, valid]).all()
    assert (pixels[2, valid] == coarse[0][rows][:, columns][valid]).all()


def test_windows_are_those_of_numpy_over_valid_pixels(pair):
    with open_chain(ChainSettings([pair[0]], FeatureSettings(window_px=5))) as chain:
        assert chain.names[2:] == ["B02 mean 5x5", "B03 mean 5x5", "B02 deviation 5x5", "B03 deviation 5x5"]
        pixels, valid = chain.read(Window(0, 0, 83, 61))
    masked = np.ma.masked_equal(pair[2].astype(float), 0)
    for row, column in ((0, 0), (19, 29), (30, 40), (60, 82)):
        part = masked[:, max(0, row - 2) : row + 3, max(0, column - 2) : column + 3].reshape(2, -1)
        np.testing.assert_allclose(pixels[2:4, row, column], part.mean(1), rtol=1e-6)
        np.testing.assert_allclose(pixels[4:, row, column], part.std(1), rtol=1e-5)


@pytest.mark.parametrize("resampling", ["nearest", "bilinear"])
def test_any_window_gives_the_bits_of_the_whole(pair, resampling):
    with open_chain(ChainSettings(pair[:2], FeatureSettings(window_px=7), resampling=resampling)) as chain:
        whole, known = chain.read(Window(-3, -2, 90, 70))
        for row, column, height, width in ((0, 0, 13, 17), (16, 25, 9, 1), (50, 70, 11, 13), (-2, -3, 5, 90)):
            pixels, valid = chain.read(Window(column, row, width, height))
            place = np.s_[..., row + 2 : row + 2 + height, column + 3 : column + 3 + width]
            assert (valid == known[place]).all() and (pixels == whole[place]).all()
        rows, columns = np.array([0, 60, -1, 21, 33]), np.array([82, 0, 5, 31, 33])
        points, inside = chain.read_points(rows, columns)
        assert inside.tolist() == [True, True, False, False, True]
        assert (points == whole[:, rows + 2, columns + 3].T).all()


def test_equal_names_of_two_sources_are_told_apart(tmp_path):
    paths = [write(tmp_path / f"{name}.tif", np.ones((1, 4, 4), "uint8"), names=["red"]) for name in "ab"]
    with open_chain(ChainSettings(paths)) as chain:
        assert chain.names == ["red", "red (2)"]


def test_bands_of_equal_names_are_found_by_name_in_any_order(tmp_path, notes):
    pixels = np.array([1, 2], "uint8")[:, None, None].repeat(4, 1).repeat(4, 2)
    paths = [write(tmp_path / "a.tif", pixels, names=["B02", "B03"]),
             write(tmp_path / "b.tif", 10 * pixels, names=["B03", "B02"])]
    with open_chain(ChainSettings(paths, band_names=[["B02", "B03"], ["B02 (2)", "B03 (2)"]]), notes) as chain:
        assert chain.names == ["B02", "B03", "B02 (2)", "B03 (2)"]
        assert chain.read(Window(0, 0, 1, 1))[0].ravel().tolist() == [1, 2, 20, 10]
    assert notes.messages == ["The bands of 'b.tif' (B03, B02) are taken by name: B02, B03."]


def test_sources_that_cannot_be_laid_over_each_other_are_refused(tmp_path, pair):
    away = write(tmp_path / "away.tif", np.ones((1, 4, 4), "uint8"), origin=(700000.0, 5000000.0))
    nowhere = write(tmp_path / "nowhere.tif", np.ones((1, 4, 4), "uint8"), crs=None)
    for path, sentence in ((away, "'away.tif' does not lie where 'fine.tif' does"),
                           (nowhere, "'nowhere.tif' has no CRS")):  # fmt: skip
        with pytest.raises(EoDeepError, match=sentence), open_chain(ChainSettings([pair[0], path])):
            pass


def test_even_windows_are_refused():
    with pytest.raises(EoDeepError, match="odd number of pixels from 1 to 63, got 4 px"):
        FeatureSettings(window_px=4)
