"""`polygonize` of a town that is killed (kill -9) at random moments and resumed each time, compared with one that was
left alone, bit by bit: geometries, attributes and their order.

    python -m benchmarks.polygonization.kills [--size 1200 --part 512 --tile 256 --kills 10]

The mesh has tiles of 256 px instead of 2048 px, so that a small town has many of them.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pyogrio

from benchmarks.polygonization.memory import write_mosaic, write_town

_ENGINE = """
import eo_deep.__main__ as engine
from eo_deep.polygonization.topology import tiled_graph
tiled_graph.TILE_PX, tiled_graph.SETTLED_PX = {tile_px}, {tile_px} // 16
raise SystemExit(engine.main())
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=1200, help="side of the town, px (default: 1200)")
    parser.add_argument("--part", type=int, default=512, help="larger maps are kept as they go, px (default: 512)")
    parser.add_argument("--tile", type=int, default=256, help="side of the mesh's tiles, px (default: 256)")
    parser.add_argument("--kills", type=int, default=10, help="how often a job is killed (default: 10)")
    parser.add_argument("--seed", type=int, default=0, help="of the moments (default: 0)")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if different := measure_kills(Path(folder), chosen):
            sys.exit(f"{different} results differ.")


def measure_kills(folder: Path, chosen: argparse.Namespace) -> int:
    """Kill a job at random moments, resume it each time; how many results differ from one that was left alone."""
    write_town(folder / "tile.tif")
    write_mosaic(folder / "town.vrt", folder / "tile.tif", chosen.size)
    log = folder / "log.txt"

    def start(name: str, part_px: int) -> subprocess.Popen:
        """A job that has begun its work: libraries take long to load."""
        words = ["polygonization.polygonize", f"input={folder / 'town.vrt'}", f"output={folder / name}", "split=true",
                 "min_area_m2=2", "resume=true"]  # fmt: skip
        with open(log, "w", encoding="utf-8") as said:
            child = subprocess.Popen([sys.executable, "-c", _ENGINE.format(tile_px=chosen.tile), *words],
                                     env={**os.environ, "EO_DEEP_PART_PX": str(part_px)}, stdout=subprocess.DEVNULL,
                                     stderr=said)  # fmt: skip
        while child.poll() is None and "%" not in log.read_text(encoding="utf-8"):
            time.sleep(0.02)
        return child

    def run(name: str, part_px: int) -> float:
        """How many seconds a job works that is left alone."""
        child, begun = start(name, part_px), time.perf_counter()
        if child.wait():
            raise SystemExit(log.read_text(encoding="utf-8"))
        return time.perf_counter() - begun

    run("direct.gpkg", 1 << 20)  # with numba's compilation, if its cache is cold
    print(f"{chosen.size} x {chosen.size} px: {run('direct.gpkg', 1 << 20):.1f} s of work without a log, "
          f"{(lasts_s := run('logged.gpkg', chosen.part)):.1f} s with one", flush=True)  # fmt: skip
    direct, draw, killed, finished = read(folder / "direct.gpkg"), random.Random(chosen.seed), 0, 0
    different = int(read(folder / "logged.gpkg") != direct)
    output, kept = folder / "killed.gpkg", folder / "killed.gpkg.parts" / "steps.log"
    while killed < chosen.kills or finished == 0:
        child, waits_s = start(output.name, chosen.part), draw.uniform(0, 0.7 * lasts_s)
        try:
            child.wait(waits_s if killed < chosen.kills else None)
        except subprocess.TimeoutExpired:
            os.kill(child.pid, signal.SIGKILL)
            child.wait()
            killed += 1
            size = kept.stat().st_size if kept.exists() else 0
            print(f"Kill {killed} after {waits_s:.1f} s: {size / 1e6:.2f} MB of results were kept.", flush=True)
            if not output.exists():  # else it had written it already
                continue
        if child.returncode > 0:
            raise SystemExit(log.read_text(encoding="utf-8"))
        finished += 1
        same = read(output) == direct
        different += not same
        left = [path.name for path in folder.iterdir() if path.name.startswith(".") or path.name.endswith(".parts")]
        print(f"Finished after {killed} kills: {'equal' if same else 'DIFFERENT'}, left behind: {left}", flush=True)
        output.unlink()
    print(f"{killed} kills, {finished} finished jobs, {different} results different.")
    return different


def read(path: Path) -> list:
    """All that a layer holds, in its order."""
    meta, numbers, geometries, fields = pyogrio.raw.read(path, return_fids=True)
    return [str(meta["crs"]), numbers.tolist(), geometries.tolist(),
            [field.tobytes() if field.dtype != object else field.tolist() for field in fields]]  # fmt: skip


if __name__ == "__main__":
    main()
