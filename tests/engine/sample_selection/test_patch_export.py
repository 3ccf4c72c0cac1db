"""Patches as other software finds them: read by libraries that know nothing of the engine."""

import hashlib
import json
from pathlib import Path
from xml.etree import ElementTree

import numpy as np
import pyogrio
import pytest
import rasterio
from PIL import Image, ImageDraw

from eo_deep.errors import EoDeepError
from eo_deep.sample_selection import extract_patches
from tests.engine.notes import Notes
from tests.engine.sample_selection.ground import LEFT, TOP, Ground, square, write_polygons, write_raster

SETTINGS = {"class_field": "kind", "patch_px": 32, "gap_px": 0, "validation_share": 0.3}


@pytest.fixture
def ground(tmp_path):
    """161 x 130 px of 10 m; 20 m pixels from one fine pixel on the left; a field with a hole, a lake of two parts."""
    rng = np.random.default_rng(0)
    fine = rng.integers(1, 4000, (3, 130, 161)).astype(np.uint16)
    coarse = rng.integers(1, 4000, (2, 66, 81)).astype(np.int16)
    folder = tmp_path / "ground"
    folder.mkdir()
    polygons = [
        ("field", [[square(5, 5, 20), square(10, 10, 6)]]),
        ("lake", [[square(40, 8, 6)], [square(50, 20, 8)]]),
        ("field", [[square(60, 60, 30)]]),
        ("lake", [[square(130, 100, 12)]]),
    ]
    return Ground(
        write_raster(folder / "fine.tif", fine, nodata=0, names=("red", "green", "nir")),
        write_raster(folder / "coarse.tif", coarse, left=LEFT - 10, size=20.0, nodata=-1),
        write_polygons(folder / "polygons.geojson", polygons),
        fine,
        coarse,
        folder,
    )


def read_index(folder):
    meta, _, _, columns = pyogrio.raw.read(folder / "index.gpkg", layer="patches")
    return dict(zip(meta["fields"], columns, strict=True))


def list_files(folder, pattern):
    return sorted(path.relative_to(folder) for path in folder.glob(pattern))


def test_patches_of_all_sources_cover_the_same_ground(ground, tmp_path):
    """Grids that nest are cut, not resampled: every value is the file's own, and all extents are equal."""
    out, notes = tmp_path / "out", Notes()
    found = extract_patches(ground.fine, ground.polygons, second_images=ground.coarse, output=str(out), progress=notes,
                            **SETTINGS)  # fmt: skip
    index = read_index(out)
    assert found["written"] == found["training_patches"] + found["validation_patches"] > 2
    assert found["written"] == (index["part"] != "left out").sum()
    assert not any("resampled" in text for text in notes.texts)
    for name, part, row, column in zip(index["patch"], index["part"], index["row"], index["column"], strict=True):
        if part == "left out":
            continue
        bounds = []
        for folder in ("images", "images_2", "labels"):
            with rasterio.open(out / folder / part / f"{name}.tif") as patch:
                bounds.append((patch.crs.to_epsg(), *patch.bounds))
                if folder == "images":
                    assert patch.descriptions == ("red", "green", "nir")
                    assert patch.nodata == 0
                    assert (patch.read() == ground.fine_pixels[:, row : row + 32, column : column + 32]).all()
                if folder == "images_2":
                    # The coarse raster begins one fine pixel further left.
                    assert column % 2 == 1
                    r, c = row // 2, (column + 1) // 2
                    assert (patch.read() == ground.coarse_pixels[:, r : r + 16, c : c + 16]).all()
        assert (
            bounds
            == [(32634, LEFT + 10 * column, TOP - 10 * (row + 32), LEFT + 10 * (column + 32), TOP - 10 * row)] * 3
        )


def test_labels_are_those_of_the_ground(ground, tmp_path):
    out = tmp_path / "out"
    extract_patches(ground.fine, ground.polygons, area=write_polygons(tmp_path / "all.geojson",
                    [("a", [[square(0, 0, 200)]])]), output=str(out), **SETTINGS)  # fmt: skip
    index = read_index(out)
    chosen = np.flatnonzero(index["part"] != "left out")
    total = {name: int(index[f"pixels of {name}"][chosen].sum()) for name in ("background", "field", "lake")}
    drawn = dict.fromkeys(total, 0)
    for i in chosen:
        with rasterio.open(out / "labels" / index["part"][i] / f"{index['patch'][i]}.tif") as patch:
            assert (patch.count, patch.dtypes[0], patch.nodata) == (1, "uint8", 255)
            values = patch.read(1)
            classes = {each["name"]: each["value"] for each in json.loads(patch.tags(1)["EO_DEEP_CLASSES"])}
        for name, value in classes.items():
            drawn[name] += int((values == value).sum())
        if (index["row"][i], index["column"][i]) == (0, 0):
            expected = np.zeros((32, 32), bool)
            expected[5:25, 5:25], expected[10:16, 10:16] = True, False
            assert ((values == classes["field"]) == expected).all()
    assert drawn == total
    assert not list(out.rglob("*.qml"))


