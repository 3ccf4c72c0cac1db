"""GeoPackages are whole or absent, with their spatial index, on disks that fill up too."""

import sqlite3
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pyogrio
import pyproj
import pytest
import shapely

from eo_deep.errors import EoDeepError
from eo_deep.io import geopackage
from eo_deep.io.geopackage import write_batches, write_vectors
from eo_deep.io.vector import read_vectors
from eo_deep.io.vector_layer import VectorLayer
from tests.engine.notes import Notes

ROOT = Path(__file__).resolve().parents[3]
UTM = pyproj.CRS(32633)
COUNT = 2000

# Prints for file sizes that the system allows, in KiB: how many features and entries of the index the file has.
WRITE_WITHIN_LIMITS = """
import resource, sqlite3, sys
from pathlib import Path
from types import SimpleNamespace
from tests.engine.io.test_geopackage import UTM, count_rows, make_boxes
from eo_deep.errors import EoDeepError
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.vector_layer import VectorLayer
path = Path(sys.argv[1])
for limit_kib in range(100, 700, 20):
    path.unlink(missing_ok=True)
    resource.setrlimit(resource.RLIMIT_FSIZE, (limit_kib << 10, resource.RLIM_INFINITY))
    try:
        write_vectors(path, VectorLayer(make_boxes(), crs=UTM), "boxes")
        print(*count_rows(path))
    except EoDeepError as error:
        assert list(path.parent.iterdir()) == [], list(path.parent.iterdir())
        print(error)
"""


def make_boxes() -> np.ndarray:
    x, y = np.random.default_rng(0).uniform(0, 1000, (2, COUNT))
    return shapely.box(x, y, x + 5, y + 5)


def count_rows(path: Path) -> tuple[int, int]:
    with sqlite3.connect(path) as file:
        return tuple(
            file.execute(f"SELECT count(*) FROM {table}").fetchone()[0] for table in ("boxes", "rtree_boxes_geom_rowid")
        )


@pytest.mark.skipif(sys.platform == "win32", reason="needs limits of file sizes")
def test_a_file_that_may_not_grow_is_told(tmp_path):
    """At some sizes the features have room and the index has not, of which GDAL says nothing."""
    words = [sys.executable, "-c", WRITE_WITHIN_LIMITS, str(tmp_path / "boxes.gpkg")]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    said = set(done.stdout.splitlines())
    assert f"{COUNT} {COUNT}" in said
    said.remove(f"{COUNT} {COUNT}")
    assert all(line.endswith("'boxes.gpkg' was not written.") or "cannot be written" in line for line in said), said


def test_a_full_disk_is_told(small_disk):
    """The same on a disk of 300 KiB with more and more of it in use."""
    for used_kib in range(0, 200, 20):
        (small_disk / "used").write_bytes(bytes(used_kib << 10))
        said = ""
        try:
            write_vectors(small_disk / "boxes.gpkg", VectorLayer(make_boxes()[:500], crs=UTM), "boxes")
        except EoDeepError as error:
            said = str(error)
        there = {path.name for path in small_disk.iterdir()} - {"used"}
        if there:
            assert (said, there) == ("", {"boxes.gpkg"})
            assert count_rows(small_disk / "boxes.gpkg") == (500, 500)
            (small_disk / "boxes.gpkg").unlink()
        else:
            assert said == f"The disk of '{small_disk}' is full; 'boxes.gpkg' was not written."
    assert not there, "the disk was never full"


