"""Draw outlines of the same probabilities of a synthetic town: pixels' edges, Douglas-Peucker, and EO Deep's.

    python -m benchmarks.polygonization.picture resources/polygonization.png [--folder kept]

The bundled model finds the buildings of `make_scene` with seed 34; the picture shows a part of them, enlarged. With
`--folder`, the image and its probabilities are kept there, and used again by the next run.
"""

from __future__ import annotations

import argparse
import tempfile
from functools import partial
from pathlib import Path

import numpy as np
import shapely
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.collections import LineCollection
from matplotlib.figure import Figure
from PIL import Image

from benchmarks.polygonization.simplifiers import draw_mesh, simplify_by_douglas_peucker, trace_pixels, write_map
from eo_deep.buildings.extract import extract_buildings
from eo_deep.evaluation.polygons.object_scores import count_vertices
from eo_deep.io.raster import open_raster
from eo_deep.synthetic_scenes.scene import make_scene

SEED, SIZE_PX, MIN_PX2 = 34, 1024, 64
LEFT, TOP, SHOWN_PX, ZOOM = 480, 725, 160, 2.5
COLORS_COUNT = 128


def draw_picture(output: str, folder: Path) -> None:
    """Write the picture."""
    image, probabilities = folder / "scene.tif", folder / "probabilities.tif"
    if not probabilities.exists():
        make_scene(SEED, SIZE_PX, 0.3, image=str(image))
        extract_buildings(str(image), output=str(folder / "buildings.gpkg"), probabilities=str(probabilities))
    with open_raster(str(image)) as source:
        colors = np.moveaxis(source.read()[0], 0, -1)
    with open_raster(str(probabilities)) as source:
        scores = source.read()[0][0].astype(np.float32) * source.scales[0] + source.offsets[0]
    source = write_map(str(folder / "scores.tif"), scores, min_px2=MIN_PX2)
    simplify = partial(simplify_by_douglas_peucker, tolerance_px=1)
    shown = [("pixels' edges", trace_pixels), ("Douglas-Peucker, 1 px", simplify), ("EO Deep", draw_mesh)]
    side = SHOWN_PX * ZOOM
    figure = Figure(figsize=((3 * side + 16) / 100, (side + 24) / 100), dpi=100)
    FigureCanvasAgg(figure)
    for number, (name, draw) in enumerate(shown):
        _draw_panel(figure, number, colors, name, draw(source).polygons)
    figure.savefig(output)
    picture = Image.open(output).convert("RGB")
    picture.quantize(COLORS_COUNT, method=Image.Quantize.MEDIANCUT).save(output, optimize=True)


def _draw_panel(figure: Figure, number: int, colors: np.ndarray, name: str, polygons: np.ndarray) -> None:
    width, height = figure.get_size_inches() * 100
    side = SHOWN_PX * ZOOM
    axes = figure.add_axes((number * (side + 8) / width, 0, side / width, side / height))
    axes.set_axis_off()
    axes.imshow(colors, interpolation="bilinear", extent=(0, colors.shape[1], colors.shape[0], 0))
    rings = shapely.get_rings(polygons)
    lines = [shapely.get_coordinates(ring) for ring in rings]
    axes.add_collection(LineCollection(lines, colors="#ffe14d", linewidths=1.2))
    axes.scatter(*shapely.get_coordinates(rings).T, s=5, c="#e8252b", linewidths=0, zorder=3)
    axes.set_xlim(LEFT, LEFT + SHOWN_PX)
    axes.set_ylim(TOP + SHOWN_PX, TOP)
    inside = shapely.intersects(polygons, shapely.box(LEFT, TOP, LEFT + SHOWN_PX, TOP + SHOWN_PX))
    each = count_vertices(polygons[inside]).mean()
    figure.text(number * (side + 8) / width + 0.005, 1 - 17 / height, f"{name}: {each:.0f} corners a building", size=10)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output", help="PNG file to write")
    parser.add_argument("--folder", help="keep the image and its probabilities here")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        draw_picture(given.output, Path(given.folder or temporary))


if __name__ == "__main__":
    main()
