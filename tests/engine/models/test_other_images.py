"""Further images of a model: read as they are where their grids nest, resampled as a whole where not, or refused."""

from pathlib import Path

import numpy as np
import pytest
import rasterio
from rasterio.windows import Window

from eo_deep.errors import EoDeepError
from eo_deep.io.raster import open_raster
from eo_deep.models.image_input import ImageSettings, open_model_image
from eo_deep.models.other_images import check_dates
from eo_deep.progress import silent

DATA = Path(__file__).resolve().parents[4] / "shared" / "data"
CORNER = 500_000.0, 5_000_000.0


def describe(name, count, ratio, **changes):
    return {"name": name, "bands": [f"{name} {k}" for k in range(count)], "ratio": ratio, "resolution_m": None,
            "resampling": "bilinear", "required": True, "dtype": None,
            "scaling": {"kind": "fixed", "mean": [0.0] * count, "std": [1.0] * count}, **changes}  # fmt: skip


def write(folder, name, height, width, pixel_m, start_m=(0.0, 0.0), crs="EPSG:32633", count=1, **options):
    """A raster of random numbers whose corner lies start_m east and south of CORNER."""
    pixels = np.random.default_rng(height).integers(1, 9000, (count, height, width)).astype(np.uint16)
    transform = rasterio.Affine(pixel_m, 0, CORNER[0] + start_m[0], 0, -pixel_m, CORNER[1] - start_m[1])
    path = str(folder / f"{name}.tif")
    with rasterio.open(path, "w", driver="GTiff", count=count, height=height, width=width, dtype="uint16", crs=crs,
                       transform=transform if pixel_m else None, **options) as file:
        file.write(pixels)
    return path, pixels


def open_pair(first, second, *inputs, progress=silent):
    return open_model_image(ImageSettings(first, other_images=[second] if second else []), {"inputs": inputs}, progress)


