"""k-means on cells: found again, chosen by the silhouette, independent of how the map is read."""

import numpy as np
import pytest
import rasterio
from rasterio.windows import Window

from eo_deep.errors import EoDeepError
from eo_deep.geo.grid import Grid
from eo_deep.geo.place_hash import hash_pixels, make_salt
from eo_deep.image_features import clusters
from eo_deep.image_features.cell_store import CellStore
from eo_deep.image_features.clusters import choose_count, find_clusters, measure_silhouette, sample_cells


def make_groups(count, size=100):
    random = np.random.default_rng(1)
    centres = 10 * np.stack([np.cos(np.arange(count)), np.sin(np.arange(count))], axis=1)
    return np.concatenate([centre + random.normal(size=(size * (number + 1), 2)) for number, centre in
                           enumerate(centres)])  # fmt: skip


def test_groups_are_found_and_sorted_by_size():
    found, _ = find_clusters(make_groups(4), 4, seed=0, scaled=False)
    np.testing.assert_allclose(found.shares, [0.4, 0.3, 0.2, 0.1], atol=0.01)
    np.testing.assert_allclose(found.centres[0], 10 * np.array([np.cos(3), np.sin(3)]), atol=0.3)
    assert found.spread == pytest.approx(2, rel=0.1)


def test_auto_finds_the_number_of_groups():
    found, silhouettes = find_clusters(make_groups(5), None, seed=0)
    assert len(found.centres) == 5
    assert list(silhouettes) == list(range(2, 17)) and silhouettes[5] > silhouettes[6]
    assert choose_count({2: 0.5, 3: 0.6, 4: 0.3, 5: 0.29}) == 3


def test_the_silhouette_is_that_of_scikit_learn():
    metrics = pytest.importorskip("sklearn.metrics")
    points = make_groups(3, 20)
    labels = np.arange(len(points)) % 3
    labels[labels == 2] = 0
    assert measure_silhouette(points, labels) == pytest.approx(metrics.silhouette_score(points, labels), abs=1e-9)


def test_the_sample_depends_on_positions_only(monkeypatch, tmp_path):
    monkeypatch.setattr(clusters, "SAMPLE_CELLS", 500)
    grid = Grid(None, rasterio.Affine.identity(), 300, 200)
    values = np.random.default_rng(0).normal(size=(3, 200, 300)).astype(np.float32)
    known = np.random.default_rng(1).random((200, 300)) > 0.3
    store, samples = CellStore(grid, tmp_path), []
    store.add(values, known, Window(0, 0, 300, 200))

    def read(window):
        features, counts = store.read(window)
        return features, counts > 0

    for side in (16, 64):
        monkeypatch.setattr(clusters, "BLOCK_CELLS", side)
        samples.append(sample_cells(grid, read, seed=3))
    rows, columns = np.nonzero(known)
    lowest = np.sort(np.argsort(hash_pixels(make_salt(3, 0), rows, columns), kind="stable")[:500])
    np.testing.assert_array_equal(samples[0], values[:, rows[lowest], columns[lowest]].T)
    np.testing.assert_array_equal(samples[0], samples[1])


def test_one_place_everywhere_has_no_classes():
    with pytest.raises(EoDeepError, match="All places of the image look the same"):
        find_clusters(np.ones((50, 3)), None, 0, True)


def test_too_few_different_places():
    with pytest.raises(EoDeepError, match="There are 2 different places, so there can be no 3 classes"):
        find_clusters(np.eye(2).repeat(25, axis=0), 3, seed=0)
