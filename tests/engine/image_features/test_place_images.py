"""Features of several dates of a place: their mean over known cells, masks, areas, units; embeddings made elsewhere."""

import numpy as np
import pytest
import rasterio
import shapely
from rasterio.transform import from_origin
from rasterio.windows import Window
from scipy.ndimage import gaussian_filter

from eo_deep.errors import EoDeepError
from eo_deep.image_features import extract_features, find_similar, segment_unsupervised
from eo_deep.image_features.feature_map import open_map
from tests.engine.image_features.test_codes import make_model
from tests.engine.image_features.test_search import PLACE, at, read, write, write_places


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    """Two dates of one place, of other light; a mask that hides columns 80 to 119 of the second."""
    folder, random = tmp_path_factory.mktemp("place"), np.random.default_rng(0)
    ground = gaussian_filter(random.normal(size=(128, 160)), 3) * 12
    ground = ground + 3 * (ground > 0.3)
    images = []
    for date, gain in (("2019-05-01", 100), ("2019-08-01", 130)):
        bands = np.stack([gain * ground, 80 * ground]) + 1500 + random.normal(size=(2, 128, 160)) * 10
        images.append(write(folder / f"{date}.tif", bands.astype(np.int16), None, ["red", "nir"]))
    hidden = np.zeros((1, 128, 160), np.uint8)
    masks = [write(folder / "clear.tif", hidden.copy())]
    hidden[:, :, 80:120] = 1
    return images, [*masks, write(folder / "hidden.tif", hidden)]


def write_area(path, first, last):
    """Of all rows from one column to another."""
    return write_places(path, [shapely.box(*(PLACE * (first, 128)), *(PLACE * (last, 0)))])


def read_bands(path):
    with rasterio.open(path) as file:
        return file.read(), list(file.descriptions)


def test_cells_have_the_mean_over_the_dates_that_know_them(place, tmp_path):
    images, masks = place
    one, other = (read_bands(extract_features(image, cells="hand", output=str(tmp_path / "one.tif"))["output"])[0]
                  for image in images)  # fmt: skip
    both, names = read_bands(extract_features(images, cells="hand", masks=masks,
                                              output=str(tmp_path / "both.tif"))["output"])  # fmt: skip
    assert names[-1] == "dates" and len(names) == len(one) + 1
    assert (both[-1, :, 10:15] == 1).all() and (both[-1, :, :10] == 2).all() and (both[-1, :, 15:] == 2).all()
    np.testing.assert_allclose(both[:-1, :, 10:15], one[:, :, 10:15], atol=1e-5)
    means = both[:2, :, :10] - one[:2, :, :10] / 2  # half of the second date, scaled by what of it is known
    slopes = [np.polyfit(other[band, :, :10].ravel(), means[band].ravel(), 1)[0] for band in range(2)]
    assert slopes == pytest.approx([0.5, 0.5], abs=0.05)


def test_an_area_and_masks_leave_the_rest_nodata(place, tmp_path):
    images, masks = place
    area = write_area(tmp_path / "area.geojson", 0, 100)
    cells, _ = read_bands(extract_features(images, cells="hand", area=area, output=str(tmp_path / "f.tif"))["output"])
    assert np.isnan(cells[:, :, 13:]).all() and np.isfinite(cells[:, :, :12]).all()
    result = segment_unsupervised(images[1], masks=masks[1:], area=area, classes="2", window_px=16,
                                  output=str(tmp_path / "c.tif"))  # fmt: skip
    found = read_bands(result["output"])[0][0]
    assert (found[:, 80:] == 255).all() and set(np.unique(found[:, :76])) == {1, 2}
    result = segment_unsupervised(images, masks=masks, classes="2", window_px=16, output=str(tmp_path / "c.tif"),
                                  distance=str(tmp_path / "d.tif"))  # fmt: skip
    distance, names = read_bands(result["distance"])
    assert names == ["distance", "dates"] and (distance[1, :, 80:120] == 1).all() and (distance[1, :, :80] == 2).all()
    assert (read_bands(result["output"])[0][0] != 255).all()


def test_a_series_is_searched_as_one_place(place, tmp_path):
    images, masks = place
    places = write_places(tmp_path / "q.geojson", [at(32, 64)])
    area = write_area(tmp_path / "area.geojson", 60, 160)
    result = find_similar(images, places, as_series=True, masks=masks, area=area, window_px=32, top=20,
                          output=str(tmp_path / "out.gpkg"), similarity=str(tmp_path / "s.tif"))  # fmt: skip
    fields, found = read(result["output"])
    assert (found[:, 0] >= 59).all() and set(fields["image"]) == {"2019-05-01.tif"}
    similarity, names = read_bands(result["similarity"])
    assert names == ["similarity to query 1", "dates"] and np.isnan(similarity[0, :, :7]).all()
    assert (similarity[1, :, 10:15] == 1).all() and (similarity[1, :, 15:] == 2).all()
    with pytest.raises(EoDeepError, match="Dates are for images that are searched as one series."):
        find_similar(images, places, dates="2019-05-01; 2019-08-01", output=str(tmp_path / "out.gpkg"))
    with pytest.raises(EoDeepError, match="There must be one mask for each image or one for all, got 2 for 1 images."):
        find_similar(images[0], places, masks=masks, output=str(tmp_path / "out.gpkg"))
    with pytest.raises(EoDeepError, match="Dates, masks and an area are for features of cells"):
        extract_features(images, area=area, output=str(tmp_path / "f.tif"))


