"""Made scenes are reproducible, seamless and true to their polygons."""

import numpy as np
import pytest
import shapely

from eo_deep.errors import EoDeepError
from eo_deep.geo.rasterization import rasterize
from eo_deep.io.raster import open_raster
from eo_deep.io.vector import read_polygons
from eo_deep.synthetic_scenes.scene import make_scene, render_town
from eo_deep.synthetic_scenes.town.render import render_window
from eo_deep.synthetic_scenes.town.styles import REGIONS, draw_style
from tests.engine.notes import Notes


@pytest.fixture(scope="module")
def scene(tmp_path_factory):
    folder = tmp_path_factory.mktemp("scene")
    paths = {name: str(folder / file) for name, file in
             (("image", "i.tif"), ("buildings", "b.gpkg"), ("displaced", "d.gpkg"))}  # fmt: skip
    result = make_scene(seed=34, size_px=500, resolution_m=0.3, **paths)
    assert {key: result[key] for key in paths} == paths
    return result, read_polygons(paths["buildings"]), read_polygons(paths["displaced"]), paths["image"]


def test_image_is_a_georeferenced_photograph(scene):
    with open_raster(scene[3]) as source:
        pixels, valid = source.read()
        assert (source.count, source.dtype, source.grid.crs.to_epsg()) == (3, "uint8", 32633)
        assert source.grid.ground_resolution_m == pytest.approx((0.3, 0.3), rel=1e-3)
        assert list(source.band_names) == ["red", "green", "blue"]
    assert pixels.shape == (3, 500, 500)
    assert valid.all()
    assert pixels.std() > 15


def test_buildings_are_valid_and_do_not_overlap(scene):
    result, truth, _, _ = scene
    assert len(truth) == result["buildings_count"] > 50
    assert shapely.is_valid(truth.geometries).all()
    assert shapely.area(truth.geometries).sum() == pytest.approx(shapely.union_all(truth.geometries).area, abs=1e-3)
    assert set(truth.fields["status"]) <= {"kept", "new"}
    assert len(set(truth.fields["id"])) == len(truth)
    assert (truth.fields["height_m"] > 1.5).all()


def test_buildings_cover_the_image_only(scene):
    _, truth, _, image = scene
    with open_raster(image) as source:
        frame = shapely.box(*source.grid.bounds).buffer(1e-6)
    assert shapely.covered_by(truth.geometries, frame).all()


def test_polygons_are_the_rendered_footprints(scene):
    _, truth, _, image = scene
    _, mask = render_town(34, 500, 0.3)
    with open_raster(image) as source:
        burned = rasterize(truth.geometries, 1, source.grid)
    assert 0.1 < mask.mean() < 0.9
    assert (burned != mask).mean() < 1e-4


def test_some_walls_are_shared_exactly(scene):
    _, truth, _, _ = scene
    first, second = shapely.STRtree(truth.geometries).query(truth.geometries, predicate="touches")
    shared = shapely.intersection(truth.geometries[first], truth.geometries[second])
    assert shapely.length(shared).max() > 2.0


def test_displaced_map_says_how_it_was_displaced(scene):
    _, truth, old, _ = scene
    kept = old.fields["status"] == "kept"
    place = dict(zip(truth.fields["id"], truth.geometries))
    status = dict(zip(truth.fields["id"], truth.fields["status"]))
    assert set(old.fields["status"]) <= {"kept", "gone"}
    for geometry, number, dx, dy in zip(
        old.geometries[kept], old.fields["id"][kept], old.fields["dx_m"][kept], old.fields["dy_m"][kept]
    ):
        assert status[number] == "kept"
        assert geometry.equals_exact(shapely.affinity.translate(place[number], dx, dy), 1e-6)
    assert sum(value == "kept" for value in status.values()) == kept.sum()
    length_m = np.hypot(old.fields["dx_m"], old.fields["dy_m"])
    assert 0.3 < length_m.mean() < 8


def test_same_seed_same_scene_other_seed_other_scene(tmp_path, scene):
    again = str(tmp_path / "again.tif")
    make_scene(seed=34, size_px=500, resolution_m=0.3, image=again)
    with open_raster(again) as one, open_raster(scene[3]) as other:
        assert np.array_equal(one.read()[0], other.read()[0])
    assert not np.array_equal(render_town(4, 128, 0.3)[0], render_town(5, 128, 0.3)[0])


@pytest.mark.parametrize("resolution_m", [0.2, 0.8])
def test_windows_fit_without_a_seam(resolution_m):
    style = draw_style(7)
    whole, whole_mask = render_window(style, resolution_m, 4000, 800, 256, 256)
    pieces = [[render_window(style, resolution_m, 4000 + r, 800 + c, 128, 128) for c in (0, 128)] for r in (0, 128)]
    image = np.concatenate([np.concatenate([piece[0] for piece in row], axis=1) for row in pieces], axis=0)
    mask = np.concatenate([np.concatenate([piece[1] for piece in row], axis=1) for row in pieces], axis=0)
    assert np.array_equal(mask, whole_mask)
    assert (image != whole).any(axis=2).mean() < 1e-3


def test_every_region_can_be_drawn_and_has_buildings():
    seen = {}
    for seed in range(60):
        style = draw_style(seed)
        if style.region_name not in seen:
            seen[style.region_name] = render_town(seed, 512, 0.5)[1].mean()
    assert set(seen) == set(REGIONS)
    assert np.mean(list(seen.values())) > 0.05


def test_nothing_is_made_that_is_not_asked_for(tmp_path):
    result = make_scene(seed=0, size_px=64, buildings=str(tmp_path / "b.gpkg"))
    assert "image" not in result
    assert [path.name for path in tmp_path.iterdir()] == ["b.gpkg"]
    assert make_scene(seed=0, size_px=1, resolution_m=1.0, displaced=str(tmp_path / "d.gpkg"))["buildings_count"] >= 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [({"size_px": 0}, "Size must be"), ({"resolution_m": 0}, "Resolution must be"), ({"seed": -1}, "Seed must be"),
     ({"image": "/nowhere/i.tif"}, "does not exist")],
)  # fmt: skip
def test_bad_arguments_are_refused(arguments, message, tmp_path):
    with pytest.raises(EoDeepError, match=message):
        make_scene(**{"image": str(tmp_path / "i.tif"), **arguments})
    assert list(tmp_path.iterdir()) == []


def test_what_was_made_is_told(tmp_path):
    notes = Notes()
    result = make_scene(seed=1, size_px=64, buildings=str(tmp_path / "b.gpkg"), progress=notes)
    count = result["buildings_count"]
    assert notes.messages == [f"The synthetic town has 64 x 64 px and {count} buildings; wrote '{tmp_path}/b.gpkg'."]
