import math
from pathlib import Path

import numpy as np
import pytest
import rasterio
import shapely
import torch
from rasterio.transform import from_origin

from eo_deep.alignment.matching import score_shifts
from eo_deep.alignment.shape_points import CHANNELS, sample_shape
from eo_deep.alignment.templates import draw_template
from eo_deep.alignment.training.label_correction import correct_labels, write_fold_area
from eo_deep.alignment.training.objective import Matching, measure_shifts, score_batch
from eo_deep.alignment.training.random_displacements import DisplacementAmplitudes, DisplacementSettings
from eo_deep.alignment.training.samples import (
    GRID_PX,
    OBJECTS,
    REAL,
    SPURIOUS,
    TEMPLATE_PX,
    Places,
    Targets,
    draw_objects,
)
from eo_deep.alignment.training.train import train_alignment
from eo_deep.alignment.training.validation import choose_null_score
from eo_deep.errors import EoDeepError
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.vector import read_polygons, read_vectors
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.models.model_file import load_model, save_model
from eo_deep.models.networks import build
from eo_deep.progress import Progress
from eo_deep.sampling.dataset import DataSettings
from eo_deep.training.batch import stack
from tests.engine.notes import Killed, KilledAfter, Notes

SMALL = {
    "epochs": 2,
    "samples_per_epoch": 8,
    "batch_size": 4,
    "crop_px": 96,
    "learning_rate": 3e-3,
    "smooth_m": 3.0,
    "block_m": 1.0,
    "object_m": 0.5,
    "resolution_m": 0.3,
    "device": "cpu",
}
CRS = "EPSG:32633"


def write_town(folder, size=300, seed=0):
    """Bright houses on dark ground, 0.3 m, and their outlines; (image path, polygons path)."""
    rng = np.random.default_rng(seed)
    pixels, houses = np.full((3, size, size), 70.0), []
    for row in range(20, size - 45, 45):
        for column in range(20, size - 45, 45):
            top, left = row + int(rng.integers(0, 12)), column + int(rng.integers(0, 12))
            height, width = rng.integers(16, 30, 2)
            pixels[:, top : top + height, left : left + width] = 180
            houses.append(shapely.box(*(500000 + 0.3 * left, 5500000 - 0.3 * (top + height)),
                                      *(500000 + 0.3 * (left + width), 5500000 - 0.3 * top)))  # fmt: skip
    pixels += rng.normal(0, 8, pixels.shape)
    image, labels = str(folder / "town.tif"), str(folder / "town.gpkg")
    profile = {"driver": "GTiff", "height": size, "width": size, "count": 3, "dtype": "uint8", "crs": CRS}
    with rasterio.open(image, "w", transform=from_origin(500_000, 5_500_000, 0.3, 0.3), **profile) as file:
        file.write(pixels.clip(0, 255).astype(np.uint8))
    write_vectors(labels, VectorLayer(np.array(houses, object), {}, read_crs()))
    return image, labels


def read_crs():
    import pyproj

    return pyproj.CRS.from_user_input(CRS)


@pytest.fixture(scope="module")
def town(tmp_path_factory):
    return write_town(tmp_path_factory.mktemp("town"))


@pytest.fixture(scope="module")
def start(tmp_path_factory):
    """A small segmentation model with random weights to go on from, so that tests need few seconds."""
    torch.manual_seed(0)
    arguments = {"in_channels": 3, "out_channels": 2, "base_channels": 8, "blocks": [1, 1]}
    card = {
        "name": "start",
        "task": "segmentation",
        "network": {"name": "resunet", "arguments": arguments},
        "inputs": [{"bands": ["1", "2", "3"], "resolution_m": 0.3, "dtype": "uint8", "nodata": None,
                    "scaling": {"kind": "percentiles", "low": 1.0, "high": 99.0}}],
        "classes": [{"value": 0, "name": "background", "color": "#000000"},
                    {"value": 1, "name": "building", "color": "#e31a1c"}],
        "stride_px": 4, "halo_px": [18, 15],
    }  # fmt: skip
    path = str(tmp_path_factory.mktemp("start") / "start.safetensors")
    save_model(path, build("resunet", **arguments), card)
    return path


def test_objects_are_drawn_where_they_are_wrong_and_know_the_way_back():
    houses = np.array([shapely.box(40, 40, 70, 60), shapely.box(100, 30, 120, 70), shapely.box(60, 110, 90, 140)])
    classes = torch.zeros((192, 192), dtype=torch.int64)
    displacement = DisplacementAmplitudes(object_px=8, spurious=0.4)
    places = stack([draw_objects(houses, classes, displacement, np.random.default_rng(2))])
    kinds = places.kind[0]
    assert (kinds == REAL).sum() == 3 and (kinds == SPURIOUS).sum() == 1
    evidence = np.zeros((len(CHANNELS), 96, 96), np.float32)
    for house in houses:
        template, (left, top) = draw_template(sample_shape(shapely.transform(house, lambda xy: xy / GRID_PX)))
        evidence[:, top : top + template.shape[1], left : left + template.shape[2]] += template
    # What the truth shows, on the network's own pixels.
    fine = torch.from_numpy(evidence).repeat_interleave(2, 1).repeat_interleave(2, 2)[None]
    scores, chosen = score_batch(fine, places, radius_px=12)
    distance, kind = measure_shifts(scores, places, chosen)
    assert (distance[kind == REAL] < 1.0).all()