@pytest.mark.parametrize("cells", ["shared code", "hand", "none"])
def test_scaled_integers_are_their_values(tmp_path, cells):
    stored = np.random.default_rng(0).normal(1000, 100, (2, 96, 128)).astype(np.int16)
    names = ["band 1", "band 2"]
    scaled = write(tmp_path / "scaled.tif", stored, None, names, scales=(0.1, 0.1), offsets=(5.0, 5.0))
    plain = write(tmp_path / "plain.tif", stored.astype(np.float32) * np.float32(0.1) + np.float32(5), None, names)
    model = make_model(tmp_path / "m.safetensors", "float32", 105.0, 10.0) if cells != "hand" else None
    named = {"use_bands": False, "layer": "shared code"} if cells == "none" else {}
    found = [read_bands(extract_features(image, layer_model=model, cells=cells, output=str(tmp_path / "f.tif"),
                                         **named)["output"])[0] for image in (scaled, plain)]  # fmt: skip
    assert np.isfinite(found[0]).all()
    np.testing.assert_allclose(found[0], found[1], atol=2e-3 if cells == "none" else 2e-4)  # half precision


def test_bands_of_a_model_are_taken_by_name(tmp_path):
    stored = np.random.default_rng(0).normal(1000, 100, (2, 64, 64)).astype(np.int16)
    model = make_model(tmp_path / "m.safetensors")
    images = [write(tmp_path / f"{number}.tif", stored[order], None, [f"band {each + 1}" for each in order])
              for number, order in enumerate(([0, 1], [1, 0]))]  # fmt: skip
    one, other = (read_bands(extract_features(image, layer_model=model, cells="shared code",
                                              output=str(tmp_path / "f.tif"))["output"])[0] for image in images)
    np.testing.assert_array_equal(one, other)


def read_vectors(path, folder):
    with open_map(path, "embedding", folder) as cells:
        return cells.read(Window(0, 0, 6, 4))


def test_alpha_earth_is_decoded_by_its_square_law(tmp_path):
    names = [f"A{number:02d}" for number in range(64)]
    truth = np.random.default_rng(0).normal(size=(64, 4, 6))
    truth /= np.sqrt((truth**2).sum(axis=0))
    stored = np.rint(np.sign(truth) * np.sqrt(np.abs(truth)) * 127.5).astype(np.int8)
    stored[:, 0, 0] = -128
    for path in (write(tmp_path / "a.tif", stored, None, names), write(tmp_path / "b.tif", stored, -128, names)):
        vectors, known = read_vectors(path, tmp_path)
        assert not known[0, 0] and known.sum() == 23 and (vectors[:, 0, 0] == 0).all()
        np.testing.assert_allclose(vectors[:, known], truth[:, known], atol=0.01)
    flipped = tmp_path / "south_up.tif"  # as the product's own files are
    with rasterio.open(flipped, "w", driver="GTiff", width=6, height=4, count=64, dtype="int8", crs="EPSG:32633",
                       transform=from_origin(500000, 4999960, 10, -10), nodata=-128) as file:  # fmt: skip
        file.write(stored[:, ::-1])
        file.descriptions = names
    vectors, known = (each[..., ::-1, :] for each in read_vectors(str(flipped), tmp_path))
    np.testing.assert_allclose(vectors[:, known], truth[:, known], atol=0.01)


def test_tessera_needs_no_scales_but_its_bands_own(tmp_path):
    truth = np.random.default_rng(0).normal(size=(128, 4, 6)).astype(np.float32)
    scale = np.abs(truth).max(axis=0) / 127  # one for all bands of a pixel, in a file of its own
    by_pixel = write(tmp_path / "pixel.tif", np.rint(truth / scale).astype(np.int8))
    band_scales = np.abs(truth).max(axis=(1, 2)) / 127
    by_band = write(tmp_path / "band.tif", np.rint(truth / band_scales[:, None, None]).astype(np.int8),
                    scales=tuple(band_scales.tolist()))  # fmt: skip
    plain = read_vectors(write(tmp_path / "float.tif", truth), tmp_path)[0]
    for path in (by_pixel, by_band):
        vectors, known = read_vectors(path, tmp_path)
        assert known.all() and (vectors * plain).sum(axis=0).min() > 0.9999


def test_years_of_an_embedding_are_averaged(tmp_path):
    years = np.random.default_rng(0).normal(size=(2, 8, 40, 48)).astype(np.float32)
    years[1] = years[0] + 0.2 * years[1]
    years[1, :, :10] *= 3  # the length does not count, and values of 3 are no clouds
    paths = [write(tmp_path / f"{2020 + number}.tif", year) for number, year in enumerate(years)]
    with open_map(paths, "embedding", tmp_path) as cells:
        vectors, known = cells.read(Window(0, 0, 48, 40))
    lengths = np.sqrt((years**2).sum(axis=1, keepdims=True))
    np.testing.assert_allclose(vectors, (years / lengths).mean(axis=0), atol=1e-5)
    assert known.all()
