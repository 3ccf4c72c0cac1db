"""Samples are the same whatever the strips and threads; they lie where they should, in parts that share no polygon."""


import numpy as np
import pytest
import shapely

from eo_deep.errors import EoDeepError
from eo_deep.io.vector import read_vectors
from eo_deep.sample_selection import samplers, select_samples
from eo_deep.sampling import label_pixels

BOXES = [shapely.box(x, y, x + 8, y + 8) for y in range(0, 60, 10) for x in range(0, 60, 10)]
CLASSES = [("water", "wood", "field")[i % 3] for i in range(36)]


@pytest.fixture
def select(tmp_path, notes, read_rows):
    def call(images, labels, field="class", **options):
        output = str(tmp_path / "samples.gpkg")
        result = select_samples(images, labels, output, field, progress=notes, **options)
        return read_rows(output), result

    return call


@pytest.fixture
def image(make_image):
    array = np.ones((2, 60, 60), np.uint16)
    array[0, :, 5] = 0
    return make_image(array=array)


@pytest.fixture
def labels(make_labels):
    return make_labels(BOXES, CLASSES)


@pytest.mark.parametrize("sampler", samplers.SAMPLERS)
@pytest.mark.parametrize("kind", ["polygons", "raster"])
def test_strips_threads_and_memory_do_not_show(sampler, kind, select, image, labels, make_image, monkeypatch, notes):
    field = "class"
    if kind == "raster":
        values = np.random.default_rng(0).integers(0, 5, (60, 60)).astype(np.int16)
        labels = make_image("classes.tif", values, nodata=0)
        field = None
    found = []
    for strip_px in (60, 60 * 7, 1 << 22):
        for threads in (1, 2, 5):
            for kept in (4, 1 << 15):
                monkeypatch.setattr(label_pixels, "_STRIP_PX", strip_px)
                monkeypatch.setattr(label_pixels, "_MAX_BLOCK_ROWS", 1)
                monkeypatch.setattr("eo_deep.runtime.threads.count_cores", lambda threads=threads: threads)
                monkeypatch.setattr(samplers, "_KEPT", kept)
                rows, _ = select([image], [labels], field, strategy="constant", count=40, sampler=sampler, seed=3)
                found.append([repr(row) for row in rows])  # nulls are NaN
    assert len(found[0]) > 100
    assert all(rows == found[0] for rows in found[1:])


@pytest.mark.parametrize("sampler", samplers.SAMPLERS)
def test_samples_lie_in_their_polygons_on_valid_pixels(sampler, select, image, labels, tmp_path):
    rows, result = select([image], [labels], strategy="constant", count=50, sampler=sampler)
    points = read_vectors(tmp_path / "samples.gpkg", with_points=True)
    polygons = read_vectors(labels)
    numbers = points.fields["polygon"]
    assert shapely.contains(polygons.geometries[numbers - 1], points.geometries).all()
    assert (polygons.fields["class"][numbers - 1] == points.fields["class"]).all()
    assert not (points.fields["column"] == 5).any()
    places = {(row["row"], row["column"]) for row in rows}
    assert len(places) == len(rows) == result["samples"] == 150
    xy = shapely.get_coordinates(points.geometries)
    assert xy[:, 0] == pytest.approx(500_005 + 10 * points.fields["column"])
    assert xy[:, 1] == pytest.approx(4_999_995 - 10 * points.fields["row"])


def test_more_samples_include_fewer(select, image, labels):
    few, _ = select([image], [labels], strategy="constant", count=20, validation_share=0.0)
    many, _ = select([image], [labels], strategy="constant", count=60, validation_share=0.0)
    for name in ("field", "water", "wood"):
        of_class = [[row for row in rows if row["class"] == name] for rows in (few, many)]
        assert of_class[0] == of_class[1][:20]
    other, _ = select([image], [labels], strategy="constant", count=20, validation_share=0.0, seed=1)
    assert other != few


