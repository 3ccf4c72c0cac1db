"""Measure how fast an engine that stays answers for the view of a window, as the tool 'Click to polygon' asks it.

    python -m benchmarks.polygon_extraction.clicks --image IMAGE [--model MODEL] [--view-m 60] [--clicks 50]
        [--prompts MODEL] [--threads 1]

Starts the worker (`python -m eo_deep`) and sends it `extract_polygons` as QGIS does, one JSON line after the other: a
view in the middle of the image, another one beside it, the first one again with another threshold, then points on its
objects, one by one. A view is a window of the image with an area in it. Then the same points of a model that answers to
prompts only, if one is given: each outline is asked of the engine. At last the tool's own way for the cursor: the
object at a point among those of the view, by an index.

Prints a Markdown table of seconds, and of points the median and the 95th percentile in milliseconds, and the worker's
processor time for each (Linux only).
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import rasterio
import shapely
from rasterio.windows import Window

from eo_deep.geo.crs import to_crs
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.model_card import read_card
from eo_deep.io.vector import read_polygons
from eo_deep.io.vector_layer import VectorLayer

BUNDLED = "resources/models/buildings.safetensors"
MARGIN_PX = 300  # of the window around the area: at least the network's halo
OTHER_THRESHOLD = 0.4


class Worker:
    """The worker in a process of its own."""

    def __init__(self, threads: int):
        variables = {**os.environ, "EO_DEEP_THREADS": str(threads), "OMP_NUM_THREADS": str(threads)}
        variables["NUMBA_NUM_THREADS"] = str(threads)
        words = [sys.executable, "-m", "eo_deep"]
        self.child = subprocess.Popen(words, env=variables, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def measure_cpu(self) -> float:
        """Seconds of processor time so far, which other programs do not change as they do the wall clock's."""
        fields = Path(f"/proc/{self.child.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def ask(self, **arguments: object) -> float:
        """Run `extract_polygons`; seconds until the result came."""
        started_at = time.perf_counter()
        job = {"function": "polygon_extraction.extract_polygons", "arguments": {**arguments, "device": "cpu"}}
        self.child.stdin.write(json.dumps({**job, "stay": True}) + "\n")
        self.child.stdin.flush()
        for line in self.child.stdout:
            told = json.loads(line)
            if "error" in told:
                raise SystemExit(told["error"])
            if "result" in told:
                return time.perf_counter() - started_at
        raise SystemExit("The worker has ended.")


def cut_view(image: Path, view_m: float, shift: float, folder: Path) -> tuple[str, str]:
    """A window in the middle of an image, `shift` views to the right, and the area in it; their paths."""
    with rasterio.open(image) as source:
        size_px = round(view_m / source.res[0])
        left = round(source.width / 2 + (shift - 0.5) * size_px) - MARGIN_PX
        top = round(source.height / 2 - 0.5 * size_px) - MARGIN_PX
        window = Window(left, top, size_px + 2 * MARGIN_PX, size_px + 2 * MARGIN_PX)
        profile = {**source.profile, "driver": "GTiff", "tiled": False, "width": window.width, "height": window.height,
                   "transform": source.window_transform(window)}  # fmt: skip
        for name in ("blockxsize", "blockysize", "photometric", "compress"):
            profile.pop(name, None)
        paths = str(folder / f"view_{shift}.tif"), str(folder / f"area_{shift}.gpkg")
        with rasterio.open(paths[0], "w", **profile) as target:
            target.write(source.read(window=window))
        inner = source.window_bounds(Window(left + MARGIN_PX, top + MARGIN_PX, size_px, size_px))
        write_vectors(paths[1], VectorLayer(np.array([shapely.box(*inner)]), {}, to_crs(source.crs)))
    return paths


def ask_prompts(worker: Worker, model: str, image: str, area: str, points: np.ndarray, crs: object,
                folder: Path) -> list[tuple[str, str]]:  # fmt: skip
    """Rows of a model that answers to prompts: the first point, for which the view is encoded, and the others."""
    times, path, used = [], str(folder / "prompt.gpkg"), []
    for point in points:
        used.append(worker.measure_cpu())
        started_at = time.perf_counter()
        write_vectors(path, VectorLayer(np.array([point]), {}, crs))
        worker.ask(image=image, area=area, model=model, points=path, output=str(folder / "one.gpkg"))
        times.append(time.perf_counter() - started_at)
    size_mb = read_card(model)["network"]["arguments"]["decoder_bytes"] / 1e6
    what = f"a point, asked of a prompts model (decoder of {size_mb:.2g} MB)"
    described = describe(times[1:], used[-1] - used[1], len(used) - 2)
    return [(f"{what}, with the encoding of the view", f"{times[0]:.2f} s"), (what, described)]


def describe(times: list[float], cpu_s: float = 0.0, count: int = 0) -> str:
    milliseconds = 1000 * np.array(times)
    text = f"{np.median(milliseconds):.3g} ms, 95th percentile {np.percentile(milliseconds, 95):.3g} ms"
    return f"{text}; {1000 * cpu_s / count:.3g} ms of processor time" if count else text


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--image", type=Path, required=True, help="an image that the model fits, in a CRS of metres")
    parser.add_argument("--model", default=BUNDLED, help="default: the bundled building model")
    parser.add_argument("--prompts", help="a model that answers to prompts, asked for the same points")
    parser.add_argument("--view-m", type=float, default=60.0, help="side of a view, in units of the image's CRS")
    parser.add_argument("--clicks", type=int, default=50, help="number of points")
    parser.add_argument("--threads", type=int, default=1, help="threads of the worker")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        views = [cut_view(arguments.image, arguments.view_m, shift, folder) for shift in (0, 1)]
        output, worker = str(folder / "objects.gpkg"), Worker(arguments.threads)
        rows = []
        for what, view, more in (
            ("first view, with the start of the engine", 0, {}), ("next view", 1, {}),
            ("first view again, another threshold", 0, {"threshold": OTHER_THRESHOLD}), ("first view again", 0, {}),
        ):  # fmt: skip
            image, area = views[view]
            seconds = worker.ask(image=image, area=area, model=arguments.model, output=output, **more)
            rows.append((what, f"{seconds:.2f} s"))
        objects = read_polygons(output)
        image, area = views[0]
        points = shapely.point_on_surface(objects.geometries)
        chosen = np.random.default_rng(0).integers(0, len(points), arguments.clicks)
        times, used = [], worker.measure_cpu()
        for number in chosen:
            path = str(folder / "point.gpkg")
            started_at = time.perf_counter()
            write_vectors(path, VectorLayer(points[[number]], {}, objects.crs))
            worker.ask(image=image, area=area, model=arguments.model, points=path, output=str(folder / "one.gpkg"))
            times.append(time.perf_counter() - started_at)
        rows.append(("a point, asked of the engine", describe(times, worker.measure_cpu() - used, len(times))))
        if arguments.prompts:
            rows += ask_prompts(worker, arguments.prompts, image, area, points[chosen], objects.crs, folder)
        tree, times = shapely.STRtree(objects.geometries), []
        for number in chosen:
            started_at = time.perf_counter()
            tree.query(points[number], predicate="within")
            times.append(time.perf_counter() - started_at)
        rows.append(("a point, among the objects of the view", describe(times)))
        worker.child.stdin.close()
        worker.child.wait()
    side = f"{arguments.view_m:g}"
    print(f"{len(objects)} objects in a view of {side} x {side} units, {arguments.threads} threads")
    print("\n| What | Time |\n| --- | --- |")
    for what, value in rows:
        print(f"| {what} | {value} |")


if __name__ == "__main__":
    main()
