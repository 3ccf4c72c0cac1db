"""Buildings from an image, with a network that calls bright pixels buildings."""

import numpy as np
import pytest
import rasterio
import rasterio.features
import shapely
import shapely.affinity
from rasterio.control import GroundControlPoint
from rasterio.transform import from_origin
from rasterio.windows import Window

from eo_deep.buildings.extract import extract_buildings
from eo_deep.errors import EoDeepError
from eo_deep.geo.crs import to_crs
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.raster import RasterSource, open_raster
from eo_deep.io.raster_writer import RasterWriter
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.models import bundled
from eo_deep.polygonization.topology import regions, tiled_graph, touching_objects
from tests.engine.notes import Notes


def paint_town(height=160, width=200):
    """A dark image with three bright buildings of 20 x 30, 40 x 40 (a courtyard of 10 x 10 in it) and 3 x 3 px."""
    image = np.full((3, height, width), 20, np.uint8)
    image[:, 10:30, 20:50] = 240
    image[:, 60:100, 100:140] = 240
    image[:, 75:85, 115:125] = 20
    image[:, 140:143, 20:23] = 240
    return image


def test_finds_buildings_with_area_probability_and_model(tmp_path, write_raster, make_brightness_model):
    image, log = write_raster(paint_town()), Notes()
    output = tmp_path / "out.gpkg"
    result = extract_buildings(image, make_brightness_model(), output=str(output), progress=log)
    found = read_polygons(output)
    assert result == {"output": str(output), "probabilities": None, "polygons_count": 2}
    assert list(found.fields) == ["area_m2", "mean_probability", "n_vertices", "fidelity", "max_distance_m",
                                  "status", "model"]
    assert found.fields["n_vertices"].tolist() == [4, 8]
    assert found.fields["status"].tolist() == ["regular", "regular"]
    assert (found.fields["fidelity"] == 1).all()
    assert found.crs.to_epsg() == 32633
    assert found.fields["area_m2"] == pytest.approx([150, 375], rel=0.01)
    assert (found.fields["mean_probability"] > 0.99).all()
    assert list(found.fields["model"]) == ["brightness"] * 2
    assert len(found.geometries[1].interiors) == 1
    assert log.fractions == sorted(log.fractions)
    assert log.fractions[-1] == 1
    assert "2 buildings" in log.texts[-1]
    assert str(output) in log.texts[-1]
    assert not any("partial" in text for text in log.texts)
    assert {p.name for p in tmp_path.iterdir()} == {"image.tif", "models", "out.gpkg"}


def test_small_buildings_and_courtyards_by_choice(tmp_path, write_raster, make_brightness_model):
    image = write_raster(paint_town())
    extract_buildings(image, make_brightness_model(), min_area_m2=0, min_hole_m2=30, output=str(tmp_path / "out.gpkg"))
    found = read_polygons(tmp_path / "out.gpkg")
    assert found.fields["area_m2"] == pytest.approx([150, 400, 2.25], rel=0.12)


def test_threshold_of_the_card_and_of_the_user(tmp_path, write_raster, make_brightness_model):
    grey = np.full((3, 40, 40), 20, np.uint8)
    grey[:, 10:30, 10:30] = 140  # probability 0.83
    image, strict = write_raster(grey), make_brightness_model(threshold=0.9)
    output = str(tmp_path / "out.gpkg")
    assert extract_buildings(image, strict, output=output)["polygons_count"] == 0
    assert extract_buildings(image, strict, threshold=0.5, output=output)["polygons_count"] == 1
    assert extract_buildings(image, make_brightness_model(), output=output)["polygons_count"] == 1


