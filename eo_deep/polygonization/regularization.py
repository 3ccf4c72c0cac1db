"""From ragged polygons to polygons with few vertices and right angles."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import rasterio
import shapely
from rasterio.crs import CRS

from ..errors import EoDeepError
from ..geo.grid import Grid
from ..geo.measure import PixelSizes
from ..io.field_names import add_columns
from ..io.files import check_distinct, check_writable
from ..io.geopackage import write_vectors
from ..io.paths import NewVector, VectorPath
from ..io.vector import read_polygons
from ..io.vector_layer import VectorLayer
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from .approximation import STATUS_NAMES
from .fidelity import measure_distances
from .mesh.approximate import Settings
from .regularity import find_right_angled, match_vertices
from .topology.boundaries import Edges
from .topology.polygon_graph import PolygonBoundaryGraph, build_edges
from .topology.rings import Rings, close_rings, make_polygons

# Polygons that were not traced from pixels are rasterized on pixels so many times finer than asked for.
_FINER = 2
# Maximum deviation of the coordinates of traced polygons from multiples of a pixel, as a share of it.
_OFF_LATTICE = 0.02
_MAX_PER_PIXEL = 8
_MARGIN_PX = 16
_REGULAR, _CONTOUR = 1, 2
# Right angles are exact to this (pixels as asked for); a vertex this near to the line of its neighbours is left out.
_RIGHT_PX = 0.1
_STRAIGHT_PX = 0.001
_GRID_PX = 1 / 256  # as in polygon_graph


@dataclass
class Redrawn:
    """M polygons drawn anew; feature: which of the layer each was; distance_m: largest, of the old outlines."""

    geometries: np.ndarray
    feature: np.ndarray
    status: np.ndarray
    distance_m: np.ndarray


@algorithm(
    "output", max_distance_m=(0.001, 1e6), pixel_size_m=(0.001, 1e6), vertex_price_px2=(0.0, 1e4),
    angle_weight=(0.0, 1e4),
)
def regularize_polygons(input: VectorPath, right_angles: bool = True, max_distance_m: float = 2.0,
                        pixel_size_m: float | None = None, vertex_price_px2: float = 4.0, angle_weight: float = 2.0,
                        output: NewVector | None = None, progress: Progress = silent) -> dict:
    """Replace polygons by regular ones with few vertices and straight edges: traced from pixels, or drawn by hand.

    The method is `polygonize`'s method "mesh" (Maggiori et al. 2017). All polygons are taken at once: neighbours keep
    their shared edges, polygons their holes and attributes, and gaps stay. Invalid polygons are repaired; where
    polygons overlap, the first one keeps the area. Polygons that are regular already and would get no fewer vertices
    stay bit by bit as they are.

    Parameters
    ----------
    input : str
        Vector layer of polygons.
    right_angles : bool
        Bring edges to common directions and right angles where that fits.
    max_distance_m : float
        Maximum distance (m) of the new outlines from the old ones.
    pixel_size_m : float, optional
        Size (m) of the pixels that the polygons were traced from. Default: half the maximum distance.
    vertex_price_px2 : float
        Penalty for each vertex: the area, in such pixels, that a vertex must explain.
    angle_weight : float
        Penalty (px2) for each px of edge in a direction other than the common ones.
    output : str
        GeoPackage to write, with the fields of the input and status (regular, free or contour), n_vertices and
        max_distance_m.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        {"output": path, "polygons_count": number of polygons}. Distances are on the ground, in units of the coordinates
        where the layer has no CRS.

    Raises
    ------
    EoDeepError
        For values beyond their limits, polygons that are all smaller than the maximum distance, and files that cannot
        be read or written.
    """
    assert output
    check_distinct([output], [input])
    check_writable(output, ".gpkg")
    for name, value in (("maximum distance", max_distance_m), ("pixel size", pixel_size_m)):
        if value is not None and not 0 < value < math.inf:
            raise EoDeepError(f"The {name} must be more than 0 m, got {value:g} m.")
    if not (0 <= vertex_price_px2 < math.inf and 0 <= angle_weight < math.inf):
        raise EoDeepError(f"Penalties must be 0 or more, got {min(vertex_price_px2, angle_weight):g}.")
    polygons = read_polygons(input, progress=progress)
    progress(0.1)
    settings = Settings(vertex_price_px2, angle_weight, regular=(1,) if right_angles else ())
    if len(polygons):
        pixel_m = pixel_size_m or max_distance_m / 2
        polygons = _regularize(polygons, settings, max_distance_m, pixel_m, progress.part(0.1, 0.95))
    else:
        fields = {"status": np.zeros(0, object), "n_vertices": np.zeros(0, np.int32), "max_distance_m": np.zeros(0)}
        polygons = polygons.add(fields, progress)
    write_vectors(output, polygons, progress=progress)
    progress(1.0)
    progress.message(f"Wrote {len(polygons)} polygons to '{output}'.")
    return {"output": str(output), "polygons_count": len(polygons)}


def _regularize(polygons: VectorLayer, settings: Settings, max_distance_m: float, pixel_m: float, progress: Progress) \
        -> VectorLayer:
    grid, finer = _make_grid(polygons, pixel_m)
    sizes = PixelSizes(grid)
    inverse = ~grid.transform
    in_pixels = shapely.transform(polygons.geometries, lambda xy: np.column_stack(inverse * tuple(xy.T)))
    edges, owner, overlap, group, overlapping = build_edges(in_pixels)
    if len(owner) == 1:
        raise EoDeepError(f"All polygons are smaller than the maximum distance, {max_distance_m:g} m; reduce it.")
    _warn_of_overlaps(overlap, sizes, grid, len(polygons) - len(np.unique(owner[1:])), progress)
    progress(0.1)

    def make_settings(row: float) -> Settings:
        width, height = sizes.measure_sides(row)
        return Settings(settings.vertex_penalty_px2 * finer**2, settings.angle_weight * finer, max_distance_m / width,
                        settings.regular, height / width)

    graph = PolygonBoundaryGraph(edges, grid.width, grid.height, len(owner), make_settings)
    done, status = graph.run(progress.part(0.1, 0.9))
    made = done.join()
    done.close()
    rings = close_rings(made, np.arange(len(owner)) > 0)
    distance = _measure_moves(edges, made, sizes, grid, len(owner))
    drawn = _assemble(rings, grid, owner, status, distance)
    right = np.ones(len(polygons), bool)
    if settings.regular:
        right = find_right_angled(_scale(in_pixels, sizes), _RIGHT_PX * pixel_m)
    kept = _keep_regular(polygons, drawn, right & ~overlapping, group, abs(grid.transform.a))
    drawn.distance_m[kept] = 0
    if settings.regular:
        drawn.status[kept] = _REGULAR
    vertices = _count_vertices(drawn.geometries)
    before = _count_vertices(polygons.geometries).sum()
    progress.message(f"The number of vertices went from {before} to {vertices.sum()}.")
    if kept.any():
        progress.message(f"{kept.sum()} polygons are regular already and stay as they are.")
    fields = {"status": STATUS_NAMES[drawn.status], "n_vertices": vertices.astype(np.int32),
              "max_distance_m": drawn.distance_m}  # fmt: skip
    attributes = add_columns(polygons.select(drawn.feature).fields, fields, progress)
    return VectorLayer(drawn.geometries, attributes, polygons.crs)


def _make_grid(polygons: VectorLayer, pixel_m: float) -> tuple[Grid, float]:
    """A grid over all polygons and how much finer it is than pixels of `pixel_m` on the ground in the middle: the one
    that they were traced from, where it shows and is fine enough."""
    left, bottom, right, top = shapely.total_bounds(polygons.geometries)
    crs = CRS.from_wkt(polygons.crs.to_wkt()) if polygons.crs is not None else None
    step = max(right - left, top - bottom) / 1000
    middle = rasterio.Affine(step, 0, (left + right - step) / 2, 0, -step, (bottom + top + step) / 2)
    across, down = Grid(crs, middle, 1, 1).ground_resolution_m or (step, step)
    if not (across > 0 and down > 0 and math.isfinite(across + down)):
        raise EoDeepError("The polygons are too small or outside the valid area of their CRS; they cannot be measured.")
    width, height = pixel_m * step / across, pixel_m * step / down
    lattice = _find_lattice(polygons.geometries)
    finer = float(_FINER)
    if lattice is not None and 0.99 <= min(width / lattice[0], height / lattice[1]) <= _MAX_PER_PIXEL:
        finer = math.sqrt(width * height / (lattice[0] * lattice[1]))
        width, height = lattice
    else:
        width, height = width / finer, height / finer
    transform = rasterio.Affine(width, 0, left - _MARGIN_PX * width, 0, -height, top + _MARGIN_PX * height)
    columns, rows = (math.ceil((b - a) / size) + 2 * _MARGIN_PX for a, b, size in
                     ((left, right, width), (bottom, top, height)))
    return Grid(crs, transform, columns, rows), finer


def _find_lattice(geometries: np.ndarray) -> tuple[float, float] | None:
    """Width and height of the pixels that polygons were traced from; None if they have edges in other directions."""
    rings, _ = shapely.get_rings(shapely.get_parts(geometries), return_index=True)
    xy, ring = shapely.get_coordinates(rings, return_index=True)
    edges = np.abs(np.diff(xy, axis=0))[ring[1:] == ring[:-1]]
    longest = edges.max(axis=1)
    if (edges.min(axis=1) > _OFF_LATTICE * longest).any():
        return None
    sides = []
    for axis in (0, 1):
        lengths = edges[edges[:, axis] == longest, axis]
        side = lengths[lengths > 0].min(initial=np.inf)
        if not np.isfinite(side) or (np.abs(lengths / side - np.round(lengths / side)) > _OFF_LATTICE).any():
            return None
        sides.append(float(np.median(lengths / np.round(lengths / side))))
    return sides[0], sides[1]


def _warn_of_overlaps(overlap_px2: float, sizes: PixelSizes, grid: Grid, lost: int, progress: Progress) -> None:
    width, height = sizes.measure_sides(grid.height / 2)
    if overlap_px2 * width * height >= 0.005:
        area_m2 = overlap_px2 * width * height
        progress.warning(f"Overlapping areas ({area_m2:.2f} m2) were given to the first polygon.")
    if lost:
        progress.warning(f"{lost} polygons inside other polygons were left out.")


def _measure_moves(edges: Edges, made: Edges, sizes: PixelSizes, grid: Grid, count: int) -> np.ndarray:
    """Largest distance (m) of the old vertices of each region from its new edges, (R,)."""
    xy = np.concatenate([edges.start, edges.end] * 2)
    region = np.concatenate([edges.left, edges.left, edges.right, edges.right])
    xy, region = xy[region > 0], region[region > 0]
    rows, place = np.unique(np.round(xy[:, 1], -2), return_inverse=True)
    side = np.array([sizes.measure_sides(row) for row in rows])[place]
    distance = np.zeros(count)
    np.maximum.at(distance, region, measure_distances(xy, region, side, made, grid.width, grid.height))
    return distance


def _scale(geometries: np.ndarray, sizes: PixelSizes) -> np.ndarray:
    """Polygons in pixels as they are on the ground, in metres."""
    rows, place = np.unique(np.round(shapely.get_y(shapely.centroid(geometries)), -2), return_inverse=True)
    side = np.array([sizes.measure_sides(row) for row in rows])[place]
    xy, owner = shapely.get_coordinates(geometries, return_index=True)
    return shapely.set_coordinates(geometries.copy(), xy * side[owner])


def _keep_regular(
    polygons: VectorLayer, drawn: Redrawn, right: np.ndarray, group: np.ndarray, pixel: float
) -> np.ndarray:
    """Give polygons their own outlines back that are `right` (N,) and got no fewer vertices; which ones, (M,) bool.

    Those that touch each other (in one group, (N,)) do so together, and none that the outlines of others would then
    meet. pixel: side of a pixel in units of the coordinates.
    """
    own = polygons.geometries.copy()
    members = np.split(np.argsort(group, kind="stable"), np.cumsum(np.bincount(group))[:-1])
    drawn_anew = np.bincount(group[~right], minlength=len(members)) > 0  # by group
    alone = np.bincount(group)[group] == 1
    own[alone] = shapely.simplify(own[alone], _STRAIGHT_PX * pixel)
    for number, several in enumerate(members):
        if len(several) > 1 and not drawn_anew[number]:
            own[several], matched = match_vertices(own[several], _GRID_PX * pixel)
            drawn_anew[number] = not matched
    gains = np.ones(len(polygons), bool)
    gains[drawn.feature] = _count_vertices(drawn.geometries) < _count_vertices(own[drawn.feature])
    drawn_anew[group[gains]] = True
    of_drawn = group[drawn.feature]
    while True:
        kept = ~drawn_anew[of_drawn]
        geometries = np.where(kept, own[drawn.feature], drawn.geometries)
        i, j = shapely.STRtree(geometries).query(geometries[kept], predicate="intersects")
        mine, others = of_drawn[np.flatnonzero(kept)[i]], of_drawn[j]
        if not (mine != others).any():
            break
        drawn_anew[mine[mine != others]] = True
    drawn.geometries[kept] = own[drawn.feature[kept]]
    return kept


def _assemble(rings: Rings, grid: Grid, owner: np.ndarray, status: np.ndarray, distance: np.ndarray) -> Redrawn:
    """The polygons of regions put together to those of the layer."""
    parts = make_polygons(rings, np.column_stack(grid.transform * tuple(rings.xy.T)))
    region = np.unique(rings.region)
    order = np.argsort(owner[region], kind="stable")
    parts, region = parts[order], region[order]
    feature, first, count = np.unique(owner[region], return_index=True, return_counts=True)
    geometries = parts[first]
    several = np.flatnonzero(np.repeat(count, count) > 1)
    if len(several):
        place = np.repeat(np.arange(len(feature)), count)[several]
        which, member = np.unique(place, return_inverse=True)
        geometries[which] = shapely.multipolygons(parts[several], indices=member)
    low, high = (function(status[region], first) for function in (np.minimum.reduceat, np.maximum.reduceat))
    return Redrawn(geometries, feature, np.where(high == _CONTOUR, _CONTOUR, low),
                   np.maximum.reduceat(distance[region], first))  # fmt: skip


def _count_vertices(geometries: np.ndarray) -> np.ndarray:
    """(N,) without the repeated ends of rings."""
    parts, owner = shapely.get_parts(geometries, return_index=True)
    rings = np.bincount(owner, 1 + shapely.get_num_interior_rings(parts), len(geometries)).astype(int)
    return shapely.get_num_coordinates(geometries) - rings