def test_coco_is_what_its_readers_expect(ground, tmp_path):
    out = tmp_path / "out"
    found = extract_patches(ground.fine, ground.polygons, file_format="COCO", output=str(out), **SETTINGS)
    classes = {}
    for part in ("training", "validation"):
        told = json.loads((out / "annotations" / f"instances_{part}.json").read_text())
        assert len(told["images"]) == found[f"{part}_patches"] == len(list_files(out, f"images/{part}/*.tif"))
        classes[part] = {each["id"]: each["name"] for each in told["categories"]}
        images = {each["id"]: each for each in told["images"]}
        assert len({each["id"] for each in told["annotations"]}) == len(told["annotations"]) > 0
        for each in told["annotations"]:
            image = images[each["image_id"]]
            with rasterio.open(out / "images" / part / image["file_name"]) as patch:
                assert (image["width"], image["height"]) == (patch.width, patch.height) == (32, 32)
                row, column = round((TOP - patch.bounds.top) / 10), round((patch.bounds.left - LEFT) / 10)
            mask, area = Image.new("L", (128, 128)), 0.0
            for ring in each["segmentation"]:
                xy = np.array(ring).reshape(-1, 2)
                area += abs(np.dot(xy[:, 0], np.roll(xy[:, 1], 1)) - np.dot(xy[:, 1], np.roll(xy[:, 0], 1))) / 2
            assert area == pytest.approx(each["area"], abs=0.1)
            left, top, width, height = each["bbox"]
            points = np.concatenate([np.array(ring).reshape(-1, 2) for ring in each["segmentation"]])
            assert [*points.min(0), *np.ptp(points, axis=0)] == pytest.approx([left, top, width, height], abs=0.02)
            assert each["iscrowd"] == 0
            if (row, column) == (0, 0) and classes[part][each["category_id"]] == "field":
                assert each["area"] == 20 * 20 - 6 * 6
                assert each["bbox"] == [5, 5, 20, 20]
                ImageDraw.Draw(mask).polygon([tuple(4 * xy) for xy in np.array(each["segmentation"][0]).reshape(-1, 2)],
                                             fill=1)  # fmt: skip
                # A ring with the hole cut in: even-odd filling leaves the hole.
                drawn = np.asarray(mask)[2::4, 2::4][:32, :32]
                assert not drawn[11:15, 11:15].any()
                assert drawn[6:9, 6:24].all()
    assert classes["training"] == classes["validation"] == {1: "field", 2: "lake"}


@pytest.mark.parametrize("file_format", ["YOLO detection", "YOLO segmentation"])
def test_yolo_is_what_its_readers_expect(ground, tmp_path, file_format):
    out = tmp_path / "out"
    extract_patches(ground.fine, ground.polygons, file_format=file_format, output=str(out), **SETTINGS)
    yaml = pytest.importorskip("yaml")
    told = yaml.safe_load((out / "data.yaml").read_text())
    assert told == {"train": "images/training", "val": "images/validation", "names": {0: "field", 1: "lake"}}
    seen = []
    for images in (told["train"], told["val"]):
        files = list_files(out, f"{images}/*.tif")
        # Readers find the labels of an image by this rule.
        labels = [out / str(file).replace("images", "labels").replace(".tif", ".txt") for file in files]
        assert all(path.is_file() for path in labels)
        for image, path in zip(files, labels, strict=True):
            for line in path.read_text().splitlines():
                number, *values = line.split()
                values = np.array(values, float)
                assert ((values >= 0) & (values <= 1)).all()
                assert (
                    len(values) == 4 if file_format == "YOLO detection" else len(values) >= 8 and len(values) % 2 == 0
                )
                seen.append((image.stem, int(number), (values * 32).round(3).tolist()))
    first = [(number, values) for stem, number, values in seen if stem == "fine_00000_00000"]
    if file_format == "YOLO detection":
        assert first == [(0, [15, 15, 20, 20])]
        assert (1, [14, 11, 6, 6]) not in first
        # The lake's two parts are one object: x 40 to 58, y 8 to 28.
        assert [values for stem, number, values in seen if stem == "fine_00000_00032"] == [[17, 18, 18, 20]]
    else:
        xy = np.array(first[0][1]).reshape(-1, 2)
        area = abs(np.dot(xy[:, 0], np.roll(xy[:, 1], 1)) - np.dot(xy[:, 1], np.roll(xy[:, 0], 1))) / 2
        assert area == pytest.approx(20 * 20 - 6 * 6)