def test_touching_buildings_are_kept_apart(tmp_path, write_raster, make_brightness_model):
    image = np.full((3, 80, 120), 20, np.uint8)
    image[:, 20:60, 20:100] = 240
    image[:, 20:60, 59:61] = 134  # probability about 0.7
    image, output = write_raster(image), tmp_path / "out.gpkg"

    def extract(model=None, **arguments):
        extract_buildings(image, model or make_brightness_model(), output=str(output), **arguments)
        return read_polygons(output)

    found = extract()
    assert found.fields["area_m2"] == pytest.approx([390, 410], abs=11)
    assert found.fields["n_vertices"].tolist() == [4, 4]
    assert shapely.intersection(*found.geometries).length == pytest.approx(20, abs=0.5)
    assert len(extract(split=False)) == 1
    assert len(extract(seed_threshold=0.5)) == 1
    assert len(extract(make_brightness_model(seed_threshold=0.5))) == 1
    assert len(extract(make_brightness_model(seed_threshold=0.5), seed_threshold=0.9)) == 2
    assert len(extract(make_brightness_model(seed_threshold=None))) == 2
    with pytest.raises(EoDeepError, match="seed threshold must be 0 to 1, got 2"):
        extract(seed_threshold=2.0)


def test_writes_the_probability_of_buildings_when_asked(tmp_path, write_raster, make_brightness_model):
    image = paint_town()
    image[:, :, 190:] = 0
    path, probabilities = write_raster(image, nodata=0), str(tmp_path / "out.tif")  # nearly the polygons' name
    extract_buildings(path, make_brightness_model(), output=str(tmp_path / "out.gpkg"), probabilities=probabilities)
    with rasterio.open(probabilities) as written:
        assert (written.count, written.dtypes[0], written.crs.to_epsg()) == (1, "float32", 32633)
        values = written.read(1)
    assert np.isnan(values[:, 190:]).all()
    assert ((values[:, :190] > 0.5) == (image[0, :, :190] > 127)).all()
    assert {p.name for p in tmp_path.iterdir()} == {"image.tif", "models", "out.gpkg", "out.tif", "out.qml"}


def test_finds_nothing_outside_the_area(tmp_path, write_raster, make_brightness_model):
    image = write_raster(paint_town())
    left = shapely.box(500000, 5499900, 500060, 5500000)  # the first 120 columns: through the second building
    area = tmp_path / "area.gpkg"
    write_vectors(area, VectorLayer(np.array([left]), crs=to_crs(32633)))
    extract_buildings(image, make_brightness_model(), area=str(area), output=str(tmp_path / "out.gpkg"))
    found = read_polygons(tmp_path / "out.gpkg")
    assert len(found) == 2
    assert shapely.bounds(found.geometries)[:, 2].max() == 500060


@pytest.mark.parametrize("resolution_m", [None, 0.8])
@pytest.mark.parametrize("settings", [{}, {"min_area_m2": 0, "min_hole_m2": 30}, {"split": False}])
def test_cells_without_data_are_left_out_and_do_not_show(tmp_path, write_raster, make_brightness_model, monkeypatch,
                                                         resolution_m, settings):
    """An area in a wide image: the same polygons and probabilities as if every cell were read."""
    image = np.full((3, 500, 700), 20, np.uint8)
    image[:, 60:440:40, 40:660] = 134  # rows of roofs that nearly touch, along borders of cells
    for column in range(40, 660, 30):
        image[:, 60:440, column : column + 25][:, np.arange(380) % 40 < 31] = 240
    path, area = write_raster(image), tmp_path / "area.gpkg"
    # Through roofs, up to just beyond a border of cells; and one more place.
    places = [shapely.box(500075.3, 5499860.2, 500129, 5499935.9), shapely.box(500300, 5499755, 500320, 5499790)]
    write_vectors(area, VectorLayer(np.array(places), crs=to_crs(32633)))
    monkeypatch.setattr(regions, "CELL_PX", 64)
    monkeypatch.setattr(touching_objects, "_CELL_PX", 64)
    monkeypatch.setattr(tiled_graph, "TILE_PX", 128)
    monkeypatch.setattr(tiled_graph, "SETTLED_PX", 8)
    inputs = [{"bands": ["red", "green", "blue"], "resolution_m": resolution_m, "dtype": "uint8", "nodata": None,
               "scaling": {"kind": "fixed", "mean": [127.0] * 3, "std": [64.0] * 3}}]
    model = make_brightness_model(inputs=inputs)
    reads = []
    label = regions._label_pieces
    monkeypatch.setattr(regions, "_label_pieces", lambda labels: reads.append(1) or label(labels))

    def extract():
        reads.clear()
        outputs = {name: str(tmp_path / f"out.{suffix}") for name, suffix in (("output", "gpkg"),
                                                                              ("probabilities", "tif"))}
        extract_buildings(path, model, area=str(area), core_px=16, **outputs, **settings)
        found = read_polygons(outputs["output"])
        with rasterio.open(outputs["probabilities"]) as written:
            values = written.read(1)
        return {"outlines": shapely.to_wkb(found.geometries).tolist(), "probabilities": values.tobytes(),
                **{name: values.tolist() for name, values in found.fields.items()}}, len(reads)

    found, few = extract()
    monkeypatch.setattr(RasterSource, "is_empty", lambda self, window: False)
    monkeypatch.setattr(regions.Regions, "is_empty", lambda self, window: False)
    monkeypatch.setattr(regions.Regions, "filled_cells", property(lambda self: np.arange(self.rows * self.columns)))
    expected, many = extract()
    assert len(expected["outlines"]) >= 4
    assert found == expected
    assert few < many / 2 or resolution_m  # resampled maps have blocks of 512 px