def test_spurious_objects_keep_clear_of_what_the_crop_cuts():
    whole = [shapely.box(x, y, x + 14, y + 14) for x in (30, 90, 150) for y in (30, 90, 150)]
    cut = [shapely.box(-10, 0, 26, 192), shapely.box(168, -10, 210, 200)]
    classes = torch.zeros((192, 192), dtype=torch.int64)
    for seed in range(5):
        displacement = DisplacementAmplitudes(object_px=0.01, spurious=0.5)
        places = draw_objects(np.array(whole + cut), classes, displacement, np.random.default_rng(seed))
        left = places.left_top[places.kind == SPURIOUS, 0]
        assert len(left)
        assert (left * GRID_PX > 26).all() and ((left + 7) * GRID_PX < 168).all()


def test_batched_scores_are_those_of_the_map():
    rng = np.random.default_rng(0)
    evidence = rng.normal(size=(7, 80, 80)).astype(np.float32)
    shape = sample_shape(shapely.box(30.2, 25.7, 44.9, 39.1))
    template, (left, top) = draw_template(shape)
    templates = torch.zeros((1, OBJECTS, 7, TEMPLATE_PX, TEMPLATE_PX))
    templates[0, 0, :, : template.shape[1], : template.shape[2]] = torch.from_numpy(template)
    kind = torch.full((1, OBJECTS), -1.0)
    kind[0, 0] = REAL
    left_top = torch.zeros((1, OBJECTS, 2))
    left_top[0, 0] = torch.tensor([left, top])
    places = Places(templates, left_top, torch.zeros((1, OBJECTS, 2)), kind)
    fine = torch.from_numpy(evidence).repeat_interleave(2, 1).repeat_interleave(2, 2)[None]
    ours, _ = score_batch(fine, places, radius_px=9)
    theirs, _ = score_shifts(evidence, np.ones((80, 80), bool), (0, 0), shape, 9)
    np.testing.assert_allclose(ours[0].numpy(), theirs, atol=1e-4)


def test_crops_without_objects_train_too():
    classes = torch.zeros((64, 64), dtype=torch.int64)
    places = draw_objects(np.array([], object), classes, DisplacementAmplitudes(), np.random.default_rng(0))
    batch = stack([(torch.zeros((3, 64, 64)), Targets(classes, places))] * 2)
    network = build("resunet", in_channels=3, out_channels=8, base_channels=8, blocks=[1, 1])
    value = Matching(5).compute(network, batch, 0, 0.0)
    value.backward()
    assert math.isfinite(value.item())


def test_training_learns_to_find_displaced_houses(town, start, tmp_path):
    image, labels = town
    model, report = str(tmp_path / "m.safetensors"), str(tmp_path / "r.html")
    settings = {**SMALL, "epochs": 3, "samples_per_epoch": 40, "learning_rate": 1e-2}
    result = train_alignment([image], [labels], initial_model=start, model=model, report=report, **settings)
    assert result["found_share"] > 0.3, "by chance it would be below 0.05"
    card = load_model(model, "alignment").card
    assert card["matching"] == {"grid_px": 2, "null_score": card["training"]["metrics"]["null_score"]}
    assert card["training"]["displacements"]["smooth_m"] == 3.0
    assert card["network"]["arguments"]["out_channels"] == 8
    assert "brings them to their place" in Path(report).read_text()
    assert not (tmp_path / "m.safetensors.checkpoint").exists()


def test_presence_is_told_where_both_errors_are_alike():
    presence = np.array([-3.0, -2.0, -1.0, 0.5, 1.0, 2.0, 3.0, 4.0])
    real = np.array([0, 0, 0, 0, 1, 1, 1, 1], bool)
    assert 0.5 < choose_null_score(presence, real) <= 1.0
    assert choose_null_score(presence, np.ones(8, bool)) == 0.0


def test_an_interrupted_training_resumes_to_the_same_weights(town, start, tmp_path):
    image, labels = town
    whole, resumed = str(tmp_path / "a.safetensors"), str(tmp_path / "b.safetensors")
    train_alignment([image], [labels], initial_model=start, model=whole, **SMALL)
    with pytest.raises(Killed):
        train_alignment([image], [labels], initial_model=start, model=resumed, progress=KilledAfter(1), **SMALL)
    train_alignment([image], [labels], initial_model=start, model=resumed, resume=True, **SMALL)
    for first, second in zip(load_model(whole).network.parameters(), load_model(resumed).network.parameters()):
        assert torch.equal(first, second)


