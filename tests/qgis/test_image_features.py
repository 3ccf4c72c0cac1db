"""Searching and dividing an image through `processing.run` and `qgis_process`."""

from __future__ import annotations

from qgis.core import QgsRasterLayer, QgsVectorLayer
from test_algorithms import run

__all__ = ["run"]


def test_places_are_found_and_an_image_is_divided(run, scene, tmp_path):
    images = scene.image if run.__qualname__.startswith("qgis_process") else [str(scene.image)]
    found = run("eodeep:findsimilar", IMAGES=images, QUERY=scene.labels, WINDOW_PX=16, TOP=2, MIN_DISTANCE=5,
                OUTPUT=tmp_path / "places.gpkg", SIMILARITY=tmp_path / "similarity.tif")  # fmt: skip
    layer = QgsVectorLayer(str(found["OUTPUT"]), "places")
    assert layer.featureCount() == found["MATCHES"] > 0
    assert {"query", "rank", "score", "image"} <= {field.name() for field in layer.fields()}
    assert QgsRasterLayer(str(found["SIMILARITY"]), "similarity").bandCount() > 1
    divided = run("eodeep:segmentunsupervised", IMAGES=images, FEATURES="bands", CLASSES="2",
                  OUTPUT=tmp_path / "classes.tif")  # fmt: skip
    classes = QgsRasterLayer(str(divided["OUTPUT"]), "classes")
    colors = {entry.label: entry.color.name() for entry in classes.renderer().classes()}
    assert colors == {"class 1": "#e31a1c", "class 2": "#1f78b4"}
