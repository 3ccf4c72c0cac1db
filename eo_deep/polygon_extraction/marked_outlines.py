"""Objects under points or in boxes as the quadrilaterals that a PolyCNN regresses."""

from __future__ import annotations

import numpy as np
import shapely

from ..geo.crs import to_crs
from ..geo.measure import PixelSizes, measure_ground
from ..io.vector_layer import VectorLayer
from ..models.image_input import ImageSettings, open_model_image
from ..models.model_file import Model
from ..progress import Progress, silent
from .markers import MarkerLayer
from .quadrilaterals import regress_quadrilaterals

REGRESSED = "regressed"


def outline_marked(
    settings: ImageSettings, model: Model, marked: MarkerLayer, progress: Progress = silent
) -> VectorLayer:
    """One quadrilateral around the middle of each point or box, with the fields of objects but the class.

    score: mean IoU of the outlines of the four turns of the patch with their mean; sigma_m: how far their corners lie
    apart.
    """
    with open_model_image(settings, model.card, progress) as image:
        own, work = image.source.grid, image.grid
        middle = (marked.bounds[:, :2] + marked.bounds[:, 2:]) / 2
        middle = np.column_stack(~work.transform * (own.transform * tuple(middle.T)))
        found = regress_quadrilaterals(image, model, middle, progress)
        crs, sizes = to_crs(own.crs), PixelSizes(work)
    known = np.flatnonzero(np.isfinite(found.agreement))
    x, y = np.moveaxis(found.corners[known], -1, 0)
    polygons = shapely.polygons(np.stack(work.transform * (x, y), axis=-1))
    crossed = ~shapely.is_valid(polygons)
    polygons[crossed] = shapely.convex_hull(polygons[crossed])
    whole = np.flatnonzero(shapely.area(polygons) > 0)
    polygons, known = shapely.normalize(polygons[whole]), known[whole]
    sides = np.array([max(sizes.measure_sides(row)) for row in middle[known, 1]])
    fields: dict[str, np.ndarray] = {
        "score": found.agreement[known],
        "area_m2": measure_ground(polygons, crs)[0],
        "n_vertices": (shapely.get_num_coordinates(polygons) - 1).astype(np.int32),
        "status": np.full(len(known), REGRESSED, dtype=object),
        "sigma_m": found.spread[known] * sides,
        "marker": known,
    }
    layer = VectorLayer(polygons, fields, crs)
    if missed := len(middle) - len(known):
        progress.warning(f"{missed} of {len(middle)} {marked.name}s lie where the image has no pixels.")
    return layer