def test_rounds_bring_labels_nearer_to_the_image(town, start, tmp_path):
    image, labels = town
    true = read_polygons(labels)
    shifted = shapely.transform(true.geometries, lambda xy: xy + (1.5, -1.0))
    wrong = str(tmp_path / "wrong.gpkg")
    names = {}
    write_vectors(wrong, VectorLayer(shifted, names, true.crs, "Polygon"), "labels")

    def fit_model(data, path, progress):
        settings = {**SMALL, "epochs": 3, "samples_per_epoch": 40, "learning_rate": 1e-2}
        return train_alignment([image], [labels], area=data.area, initial_model=start, model=path, **settings)

    data = DataSettings([image], [wrong], None, None, None, None, 0.2, 0.3, 96, 0)
    corrected, median_m = correct_labels(data, fit_model, 4.0, "cpu", tmp_path, Progress())
    now = read_vectors(corrected[0]).geometries
    before, after = (
        np.median(np.hypot(*(shapely.get_coordinates(shapely.centroid(each))
                             - shapely.get_coordinates(shapely.centroid(true.geometries))).T))
        for each in (shifted, now)
    )  # fmt: skip
    assert before == pytest.approx(1.8, abs=0.01)
    assert after < 0.5 * before
    assert 0.9 < median_m < 2.5


def test_two_rounds_end_with_one_model_and_nothing_else(town, start, tmp_path):
    image, labels = town
    model = tmp_path / "m.safetensors"
    stale = tmp_path / "m.safetensors.rounds" / "round_1" / "fold_0.safetensors"  # of a training that was given up
    stale.parent.mkdir(parents=True)
    stale.write_text("no model")
    train_alignment([image], labels, rounds=2, initial_model=start, model=str(model), **SMALL)
    assert [path.name for path in tmp_path.iterdir()] == ["m.safetensors"]


def test_images_without_objects_are_passed_over(town, tmp_path, monkeypatch):
    image, labels = town
    bare, aligned = str(tmp_path / "bare.tif"), []
    with rasterio.open(image) as file:
        pixels, profile = file.read(), file.profile
    with rasterio.open(bare, "w", **{**profile, "transform": from_origin(510_000, 5_500_000, 0.3, 0.3)}) as file:
        file.write(pixels)

    def align(image, path, model, output, **rest):
        aligned.append(image)
        features = read_vectors(path)
        write_vectors(output, features.add({"shift_m": np.ones(len(features))}), "aligned")

    monkeypatch.setattr("eo_deep.alignment.training.label_correction.align_vectors", align)
    data = DataSettings([image, bare], [labels], None, None, None, None, 0.2, 0.3, 96, 0)
    within, heard = tmp_path / "m.safetensors.rounds" / "round_1", Notes()
    within.mkdir(parents=True)
    _, median_m = correct_labels(data, lambda *_: {}, 4.0, "cpu", within, heard)
    assert (aligned, median_m) == ([image, image], 1.0)
    told = f"The models trained so far are kept in '{within.parent}'; run it again with 'Resume' to continue."
    assert heard.kept[-1] == told


def test_folds_share_an_image_without_overlap(town, tmp_path):
    image, _ = town
    areas = []
    for fold in (0, 1):
        write_fold_area(tmp_path / f"{fold}.gpkg", [image], None, other_than=fold)
        areas.append(shapely.union_all(read_polygons(tmp_path / f"{fold}.gpkg").geometries))
    assert areas[0].intersection(areas[1]).area == pytest.approx(0, abs=1e-6)
    assert areas[0].union(areas[1]).area == pytest.approx((300 * 0.3) ** 2)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"rounds": 0}, "Rounds must be at least 1, got 0."),
        ({"smooth_m": -1.0}, "Displacements must be 0 or more"),
        ({"smooth_m": 0.0, "block_m": 0.0, "object_m": 0.0}, "at least one must be greater than 0"),
        ({"dropped": 1.0}, "share of dropped objects must be at least 0 and below 1, got 1"),
        ({"crop_px": 97}, "Crop must be a multiple of"),
        ({"model": None}, "'train_alignment' has no output: give 'model'."),
    ],
)
def test_settings_out_of_range_are_told_in_one_sentence(town, start, tmp_path, changed, sentence):
    image, labels = town
    arguments = {"initial_model": start, "model": str(tmp_path / "m.safetensors"), **SMALL, **changed}
    with pytest.raises(EoDeepError, match=sentence):
        train_alignment([image], [labels], **arguments)
    assert not list(tmp_path.iterdir())


def test_an_image_without_crs_takes_the_resolution_given(start):
    assert DisplacementSettings().to_px(0.3).smooth_px == pytest.approx(32)


def test_raster_labels_are_refused(town, start, tmp_path):
    image, _ = town
    with pytest.raises(EoDeepError, match="This training needs polygons"):
        train_alignment([image], [image], initial_model=start, model=str(tmp_path / "m.safetensors"), **SMALL)
