import numpy as np
import pytest
from scipy.spatial import Delaunay

from eo_deep.alignment.shift_field import FieldSettings, infer_shifts
from eo_deep.progress import Progress

SIZE = 33
RADIUS = SIZE // 2
AXIS = np.arange(SIZE) - RADIUS


def peak(shift, height=8.0):
    return height * np.exp(-((AXIS[:, None] - shift[1]) ** 2 + (AXIS - shift[0]) ** 2) / 6)


def connect(xy):
    triangles = Delaunay(xy).simplices
    pairs = np.unique(
        np.sort(np.concatenate([triangles[:, [0, 1]], triangles[:, [1, 2]], triangles[:, [2, 0]]]), 1), axis=0
    )
    return pairs, np.hypot(*(xy[pairs[:, 0]] - xy[pairs[:, 1]]).T)


NONE = np.zeros((0, 2), int), np.zeros(0)


def test_a_clear_summit_is_found_between_pixels():
    found = infer_shifts(peak((3.4, -5.7), 12.0)[None].astype(np.float32), -5.0, *NONE, FieldSettings())
    np.testing.assert_allclose(found.shift_px[0], (3.4, -5.7), atol=0.1)
    assert found.belief[0] > 0.9 and found.missing[0] < 0.01


def test_nothing_but_noise_is_missing_and_not_trusted():
    scores = np.random.default_rng(0).normal(-3, 0.1, (1, SIZE, SIZE)).astype(np.float32)
    found = infer_shifts(scores, 0.0, *NONE, FieldSettings())
    assert found.missing[0] > 0.9 and found.belief[0] < 0.1


def test_neighbours_settle_what_each_alone_cannot_tell():
    rng = np.random.default_rng(1)
    xy = rng.uniform(0, 400, (80, 2))
    true = np.column_stack([6 * np.sin(xy[:, 0] / 150), 5 * np.cos(xy[:, 1] / 150)])
    scores = np.stack([sum(peak(p) for p in (t, *rng.uniform(-RADIUS, RADIUS, (3, 2)))) for t in true]).astype(
        np.float32
    )
    alone = infer_shifts(scores, 0.0, *NONE, FieldSettings())
    together = infer_shifts(scores, 0.0, *connect(xy), FieldSettings())
    right_alone = np.hypot(*(alone.shift_px - true).T) < 1
    right = np.hypot(*(together.shift_px - true).T) < 1
    assert right_alone.mean() < 0.6 and right.mean() > 0.9
    assert together.belief[right].mean() > 0.9


def test_a_missing_object_is_told_by_its_neighbours_shift():
    """It resembles something elsewhere, where its neighbours say that it cannot be."""
    xy = np.stack(np.meshgrid(np.arange(5) * 30.0, np.arange(5) * 30.0), -1).reshape(-1, 2)
    scores = np.stack([peak((4, 4)) for _ in xy]) - 2
    scores[12] = peak((-12, -10), 5.0) - 6
    found = infer_shifts(scores.astype(np.float32), 0.0, *connect(xy), FieldSettings())
    assert found.missing[12] > 0.5 and np.delete(found.missing, 12).max() < 0.1


def test_an_object_apart_may_differ_from_its_neighbours():
    xy = np.stack(np.meshgrid(np.arange(5) * 30.0, np.arange(5) * 30.0), -1).reshape(-1, 2)
    scores = np.stack([peak((4, 4), 12.0) for _ in xy])
    scores[12] = peak((-8, -6), 30.0)
    found = infer_shifts(scores.astype(np.float32), 0.0, *connect(xy), FieldSettings())
    np.testing.assert_allclose(found.shift_px[12], (-8, -6), atol=0.3)
    np.testing.assert_allclose(found.shift_px[0], (4, 4), atol=0.3)


def test_a_file_serves_as_memory(tmp_path):
    scores = np.memmap(tmp_path / "scores", np.float32, "w+", shape=(2, SIZE, SIZE))
    beliefs = np.memmap(tmp_path / "beliefs", np.float32, "w+", shape=(2, SIZE, SIZE))
    scores[:] = peak((2, 1), 12.0)
    edges, distances = np.array([[0, 1]]), np.array([10.0])
    on_disk = infer_shifts(scores, 0.0, edges, distances, FieldSettings(), beliefs)
    in_memory = infer_shifts(np.array(scores), 0.0, edges, distances, FieldSettings())
    np.testing.assert_array_equal(on_disk.shift_px, in_memory.shift_px)
    assert beliefs[0].sum() == pytest.approx(1.0, abs=1e-4)


