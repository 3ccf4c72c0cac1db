import numpy as np
import pyogrio
import pytest
import rasterio
import shapely
from PIL import Image
from rasterio.transform import from_origin

from eo_deep.errors import EoDeepError
from eo_deep.progress import silent
from eo_deep.sampling.patch_dataset import read_class_folder
from eo_deep.sampling.patch_extraction import cut_patches
from eo_deep.sampling.scene_set import split_spatially, split_stratified


@pytest.fixture
def write_folder(tmp_path):
    """write({"class/file.png": shape of uint8 pixels or bytes}) -> path of a data set."""

    def write(files):
        rng = np.random.default_rng(0)
        for name, content in files.items():
            path = tmp_path / "data" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if isinstance(content, bytes):
                path.write_bytes(content)
            else:
                Image.fromarray(rng.integers(0, 255, content, dtype=np.uint8)).save(path)
        return str(tmp_path / "data")

    return write


RGB = (16, 16, 3)
GOOD = {f"{name}/{number}.png": RGB for name in ("field", "water") for number in (1, 2)}


def test_pictures_are_read_in_order_of_class_and_name(write_folder, notes):
    folder = write_folder({**GOOD, "forest/b.jpg": RGB, "forest/a.jpg": RGB, "forest/notes.txt": b"x",
                           "forest/a.jpg.aux.xml": b"x", "readme.md": b"x"})
    scenes = read_class_folder(folder, notes)
    assert scenes.class_names == ["field", "forest", "water"]
    assert scenes.names == ["field/1.png", "field/2.png", "forest/a.jpg", "forest/b.jpg", "water/1.png", "water/2.png"]
    assert scenes.labels.tolist() == [0, 0, 1, 1, 2, 2]
    assert (scenes.images.shape, scenes.images.dtype, scenes.patch_px) == ((6, 3, 16, 16), np.uint8, 16)
    assert scenes.band_names == ["red", "green", "blue"]
    with Image.open(f"{folder}/water/2.png") as picture:
        assert np.array_equal(scenes.images[5], np.asarray(picture).transpose(2, 0, 1))
    assert scenes.places is None
    assert notes.warnings == [f"In '{folder}/forest' 1 file is no image and is left out."]
    part = scenes.select(np.array([0, 5]))
    assert (len(part), part.names) == (2, ["field/1.png", "water/2.png"])


def test_rasters_bring_bands_and_place(tmp_path, write_raster):
    for name in ("a", "b"):
        (tmp_path / "data" / name).mkdir(parents=True)
    for column, name in enumerate(("a/1.tif", "a/2.tif", "b/1.tif", "b/2.tif")):
        pixels = np.full((5, 16, 16), 1000 * column, np.uint16)
        write_raster(pixels, f"data/{name}", transform=from_origin(500000 + 160 * column, 5500000, 10, 10))
    scenes = read_class_folder(tmp_path / "data")
    assert (scenes.images.shape, scenes.images.dtype) == ((4, 5, 16, 16), np.uint16)
    assert scenes.images[:, 0, 0, 0].tolist() == [0, 1000, 2000, 3000]
    assert scenes.resolution_m == pytest.approx(10, rel=1e-3)
    assert np.diff(scenes.places[:, 0]) == pytest.approx(160, rel=0.01)


@pytest.mark.parametrize(("files", "expected"), [
    ({"field/1.png": RGB, "field/2.png": RGB}, "must have subfolders for at least two classes"),
    ({**GOOD, "forest/1.png": RGB}, "Class 'forest' needs at least two images, its folder has 1 image"),
    ({**GOOD, "forest/1.txt": b"x"}, "Class 'forest' needs at least two images, its folder has 0 images"),
    ({**GOOD, "water/3.png": (17, 17, 3)}, "'water/3.png' is 17 x 17 px with 3 bands of uint8, 'field/1.png' 16 x 16"),
    ({**GOOD, "water/3.png": (16, 16)}, "'water/3.png' is 16 x 16 px with 1 bands of uint8"),
    ({**GOOD, "water/3.png": b"no image"}, "water/3.png' cannot be read as an image"),
    (dict.fromkeys(GOOD, (16, 20, 3)), "Patches must be square, 'field/1.png' is 20 x 16 px"),
])
def test_refuses_folders_that_are_no_data_set(write_folder, out, check_refusal, files, expected):
    check_refusal(expected, out, read_class_folder, write_folder(files))


