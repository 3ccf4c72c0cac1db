"""Places found again in other images, in masked ones, and by embeddings."""

import contextlib
import json
import re
import sqlite3

import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from rasterio.transform import from_origin

from eo_deep.errors import EoDeepError
from eo_deep.image_features import find_similar
from eo_deep.image_features.feature_map import Group
from eo_deep.image_features.ranking import Ranking
from eo_deep.image_features.similarity import Query, compare_windows
from tests.engine.notes import Notes

PLACE = from_origin(500000, 5000000, 10, 10)


def write(path, pixels, nodata=None, names=(), **options):
    with rasterio.open(path, "w", driver="GTiff", width=pixels.shape[2], height=pixels.shape[1], count=len(pixels),
                       dtype=pixels.dtype, crs="EPSG:32633", transform=PLACE, nodata=nodata) as file:  # fmt: skip
        file.write(pixels)
        for band, name in enumerate(names, 1):
            file.set_band_description(band, name)
        for key, value in options.items():
            setattr(file, key, value)
    return str(path)


def write_places(path, geometries):
    features = [{"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(each))}
                for each in geometries]  # fmt: skip
    crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::32633"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "crs": crs, "features": features}))
    return str(path)


def at(column, row):
    return shapely.Point(*(PLACE * (column, row)))


def read(path):
    _, _, geometries, fields = pyogrio.raw.read(path, layer="similar places")
    names = pyogrio.read_info(path, layer="similar places")["fields"]
    places = [~PLACE * (point.x, point.y) for point in shapely.from_wkb(geometries)]
    return dict(zip(names, fields)), np.round(places, 6)


@pytest.fixture(scope="module")
def dates(tmp_path_factory):
    """Two images of one place whose light, sharpness and noise differ."""
    from scipy.ndimage import gaussian_filter

    folder, random = tmp_path_factory.mktemp("dates"), np.random.default_rng(0)
    place = gaussian_filter(random.normal(size=(256, 320)), 4) * 20
    place = place + (place > 0.5) * 3
    images = []
    for number, (gain, offset) in enumerate(((100, 1000), (-60, 1400))):  # the second is darker where the first is not
        bands = np.stack([gain * place, 0.7 * abs(gain) * place]) + offset + random.normal(size=(2, 256, 320)) * 8
        images.append(write(folder / f"{number}.tif", bands.astype(np.int16)))
    return images


def read_style(path):
    with contextlib.closing(sqlite3.connect(path)) as file:
        return file.execute("SELECT styleQML FROM layer_styles").fetchone()[0]


def test_a_place_is_found_at_another_date(dates, tmp_path):
    places = write_places(tmp_path / "q.geojson", [at(104, 96), at(200, 160)])
    result = find_similar(dates[1], places, query_image=dates[0], top=3, output=str(tmp_path / "out.gpkg"),
                          similarity=str(tmp_path / "s.tif"))  # fmt: skip
    assert (result["queries"], result["matches"]) == (2, 6)
    fields, found = read(result["output"])
    first = fields["rank"] == 1
    np.testing.assert_array_equal(found[first], [[104, 96], [200, 160]])
    assert fields["query"].tolist() == [1, 1, 1, 2, 2, 2] and set(fields["image"]) == {"1.tif"}
    assert (fields["score"][first] > fields["score"][~first].max()).all()
    style = read_style(result["output"])
    assert style.count('name="name" value="square"') == 2  # as large as the windows, of 64 px, that are compared
    sides_m = [float(text) for text in re.findall(r'name="size" value="([^"]+)"', style)[1::2]]
    assert sides_m == pytest.approx([640, 640], rel=0.01)
    with rasterio.open(result["similarity"]) as file:
        assert file.descriptions == ("similarity to query 1", "similarity to query 2")
        assert file.res == (80, 80)
        assert np.nanmax(file.read(1)) == pytest.approx(fields["score"][0], abs=1e-6)


def test_the_query_itself_is_left_out_of_its_own_image(dates, tmp_path):
    places = write_places(tmp_path / "q.geojson", [at(104, 96)])
    fields, found = read(find_similar(dates, places, top=2, output=str(tmp_path / "out.gpkg"))["output"])
    assert fields["image"][0] == "1.tif" and found[0].tolist() == [104, 96]
    assert np.hypot(*(found[1] - (104, 96))) > 32 or fields["image"][1] == "1.tif"


def test_polygons_are_found_by_their_own_cells(dates, tmp_path):
    around = shapely.Polygon([PLACE * each for each in ((64, 64), (160, 64), (160, 128), (112, 128))])
    fields, found = read(find_similar(dates[1], write_places(tmp_path / "q.geojson", [around]), dates[0], top=1,
                                      output=str(tmp_path / "out.gpkg"))["output"])  # fmt: skip
    assert found.tolist() == [[112, 96]]


def test_an_embedding_is_searched_by_direction(tmp_path):
    vectors = np.random.default_rng(0).integers(-100, 100, (16, 20, 30)).astype(np.int8)
    vectors[:, 12, 5] = vectors[:, 3, 20] // 2  # the same direction, shorter
    vectors[:, 0, 0] = -128
    image = write(tmp_path / "e.tif", vectors, -128, scales=(0.01,) * 16)
    places = write_places(tmp_path / "q.geojson", [at(20.5, 3.5), at(0.5, 0.5)])
    notes = Notes()
    result = find_similar(image, places, features="embedding", top=1, output=str(tmp_path / "out.gpkg"),
                          progress=notes)  # fmt: skip
    fields, found = read(result["output"])
    assert found.tolist() == [[5.5, 12.5]] and fields["score"][0] > 0.99
    assert any("1 features of" in warning and "valid" in warning for warning in notes.warnings)


def test_similarities_are_masked_correlations():
    random = np.random.default_rng(0)
    features, known = random.normal(size=(3, 9, 10)).astype(np.float32), random.random((9, 10)) > 0.2
    query = Query(random.normal(size=(3, 4, 5)).astype(np.float32), random.random((4, 5)) > 0.1)
    groups = (Group(slice(0, 2), True, 0.5), Group(slice(2, 3), False))
    result = compare_windows(features, known, [query], groups)[0]
    for row, column in np.ndindex(6, 6):
        both = query.cells & known[row : row + 4, column : column + 5]
        own, other = query.features[:, both], features[:, row : row + 4, column : column + 5][:, both]
        if both.sum() < query.cells.sum() / 2:
            assert np.isnan(result[row, column])
            continue
        a, b = own[:2] - own[:2].mean(axis=1, keepdims=True), other[:2] - other[:2].mean(axis=1, keepdims=True)
        expected = 0.5 * (a * b).sum() / np.sqrt((a**2).sum() * (b**2).sum())
        expected += (own[2] * other[2]).sum() / np.sqrt((own[2] ** 2).sum() * (other[2] ** 2).sum())
        assert result[row, column] == pytest.approx(expected / 1.5, abs=1e-5)


def test_the_ranking_is_greedy():
    scores = np.random.default_rng(0).random((700, 300)).astype(np.float32)
    scores[5] = np.nan
    left, ranking, radius = scores.copy(), Ranking(scores.copy()), (20.0, 10.0)
    rows, columns = np.mgrid[0:700, 0:300]
    for _ in range(30):
        best = np.unravel_index(np.nanargmax(left), left.shape)
        assert ranking.take() == (left[best], *best)
        left[((rows - best[0]) / 20) ** 2 + ((columns - best[1]) / 10) ** 2 <= 1] = np.nan
        ranking.clear(*best, radius)


@pytest.mark.parametrize(("named", "sentence"), [
    ({"window_px": 20}, "The window must be a multiple of 8 px, the side of a cell, and at least 16 px, got 20 px."),
    ({"window_px": 4096}, "The window must fit into '0.tif', which has about 320 x 256 px, got 4096 px."),
    ({"features": "deep"}, "The features must be hand, bands, embedding, got 'deep'."),
])  # fmt: skip
def test_what_cannot_be_searched(dates, tmp_path, named, sentence):
    places = write_places(tmp_path / "q.geojson", [at(104, 96)])
    with pytest.raises(EoDeepError) as error:
        find_similar(dates, places, output=str(tmp_path / "out.gpkg"), **named)
    assert str(error.value) == sentence
    assert [each.name for each in tmp_path.iterdir()] == ["q.geojson"]


def test_queries_beside_the_image(dates, tmp_path):
    places = write_places(tmp_path / "q.geojson", [at(2000, 96)])
    with pytest.raises(EoDeepError, match=r"No feature of .* lies where the query image has valid pixels\."):
        find_similar(dates, places, output=str(tmp_path / "out.gpkg"))


def test_bands_in_another_order_are_refused(tmp_path):
    vectors = np.random.default_rng(0).normal(size=(2, 20, 30)).astype(np.float32)
    images = [write(tmp_path / f"{number}.tif", vectors, None, names)
              for number, names in enumerate((["A00", "A01"], ["A01", "A00"]))]  # fmt: skip
    places = write_places(tmp_path / "q.geojson", [at(20.5, 3.5)])
    with pytest.raises(EoDeepError, match="'1.tif' must be in the order of those of '0.tif', A00, A01, got A01, A00."):
        find_similar(images, places, features="embedding", output=str(tmp_path / "out.gpkg"))
