"""A part of `compare`: its methods. Each moves the same displaced maps of a town, in px of 0.3 m."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np
import shapely

from benchmarks.alignment.girard_chain import Chain
from benchmarks.alignment.sets import Town, to_coordinates, to_pixels
from eo_deep.alignment.align import load_matching_model, open_evidence
from eo_deep.alignment.placement import find_alignment
from eo_deep.alignment.training.random_displacements import DisplacedMap
from eo_deep.geo.crs import to_crs
from eo_deep.io.vector_layer import VectorLayer
from eo_deep.models.image_input import ImageSettings, open_model_image

NONE, GLOBAL, GIRARD = "no alignment", "best global shift", "four-scale chain"
CORRELATION, OURS, OURS_BENT = "correlation and field", "EO Deep", "EO Deep, vertices free"
LIMIT = "(each object's best shift)"
NAMES = (NONE, GLOBAL, GIRARD, CORRELATION, OURS, OURS_BENT, LIMIT)
MAX_SHIFT_M = 15.0


@dataclass(frozen=True)
class Moved:
    """A map after alignment: geometries (N,), px of 0.3 m; confidence and missing (N,) 0..1, None where not told."""

    geometries: np.ndarray
    confidence: np.ndarray | None = None
    missing: np.ndarray | None = None


Align = Callable[[DisplacedMap], Moved]


@contextmanager
def open_methods(
    town: Town, names: list[str], models: dict[str, str | None], chain: Chain | None, work: Path
) -> Iterator[dict[str, Align]]:
    """The methods made ready for one town: its image is seen once, whatever the number of maps.

    models: method -> model, None for the bundled one. chain: for GIRARD.
    """
    ready: dict[str, Align] = {
        NONE: lambda wrong: Moved(wrong.geometries),
        GLOBAL: _shift_globally,
        LIMIT: lambda wrong: _shift_with_hindsight(wrong, town),
    }
    if chain is not None:
        ready[GIRARD] = lambda wrong: Moved(chain.align(town, wrong.geometries))
    with ExitStack() as files:
        for method, rigidities in (("correlation", {CORRELATION: "object"}),
                                   ("learned", {OURS: "object", OURS_BENT: "vertex"})):  # fmt: skip
            asked = {name: rigidity for name, rigidity in rigidities.items() if name in names}
            if asked:
                ready.update(files.enter_context(_open_ours(town, method, asked, models[method], work)))
        yield {name: ready[name] for name in names}


def _shift_globally(wrong: DisplacedMap) -> Moved:
    """All by one shift, the best with hindsight: the median of what the objects would need."""
    needed = -np.median(wrong.shift_px[wrong.source >= 0], axis=0)
    return Moved(shapely.transform(wrong.geometries, lambda xy: xy + needed))


def _shift_with_hindsight(wrong: DisplacedMap, town: Town) -> Moved:
    """Each object by the shift that brings its vertices nearest to where they belong: what no rigid shift surpasses."""
    moved = wrong.geometries.copy()
    for number in np.flatnonzero(wrong.source >= 0):
        here, there = (shapely.get_coordinates(each[place]) for each, place in
                       ((moved, number), (town.geometries, wrong.source[number])))  # fmt: skip
        needed = (there - here)[1:].mean(axis=0)
        moved[number] = shapely.transform(moved[number], lambda xy, needed=needed: xy + needed)
    return Moved(moved)


@contextmanager
def _open_ours(
    town: Town, method: str, rigidities: dict[str, str], model: str | None, work: Path
) -> Iterator[dict[str, Align]]:
    """EO Deep's method, once for each rigidity, on the same evidence."""
    crs = to_crs(town.grid.crs)
    between = work / f"{town.name}_{method}.tif"

    def place(geometries: np.ndarray) -> VectorLayer:
        return VectorLayer(to_coordinates(geometries, town), {}, crs, "MultiPolygon")

    loaded, building = load_matching_model(model, method)
    with open_model_image(ImageSettings(town.image), loaded.card) as image, \
            open_evidence(image, loaded, building, place(town.geometries), between, None) as (evidence, frame):

        def align(wrong: DisplacedMap, rigidity: str) -> Moved:
            found = find_alignment(evidence, frame, place(wrong.geometries), MAX_SHIFT_M, 1.0, rigidity, "follow",
                                   between)  # fmt: skip
            return Moved(to_pixels(found.geometries, town), found.confidence, found.missing)

        yield {name: partial(align, rigidity=rigidity) for name, rigidity in rigidities.items()}
