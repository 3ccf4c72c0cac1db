"""Images divided into classes: what is alike is one class, at the pixels' edges; nodata, small regions, refusals."""

import numpy as np
import pytest
import rasterio

from eo_deep.errors import EoDeepError
from eo_deep.image_features import class_maps, segment_unsupervised
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
