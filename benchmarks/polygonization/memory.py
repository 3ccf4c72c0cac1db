"""Peak memory of `polygonize` for towns of growing size, each in a process of its own; fails where it grows too much.

    python -m benchmarks.polygonization.memory [--sizes 5000 10000 20000 --most-mb 300 --minutes 60]

A town of probabilities, 28 x 28 buildings on 1000 x 1000 px, some of which touch, is repeated in a virtual raster: 2
million buildings on 50,000 x 50,000 px. What counts is what the process holds for itself (RssAnon): pages of mapped
files, which the system takes back at will, are not in it.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

import numpy as np
import rasterio
from rasterio.windows import Window
from scipy import ndimage

from benchmarks.streaming.processes import run_engine
from eo_deep.geo.grid import Grid
from eo_deep.io.raster_writer import RasterWriter

_TILE_PX, _STEP_PX = 1000, 35
_VRT = """<VRTDataset rasterXSize="{size}" rasterYSize="{size}"><SRS>EPSG:32633</SRS>
<GeoTransform>400000, 0.3, 0, 5000000, 0, -0.3</GeoTransform><VRTRasterBand dataType="Float32" band="1">
<NoDataValue>nan</NoDataValue>{parts}</VRTRasterBand></VRTDataset>"""
_PART = (
    "<SimpleSource><SourceFilename>{path}</SourceFilename><SourceBand>1</SourceBand>"
    '<SrcRect xOff="0" yOff="0" xSize="{step}" ySize="{step}"/>'
    '<DstRect xOff="{x}" yOff="{y}" xSize="{step}" ySize="{step}"/></SimpleSource>'
)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="*", default=[5000, 10_000, 20_000],
                        help="sides of the towns, px (default: 5000 10000 20000)")  # fmt: skip
    parser.add_argument("--most-mb", type=float, default=300, help="more than the first, at most (default: 300)")
    parser.add_argument("--minutes", type=float, default=600, help="after which a job is stopped (default: 600)")
    chosen = parser.parse_args()
    print("| town | buildings | peak memory, MB | more than the first, MB | GeoPackage, MB | s |\n"
          "| --- | ---: | ---: | ---: | ---: | ---: |")  # fmt: skip
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        count = write_town(folder / "tile.tif")
        first, worst = 0, 0.0
        for size in chosen.sizes:
            write_mosaic(folder / "town.vrt", folder / "tile.tif", size)
            output = folder / "out.gpkg"
            job = [f"input={folder / 'town.vrt'}", f"output={output}", "split=true", "min_area_m2=2"]
            peak, seconds, finished = run_engine(["polygonization.polygonize", *job], "RssAnon", chosen.minutes)
            first = first or peak
            worst = max(worst, (peak - first) / 1e6)
            title = f"{size} x {size}" + ("" if finished else f", stopped after {seconds:.0f} s")
            written_mb = output.stat().st_size / 1e6 if finished else 0
            print(f"| {title} | {count * (size // _TILE_PX) ** 2} | {peak / 1e6:.0f} | {(peak - first) / 1e6:+.0f} | "
                  f"{written_mb:.0f} | {seconds:.0f} |", flush=True)
    if worst > chosen.most_mb:
        sys.exit(f"Memory grows by {worst:.0f} MB, more than {chosen.most_mb:.0f} MB.")


def write_town(path: Path) -> int:
    """The probabilities of a town; how many buildings it has."""
    rng = np.random.default_rng(0)
    share = np.zeros((_TILE_PX, _TILE_PX), np.float32)
    count = 0
    for top in range(8, _TILE_PX - _STEP_PX, _STEP_PX):
        for left in range(8, _TILE_PX - _STEP_PX, _STEP_PX):
            height, width = rng.integers(14, 24, 2)
            wide = _STEP_PX - 1 if rng.random() < 0.2 else width  # touches the next one, but for a dip
            share[top : top + height, left : left + wide] = 1
            count += 1
    smooth = ndimage.gaussian_filter(share, 0.8) * 0.96 + 0.02 + rng.normal(scale=0.01, size=share.shape)
    grid = Grid(rasterio.CRS.from_epsg(32633), rasterio.Affine(0.3, 0, 400000, 0, -0.3, 5000000), _TILE_PX, _TILE_PX)
    with RasterWriter(path, grid, 1, "float32", np.nan, ["probability of building"]) as town:
        town.write(smooth.clip(0, 1).astype(np.float32)[None], Window(0, 0, _TILE_PX, _TILE_PX))
    return count


def write_mosaic(path: Path, tile: Path, size_px: int) -> None:
    """A virtual raster of size_px x size_px that repeats the town."""
    places = range(0, size_px, _TILE_PX)
    parts = "".join(_PART.format(path=tile, step=_TILE_PX, x=x, y=y) for y in places for x in places)
    path.write_text(_VRT.format(size=size_px, parts=parts), encoding="ascii")


if __name__ == "__main__":
    main()
