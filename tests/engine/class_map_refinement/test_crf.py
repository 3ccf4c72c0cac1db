"""The truncated CRF: the mean field of its energy, on any tile bit by bit."""

import numpy as np
import pytest

from eo_deep.class_map_refinement.crf import CrfSettings, refine


def make_case(classes: int, shape=(60, 50), share_known=0.9):
    rng = np.random.default_rng(classes)
    scores = rng.normal(0, 3, (1 if classes == 2 else classes, *shape)).astype(np.float32)
    image = rng.normal(0, 0.05, (3, *shape)).astype(np.float32).cumsum(axis=2)
    return scores, image, rng.random(shape) < share_known


def shift(values, dy, dx):
    """values[..., y + dy, x + dx], 0 beyond the edge."""
    height, width = values.shape[-2:]
    padded = np.pad(values, [(0, 0)] * (values.ndim - 2) + [(abs(dy), abs(dy)), (abs(dx), abs(dx))])
    return padded[..., abs(dy) + dy : abs(dy) + dy + height, abs(dx) + dx : abs(dx) + dx + width]


def run_dense(scores, image, known, settings):
    """The same by its definition, in float64 and with exp."""
    known, image, start = known.astype(float), image.astype(float), scores.astype(float)
    side = range(-settings.radius_px, settings.radius_px + 1)
    kernels = [{}, {}]
    for dy in side:
        for dx in side:
            y, x = dy * settings.dilation, dx * settings.dilation
            if dy or dx:
                both = known * shift(known, y, x)
                unlike = ((image - shift(image, y, x)) ** 2).sum(axis=0) / (2 * settings.tolerance**2)
                kernels[0][y, x] = both * np.exp(-unlike - (y * y + x * x) / (2 * settings.reach_px**2)) * (unlike < 8)
    reach = min(settings.window_px, 3)
    for y in range(-reach, reach + 1):
        for x in range(-reach, reach + 1):
            if y or x:
                kernels[1][y, x] = known * shift(known, y, x) * np.exp(-(y * y + x * x) / 2)
    totals = [sum(kernel.values()) for kernel in kernels]
    norms = [np.where(total > 1e-6, 1 / np.sqrt(np.maximum(total, 1e-6)), 0) for total in totals]
    now = start
    for _ in range(settings.iterations):
        if len(now) == 1:
            chances = np.tanh(now / 2)
        else:
            chances = np.exp(now - now.max(axis=0))
            chances /= chances.sum(axis=0)
        now = start.copy()
        for weight, norm, kernel in zip((settings.image_weight, settings.smoothing_weight), norms, kernels):
            now += weight * norm * sum(k * shift(chances * norm, y, x) for (y, x), k in kernel.items())
    return now


@pytest.mark.parametrize(("classes", "settings"), [
    (2, CrfSettings()),
    (2, CrfSettings(radius_px=3, iterations=1, image_weight=10.0)),
    (4, CrfSettings(radius_px=2, dilation=2, iterations=3)),
])
def test_it_is_the_mean_field_of_the_energy(classes, settings):
    scores, image, known = make_case(classes)
    dense = run_dense(scores, image, known, settings)
    assert np.abs(dense - scores).max() > 2
    np.testing.assert_allclose(refine(scores, image, known, settings), dense, atol=5e-3)


@pytest.mark.parametrize("classes", [2, 4])
@pytest.mark.parametrize("settings", [CrfSettings(), CrfSettings(radius_px=3, dilation=2, iterations=2)])
def test_a_tile_with_the_halo_has_the_bits_of_the_whole(classes, settings):
    scores, image, known = make_case(classes, (210, 190), 0.95)
    whole = refine(scores, image, known, settings)
    differences = []
    for halo in (settings.halo_px, settings.halo_px - 1):
        differences.append(0)
        for rows, columns in (((0, 61), (0, 77)), ((100, 131), (77, 150)), ((137, 210), (101, 190))):
            part = [slice(max(0, low - halo), high + halo) for low, high in (rows, columns)]
            tile = refine(scores[:, part[0], part[1]], image[:, part[0], part[1]], known[part[0], part[1]], settings)
            core = [slice(low - each.start, high - each.start) for (low, high), each in zip((rows, columns), part)]
            found, wanted = tile[:, core[0], core[1]], whole[:, slice(*rows), slice(*columns)]
            differences[-1] += int((found != wanted).sum())
    assert differences[0] == 0
    assert differences[1] > 0  # the halo is no larger than it must be


def test_unknown_pixels_keep_their_scores_and_send_no_message():
    scores, image, known = make_case(2)
    refined = refine(scores, image, known, CrfSettings())
    assert (refined[:, ~known] == scores[:, ~known]).all()
    other = np.where(known, scores, 50).astype(np.float32), np.where(known, image, -3).astype(np.float32)
    assert (refine(*other, known, CrfSettings())[:, known] == refined[:, known]).all()


def test_classes_follow_the_edge_of_the_image():
    image = np.zeros((1, 40, 40), np.float32)
    image[:, :, 20:] = 1
    scores = np.full((1, 40, 40), -2, np.float32)
    scores[:, :, 18:] = 2  # two columns too far
    scores[:, 8, 30] = -2  # a hole
    refined = refine(scores, image, np.ones((40, 40), bool), CrfSettings(image_weight=8.0, smoothing_weight=0.0))
    assert ((refined[0] > 0) == (image[0] > 0.5)).all()
