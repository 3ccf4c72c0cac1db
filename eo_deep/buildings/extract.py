"""From an image to building polygons: segmentation, then outlines with right angles."""

from __future__ import annotations

import math
from collections.abc import Sequence
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import numpy as np

from ..errors import EoDeepError
from ..io.files import check_distinct, check_writable
from ..io.geopackage import write_batches
from ..io.paths import ExtraRaster, NewVector, RasterPath, VectorPath, list_paths
from ..io.raster import RasterSource, open_raster
from ..io.raster_writer import RasterWriter
from ..io.styles import probability_style
from ..io.vector_layer import VectorLayer
from ..models.bundled import BUILDINGS, find_building_class, find_bundled_model, find_thresholds
from ..models.image_input import ImageSettings
from ..models.model_file import read_card
from ..polygon_extraction import load_object_model, open_object_maps
from ..polygonization import Tolerances, approximate_in_batches
from ..progress import Progress, silent
from ..runtime.devices import choose_device
from ..runtime.jobs import algorithm

_ATTRIBUTES = ("area_m2", "mean_probability", "n_vertices", "fidelity", "max_distance_m", "status")


@algorithm(
    "output", restartable=True, min_area_m2=(0.0, None), min_hole_m2=(0.0, None), threshold=(0.0, 1.0),
    seed_threshold=(0.0, 1.0), pixel_size_m=(0.001, None), core_px=(16, None),
)
def extract_buildings(image: RasterPath, model: str | None = None, bands: Sequence[int] | None = None,
                      area: VectorPath | None = None, min_area_m2: float = 10.0, min_hole_m2: float = 5.0,
                      threshold: float | None = None, split: bool = True, seed_threshold: float | None = None,
                      resample: bool = True, pixel_size_m: float | None = None, test_time_augmentation: bool = False,
                      device: str = "auto", core_px: int | None = None, output: NewVector | None = None,
                      probabilities: ExtraRaster | None = None,
                      other_images: Sequence[RasterPath] | RasterPath | None = None, resume: bool = False,
                      cluster: str | None = None, progress: Progress = silent) -> dict:
    """Find the buildings on an image, as polygons.

    A segmentation network gives the probability of a building for each pixel; the regions above the threshold become
    polygons with right angles, see `polygonize`.

    Parameters
    ----------
    image : path of a raster
        Of any size and data type that GDAL reads.
    model : path of a segmentation model, optional
        With a class of buildings. Default: the bundled one.
    bands : sequence of int, optional
        1-based band numbers in the model's order. Default: matched by name.
    area : path of polygons, optional
        In any CRS. Pixels outside are not searched. Default: the whole image.
    min_area_m2, min_hole_m2 : float
        Minimum area of a building and of a courtyard in square metres.
    threshold : float, optional
        0..1. Pixels with at least this probability are building. Default: the threshold stored in the model.
    split : bool
        Keep touching buildings apart: each is a polygon of its own, with edges that neighbours share, see `polygonize`.
    seed_threshold : float, optional
        0..1. Minimum probability of the pixels from which a building grows. Default: the seed threshold stored in the
        model, else 0.9.
    resample : bool
        Work at the model's resolution where the image has another.
    pixel_size_m : float, optional
        Pixel size in metres of an image without CRS.
    test_time_augmentation : bool
        Average the probabilities over eight flips and quarter turns, eight times slower.
    device : str
        "auto", "cpu", "cuda", "cuda:1" or "mps".
    core_px : int, optional
        Tile size in pixels. The result does not depend on it. Default: chosen from memory.
    output : path of a GeoPackage
        The buildings, with area_m2, mean_probability, n_vertices, fidelity (IoU with the pixels), max_distance_m,
        status, confidence (mean percentile, 0..1, see `segment`; not of older models) and model.
    probabilities : path of a GeoTIFF, optional
        The probability of a building, float32, 0..1, NaN = nodata.
    other_images : path of a raster or sequence of them, optional
        The further images of a model of several, in the model's order, see `segment`.
    resume : bool
        Go on where the same job was interrupted, in the image (see `segment`) or in the polygons (see `polygonize`).
    cluster : str, optional
        Who makes the parts of what the network sees, see `segment`. Default: this process.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "output", "probabilities": the paths; "polygons_count": number of buildings.

    Raises
    ------
    EoDeepError
        If the image does not fit the model, or the model has no class of buildings.
    """
    assert output
    others = list_paths(other_images)
    check_distinct([output, probabilities], [image, *others, model, area])
    check_writable(output, ".gpkg")
    if probabilities:
        check_writable(probabilities, ".tif", ".tiff")
    model = model or find_bundled_model(BUILDINGS)
    card = read_card(model)
    building, stored = find_building_class(model, card), find_thresholds(card)
    if threshold is not None and not 0 <= threshold <= 1:
        raise EoDeepError(f"Threshold must be 0 to 1, got {threshold:g}.")
    threshold = stored.threshold if threshold is None else threshold
    tolerances = Tolerances(min_area_m2=min_area_m2, min_hole_m2=min_hole_m2,
                            seed_threshold=stored.seed_threshold if seed_threshold is None else seed_threshold)
    if not split:
        tolerances = replace(tolerances, seed_threshold=None)
    loaded = load_object_model(model, several=True)
    network_share = 0.96 if choose_device(device).type == "cpu" else 0.5  # of the time, the rest is for polygons
    settings = ImageSettings(image, bands, resample, pixel_size_m, device, core_px, others)
    with open_object_maps(settings, loaded, [building], output, area, test_time_augmentation,
                          progress.part(0, network_share)) as maps, \
            _open_writer(probabilities, image, card["classes"][building], progress) as writer:  # fmt: skip
        batches = approximate_in_batches(maps.source, threshold, None, "1", tolerances,
                                         progress.part(network_share, 0.99), maps=maps.read_walls,
                                         folder=Path(output).resolve().parent)
        total = 0.0

        def describe(polygons: VectorLayer) -> VectorLayer:
            nonlocal total
            total += float(polygons.fields["area_m2"].sum())
            fields = {name: polygons.fields[name] for name in _ATTRIBUTES}
            confidence = maps.measure_confidence(polygons)
            if confidence is not None:
                fields["confidence"] = confidence
            names = np.full(len(polygons), card.get("name") or Path(str(model)).stem, dtype=object)
            return replace(polygons, fields={**fields, "model": names})

        if writer:
            _copy_band(maps.source, writer)
        count = write_batches(output, map(describe, batches), layer="buildings")
        unit = "m2" if maps.source.grid.crs is not None else "square map units"
    progress(1.0)
    in_all = f"{total:,.0f} {unit}".replace(",", " ")
    progress.message(f"Wrote {count} buildings, {in_all} in all, to '{output}'.")
    if probabilities:
        progress.message(f"Wrote the probability of buildings to '{probabilities}'.")
    return {"output": str(output), "probabilities": probabilities, "polygons_count": count}


def _open_writer(path: str | None, image: str, building: dict, progress: Progress):
    """A writer of one band with the pixels of an image, or a context that gives None if there is no path."""
    if path is None:
        return nullcontext()
    style = probability_style(1, building["color"])
    with open_raster(image) as source:
        grid = source.grid
    return RasterWriter(path, grid, 1, "float32", math.nan, ["probability of building"], style=style,
                        progress=progress)


def _copy_band(source: RasterSource, writer: RasterWriter) -> None:
    """Write a band with the pixels of the writer, which may be larger."""
    with nullcontext(source) if source.grid.matches(writer.grid) else source.on(writer.grid) as band:
        for window in band.grid.blocks(1024):
            if band.is_empty(window):
                continue
            pixels, valid = band.read(window)
            if valid.any():
                writer.write(pixels, window)