def test_pascal_voc_is_what_its_readers_expect(ground, tmp_path):
    out = tmp_path / "out"
    found = extract_patches(ground.fine, ground.polygons, file_format="Pascal VOC", output=str(out), **SETTINGS)
    lists = {short: (out / "ImageSets" / "Segmentation" / f"{short}.txt").read_text().split()
             for short in ("train", "val", "test")}  # fmt: skip
    assert [len(names) for names in lists.values()] == [found["training_patches"], found["validation_patches"], 0]
    names = lists["train"] + lists["val"]
    assert len({*names}) == len(names) == len(list_files(out, "JPEGImages/*.tif"))
    for name in names:
        root = ElementTree.parse(out / "Annotations" / f"{name}.xml").getroot()
        assert (out / root.findtext("folder") / root.findtext("filename")).is_file()
        assert [root.findtext(f"size/{side}") for side in ("width", "height", "depth")] == ["32", "32", "3"]
        classes = np.asarray(Image.open(out / "SegmentationClass" / f"{name}.png"))
        objects = np.asarray(Image.open(out / "SegmentationObject" / f"{name}.png"))
        assert {*np.unique(classes)} <= {1, 2, 255}
        assert (objects > 0).sum() == (classes != 255).sum()
        for number, each in enumerate(root.findall("object"), 1):
            rows, columns = np.nonzero(objects == number)
            box = [int(each.findtext(f"bndbox/{side}")) for side in ("xmin", "ymin", "xmax", "ymax")]
            assert box == [columns.min() + 1, rows.min() + 1, columns.max() + 1, rows.max() + 1]
            assert {*np.unique(classes[rows, columns])} == {1 if each.findtext("name") == "field" else 2}
            assert each.findtext("truncated") == str(
                int(0 in (rows.min(), columns.min()) or 31 in (rows.max(), columns.max()))
            )


