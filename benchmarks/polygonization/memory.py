"""Peak memory of `polygonize` in each of its phases, for towns of growing size, each in a process of its own; fails
where it grows too much.

    python -m benchmarks.polygonization.memory [--sizes 5000 10000 20000 --most-mb 300 --minutes 60]

A town of probabilities, 28 x 28 buildings on 1000 x 1000 px, some of which touch, is repeated in a virtual raster: 2
million buildings on 50,000 x 50,000 px. What counts is what the process holds for itself (RssAnon): pages of mapped
files, which the system takes back at will, are not in it. A first town of 1000 x 1000 px, which is not reported, has
numba compile what is not in its cache. The phases are told by the finished fraction that the job reports.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import threading
import time
from bisect import bisect_right
from pathlib import Path

import numpy as np
import rasterio
from rasterio.windows import Window
from scipy import ndimage

from eo_deep.geo.grid import Grid
from eo_deep.io.raster_writer import RasterWriter

_TILE_PX, _STEP_PX = 1000, 35
# Up to which fraction of the job each phase goes; the engine, and that it reports each fraction.
_PHASES = {"regions": 0.095, "small regions": 0.1425, "touching objects": 0.17, "mesh": 0.76, "fit to the pixels": 0.82,
           "rings, GeoPackage": 1.0}  # fmt: skip
_ENGINE = "import eo_deep.__main__ as engine; engine.SECONDS_BETWEEN_REPORTS = 0; raise SystemExit(engine.main())"
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
    phases = "".join(f" {name} |" for name in _PHASES)
    print(f"| town | buildings |{phases} all, MB | more than the first, MB | GeoPackage, MB | CPU s |\n"
          f"| --- | ---: |{len(_PHASES) * ' ---: |'} ---: | ---: | ---: | ---: |")  # fmt: skip
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        count = write_town(folder / "tile.tif")
        first, worst = 0, 0.0
        for size in (_TILE_PX, *chosen.sizes):
            write_mosaic(folder / "town.vrt", folder / "tile.tif", size)
            output = folder / "out.gpkg"
            job = {"input": str(folder / "town.vrt"), "output": str(output), "split": True, "min_area_m2": 2}
            peaks, cpu_s, finished = measure_phases(job, chosen.minutes)
            if size == _TILE_PX:
                continue
            peak = max(peaks)
            first = first or peak
            worst = max(worst, (peak - first) / 1e6)
            title = f"{size} x {size}" + ("" if finished else f", stopped after {chosen.minutes:.0f} minutes")
            written_mb = output.stat().st_size / 1e6 if finished else 0
            columns = "".join(f" {each / 1e6:.0f} |" for each in peaks)
            print(f"| {title} | {count * (size // _TILE_PX) ** 2} |{columns} {peak / 1e6:.0f} | "
                  f"{(peak - first) / 1e6:+.0f} | {written_mb:.0f} | {cpu_s:.0f} |", flush=True)  # fmt: skip
    if worst > chosen.most_mb:
        sys.exit(f"Memory grows by {worst:.0f} MB, more than {chosen.most_mb:.0f} MB.")


def measure_phases(job: dict[str, object], minutes: float) -> tuple[list[int], float, bool]:
    """Peak memory in bytes of each phase of `polygonize`, CPU seconds, and whether it succeeded in so many minutes."""
    limits, fraction, peaks = list(_PHASES.values()), 0.0, [0] * len(_PHASES)
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with subprocess.Popen([sys.executable, "-c", _ENGINE], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
                          stderr=subprocess.DEVNULL, text=True) as child:  # fmt: skip
        assert child.stdin and child.stdout

        def follow(lines) -> None:
            nonlocal fraction
            for line in lines:
                fraction = json.loads(line).get("progress", fraction)

        threading.Thread(target=follow, args=(child.stdout,), daemon=True).start()
        child.stdin.write(json.dumps({"function": "polygonization.polygonize", "arguments": job}) + "\n")
        child.stdin.flush()
        while child.poll() is None:
            try:
                status = Path(f"/proc/{child.pid}/status").read_text(encoding="ascii")
                phase = min(bisect_right(limits, fraction + 1e-3), len(peaks) - 1)
                peaks[phase] = max(peaks[phase], int(status.split("RssAnon:")[1].split()[0]) * 1024)
            except (OSError, IndexError):
                pass
            if time.perf_counter() - start > 60 * minutes:
                child.kill()
            time.sleep(0.05)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return peaks, sum(after[:2]) - sum(before[:2]), child.returncode == 0


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
