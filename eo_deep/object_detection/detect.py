"""From an image to boxes around its objects, by a detector of other software."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import shapely

from ..errors import EoDeepError
from ..geo.antimeridian import put_back
from ..geo.crs import to_crs
from ..geo.measure import measure_areas_m2
from ..io.files import check_distinct, check_writable
from ..io.geopackage import write_vectors
from ..io.paths import NewVector, RasterPath, VectorPath
from ..io.styles import category_style
from ..io.surroundings import read_area
from ..io.vector_layer import VectorLayer
from ..models.image_input import ImageSettings, ModelImage, open_model_image
from ..models.model_file import load_model
from ..models.onnx_format import warn_of_program
from ..progress import Progress, silent
from ..runtime.devices import choose_device
from ..runtime.jobs import algorithm
from .boxes import STATUSES, Boxes, choose_across
from .tiles import detect_in_tiles, lay_out, place_boxes

_EDGE_PX, _EDGE_SHARE = 2.0, 0.01  # of a tile: what ends so close to its end is taken to be cut
_MAX_OVERLAP = 0.75  # of a tile


@algorithm("output", min_score=(0.0, 1.0), iou_threshold=(0.0, 1.0), overlap_px=(0, 8192), pixel_size_m=(0.001, None))
def detect_objects(image: RasterPath, model: str, bands: Sequence[int] | None = None, area: VectorPath | None = None,
                   min_score: float | None = None, iou_threshold: float | None = None, overlap_px: int | None = None,
                   resample: bool = True, pixel_size_m: float | None = None, device: str = "auto",
                   output: NewVector | None = None, progress: Progress = silent) -> dict:
    """Find the objects on an image as boxes with a class and a score, by a detector of other software.

    The detector runs on tiles of its own size that overlap. The tile in which an object lies farthest from the end
    decides on it, so no object is taken twice and none is taken from where a tile cuts it. An object larger than the
    overlap, which no tile has whole, is the box around its parts.

    Parameters
    ----------
    image : path of a raster
        Of any size and data type that GDAL reads.
    model : path of a detection model
        As `import_model` makes it of a detector in an ONNX file.
    bands : sequence of int, optional
        1-based band numbers in the model's order. Default: matched by name.
    area : path of polygons, optional
        In any CRS. Only objects whose middle lies inside are kept. Default: the whole image.
    min_score : float, optional
        0..1. Minimum score of an object. Default: the one stored in the model.
    iou_threshold : float, optional
        0..1. Boxes of one class with a larger IoU mean one object. Default: the one stored in the model.
    overlap_px : int, optional
        What neighbouring tiles share, at most three quarters of a tile. Best larger than the largest objects. Default:
        the one stored in the model.
    resample : bool
        Work at the model's resolution where the image has another.
    pixel_size_m : float, optional
        Pixel size in metres of an image without CRS.
    device : str
        "auto", "cpu", "cuda", "cuda:1" or "mps".
    output : path of a GeoPackage
        The boxes, with class, class_name, score (0..1), area_m2 and status: whole, merged of the parts in several
        tiles, or cut, where a part was found and not the rest.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "output": the path; "objects_count": number of objects; "cut_count": how many of them are cut.

    Raises
    ------
    EoDeepError
        If the image does not fit the model, the model is no detector, or a setting is out of range.
    """
    assert output
    for name, value in (("minimum score", min_score), ("IoU threshold", iou_threshold)):
        if value is not None and not 0 <= value <= 1:
            raise EoDeepError(f"The {name} must be 0 to 1, got {value:g}.")
    check_distinct([output], [image, model, area])
    check_writable(output, ".gpkg")
    loaded = load_model(model, "detection")
    stored, side_px = loaded.card["detection"], int(loaded.card["network"]["arguments"]["tile_px"])
    overlap_px = min(stored["overlap_px"], int(_MAX_OVERLAP * side_px)) if overlap_px is None else overlap_px
    if not 0 <= overlap_px <= _MAX_OVERLAP * side_px:
        raise EoDeepError(f"The overlap must be 0 to {int(_MAX_OVERLAP * side_px)} px, three quarters of the model's "
                          f"tile, got {overlap_px} px.")  # fmt: skip
    warn_of_program({}, choose_device(device).type, progress)
    iou = stored["iou"] if iou_threshold is None else iou_threshold
    with open_model_image(ImageSettings(image, bands, resample, pixel_size_m, device), loaded.card, progress) as opened:
        grid = opened.grid
        searched = _read_area(area, opened, progress)
        layout = lay_out(grid.width, grid.height, side_px, overlap_px)
        found = detect_in_tiles(opened, loaded, layout, stored["confidence"] if min_score is None else min_score, iou,
                                searched, progress.part(0, 0.95))  # fmt: skip
        boxes, statuses = choose_across(found, iou, max(_EDGE_PX, _EDGE_SHARE * side_px))
        if searched is not None:
            middles = shapely.points((boxes.corners[:, :2] + boxes.corners[:, 2:]) / 2)
            inside = shapely.intersects(searched, middles)
            boxes, statuses = boxes.select(inside), statuses[inside]
        objects = _describe(boxes, statuses, loaded.card["classes"], opened)
    cut = int((statuses == STATUSES.index("cut")).sum())
    if cut:
        progress.warning(f"{cut} object{'s are' if cut > 1 else ' is'} cut: larger than the {side_px - layout.step_px} "
                         "px that tiles share, and not seen in all of them; a larger overlap may find the rest.")
    style = category_style("class", loaded.card["classes"]) if len(loaded.card["classes"]) > 1 else None
    write_vectors(output, objects, layer="objects", progress=progress, style=style)
    progress(1.0)
    progress.message(f"Wrote {len(objects)} objects to '{output}'.")
    return {"output": str(output), "objects_count": len(objects), "cut_count": cut}


def _read_area(area: str | None, image: ModelImage, progress: Progress) -> shapely.Geometry | None:
    """The polygons to search in, as one geometry in px of the working grid."""
    polygons = read_area(area, image.source.grid, progress)
    if polygons is None:
        return None
    to_px = ~image.grid.transform
    whole = shapely.union_all(polygons.geometries)
    moved = shapely.transform(whole, lambda xy: np.stack(to_px * tuple(xy.T), axis=1))
    shapely.prepare(moved)
    return moved


def _describe(boxes: Boxes, statuses: np.ndarray, classes: Sequence[dict], image: ModelImage) -> VectorLayer:
    """The objects as polygons in the image's CRS, with their fields."""
    corners = [np.stack(image.grid.transform * tuple(each.T), axis=1) for each in place_boxes(boxes.corners)]
    crs = to_crs(image.source.grid.crs)
    geometries = shapely.polygons(np.stack(corners, axis=1)) if len(boxes) else np.zeros(0, object)
    geometries = put_back(geometries, crs)
    names = np.array([entry["name"] for entry in classes], dtype=object)
    return VectorLayer(geometries, {
        "class": np.array([entry["value"] for entry in classes], np.int64)[boxes.label],
        "class_name": names[boxes.label],
        "score": boxes.score,
        "area_m2": measure_areas_m2(geometries, crs),
        "status": np.array(STATUSES, dtype=object)[statuses],
    }, crs)  # fmt: skip