def test_outlines_of_large_pixels_are_as_fine_as_the_network_works(tmp_path, write_raster, make_brightness_model):
    """The polygons of an image of large pixels are those of the image enlarged; probabilities are on its own pixels."""
    notched = shapely.box(14.3, 20.6, 44.1, 40.9) - shapely.box(41.7, 38.5, 45, 42)
    truth = shapely.affinity.rotate(notched, 27)
    shares = rasterio.features.rasterize([truth], (8 * 60, 8 * 60), transform=rasterio.Affine.scale(1 / 8))
    shares = shares.reshape(60, 8, 60, 8).mean((1, 3))
    image = write_raster(np.repeat((20 + 215 * shares).astype(np.uint8)[None], 3, 0))
    inputs = [{"bands": ["red", "green", "blue"], "resolution_m": 0.125, "dtype": "uint8", "nodata": None,
               "scaling": {"kind": "fixed", "mean": [127.0] * 3, "std": [64.0] * 3}}]
    model = make_brightness_model(inputs=inputs)
    large, fine = tmp_path / "large.tif", []
    with open_raster(image) as source, source.on(source.grid.scaled(0.25), "cubic") as enlarged, \
            RasterWriter(large, enlarged.grid, 3, "uint8", None) as writer:  # fmt: skip
        assert source.grid.ground_resolution_m == pytest.approx((0.5, 0.5), rel=0.01)
        everything = Window(0, 0, enlarged.grid.width, enlarged.grid.height)
        writer.write(enlarged.read(everything)[0], everything)
        own = source.grid
    for path in (image, large):
        extract_buildings(str(path), model, output=str(tmp_path / "out.gpkg"), probabilities=str(tmp_path / "p.tif"))
        fine.append(read_polygons(tmp_path / "out.gpkg").geometries)
        with open_raster(tmp_path / "p.tif") as written, open_raster(path) as source:
            assert written.grid.matches(source.grid)
    assert shapely.equals_exact(*fine, 1e-6).all()
    found = shapely.transform(fine[0][0], lambda xy: np.column_stack(~own.transform * tuple(xy.T)))
    assert found.intersection(truth).area > 0.99 * found.union(truth).area
    assert len(found.exterior.coords) - 1 == 6
    extract_buildings(image, model, resample=False, output=str(tmp_path / "out.gpkg"))
    assert read_polygons(tmp_path / "out.gpkg").fields["n_vertices"].tolist() == [4]  # the notch is 2.4 px wide


