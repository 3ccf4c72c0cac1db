"""The values of rasters at samples: the right pixel of any grid, nulls with a reason, and names that describe them."""

import numpy as np
import pytest
import shapely
import torch
from rasterio.transform import from_origin
from rasterio.windows import Window

from eo_deep.errors import EoDeepError
from eo_deep.feature_chains.chain import open_chain
from eo_deep.feature_chains.layers import load_layer
from eo_deep.feature_chains.settings import ChainSettings, FeatureSettings
from eo_deep.models.footprint import measure_footprint
from eo_deep.models.model_file import save_model
from eo_deep.models.networks import build
from eo_deep.sample_selection import extract_samples, select_samples

PLACES = [(0.5, 0.5), (10.5, 3.5), (59.5, 59.5), (30.2, 20.9)]


@pytest.fixture
def points(make_labels):
    return make_labels([shapely.Point(xy) for xy in PLACES], ["a", "b", "a", "b"], name="points.gpkg")


@pytest.fixture
def numbers():
    """(2, 60, 60): row and column + 1000."""
    rows, columns = np.mgrid[:60, :60].astype(np.uint16)
    return np.stack([rows + 1, columns + 1000])


@pytest.fixture
def extract(tmp_path, notes, read_rows):
    def call(points, images, name="out.gpkg", **options):
        output = str(tmp_path / name)
        return read_rows(output) if extract_samples(points, images, output, progress=notes, **options) else None

    return call


@pytest.fixture
def make_model(tmp_path):
    """make_model(bands) -> path of a small model, and its "level 2"."""

    def make(bands):
        torch.manual_seed(0)
        arguments = {"in_channels": len(bands), "out_channels": 2, "base_channels": 4, "depth": 2}
        network = build("unet", **arguments).eval()
        scaling = {"kind": "fixed", "mean": [50.0] * len(bands), "std": [50.0] * len(bands)}
        source = {"name": "image", "bands": bands, "resolution_m": 10.0, "ratio": 1, "dtype": "uint16", "nodata": 0,
                  "scaling": scaling, "resampling": "bilinear", "required": True}  # fmt: skip
        footprint = measure_footprint(network)
        card = {"name": "m", "task": "segmentation", "network": {"name": "unet", "arguments": arguments},
                "inputs": [source], "stride_px": footprint.stride_px,
                "halo_px": [footprint.before_px, footprint.after_px],
                "classes": [{"value": n, "name": str(n), "color": "#000000"} for n in range(2)]}  # fmt: skip
        path = str(tmp_path / "model.safetensors")
        save_model(path, network, card)
        return path, load_layer(path, "level 2")

    return make


