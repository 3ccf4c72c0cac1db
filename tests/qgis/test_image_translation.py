"""Translations through `processing.run` and `qgis_process`: a map learned from polygons, and painted."""

from __future__ import annotations

from pathlib import Path

from osgeo import gdal
from qgis.core import QgsRasterLayer
from test_algorithms import read, run

__all__ = ["run"]


def test_a_map_is_learned_and_painted(run, scene, tmp_path):
    values = {"BANDS": "1, 2, 3", "BASE_CHANNELS": 4, "EPOCHS": 1, "SAMPLES_PER_EPOCH": 4, "BATCH_SIZE": 2,
              "CROP_PX": 32, "DEVICE": "cpu"}  # fmt: skip
    values |= {"SOURCE": scene.image, "TARGET": scene.labels}
    if not run.__qualname__.startswith("qgis_process"):
        values |= {"SOURCE": [str(scene.image)], "TARGET": [str(scene.labels)]}
    results = run("eodeep:traintranslation", **values, MODEL=tmp_path / "m.safetensors", REPORT=tmp_path / "m.html")
    assert "Confusion matrix" in Path(results["REPORT"]).read_text(encoding="utf-8")
    assert 0 <= results["MEAN_IOU"] <= 1
    painted = run("eodeep:translateimage", IMAGE=scene.image, MODEL=results["MODEL"], DEVICE="cpu",
                  OUTPUT=tmp_path / "map.tif")  # fmt: skip
    assert read(painted["OUTPUT"]).shape == read(scene.image).shape[1:]
    assert gdal.Open(str(painted["OUTPUT"])).GetProjection() == gdal.Open(str(scene.image)).GetProjection()
    layer = QgsRasterLayer(str(painted["OUTPUT"]), "map")
    colors = {entry.label: entry.color.name() for entry in layer.renderer().classes()}
    assert colors == {"background": "#ffffff", "object": "#e31a1c"}
