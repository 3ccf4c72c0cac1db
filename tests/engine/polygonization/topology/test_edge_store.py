"""Edges on disk, found again by place, and those around some regions."""

import numpy as np
import pytest

from eo_deep.errors import EoDeepError
from eo_deep.polygonization.topology import edge_store, polygon_batches
from eo_deep.polygonization.topology.boundaries import Edges
from eo_deep.polygonization.topology.edge_store import EdgeStore
from eo_deep.polygonization.topology.polygon_batches import RegionEdges


def make_edges(count, seed=0):
    rng = np.random.default_rng(seed)
    start = rng.integers(0, 400, (count, 2)) / 4
    return Edges(start, start + rng.integers(1, 40, (count, 2)) / 4, *rng.integers(0, 30, (2, count)).astype(np.int32))


def list_values(edges):
    return np.column_stack([edges.start, edges.end, edges.left, edges.right]).tolist()


def test_edges_come_back_in_their_order_and_by_place(monkeypatch, tmp_path):
    monkeypatch.setattr(edge_store, "_RUN", 7)
    parts = [make_edges(40), make_edges(0), make_edges(25, 1)]
    whole, store = Edges.join(parts), EdgeStore(tmp_path)
    for part in parts:
        store.add(part)
    assert list(tmp_path.iterdir()) == []  # it has no name
    assert len(store) == 65 and store.runs == 6 + 4
    assert list_values(store.join()) == list_values(whole)
    low, high = (20.0, 30.0), (41.0, 60.0)
    inside = ((np.minimum(whole.start, whole.end) < high) & (np.maximum(whole.start, whole.end) >= low)).all(axis=1)
    positions, found = store.find(low, high)
    assert positions.tolist() == np.flatnonzero(inside).tolist() and 3 < len(found) < 60
    assert list_values(found) == list_values(whole.select(inside))
    assert store.find(low, high, runs=6)[0].tolist() == [place for place in positions.tolist() if place < 40]
    assert store.reaches(low, high) and not store.reaches((200, 200), (300, 300))
    for values in (found.start, found.end, found.left, found.right):
        assert values.flags.c_contiguous and values.flags.writeable
    store.close()


def test_a_full_disk_is_named(monkeypatch, tmp_path):
    store = EdgeStore(tmp_path)

    def write(data):
        raise OSError(28, "No space left on device")

    class Full:
        seek, close = staticmethod(lambda place: None), store._file.close

    Full.write = staticmethod(write)
    monkeypatch.setattr(store, "_file", Full)
    with pytest.raises(EoDeepError, match=r"full"):
        store.add(make_edges(3))


@pytest.mark.parametrize("tall_px", [4, 30, 4096])
def test_all_edges_that_meet_in_the_vertices_of_regions_are_found(monkeypatch, tall_px):
    monkeypatch.setattr(edge_store, "_RUN", 7)
    monkeypatch.setattr(polygon_batches, "_TALL_PX", tall_px)
    monkeypatch.setattr(polygon_batches, "_BATCH", 4)
    whole = make_edges(90)
    whole.end[::3] = whole.start[(np.arange(0, 90, 3) + 1) % 90]  # vertices that edges share
    finder = RegionEdges(EdgeStore().add(whole), 30)
    parts = list(finder.batches(np.arange(2, 29)))
    assert [members.tolist() for members, _ in parts[:2]] == [[2, 3, 4, 5], [6, 7, 8, 9]]
    for members, edges in parts:
        own = np.isin(whole.left, members) | np.isin(whole.right, members)
        vertices = {tuple(xy) for xy in np.concatenate([whole.start[own], whole.end[own]]).tolist()}
        meet = [tuple(a) in vertices or tuple(b) in vertices for a, b in zip(whole.start.tolist(), whole.end.tolist())]
        rows = iter(list_values(edges))
        assert all(row in rows for row in list_values(whole.select(np.array(meet))))  # in their order
    (members, edges), = finder.batches(np.zeros(0, int))
    assert len(members) == len(edges) == 0
