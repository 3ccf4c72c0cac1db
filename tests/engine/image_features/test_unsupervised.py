"""Images divided into classes: what is alike is one class, at the pixels' edges; nodata, small regions, refusals."""

from types import SimpleNamespace

import numpy as np
import pytest
import rasterio
from rasterio.windows import Window

from eo_deep.errors import EoDeepError
from eo_deep.image_features import class_maps, segment_unsupervised
from eo_deep.image_features.class_maps import Averaged
from eo_deep.io.raster import open_raster
from eo_deep.progress import silent
from tests.engine.image_features.test_search import write


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    """Left rough, right even and brighter, below dark; the edges lie at columns 101 and row 140, within cells."""
    random = np.random.default_rng(0)
    pixels = np.full((2, 200, 240), 1000.0) + random.normal(size=(2, 200, 240)) * 60
    pixels[:, :, 101:] = 1800 + random.normal(size=(2, 200, 139)) * 5
    pixels[:, 140:] = 300 + random.normal(size=(2, 60, 240)) * 5
    pixels[:, :20, :30] = -1
    return write(tmp_path_factory.mktemp("image") / "i.tif", pixels.astype(np.int16), -1)


def read_map(path):
    with rasterio.open(path) as file:
        return file.read(1)


@pytest.mark.parametrize("features", ["hand", "bands"])
def test_classes_have_the_edges_of_the_image(image, tmp_path, features):
    result = segment_unsupervised(image, features=features, classes="3", window_px=16 if features == "hand" else 1,
                                  min_area=20000, output=str(tmp_path / "c.tif"), distance=str(tmp_path / "d.tif"),
                                  report=str(tmp_path / "r.html"))  # fmt: skip
    found = read_map(result["output"])
    assert (found[:20, :30] == 255).all() and set(np.unique(found)) == {1, 2, 3, 255}
    parts = found[25:136, 4:98], found[4:136, 105:236], found[145:196, 4:236]
    most = [np.bincount(part.ravel()).argmax() for part in parts]
    assert sorted(most) == [1, 2, 3]
    shares = [(part == each).mean() for part, each in zip(parts, most)]
    assert min(shares) > (0.85 if features == "hand" else 0.99), shares
    assert np.isnan(read_map(result["distance"])[:20, :30]).all()
    with rasterio.open(result["output"]) as file:
        assert file.colormap(1)[1][:3] == (227, 26, 28)
    assert "Centres" in (tmp_path / "r.html").read_text()


def test_no_block_shows(image, tmp_path, monkeypatch):
    maps = []
    for side in (64, 512):
        monkeypatch.setattr(class_maps, "_BLOCK_PX", side)
        segment_unsupervised(image, classes="4", output=str(tmp_path / "c.tif"), distance=str(tmp_path / "d.tif"))
        maps.append((read_map(tmp_path / "c.tif"), read_map(tmp_path / "d.tif")))
    assert (maps[0][0] != maps[1][0]).mean() <= 1e-5
    np.testing.assert_allclose(maps[0][1], maps[1][1], atol=1e-4)


def test_cells_beside_an_edge_have_the_features_of_their_side():
    values = np.zeros((1, 20, 30), np.float32)
    values[:, :, 15], values[:, :, 16:] = 5, 10

    def read(window):
        rows, columns = (np.arange(start, start + size) for start, size in
                         ((window.row_off, window.height), (window.col_off, window.width)))  # fmt: skip
        inside = np.ix_((rows >= 0) & (rows < 20), (columns >= 0) & (columns < 30))
        part, known = np.zeros((1, len(rows), len(columns)), np.float32), np.zeros((len(rows), len(columns)), bool)
        known[inside] = True
        part[0][inside] = values[0, rows[(rows >= 0) & (rows < 20)]][:, columns[(columns >= 0) & (columns < 30)]]
        return part, known

    cells = SimpleNamespace(read=read, describe=lambda features: features, cell_px=8)
    found, known = Averaged(cells, 4).read(Window(0, 0, 30, 20))
    assert known.all() and (found[0, :, :15] == 0).all() and (found[0, :, 16:] == 10).all()
    part, _ = Averaged(cells, 4).read(Window(12, 7, 5, 6))
    np.testing.assert_array_equal(part, found[:, 7:13, 12:17])