@pytest.mark.parametrize("crs", ["EPSG:3857", "EPSG:4326"])
def test_areas_are_true_in_any_crs(tmp_path, write_raster, make_brightness_model, crs):
    """0.5 m pixels at 60 degrees north: 1 unit of Web Mercator is 0.5 m there, a degree of longitude 55.8 km."""
    geod = to_crs(4326).get_geod()
    across, down = geod.inv(15, 60, 15.001, 60)[2] / 0.001, geod.inv(15, 60, 15, 60.001)[2] / 0.001
    if crs == "EPSG:4326":
        transform = from_origin(15, 60, 0.5 / across, 0.5 / down)
    else:
        size = 0.5 / (across * 180 / (np.pi * 6378137)), 0.5 / (down * np.cos(np.pi / 3) * 180 / (np.pi * 6378137))
        transform = from_origin(1669792.36, 8399737.89, *size)
    image = write_raster(paint_town(), crs=crs, transform=transform)
    extract_buildings(image, make_brightness_model(), output=str(tmp_path / "out.gpkg"))
    assert read_polygons(tmp_path / "out.gpkg").fields["area_m2"] == pytest.approx([150, 375], rel=5e-3)


def test_chooses_the_building_class_by_name(tmp_path, write_raster, make_brightness_model):
    classes = [{"value": v, "name": n, "color": "#000000"} for v, n in enumerate(("water", "road", "Building"))]
    extract_buildings(write_raster(paint_town()), make_brightness_model(classes=classes),
                      output=str(tmp_path / "out.gpkg"))
    assert len(read_polygons(tmp_path / "out.gpkg")) == 2
    classes[2]["name"] = "tree"
    with pytest.raises(EoDeepError, match="has no class 'building'; its classes are: water, road, tree"):
        extract_buildings(write_raster(paint_town()), make_brightness_model(classes=classes),
                          output=str(tmp_path / "out.gpkg"))


def test_says_when_the_bundled_model_is_missing(tmp_path, write_raster, monkeypatch):
    monkeypatch.setattr(bundled, "_FOLDERS", (tmp_path,))
    with pytest.raises(EoDeepError, match="The bundled model '.*buildings.safetensors' is missing"):
        extract_buildings(write_raster(paint_town()), output=str(tmp_path / "out.gpkg"))


@pytest.mark.parametrize("kind", ["nothing", "control points", "colour table"])
def test_buildings_lie_where_qgis_shows_the_picture(tmp_path, make_brightness_model, kind):
    """Without georeference QGIS shows a picture from (0, 0) downwards; the other two tell their place in other ways."""
    path, output, probabilities = (str(tmp_path / name) for name in ("scan.tif", "out.gpkg", "p.tif"))
    place, crs = from_origin(500_000, 5_500_000, 0.5, 0.5), rasterio.CRS.from_epsg(32633)
    colours = kind == "colour table"
    pixels = (paint_town()[:1] > 100).astype(np.uint8) if colours else paint_town()
    extra = {"crs": crs, "transform": place} if colours else {}
    with rasterio.open(path, "w", "GTiff", 200, 160, len(pixels), dtype="uint8", **extra) as file:
        file.write(pixels)
        if colours:
            file.write_colormap(1, {0: (20, 20, 20, 255), 1: (240, 240, 240, 255)})
        elif kind == "control points":
            corners = [(column, row) for column in (0, 100, 200) for row in (0, 80, 160)]
            file.gcps = ([GroundControlPoint(r, c, *(place * (c, r))) for c, r in corners], crs)
    log = Notes()
    extract_buildings(path, make_brightness_model(), output=output, probabilities=probabilities, progress=log)
    found = read_polygons(output)
    if kind == "nothing":
        assert found.geometries[0].bounds == (20, -30, 50, -10) and found.crs is None
        assert "'scan.tif' has no georeference; pixel coordinates are used, as in QGIS." in log.texts
        assert any(" square map units in all, to " in text for text in log.texts)
    else:
        assert found.geometries[0].bounds == pytest.approx((500_010, 5_499_985, 500_025, 5_499_995), rel=1e-12)
        assert found.crs.to_epsg() == 32633
    with rasterio.open(probabilities) as file:
        row, column = file.index(*found.geometries[0].centroid.coords[0])
        assert (row, column) == (20, 35) and file.read(1)[row, column] > 0.99