@pytest.mark.parametrize(("own_px", "gradient"), [(0.0, 0.0), (2.5, 0.0)])
def test_how_far_neighbours_differ_is_measured_on_the_map(own_px, gradient):
    """The same settings serve a map that is shifted as one and a map that is wrong house by house."""
    rng = np.random.default_rng(3)
    xy = rng.uniform(0, 600, (120, 2))
    true = np.array([5.0, -3.0]) + rng.normal(0, own_px, (120, 2)) if own_px else np.tile([5.0, -3.0], (120, 1))
    true = true.clip(-RADIUS + 2, RADIUS - 2)
    scores = np.stack([peak(t, 7.0) for t in true]) + rng.normal(0, 0.5, (120, SIZE, SIZE))
    found = infer_shifts(scores.astype(np.float32), 0.0, *connect(xy), FieldSettings())
    assert np.median(np.hypot(*(found.shift_px - true).T)) < (0.25 if own_px == 0 else 0.7)


def test_without_smoothness_neighbours_are_not_asked():
    rng = np.random.default_rng(4)
    scores = rng.normal(0, 3, (9, SIZE, SIZE)).astype(np.float32)
    xy = rng.uniform(0, 100, (9, 2))
    alone = infer_shifts(scores, 0.0, *NONE, FieldSettings())
    unasked = infer_shifts(scores, 0.0, *connect(xy), FieldSettings(), smoothness=0.0)
    np.testing.assert_array_equal(alone.shift_px, unasked.shift_px)


def test_messages_are_those_of_the_formula():
    """Neighbours with windows that lie apart, against sums written down one by one."""
    rng = np.random.default_rng(5)
    settings = FieldSettings(sweeps=2, own_px=1.5, stranger=0.1)
    scores = rng.normal(0, 1.5, (8, SIZE, SIZE)).astype(np.float32)
    origins = rng.integers(-6, 7, (8, 2))
    # Fewer pairs than are needed to measure how far neighbours differ: the settings are taken as they are.
    edges, distances = np.column_stack([np.zeros(7, int), np.arange(1, 8)]), rng.uniform(5, 50, 7)
    first, beliefs = np.empty_like(scores), np.empty_like(scores)
    alone = infer_shifts(scores, 0.5, *NONE, settings, first, origins_px=origins)
    infer_shifts(scores, 0.5, edges, distances, settings, beliefs, origins_px=origins)
    logits = scores[0] / settings.temperature
    for other, distance in zip(edges[:, 1], distances):
        sigma = np.hypot(settings.own_px, settings.gradient * distance)
        reach = int(np.ceil(2.5 * sigma))
        kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma) ** 2)
        kernel /= kernel.sum()
        blurred = np.zeros((SIZE, SIZE))
        right, down = origins[0] - origins[other]
        for row, weight in zip(range(-reach, reach + 1), kernel):
            for column, weight2 in zip(range(-reach, reach + 1), kernel):
                blurred += weight * weight2 * shifted(first[other], down + row, right + column)
        known = (1 - alone.missing[other]) * (1 - settings.stranger)
        logits = logits + settings.weight * np.log(known * SIZE**2 * blurred + 1 - known)
    expected = np.exp(logits - logits.max())
    np.testing.assert_allclose(beliefs[0], expected / expected.sum(), rtol=1e-3, atol=1e-7)


def shifted(values, down, right):
    """values[r + down, c + right], 0 beyond their border."""
    padded = np.pad(values, 60)
    return padded[60 + down : 60 + down + SIZE, 60 + right : 60 + right + SIZE]


def test_more_messages_than_one_product_holds():
    scores = np.zeros((41, SIZE, SIZE), np.float32)
    scores[:] = peak((4, -3), 30.0)
    edges = np.column_stack([np.zeros(40, int), np.arange(1, 41)])
    found = infer_shifts(scores, 0.0, edges, np.full(40, 3.0), FieldSettings(stranger=0.0, own_px=0.3))
    np.testing.assert_allclose(found.shift_px, np.tile([4.0, -3.0], (41, 1)), atol=0.05)
    assert np.isfinite(found.belief).all()


def test_progress_runs_from_start_to_end():
    told = []
    progress = type("Ear", (Progress,), {"__call__": lambda self, fraction: told.append(fraction)})()
    scores = np.random.default_rng(6).normal(0, 3, (30, SIZE, SIZE)).astype(np.float32)
    ties = connect(np.random.default_rng(6).uniform(0, 99, (30, 2)))
    infer_shifts(scores, 0.0, *ties, FieldSettings(), progress=progress)
    assert told == sorted(told) and told[-1] == pytest.approx(1.0) and len(told) == 12