def test_small_regions_join_the_neighbour_with_the_longest_border(tmp_path):
    classes = np.full((1, 40, 60), 1, np.uint8)
    classes[:, :, 30:], classes[:, 10:14, 28:31] = 2, 3  # 12 px: 12 of their sides touch class 1, 4 class 2
    classes[:, :, 50:], classes[:, 20:22, 54:56] = 255, 2  # alone: stays
    path = write(tmp_path / "small.tif", classes, 255)
    with open_raster(path) as source, class_maps._open_classes(str(tmp_path / "m.tif"), source.grid, 3, silent) as out:
        class_maps._merge_small(source, 1300, out, silent)  # m2, of pixels of 100 m2
    expected = classes[0].copy()
    expected[10:14, 28:31] = 1
    np.testing.assert_array_equal(read_map(tmp_path / "m.tif"), expected)


def test_known_centres_give_another_image_the_same_classes(image, tmp_path):
    named = {"features": "bands", "centres": str(tmp_path / "c.json")}
    first = segment_unsupervised(image, classes="3", output=str(tmp_path / "a.tif"), **named)
    with rasterio.open(image) as file:
        part = file.read()[:, :130, 110:]  # one of the three
    other = write(tmp_path / "part.tif", part)
    again = segment_unsupervised(other, features="bands", known_centres=first["centres"],
                                 output=str(tmp_path / "b.tif"), report=str(tmp_path / "r.html"))  # fmt: skip
    assert again["classes"] == 3 and (read_map(again["output"]) == read_map(first["output"])[50, 150]).mean() > 0.999
    for options, sentence in (
        ({"features": "hand"}, "The known centres are of the features 'bands', got 'hand'."),
        ({"features": "bands", "classes": "4"}, "The known centres are of 3 classes, got 4."),
        ({"features": "bands", "window_px": 3}, "The known centres are of a window of 1 px, got 3 px."),
        ({"features": "bands", "bands": [1]}, "The known centres are of the bands .+, band 2, the image has .+"),
    ):
        with pytest.raises(EoDeepError, match=sentence):
            segment_unsupervised(other, known_centres=first["centres"], output=str(tmp_path / "b.tif"), **options)
    (tmp_path / "other.json").write_text('{"kind": "EO Deep class centres", "centres": []}')
    with pytest.raises(EoDeepError, match="'other.json' holds no class centres"):
        segment_unsupervised(other, features="bands", known_centres=str(tmp_path / "other.json"),
                             output=str(tmp_path / "b.tif"))  # fmt: skip


@pytest.mark.parametrize(("named", "sentence"), [
    ({"classes": "31"}, "The number of classes must be 'auto' or 2 to 30, got '31'."),
    ({"classes": "few"}, "The number of classes must be 'auto' or 2 to 30, got 'few'."),
    ({"window_px": 12}, "The window must be a multiple of 8 px, the side of a cell, got 12 px."),
])  # fmt: skip
def test_what_cannot_be_divided(image, tmp_path, named, sentence):
    with pytest.raises(EoDeepError) as error:
        segment_unsupervised(image, output=str(tmp_path / "c.tif"), **named)
    assert str(error.value) == sentence and not list(tmp_path.iterdir())


def test_images_without_anything_to_divide(tmp_path):
    empty = write(tmp_path / "e.tif", np.full((2, 40, 40), -1, np.int16), -1)
    with pytest.raises(EoDeepError, match="has no valid pixels"):
        segment_unsupervised(empty, output=str(tmp_path / "c.tif"))
    tiny = write(tmp_path / "t.tif", np.ones((2, 3, 3), np.int16))
    with pytest.raises(EoDeepError, match="Classes need at least 2 places with valid pixels, got 0"):
        segment_unsupervised(tiny, output=str(tmp_path / "c.tif"))