def test_random_samples_are_even(select, make_image, make_labels):
    labels = make_labels([shapely.box(0, 0, 60, 60)], ["all"])
    rows, _ = select([make_image()], [labels], strategy="constant", count=1800, validation_share=0.0)
    quarters = np.bincount([2 * (row["row"] // 30) + row["column"] // 30 for row in rows], minlength=4)
    assert np.abs(quarters - 450).max() < 60  # a standard deviation is 13
    odd = sum((row["row"] + row["column"]) % 2 for row in rows)
    assert abs(odd - 900) < 90


def test_regular_samples_are_at_equal_distances(select, make_image, make_labels):
    labels = make_labels([shapely.box(0, 0, 60, 60)], ["all"])
    rows, _ = select([make_image()], [labels], strategy="constant", count=36, sampler="regular")
    ranks = sorted(60 * row["row"] + row["column"] for row in rows)
    assert np.diff(ranks).tolist() == [100] * 35


def test_spread_samples_keep_their_distance(select, make_image, make_labels, tmp_path, read_rows):
    labels = make_labels([shapely.box(0, 0, 60, 60)], ["all"])
    rejected = str(tmp_path / "rejected.gpkg")
    rows, _ = select([make_image()], [labels], strategy="constant", count=60, sampler="spread", min_distance_m=45.0,
                     rejected=rejected)  # fmt: skip
    xy = np.array([(row["row"], row["column"]) for row in rows]) * 10.0
    gaps = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1)) + 1e9 * np.eye(len(xy))
    assert len(rows) == 60
    assert gaps.min() >= 45.0 * 0.999
    assert {row["reason"] for row in read_rows(rejected)} == {"too close to another sample"}
    fitting, _ = select([make_image()], [labels], strategy="constant", count=100, sampler="spread")
    assert len(fitting) == 100


def test_no_polygon_is_in_two_parts(select, image, labels):
    rows, result = select([image], [labels], strategy="percent", count=50, validation_share=0.3, test_share=0.2)
    parts = {}
    for row in rows:
        parts.setdefault(row["polygon"], set()).add(row["part"])
    assert all(len(each) == 1 for each in parts.values())
    for name in ("field", "water", "wood"):
        own = [row["part"] for row in rows if row["class"] == name]
        assert own.count("validation") / len(own) == pytest.approx(0.3, abs=0.05)
        assert own.count("test") / len(own) == pytest.approx(0.2, abs=0.05)
    assert result["training"] + result["validation"] + result["test"] == len(rows)


def test_one_polygon_per_class_trains(select, image, make_labels, notes):
    rows, result = select([image], [make_labels(BOXES[:2], ["a", "b"])])
    assert result["validation"] == 0
    assert "There are no validation samples of a, b: too few polygons or blocks hold them." in notes.warnings


def test_a_total_of_more_samples_than_pixels_is_told(select, image, make_labels, notes):
    labels = make_labels(BOXES, CLASSES)
    rows, result = select([image], [labels], strategy="all")
    assert select([image], [labels], strategy="total", count=10**7)[1]["samples"] == len(rows)
    assert f"10000000 samples were asked for, but there are only {len(rows)} pixels." in notes.warnings


def test_blocks_of_a_raster_stay_together(select, make_image):
    values = np.random.default_rng(0).integers(1, 4, (60, 60)).astype(np.uint8)
    rows, _ = select([make_image()], [make_image("classes.tif", values)], None, strategy="all", block_px=10)
    parts = {}
    for row in rows:
        parts.setdefault((row["row"] // 10, row["column"] // 10), set()).add(row["part"])
    assert all(len(each) == 1 for each in parts.values())
    assert sum(row["part"] == "validation" for row in rows) / len(rows) == pytest.approx(0.25, abs=0.04)
    assert {row["polygon"] for row in rows} <= {None} or all(row["polygon"] != row["polygon"] for row in rows)


def test_points_keep_their_place(select, make_image, make_labels, tmp_path):
    points = [shapely.Point(3.2, 4.9), shapely.Point(30.01, 30.5), shapely.MultiPoint([(50.7, 50.7), (10.1, 2.2)])]
    labels = make_labels(points, ["a", "b", "b"])
    rows, _ = select([make_image()], [labels], strategy="all", validation_share=0.0)
    layer = read_vectors(tmp_path / "samples.gpkg", with_points=True)
    xy = {tuple(np.round(each, 6)) for each in shapely.get_coordinates(layer.geometries)}
    assert xy == {
        (500_032.0, 4_999_951.0), (500_300.1, 4_999_695.0), (500_507.0, 4_999_493.0), (500_101.0, 4_999_978.0),
    }  # fmt: skip
    assert {(row["row"], row["column"]) for row in rows} == {(4, 3), (30, 30), (50, 50), (2, 10)}


def test_several_images(select, make_image, make_labels, notes, tmp_path, read_rows):
    from rasterio.transform import from_origin

    left = make_image("left.tif")
    right = make_image("right.tif", transform=from_origin(500_600, 5_000_000, 10, 10))
    boxes = [shapely.box(40, 0, 80, 10), shapely.box(0, 0, 10, 10), shapely.box(500, 0, 510, 5)]
    labels = make_labels(boxes, [1, 2, 2])
    rejected = str(tmp_path / "rejected.gpkg")
    rows, _ = select([left, right], [labels], strategy="constant", count=40, rejected=rejected)
    assert [(row["value"], row["image"]) for row in rows].count((1, "left.tif")) == 20
    assert [(row["value"], row["image"]) for row in rows].count((2, "left.tif")) == 40
    assert read_rows(rejected) == [{"reason": "outside the images", "class": "2", "image": None}]
    rows, _ = select([left, right], [labels], strategy="constant", distribution="custom", image_counts="5, 12")
    assert [(row["value"], row["image"]) for row in rows].count((1, "right.tif")) == 12


def test_more_samples_than_there_are(select, image, make_labels, notes):
    rows, _ = select([image], [make_labels(BOXES[:2], ["a", "b"])], strategy="constant", count=60)
    assert len(rows) == 56 + 60  # a column of a is nodata
    assert "60 samples of 'a' were asked for, but there are only 56 pixels." in notes.warnings
    assert "Rejected: 8 labelled pixels, nodata in the image." in notes.messages


def test_the_table_has_the_numbers_of_each_class(select, image, labels, tmp_path, read_rows):
    table = tmp_path / "table.csv"
    listed = tmp_path / "classes.txt"
    listed.write_text("water 12\nwood 7\n")
    select([image], [labels], strategy="byclass", class_table=str(listed), table=str(table), validation_share=0.0)
    assert read_rows(table) == [
        {"class": "field", "value": "1", "usable_pixels": "768", "wanted": "0", "selected": "0", "training": "0",
         "validation": "0", "test": "0"},
        {"class": "water", "value": "2", "usable_pixels": "720", "wanted": "12", "selected": "12", "training": "12",
         "validation": "0", "test": "0"},
        {"class": "wood", "value": "3", "usable_pixels": "768", "wanted": "7", "selected": "7", "training": "7",
         "validation": "0", "test": "0"},
    ]  # fmt: skip


@pytest.mark.parametrize(("options", "words"), [
    ({"strategy": "byclass"}, "needs a table of classes and numbers"),
    ({"sampler": "periodic"}, "'sampler' must be one of"),
    ({"validation_share": 0.4, "test_share": 0.3}, "at most 50 %"),
    ({"distribution": "custom"}, "needs one of the strategies"),
])  # fmt: skip
def test_wrong_settings_are_one_sentence(options, words, select, image, labels, tmp_path):
    with pytest.raises(EoDeepError, match=words) as caught:
        select([image], [labels], **options)
    assert "\n" not in str(caught.value)
    assert not list(tmp_path.glob("samples*"))


def test_labels_of_another_place_and_pixels_of_nodata_only(select, make_image, make_labels, tmp_path):
    far = make_labels([shapely.box(900, 900, 905, 905)], ["a"], name="far.gpkg")
    with pytest.raises(EoDeepError, match="lie elsewhere"):
        select([make_image()], [far])
    empty = make_image("empty.tif", np.zeros((1, 60, 60), np.uint16))
    with pytest.raises(EoDeepError, match="No labelled pixel can be a sample"):
        select([empty], [make_labels(BOXES, CLASSES)])
    assert not list(tmp_path.glob("samples*"))