def test_each_raster_gives_the_pixel_in_which_a_point_lies(extract, points, numbers, make_image):
    fine = make_image("fine.tif", numbers, descriptions=["row", "column"])
    coarse = make_image("coarse.tif", np.arange(1, 101).reshape(10, 10).astype(np.float32), nodata=None,
                        transform=from_origin(499_970, 5_000_030, 70, 70))  # fmt: skip
    rows = extract(points, [fine, coarse])
    assert [(row["row"], row["column"]) for row in rows] == [(1, 1000), (4, 1010), (60, 1059), (21, 1030)]
    where = [(int((y * 10 + 30) // 70), int((x * 10 + 30) // 70)) for x, y in PLACES]
    assert [row["coarse"] for row in rows] == [10 * row + column + 1 for row, column in where]
    assert [row["class"] for row in rows] == ["a", "b", "a", "b"]
    assert {row["reason"] for row in rows} == {None}


def test_missing_values_are_null_with_a_reason(extract, points, numbers, make_image, notes, tmp_path):
    numbers[1, 3, 10] = 0
    fine = make_image("fine.tif", numbers, descriptions=["one", "two"])
    small = make_image("small.tif", np.ones((1, 25, 60), np.float32), nodata=-1)
    rows = extract(points, [fine, small], "out.csv")
    assert [(row["one"], row["two"], row["small"]) for row in rows] == [
        ("1", "1000", "1.0"), ("", "", "1.0"), ("60", "1059", ""), ("21", "1030", "1.0"),
    ]  # fmt: skip
    assert [row["reason"] for row in rows] == ["", "nodata in fine.tif", "outside of small.tif", ""]
    assert notes.warnings == [
        "1 of 4 samples are nodata in fine.tif; its values are null there.",
        "1 of 4 samples are outside of small.tif; its values are null there.",
    ]
    assert (rows[0]["x"], rows[0]["y"]) == ("500005.0", "4999995.0")
    assert "2 of 4 samples have all 3 values." in notes.messages[-1]
    layer = extract(points, [fine, small])
    assert np.isnan(layer[1]["one"])
    assert layer[3]["one"] == 21


def test_names_are_those_of_the_bands_or_files_each_once(extract, points, numbers, make_image):
    plain = make_image("plain.tif", numbers)
    red = make_image("red.tif", numbers[:1], descriptions=["Red"])
    other = make_image("other.tif", numbers[:1], descriptions=["red"])
    single = make_image("B08.tif", numbers[:1])
    rows = extract(points, [plain, red, other, single])
    labels = [name for name in rows[0] if name not in ("class", "reason")]
    assert labels == ["plain 1", "plain 2", "red Red", "other red", "B08"]


def test_windows_and_bilinear_rasters_are_read_as_classifiers_read_them(extract, points, numbers, make_image):
    image = make_image("image.tif", numbers, descriptions=["row", "column"])
    rows = extract(points, [image], window_px=3)
    assert rows[1]["row mean 3x3"] == pytest.approx(4)
    assert rows[1]["row deviation 3x3"] == pytest.approx(np.sqrt(2 / 3))
    assert rows[0]["row mean 3x3"] == pytest.approx(1.5)  # at the corner, of two rows
    ramp = np.repeat(np.arange(30)[None], 30, axis=0).astype(np.float32)
    coarse = make_image("coarse.tif", ramp, nodata=None, transform=from_origin(500_000, 5_000_000, 20, 20))
    rows = extract(points, [image, coarse], resampling="bilinear")
    assert rows[1]["coarse"] == pytest.approx(10.5 / 2 - 0.5)


def test_formulas_are_computed_from_the_columns(extract, points, numbers, make_image):
    image = make_image("image.tif", numbers, descriptions=["my row", "column"])
    single = make_image("B8.tif", numbers[1:])
    rows = extract(points, [image, single], formulas="sum = my_row + 2 * b8; half = column / 2")
    assert [(row["sum"], row["half"]) for row in rows[:2]] == [(1 + 2000, 500), (4 + 2020, 505)]
    rows = extract(points, [image], formulas="inverse = 1 / (my_row - 1)")
    assert rows[0]["reason"] == "a formula or a layer gives no finite number"
    assert np.isnan(rows[0]["inverse"])
    with pytest.raises(EoDeepError, match="red"):
        extract(points, [image], formulas="x = red")


def test_samples_go_through_selection_and_extraction(extract, numbers, make_image, make_labels, tmp_path):
    image = make_image("image.tif", numbers, descriptions=["my row", "my column"])
    chosen = str(tmp_path / "chosen.gpkg")
    labels = make_labels([shapely.box(0, 0, 20, 20), shapely.box(30, 30, 60, 60)], ["a", "b"])
    select_samples([image], [labels], chosen, "class", strategy="constant", count=25)
    rows = extract(chosen, [image])
    assert len(rows) == 50
    assert all((row["my row"], row["my column"]) == (row["row"] + 1, row["column"] + 1000) for row in rows)


def test_points_in_another_crs(extract, numbers, make_image, make_labels, tmp_path):
    import pyproj

    from eo_deep.io.geopackage import write_vectors
    from eo_deep.io.vector_layer import VectorLayer

    image = make_image("image.tif", numbers, descriptions=["row", "column"])
    xy = pyproj.Transformer.from_crs(32634, 4326, always_xy=True).transform(500_105.0, 4_999_965.0)
    path = str(tmp_path / "degrees.gpkg")
    write_vectors(path, VectorLayer(np.array([shapely.Point(xy)]), {"id": np.array([7])}, pyproj.CRS(4326)))
    (row,) = extract(path, [image])
    assert (row["id"], row["row"], row["column"]) == (7, 4, 1010)


@pytest.mark.parametrize(("options", "words"), [
    ({"resampling": "cubic"}, "'resampling' must be one of"),
    ({"window_px": 4}, "odd number of pixels"),
    ({"far": True}, "holds none of the points"),
])  # fmt: skip
def test_bad_input_is_one_sentence(options, words, extract, points, make_image, tmp_path):
    far = options.pop("far", False)
    image = make_image("far.tif", transform=from_origin(600_000, 5_000_000, 10, 10) if far else None)
    with pytest.raises(EoDeepError, match=words) as caught:
        extract(points, [image], **options)
    assert "\n" not in str(caught.value)
    assert not (tmp_path / "out.gpkg").exists()


def test_polygons_are_no_samples(extract, make_image, make_labels):
    with pytest.raises(EoDeepError, match="holds no points, but: Polygon"):
        extract(make_labels([shapely.box(0, 0, 2, 2)], ["a"]), [make_image()])


def test_a_layer_of_a_model_gives_columns_as_the_network_does(extract, points, numbers, make_image, make_model):
    image = make_image("image.tif", numbers, descriptions=["row", "column"])
    path, layer = make_model(["row", "column"])
    with open_chain(ChainSettings([image], FeatureSettings(layer=layer))) as chain:
        whole, _ = chain.read(Window(0, 0, 60, 60))
    rows = extract(points, [image], layer_model=path, layer="level 2")
    wanted = whole[2:, [int(y) for _, y in PLACES], [int(x) for x, _ in PLACES]].T
    found = [[row[f"level 2 {number}"] for number in range(1, 9)] for row in rows]
    np.testing.assert_allclose(found, wanted, atol=1e-6)
    assert [row["row"] for row in rows] == [1, 4, 60, 21]


def test_a_layer_that_would_show_tiles_is_refused(extract, points, numbers, make_image, make_model):
    image = make_image("image.tif", numbers, descriptions=["row", "column"])
    with pytest.raises(EoDeepError, match="has no layer 'level 9'; it has "):
        extract(points, [image], layer_model=make_model(["row", "column"])[0], layer="level 9")
    with pytest.raises(EoDeepError, match="needs 3 bands"):
        extract(points, [image], layer_model=make_model(["red", "green", "blue"])[0])