@pytest.mark.parametrize("start_px", [(0, 0), (-1, 0), (-3, -2), (5, 1)])
def test_nested_grids_are_read_as_they_are(tmp_path, start_px):
    """The reference grid is moved outwards, so that not one value of the coarse image changes."""
    first, _ = write(tmp_path, "fine", 41, 50, 10.0)
    start_m = 10.0 * start_px[0], 10.0 * start_px[1]
    second, pixels = write(tmp_path, "coarse", 12, 14, 40.0, start_m, count=2)
    with open_pair(first, second, describe("a", 1, 1), describe("b", 2, 4)) as opened:
        (other,) = opened.others
        assert other.reader is other.source
        column, row = opened.corner
        assert -4 < column <= 0 and -4 < row <= 0
        read, valid = other.read(Window(0, 0, other.cells.width, other.cells.height))
        # Where the coarse pixels begin among the cells.
        across, down = ((start_px[0] - column) // 4, (start_px[1] - row) // 4)
        assert (start_px[0] - column) % 4 == (start_px[1] - row) % 4 == 0
        expected = np.zeros_like(read)
        inside = pixels[:, max(0, -down) :, max(0, -across) :][:, : read.shape[1] - down, : read.shape[2] - across]
        expected[:, max(0, down) :, max(0, across) :][:, : inside.shape[1], : inside.shape[2]] = inside
        np.testing.assert_array_equal(read, expected)
        assert valid.sum() == inside.shape[1] * inside.shape[2]


def test_windows_are_parts_of_the_whole(tmp_path):
    """Of an image that is half a pixel off: it is warped once for all windows."""
    first, _ = write(tmp_path, "fine", 64, 80, 15.0)
    second, _ = write(tmp_path, "coarse", 32, 40, 30.0, (-7.5, -7.5))
    with open_pair(first, second, describe("PAN", 1, 1), describe("MS", 1, 2)) as opened:
        (other,) = opened.others
        assert other.reader is not other.source
        whole, valid = other.read(Window(-2, -2, 40, 40))
        for window in (Window(0, 0, 9, 7), Window(13, 5, 6, 20), Window(-2, 30, 10, 8)):
            rows = np.s_[..., window.row_off + 2 : window.row_off + 2 + window.height, :]
            columns = np.s_[..., window.col_off + 2 : window.col_off + 2 + window.width]
            part, part_valid = other.read(window)
            np.testing.assert_array_equal(part, whole[rows][columns])
            np.testing.assert_array_equal(part_valid, valid[rows][columns])


def test_a_value_lies_where_it_is_on_the_ground(tmp_path):
    """A ramp along x: half a pixel off, cells hold the values of their own middles, not those of their neighbours."""
    first, _ = write(tmp_path, "fine", 40, 80, 15.0)
    second = str(tmp_path / "ramp.tif")
    x = -7.5 + 30.0 * (np.arange(41) + 0.5)  # middles of pixels, m east of CORNER
    with rasterio.open(second, "w", driver="GTiff", count=1, height=21, width=41, dtype="float32", crs="EPSG:32633",
                       transform=rasterio.Affine(30, 0, CORNER[0] - 7.5, 0, -30, CORNER[1] + 7.5)) as file:  # fmt: skip
        file.write(np.tile(x, (1, 21, 1)).astype(np.float32))
    with open_pair(first, second, describe("PAN", 1, 1), describe("MS", 1, 2)) as opened:
        read, _ = opened.others[0].read(Window(0, 0, 40, 20))
    np.testing.assert_allclose(read[0, 5, 2:-2], 30.0 * (np.arange(40) + 0.5)[2:-2], atol=0.1)


def test_an_image_that_may_be_missing(tmp_path):
    first, _ = write(tmp_path, "fine", 40, 40, 10.0)
    second, pixels = write(tmp_path, "coarse", 10, 5, 20.0)
    inputs = describe("a", 1, 1), describe("b", 1, 2, required=False)
    with open_pair(first, second, *inputs) as opened:
        read, valid = opened.others[0].read(Window(0, 0, 20, 20))
        assert read.shape == (2, 20, 20) and valid.sum() == 50
        np.testing.assert_array_equal(read[1], valid)
        np.testing.assert_array_equal(read[0, :10, :5], pixels[0])
    with open_pair(first, None, *inputs) as opened:
        read, valid = opened.others[0].read(Window(0, 0, 20, 20))
        assert read.shape == (2, 20, 20) and not read.any() and not valid.any()


def test_images_without_georeference_cover_the_same_ground(tmp_path):
    first, _ = write(tmp_path, "fine", 41, 50, 0, crs=None)
    second, pixels = write(tmp_path, "coarse", 21, 25, 0, crs=None)
    with open_pair(first, second, describe("a", 1, 1), describe("b", 1, 2)) as opened:
        np.testing.assert_array_equal(opened.others[0].read(Window(0, 0, 25, 21))[0], pixels)
    smaller, _ = write(tmp_path, "smaller", 19, 25, 0, crs=None)
    sentence = "'smaller.tif' has no georeference and 25 x 19 px, 'fine.tif' neither and 50 x 41 px; such images must"
    inputs = describe("a", 1, 1), describe("b", 1, 2)
    with pytest.raises(EoDeepError, match=sentence), open_pair(first, smaller, *inputs):
        pass


@pytest.mark.parametrize(("second", "changes", "sentence"), [
    (None, {}, r"^The model needs 2 images: 'a' \(1 band\) and 'b' \(2 bands, 20 m\); got 1.$"),
    (dict(height=20, width=20, pixel_m=20.0, start_m=(9000.0, 0.0), count=2), {},
     "^'coarse.tif' does not lie where 'fine.tif' does; check the CRS of both: they span .* WGS 84 / UTM zone 33N.$"),
    (dict(height=20, width=20, pixel_m=20.0, crs=None, count=2), {},
     "^'coarse.tif' has no CRS, so it cannot be laid over 'fine.tif'; assign its CRS.$"),
    (dict(height=3, width=3, pixel_m=200.0, count=2), {},
     "^The pixels of 'coarse.tif' are 200 m, the model's cells of 'b' are 20 m; it needs 160 m or finer"),
    (dict(height=20, width=20, pixel_m=20.0, count=1), {},
     r"^The model's 'b' needs 2 bands \(b 0, b 1\), 'coarse.tif' has 1 \(.*\); choose the bands in that order.$"),
    (dict(height=20, width=20, pixel_m=20.0, count=2), {"dtype": "uint8"},
     "^'coarse.tif' holds uint16 values, the model was trained on uint8; convert the image to uint8 first.$"),
])  # fmt: skip
def test_images_that_do_not_fit(tmp_path, second, changes, sentence):
    first, _ = write(tmp_path, "fine", 40, 40, 10.0)
    path = write(tmp_path, "coarse", **second)[0] if second else None
    inputs = describe("a", 1, 1), describe("b", 2, 2, resolution_m=20.0, **changes)
    with pytest.raises(EoDeepError, match=sentence), open_pair(first, path, *inputs):
        pass


def test_dates_in_another_order_are_told(notes):
    inputs = [{"date": "2018-04-01"}, {"date": None}, {"date": "2018-10-16"}]
    check_dates(["a_2019-05-02.tif", "dem.tif", "b_20190911.tif"], inputs, notes)
    check_dates(["a_2019-05-02.tif"], inputs, notes)
    assert notes.warnings == []
    check_dates(["b_20190911.tif", "dem_20200101_20200202.tif", "a_20190502T101010.tif"], inputs, notes)
    assert notes.warnings == [
        "The model was trained with images of 2018-04-01 and 2018-10-16, in this order, but 'b_20190911.tif' is of "
        "2019-09-11 and 'a_20190502T101010.tif' of 2019-05-02; exchange them if their order is wrong."
    ]


def test_odd_spacing_is_resampled_and_said(tmp_path, notes):
    first, _ = write(tmp_path, "fine", 40, 40, 10.0)
    second, _ = write(tmp_path, "coarse", 20, 15, 27.3)
    with open_pair(first, second, describe("a", 1, 1), describe("b", 1, 2), progress=notes) as opened:
        assert opened.others[0].cells.transform.a == pytest.approx(20.0)
    assert "The pixels of 'coarse.tif' of 27.3 m are resampled to cells of 20 m." in notes.messages


def find(*names):
    paths = [DATA.joinpath(*name.split("/")) for name in names]
    if not all(path.exists() for path in paths):
        pytest.skip("needs ../shared/data")
    return [str(path) for path in paths]


def test_sentinel_2_is_read_unchanged():
    """Deva's bands of 20 m begin one pixel of 10 m west of those of 10 m."""
    first, second = find("landcover/deva/B02.tif", "landcover/deva/B05.tif")
    with open_pair(first, second, describe("10 m", 1, 1), describe("20 m", 1, 2)) as opened, open_raster(second) as own:
        assert opened.corner == (-1, 0)
        cells = opened.others[0].cells
        pixels, valid = opened.others[0].read(Window(0, 0, cells.width, cells.height))
        np.testing.assert_array_equal(pixels, own.read(Window(0, 0, cells.width, cells.height))[0])
        assert valid.mean() > 0.95


def test_landsat_is_not_paired_by_index():
    """Its panchromatic pixels begin half a pixel beside those of the other bands."""
    first, second = find("labelling/landsat8_pan_ms/l8_B8.tif", "labelling/landsat8_pan_ms/l8_B2.tif")
    with open_pair(first, second, describe("PAN", 1, 1), describe("MS", 1, 2)) as opened, open_raster(second) as own:
        (other,) = opened.others
        assert other.reader is not other.source and opened.corner == (0, 0)
        cells = other.cells
        pixels, valid = other.read(Window(0, 0, cells.width, cells.height))
        pan, _ = opened.reader.read(Window(0, 0, 2 * cells.width, 2 * cells.height))
        pan = pan[0].astype(float).reshape(cells.height, 2, cells.width, 2).mean((1, 3))
        by_index, _ = own.read(Window(0, 0, cells.width, cells.height))
        inner = np.s_[5:-5, 5:-5]
        assert valid[inner].all()
        laid, paired = (np.corrcoef(np.diff(each[inner]).ravel(), np.diff(pan[inner]).ravel())[0, 1]
                        for each in (pixels[0], by_index[0].astype(float)))  # fmt: skip
        assert laid > paired + 0.02


def test_pixels_that_coincide_to_a_fraction_are_read_unchanged():
    """Rotterdam: a ratio of 2.00012, by which the grids are 0.02 px apart at the end of 300 px."""
    first, second = find("labelling/spacenet6_pan_ms/pan1.tif", "labelling/spacenet6_pan_ms/ms1.tif")
    with open_pair(first, second, describe("PAN", 1, 1), describe("MS", 4, 2)) as opened:
        assert opened.others[0].reader is opened.others[0].source