def test_stacks_are_what_otbtf_reads(ground, tmp_path):
    out = tmp_path / "out"
    found = extract_patches(ground.fine, ground.polygons, second_images=ground.coarse, file_format="OTBTF",
                            output=str(out), **SETTINGS)  # fmt: skip
    index = read_index(out)
    for part in ("training", "validation"):
        chosen = np.flatnonzero(index["part"] == part)
        assert len(chosen) == found[f"{part}_patches"]
        for source, pixels, side in (("images", ground.fine_pixels, 32), ("images_2", ground.coarse_pixels, 16)):
            with rasterio.open(out / part / f"{source}.tif") as stack:
                assert (stack.width, stack.height, stack.dtypes[0]) == (side, side * len(chosen), str(pixels.dtype))
                assert stack.crs is None
                for number, i in enumerate(chosen):
                    row, column = index["row"][i], index["column"][i]
                    row, column = (row, column) if side == 32 else (row // 2, (column + 1) // 2)
                    expected = pixels[:, row : row + side, column : column + side]
                    assert (stack.read(window=((number * side, (number + 1) * side), (0, side))) == expected).all()
        with rasterio.open(out / part / "labels.tif") as stack:
            assert stack.shape == (32 * len(chosen), 32)
            assert (stack.read(1) != 255).sum() == sum(
                index[f"pixels of {name}"][chosen].sum() for name in ("field", "lake")
            )


def test_a_source_that_does_not_nest_is_resampled_to_whole_cells(ground, tmp_path):
    """A ramp of 20 m pixels that is half a fine pixel off: its values tell where each pixel lies."""
    columns = np.arange(90)
    ramp = np.broadcast_to(columns * 20.0, (1, 70, 90)).astype(np.float32)
    path = write_raster(tmp_path / "pan.tif", ramp, left=LEFT - 25, top=TOP + 25, size=20.0)
    out, notes = tmp_path / "out", Notes()
    extract_patches(ground.fine, ground.polygons, second_images=path, output=str(out), progress=notes, **SETTINGS)
    assert any("'pan.tif' is resampled" in text for text in notes.texts)
    paths = list_files(out, "images_2/*/*.tif")
    assert paths
    for path in paths:
        with rasterio.open(out / path) as patch, rasterio.open(out / str(path).replace("images_2", "images")) as own:
            assert patch.bounds == own.bounds
            assert patch.shape == (16, 16)
            middles = patch.bounds.left + 20 * np.arange(16) + 10
            # The ramp's value is the distance of a pixel's middle from that of its first one.
            assert np.abs(patch.read(1) - (middles - (LEFT - 25 + 10))).max() < 0.1


def test_nodata_patches_outside_and_without_labels_are_counted_by_reason(ground, tmp_path):
    pixels = ground.fine_pixels.copy()
    pixels[1, 100:, :] = 0  # nodata in one band
    fine = write_raster(tmp_path / "holes.tif", pixels, nodata=0)
    small = write_raster(tmp_path / "small.tif", ground.coarse_pixels[:, :, :40], left=LEFT - 10, size=20.0)
    out, index_path, notes = tmp_path / "out", tmp_path / "index.gpkg", Notes()
    found = extract_patches(fine, ground.polygons, second_images=small, output=str(out), index=str(index_path),
                            progress=notes, **SETTINGS)  # fmt: skip
    index = read_index(out)
    reasons = [reason for reason in index["reason"] if reason]
    assert {*reasons} == {"beyond the edge of 'small.tif'", "nodata in 'holes.tif'", "too few labelled pixels"}
    assert found["left_out"] == len(reasons) == (index["part"] == "left out").sum()
    for reason in {*reasons}:
        assert f"{reasons.count(reason)} of {len(index['part'])} patches are left out: {reason}." in notes.messages
    assert index_path.read_bytes()[:15] == b"SQLite format 3"
    # With a share of nodata allowed, these pixels have no label.
    again = tmp_path / "again"
    found = extract_patches(fine, ground.polygons, max_nodata_share=1.0, output=str(again), **SETTINGS)
    told = read_index(again)
    assert not any("nodata" in (reason or "") for reason in told["reason"])
    for path in list_files(again, "labels/*/*.tif"):
        with (
            rasterio.open(again / path) as labels,
            rasterio.open(again / str(path).replace("labels", "images")) as image,
        ):
            assert (labels.read(1)[(image.read() == 0).any(0)] == 255).all()


def test_an_image_without_nodata_value_gets_a_mask_where_a_source_ends(ground, tmp_path):
    """A mask band states what the first source has nowhere else."""
    out = tmp_path / "out"
    pixels = np.full((1, 70, 90), 7, np.uint8)
    path = write_raster(tmp_path / "shifted.tif", pixels, left=LEFT + 180, top=TOP + 5, size=21.0)
    extract_patches(ground.fine, ground.polygons, second_images=path, max_nodata_share=1.0, output=str(out), **SETTINGS)
    shares = []
    for path in list_files(out, "images_2/*/*.tif"):
        with rasterio.open(out / path) as patch:
            known = patch.dataset_mask() > 0
            assert (patch.read(1)[known] == 7).all()
            shares.append(known.mean())
    assert 0 < np.mean(shares) < 1


def digest(folder):
    """What all files hold; of the index its features, since a GeoPackage has the time of its making in it."""
    sums = {}
    for path in sorted(Path(folder).rglob("*")):
        if path.is_file() and path.suffix != ".gpkg":
            sums[str(path.relative_to(folder))] = hashlib.sha256(path.read_bytes()).hexdigest()
    return sums


def test_neither_threads_nor_repetition_change_the_result(ground, tmp_path, monkeypatch):
    sums = []
    for cores in (1, 3, 2):
        monkeypatch.setattr("eo_deep.runtime.threads.count_cores", lambda cores=cores: cores)
        out = tmp_path / f"out{cores}"
        extract_patches(ground.fine, ground.polygons, layout="balanced", file_format="COCO", seed=7, output=str(out),
                        **SETTINGS)  # fmt: skip
        sums.append(digest(out))
    assert sums[0] == sums[1] == sums[2]


def test_class_rasters_and_several_images(ground, tmp_path):
    """Classes with gaps, a negative one and one above 255 keep what they mean; images of equal names are told apart."""
    values = np.full((1, 130, 161), -9, np.int32)
    values[0, :60, :80], values[0, :60, 80:], values[0, 60:, :100], values[0, 60:, 100:] = 3, -2, 700, 12
    labels = write_raster(tmp_path / "classes.tif", values, nodata=-9)
    (tmp_path / "other").mkdir()
    fine = write_raster(tmp_path / "other" / "fine.tif", ground.fine_pixels, left=LEFT + 50_000, nodata=0)
    elsewhere = write_raster(tmp_path / "elsewhere.tif", values, left=LEFT + 50_000, nodata=-9)
    out = tmp_path / "out"
    found = extract_patches([ground.fine, fine], [labels, elsewhere], patch_px=32, layout="chessboard", gap_px=0,
                            file_format="Pascal VOC", output=str(out))  # fmt: skip
    index = read_index(out)
    assert found["training_patches"] == found["validation_patches"] == 20
    assert {*index["image"]} == {"fine.tif", "fine.tif (2)"}
    assert len({*index["patch"]}) == 40
    for name in index["patch"]:
        root = ElementTree.parse(out / "Annotations" / f"{name}.xml").getroot()
        mask = np.asarray(Image.open(out / "SegmentationClass" / f"{name}.png"))
        assert len(root.findall("object")) == len(np.unique(mask))
    names = {field.removeprefix("pixels of ") for field in index if field.startswith("pixels")}
    assert names == {"class 3", "class -2", "class 700", "class 12"}


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"patch_px": 33}, r"Patch size must be a multiple of 2 px, so that .* 'coarse.tif' too, got 33 px\."),
        ({"step_px": 15}, r"Step must be a multiple of 2 px.*got 15 px\."),
        ({"patch_px": 256}, r"Patches of 256 px do not fit into 'fine.tif', which has 161 x 130 px\."),
        ({"layout": "spiral"}, r"Layout must be one of grid, chessboard, balanced, got 'spiral'\."),
        ({"file_format": "TFRecord"}, r"Format must be one of GeoTIFF, COCO.*got 'TFRecord'\."),
        ({"validation_share": 0.5, "test_share": 0.5}, r"together must be below 1"),
        ({"min_labelled_share": 1.0}, r"No patch for training is left of \d+: \d+ too few labelled pixels\."),
        ({"class_field": "colour"}, r"Field 'colour' not found; the layer has: kind\."),
        ({"second_images": None, "third_images": "coarse"}, r"Third images need second images"),
        (
            {"images": "coarse", "second_images": "fine"},
            r"The first image must be the finest, .* 'fine.tif' are 2 times",
        ),
        ({"second_images": "far"}, r"'far.tif' does not lie where 'fine.tif' does; check the CRS of both"),
        ({"second_images": "nowhere"}, r"'nowhere.tif' has no CRS, so it cannot be laid over 'fine.tif'"),
        (
            {"second_images": ["coarse", "coarse", "coarse"]},
            r"Give one second image for all images or one for each, got 3",
        ),
        ({"labels": ["polygons", "polygons"]}, r"Give one labels layer for all images or one for each, got 2"),
    ],
)
def test_what_does_not_fit_is_one_sentence_and_leaves_nothing(ground, tmp_path, changed, sentence):
    files = {"fine": ground.fine, "coarse": ground.coarse, "polygons": ground.polygons}
    files["far"] = write_raster(tmp_path / "far.tif", ground.coarse_pixels, left=LEFT + 1e5, size=20.0)
    files["nowhere"] = write_raster(tmp_path / "nowhere.tif", ground.coarse_pixels, size=20.0, crs=None)
    out = tmp_path / "out"
    given = {"images": "fine", "labels": "polygons", "second_images": "coarse", **SETTINGS, **changed}
    for name in ("images", "labels", "second_images", "third_images"):
        value = given.get(name)
        given[name] = [files[each] for each in value] if isinstance(value, list) else files.get(value)
    before = set(tmp_path.iterdir())
    with pytest.raises(EoDeepError, match=sentence) as caught:
        extract_patches(**given, output=str(out))
    assert "\n" not in str(caught.value)
    assert set(tmp_path.iterdir()) == before


def test_a_full_disk_leaves_nothing_half_written(ground, tmp_path, monkeypatch):
    from eo_deep.sample_selection import patch_annotations

    def fail(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(patch_annotations.Coco, "finish", fail)
    before = set(tmp_path.iterdir())
    with pytest.raises(EoDeepError, match=r"is full; 'out' was not written\."):
        extract_patches(ground.fine, ground.polygons, file_format="COCO", output=str(tmp_path / "out"), **SETTINGS)
    assert set(tmp_path.iterdir()) == before


def test_a_folder_that_is_not_empty_is_kept(ground, tmp_path):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "mine.txt").write_text("kept")
    with pytest.raises(EoDeepError, match="must be a new or an empty folder"):
        extract_patches(ground.fine, ground.polygons, output=str(tmp_path / "out"), **SETTINGS)
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["mine.txt"]