def test_refuses_a_folder_that_is_missing(out, check_refusal):
    check_refusal("'nowhere' is not a folder", out, read_class_folder, "nowhere")


def test_stratified_split_keeps_the_shares_of_each_class():
    labels = np.repeat([0, 1, 2], [100, 50, 2])
    parts = split_stratified(labels, (0.8, 0.2), 4)
    assert [np.bincount(parts[labels == k]).tolist() for k in range(3)] == [[80, 20], [40, 10], [1, 1]]
    assert np.array_equal(parts, split_stratified(labels, (0.8, 0.2), 4))
    assert not np.array_equal(parts, split_stratified(labels, (0.8, 0.2), 5))


def test_spatial_split_takes_whole_blocks_of_ground():
    rng = np.random.default_rng(0)
    places, labels = rng.uniform(0, 64_000, (2000, 2)), rng.integers(0, 4, 2000)
    held_out = split_spatially(places, labels, 0.2, 640.0, 0)
    shares = [held_out[labels == k].mean() for k in range(4)]
    assert all(0.1 < share < 0.35 for share in shares)
    blocks = [tuple(block) for block in np.floor(places / 5120)]
    assert not {b for b, out in zip(blocks, held_out) if out} & {b for b, out in zip(blocks, held_out) if not out}


def make_image(write_raster, name="image.tif", **options):
    """64 x 64 px of 10 m: dark in the west, bright in the east."""
    pixels = np.zeros((3, 64, 64), np.uint8)
    pixels[:, :, 32:] = 200
    return write_raster(pixels, name, transform=from_origin(500000, 5500000, 10, 10), **options)


def write_layer(path, geometries, kinds, crs="EPSG:32633"):
    pyogrio.raw.write(path, shapely.to_wkb(np.array(geometries, object)), [np.array(kinds, object)], ["kind"],
                      geometry_type=geometries[0].geom_type, crs=crs)
    return str(path)


def test_patches_around_points(tmp_path, write_raster):
    image = make_image(write_raster)
    points = [(500100, 5499900), (500500, 5499700), (500005, 5499995), (500150, 5499500)]
    kinds = ["dark", "bright", "dark", "dark"]
    labels = write_layer(tmp_path / "points.gpkg", [shapely.Point(*p) for p in points], kinds)
    scenes = cut_patches([image], [labels], "kind", None, 16, silent)
    assert scenes.class_names == ["bright", "dark"]
    assert scenes.labels.tolist() == [1, 0, 1]  # the point in the corner has no whole patch
    assert scenes.images[0].max() == 0
    assert scenes.images[1].min() == 200
    assert scenes.names[0] == "image.tif 2 2"
    assert scenes.resolution_m == pytest.approx(10, rel=1e-3)


def test_patches_under_polygons(tmp_path, write_raster):
    image = make_image(write_raster)
    boxes = [shapely.box(500000, 5499360, 500320, 5500000), shapely.box(500320, 5499360, 500640, 5500000)]
    labels = write_layer(tmp_path / "polygons.gpkg", boxes, ["dark", "bright"])
    scenes = cut_patches([image], [labels], "kind", [1], 16, silent)
    assert np.bincount(scenes.labels).tolist() == [8, 8]
    assert scenes.images.shape == (16, 1, 16, 16)
    assert all(scenes.images[scenes.labels == 0].ravel() == 200)


def test_patches_with_unknown_pixels_are_left_out(tmp_path, write_raster):
    image = make_image(write_raster, nodata=0)
    boxes = [shapely.box(500000, 5499360, 500320, 5500000), shapely.box(500320, 5499360, 500480, 5500000),
             shapely.box(500480, 5499360, 500640, 5500000)]
    labels = write_layer(tmp_path / "polygons.gpkg", boxes, ["dark", "bright", "east"])
    scenes = cut_patches([image], [labels], "kind", None, 16, silent)
    assert scenes.class_names == ["bright", "east"]
    assert scenes.images.min() == 200


