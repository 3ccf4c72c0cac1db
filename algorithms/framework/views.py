"""What an algorithm reads of web maps, which have no pixels of their own: the place, and the resolution."""

from __future__ import annotations

from typing import Any

from qgis import utils
from qgis.core import QgsProcessingAlgorithm
from qgis.PyQt.QtCore import QCoreApplication, QThread

from .layers import Area, MovedFeatures, MovedPolygons
from .model_card import read_resolution_m
from .params import ModelFile, Resolution
from .raster_export import RasterExport, View

MARGIN_M = 60.0  # what is rendered around a map: objects may lie beyond it by 15 m, and networks look at surroundings


def place_exports(algorithm: QgsProcessingAlgorithm, values: dict, context: Any) -> None:
    """Choose what to render of the rasters among the algorithm's arguments that have no pixels of their own."""
    view = find_view(algorithm, values, context)
    for value in algorithm.arguments.values():
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, RasterExport):
                part.place(view)


def find_view(algorithm: QgsProcessingAlgorithm, values: dict, context: Any) -> View | None:
    """What to render: the algorithm's area, else what the canvas shows, else where the vectors to be moved lie.

    None without any of them.
    """
    resolution_m = find_resolution_m(algorithm)
    in_main_thread = QThread.currentThread() == QCoreApplication.instance().thread()  # steps of a model are not
    canvas = utils.iface.mapCanvas() if utils.iface is not None and in_main_thread else None
    units_per_px = canvas.mapUnitsPerPixel() if canvas else None
    area = find_source(algorithm, values, context, Area)
    if area is not None:
        return View(area.sourceExtent(), area.sourceCrs(), resolution_m, units_per_px)
    if canvas is not None and not canvas.extent().isEmpty():
        return View(canvas.extent(), canvas.mapSettings().destinationCrs(), resolution_m, units_per_px)
    moved = find_source(algorithm, values, context, (MovedPolygons, MovedFeatures))
    if moved is None:
        return None
    return View(moved.sourceExtent(), moved.sourceCrs(), resolution_m, units_per_px, MARGIN_M)


def find_source(algorithm: QgsProcessingAlgorithm, values: dict, context: Any, kinds: Any) -> Any:
    """The features that the user chose for a parameter of these kinds, or None."""
    names = [name.upper() for name, parameter in algorithm.parameters().items() if isinstance(parameter, kinds)]
    chosen = [algorithm.parameterAsSource(values, name, context) for name in names if values.get(name)]
    return chosen[0] if chosen else None


def find_resolution_m(algorithm: QgsProcessingAlgorithm) -> float | None:
    """The ground resolution at which the algorithm works: asked for, or the finest of its models; None if unknown."""
    parameters, arguments = algorithm.parameters(), algorithm.arguments
    for name, parameter in parameters.items():
        if isinstance(parameter, Resolution) and arguments.get(name):
            return arguments[name]
    models = {name: p.bundled for name, p in parameters.items() if isinstance(p, ModelFile)}
    known = [read_resolution_m(arguments.get(name) or bundled) for name, bundled in models.items()]
    return min((resolution_m for resolution_m in known if resolution_m), default=None)
