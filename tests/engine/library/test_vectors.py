"""GeoDataFrames go in and come out with all their columns."""

import numpy as np
import pytest
import shapely

import eo_deep
from eo_deep.errors import EoDeepError
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.vector import read_vectors
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.library.results import Vectors

geopandas = pytest.importorskip("geopandas")
pandas = pytest.importorskip("pandas")


@pytest.fixture
def frame():
    return geopandas.GeoDataFrame(
        {"name": ["a", None], "count": pandas.array([2, None], dtype="Int64"), "area": [1.5, np.nan],
         "flat": [True, False], "day": pandas.to_datetime(["2024-02-29", None])},
        geometry=[shapely.box(0, 0, 10, 10), shapely.box(20, 0, 30, 8)], crs=32633, index=[7, 9],
    )  # fmt: skip


def test_a_frame_is_kept(frame, tmp_path):
    path = str(tmp_path / "frame.gpkg")
    write_vectors(path, VectorLayer.from_geopandas(frame))
    back = Vectors(path).to_geopandas()

    assert back.crs == frame.crs and list(back.columns) == list(frame.columns)
    assert back.geometry.geom_equals(frame.geometry.reset_index(drop=True)).all()
    assert back["name"][0] == "a" and pandas.isna(back["name"][1])
    assert back["count"].tolist() == [2, pandas.NA] and back["count"].dtype == "Int64"
    assert back["area"][0] == 1.5 and np.isnan(back["area"][1])
    assert back["flat"].tolist() == [True, False]
    assert back["day"][0] == pandas.Timestamp("2024-02-29") and pandas.isna(back["day"][1])


def test_frames_are_vectors(frame):
    scores = eo_deep.compare_polygons(frame, frame.to_crs(4326))
    assert scores.iou == pytest.approx(1, abs=1e-3)
    regular = eo_deep.regularize_polygons(frame, pixel_size_m=0.5)
    assert isinstance(regular.to_geopandas(), geopandas.GeoDataFrame)
    assert regular.to_geopandas()["name"][0] == "a" and regular.fields["name"].tolist() == ["a", None]


def test_what_a_frame_cannot_be_is_said(frame):
    with pytest.raises(EoDeepError, match="'input' must be a raster, got a GeoDataFrame"):
        eo_deep.polygonize(frame)


def test_frames_of_several_kinds_and_of_nothing(frame, tmp_path):
    mixed = geopandas.GeoDataFrame(geometry=[shapely.LineString([(0, 0), (1, 1)]), shapely.box(0, 0, 1, 1)])
    for name, layer in {"mixed": mixed, "empty": frame[:0]}.items():
        write_vectors(tmp_path / f"{name}.gpkg", VectorLayer.from_geopandas(layer))
        assert read_vectors(tmp_path / f"{name}.gpkg").geometries.tolist() == layer.geometry.tolist()