@pytest.mark.parametrize(
    "damage",
    [
        "DELETE FROM boxes WHERE fid = 1",
        "DELETE FROM rtree_boxes_geom_rowid WHERE rowid = 1",
        "DROP TABLE rtree_boxes_geom_rowid",
        "UPDATE gpkg_contents SET min_x = NULL",
    ],
)
def test_what_is_missing_is_noticed(tmp_path, monkeypatch, damage):
    write = pyogrio.raw.write

    def write_badly(path, *arguments, **options):
        write(path, *arguments, **options)
        file = sqlite3.connect(path)
        file.create_function("ST_IsEmpty", 1, lambda blob: 0)
        for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {name}")
        file.execute(damage)
        file.commit()
        file.close()

    monkeypatch.setattr(geopackage.pyogrio.raw, "write", write_badly)
    with pytest.raises(EoDeepError, match="The disk of .* is full; 'a.gpkg' was not written."):
        write_vectors(tmp_path / "a.gpkg", VectorLayer(make_boxes()[:3], crs=UTM), "boxes")
    assert list(tmp_path.iterdir()) == []


def test_layers_without_places_are_whole(tmp_path):
    nowhere = np.array([None, shapely.Polygon()], object)
    for geometries in (nowhere, nowhere[:0], np.array([shapely.box(0, 0, np.inf, 1)], object)):
        write_vectors(tmp_path / "a.gpkg", VectorLayer(geometries, crs=UTM), 'odd "name"')
        assert pyogrio.read_info(tmp_path / "a.gpkg")["features"] == len(geometries)


@pytest.mark.parametrize(("free", "said"), [(1 << 20, "The disk of .* is full"), (1 << 30, "Failed to commit")])
def test_a_failed_commit_on_a_disk_that_is_too_small(tmp_path, monkeypatch, free, said):
    """GDAL then says nothing of the disk, and has given the space back."""

    def fail(*arguments, **options):
        raise RuntimeError("Failed to commit transaction")

    monkeypatch.setattr(geopackage.pyogrio.raw, "write", fail)
    monkeypatch.setattr(geopackage.shutil, "disk_usage", lambda folder: SimpleNamespace(free=free))
    with pytest.raises(EoDeepError, match=said):
        write_vectors(tmp_path / "a.gpkg", VectorLayer(make_boxes(), crs=UTM), "boxes")


def test_batches_make_the_file_of_the_whole_layer(tmp_path):
    boxes = shapely.box(np.arange(50), 0, np.arange(50) + 0.5, 1)
    fields = {"name": np.array([f"n{k}" for k in range(50)], object), "value": np.arange(50) / 7,
              "fid": np.arange(50, 100),
              "count": np.ma.array(np.arange(50, dtype=np.int32), mask=np.arange(50) % 7 == 0)}
    whole, notes = VectorLayer(boxes, fields, UTM), Notes()
    batches = (whole.select(slice(first, first + 20)) for first in (0, 20, 40))
    count = write_batches(tmp_path / "batches.gpkg", batches, "things", notes, lambda: "<qgis/>")
    write_vectors(tmp_path / "whole.gpkg", whole, "things", style="<qgis/>")
    assert count == 50 and len(notes.warnings) == 1  # of the field fid, once
    found, expected = (read_vectors(tmp_path / f"{name}.gpkg") for name in ("batches", "whole"))
    assert shapely.to_wkb(found.geometries).tolist() == shapely.to_wkb(expected.geometries).tolist()
    assert {name: values.tolist() for name, values in found.fields.items()} == {
        name: values.tolist() for name, values in expected.fields.items()}
    contents = []
    for name in ("batches", "whole"):
        with closing(sqlite3.connect(tmp_path / f"{name}.gpkg")) as file:
            contents.append([file.execute(query).fetchall() for query in (
                "SELECT table_name, min_x, min_y, max_x, max_y FROM gpkg_contents ORDER BY table_name",
                "SELECT styleQML FROM layer_styles", "SELECT id, minx FROM rtree_things_geom ORDER BY id")])
    assert contents[0] == contents[1]


def test_nothing_is_written_when_a_batch_fails(tmp_path):
    def make():
        yield VectorLayer(np.array([shapely.box(0, 0, 1, 1)]))
        raise EoDeepError("The second batch failed.")

    with pytest.raises(EoDeepError, match="second batch failed"):
        write_batches(tmp_path / "out.gpkg", make())
    assert list(tmp_path.iterdir()) == []
