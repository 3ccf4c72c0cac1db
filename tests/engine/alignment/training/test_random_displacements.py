"""Known displacements: the statistics of the published fields; what is told of a map's errors is what was done."""

import numpy as np
import pytest
import shapely

from eo_deep.alignment.training.random_displacements import DisplacementAmplitudes, displace, smooth_field

AREA = shapely.box(0, 0, 2000, 1500)


@pytest.fixture
def town():
    """70 houses of 30 x 20 px in rows, one with a yard, one of two parts."""
    houses = [shapely.box(x, y, x + 30, y + 20) for x in range(100, 1900, 180) for y in range(100, 1400, 200)]
    houses[3] = shapely.box(*houses[3].bounds).difference(houses[3].centroid.buffer(4))
    houses[4] = shapely.MultiPolygon([houses[4], shapely.box(*(np.array(houses[4].bounds) + [0, 40, 0, 40]))])
    return np.array(houses, object)


def test_fields_have_the_statistics_of_the_protocol():
    lengths, slopes = [], []
    for seed in range(100):
        field = smooth_field(np.random.default_rng(seed), (5000, 5000), 32)
        xy = np.stack(np.meshgrid(np.arange(0, 5000, 200.0), np.arange(0, 5000, 200.0)), -1).reshape(-1, 2)
        values = field(xy)
        assert np.abs(values).max() < 32.5
        lengths.append(np.hypot(*values.T))
        slopes.append(np.sqrt(((field(xy + [1, 0]) - values) ** 2 + (field(xy + [0, 1]) - values) ** 2).sum(1)))
    lengths, slopes = np.concatenate(lengths), np.concatenate(slopes)
    assert lengths.mean() == pytest.approx(12.7, abs=0.8)
    assert np.median(lengths) == pytest.approx(11.2, abs=0.8)
    assert slopes.mean() == pytest.approx(0.042, abs=0.005)
    for limit, share in ((2, 0.014), (4, 0.071), (8, 0.289), (16, 0.720), (32, 0.991)):
        assert (lengths <= limit).mean() == pytest.approx(share, abs=0.04)


def test_a_small_image_sees_a_window_of_a_field_and_a_large_one_as_many_bumps_per_area():
    small = [smooth_field(np.random.default_rng(seed), (400, 300)) for seed in range(30)]
    spread = [np.ptp(field(np.random.default_rng(0).uniform(0, 300, (50, 2))), axis=0).mean() for field in small]
    assert np.mean(spread) < 16  # a field of 32 px on the image itself would reach over 64
    assert smooth_field(np.random.default_rng(0), (10_000, 20_000)).heights.shape == (2, 240)


def test_the_field_is_the_correction_where_the_displaced_map_lies(town):
    field = smooth_field(np.random.default_rng(4), (2000, 1500), 32)
    xy = np.random.default_rng(0).uniform(0, 1500, (200, 2))
    moved = field.invert(xy)
    np.testing.assert_allclose(moved + field(moved), xy, atol=1e-4)


def test_a_displaced_map_tells_what_was_done_to_it(town):
    settings = DisplacementAmplitudes(block_px=24, object_px=8, dropped=0.2, spurious=0.1)
    made = displace(np.random.default_rng(1), town, AREA, settings)
    assert len(made.geometries) == made.kept.sum() + 7
    assert list(made.source[:-7]) == list(np.flatnonzero(made.kept)) and (made.source[-7:] == -1).all()
    assert 0.65 < made.kept.mean() < 0.92
    assert np.hypot(*made.shift_px.T).max() <= 32
    for geometry, number, shift in zip(made.geometries[:-7], made.source, made.shift_px):
        back = shapely.transform(geometry, lambda xy, shift=shift: xy - shift)
        assert shapely.equals_exact(back, town[number], 1e-6)
    for geometry, shift in zip(made.geometries[-7:], made.shift_px[-7:]):
        true_place = shapely.transform(geometry, lambda xy, shift=shift: xy - shift)
        assert AREA.contains(true_place) and shapely.distance(true_place, town).min() > 9.99


def test_blocks_move_alike_and_objects_for_themselves(town):
    made = displace(np.random.default_rng(2), town, AREA, DisplacementAmplitudes(block_px=24))
    assert 8 < len(np.unique(made.shift_px.round(6), axis=0)) < 45
    alone = displace(np.random.default_rng(2), town, AREA, DisplacementAmplitudes(object_px=8))
    assert len(np.unique(alone.shift_px.round(6), axis=0)) == len(town)
    assert 6 < np.hypot(*alone.shift_px.T).max() <= 8


def test_rigid_fields_keep_shapes_and_free_ones_bend_them(town):
    sides = shapely.length(town)
    rigid = displace(np.random.default_rng(3), town, AREA, DisplacementAmplitudes(smooth_px=32, rigid=True))
    np.testing.assert_allclose(shapely.length(rigid.geometries), sides, rtol=1e-9)
    free = displace(np.random.default_rng(3), town, AREA, DisplacementAmplitudes(smooth_px=32))
    assert 1e-4 < np.abs(shapely.length(free.geometries) / sides - 1).max() < 0.15
    assert np.abs(free.shift_px - rigid.shift_px).max() < 1  # the same field


def test_turned_and_stretched_about_their_middles(town):
    made = displace(np.random.default_rng(5), town[:3], AREA, DisplacementAmplitudes(rotation_deg=10, scale=0.05))
    np.testing.assert_allclose(made.shift_px, 0, atol=1e-6)
    factors = np.sqrt(shapely.area(made.geometries) / shapely.area(town[:3]))
    assert (np.abs(factors - 1) <= 0.05).all() and np.ptp(factors) > 0.001


def test_the_same_seed_gives_the_same_map_and_no_map_stays_none(town):
    settings = DisplacementAmplitudes(32, 8, 380, 4, 3, 0.02, 0.2, 0.1)
    one, two = (displace(np.random.default_rng(7), town, AREA, settings) for _ in range(2))
    assert (shapely.to_wkb(one.geometries) == shapely.to_wkb(two.geometries)).all()
    assert len(displace(np.random.default_rng(7), town[:0], AREA, settings).geometries) == 0


def test_an_area_without_room_gets_fewer_spurious_objects(town):
    area = shapely.box(95, 95, 135, 125)
    crowded = displace(np.random.default_rng(8), town[:1], area, DisplacementAmplitudes(spurious=3.0))
    assert len(crowded.geometries) == 1


def test_lines_are_displaced_like_polygons():
    roads = np.array([shapely.LineString([(0, y), (1000, y + 50), (2000, y)]) for y in range(200, 1400, 200)], object)
    made = displace(np.random.default_rng(9), roads, AREA, DisplacementAmplitudes(smooth_px=32))
    assert (shapely.get_type_id(made.geometries) == shapely.GeometryType.LINESTRING).all()
    assert np.hypot(*made.shift_px.T).max() < 64