def test_refuses_labels_that_give_no_two_classes(tmp_path, write_raster, out, check_refusal):
    image = make_image(write_raster)
    far = write_layer(tmp_path / "far.gpkg", [shapely.Point(0, 0)], ["dark"])
    check_refusal("patches of 0 classes", out, cut_patches, [image], [far], "kind", None, 16, silent)
    check_refusal("Field 'nothing' not found", out, cut_patches, [image], [far], "nothing", None, 16, silent)
    check_refusal("Give the field", out, cut_patches, [image], [far], None, None, 16, silent)
    check_refusal("at least 8 px wide, got 4 px", out, cut_patches, [image], [far], "kind", None, 4, silent)
    check_refusal("got 2 for 1 images", out, cut_patches, [image], [far, far], "kind", None, 16, silent)
    other = make_image(lambda pixels, name, **o: write_raster(pixels[:1], name, **o), "other.tif")
    check_refusal("needs 3 bands .* 'other.tif' has 1", out, cut_patches, [image, other], [far], "kind", None, 16,
                  silent)


DIVISORS = np.array([[[1]], [[2]], [[3]]], np.uint8)


def swap_bands(path, source, names):
    """The image of another file with its bands in another order, and their names."""
    with rasterio.open(source) as read:
        pixels, profile = read.read(), read.profile | {"photometric": "MINISBLACK"}
    with rasterio.open(path, "w", **profile) as written:
        for band, name in enumerate(names, 1):
            written.write(pixels[["red", "green", "blue"].index(name)], band)
            written.set_band_description(band, name)
    return str(path)


def test_bands_of_patches_are_found_by_name(tmp_path, write_raster):
    image = make_image(lambda pixels, *a, **o: write_raster(pixels // DIVISORS, *a, **o))
    other = swap_bands(tmp_path / "other.tif", image, ["blue", "green", "red"])
    labels = write_layer(tmp_path / "points.gpkg", [shapely.Point(500320, 5499680)] * 2, ["a", "b"])
    images = cut_patches([image, other], [labels], "kind", None, 16, silent).images
    assert len(images) == 4
    assert images[0].max(axis=(1, 2)).tolist() == [200, 100, 66]
    assert (images == images[0]).all()


def test_bands_of_a_class_folder_are_found_by_name(tmp_path, write_raster):
    image = make_image(lambda pixels, *a, **o: write_raster(pixels // DIVISORS, *a, **o))
    for name in ("a", "b"):
        (tmp_path / "set" / name).mkdir(parents=True)
        swap_bands(tmp_path / "set" / name / "1.tif", image, ["red", "green", "blue"])
        swap_bands(tmp_path / "set" / name / "2.tif", image, ["blue", "red", "green"])
    images = read_class_folder(tmp_path / "set").images
    assert images[0].max(axis=(1, 2)).tolist() == [200, 100, 66]
    assert (images == images[0]).all()
    with rasterio.open(tmp_path / "set" / "b" / "2.tif", "r+") as written:
        written.set_band_description(1, "nir")
    with pytest.raises(EoDeepError, match="'b/2.tif' has the bands nir, red, green, others red, green, blue"):
        read_class_folder(tmp_path / "set")


def test_pictures_with_a_colour_table_are_read_in_their_colours(write_folder, tmp_path):
    folder = write_folder({"field/1.png": RGB, "water/1.png": RGB, "water/2.png": RGB})
    colours = np.random.default_rng(0).integers(0, 255, 48).tolist()
    indices = np.arange(256, dtype=np.uint8).reshape(16, 16) % 16
    picture = Image.fromarray(indices, mode="P")
    picture.putpalette(colours)
    picture.save(tmp_path / "data/field/2.png")
    scenes = read_class_folder(folder)
    table = np.array(colours, np.uint8).reshape(16, 3)
    np.testing.assert_array_equal(scenes.images[1], table[indices].transpose(2, 0, 1))
