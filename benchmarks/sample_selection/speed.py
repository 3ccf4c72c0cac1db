"""Speed and memory of counting and selecting the pixels of a large class raster, beside a plain count of its values.

    python -m benchmarks.sample_selection.speed

The plain count reads the same windows and calls numpy's bincount, in as many threads. Each task runs twice in a process
of its own, and the second time is given, so that no compiled code is loaded in it. Memory is the process's peak.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parents[2]
TASKS = ("count", "class_statistics", "random", "regular", "spread")


def measure(task: str, labels: str, folder: str, samples: int) -> dict:
    """Seconds on the wall and of all cores, and peak memory in MB, of one task in this process."""
    import numpy as np

    from eo_deep.io.raster import open_raster
    from eo_deep.runtime.threads import map_in_order
    from eo_deep.sample_selection import class_statistics, select_samples
    from eo_deep.sampling.label_pixels import list_strips

    def count() -> None:
        with open_raster(labels, [1]) as source:
            sum(map_in_order(lambda window: np.bincount(source.read(window)[0].ravel(), minlength=256),
                             list_strips(source)))  # fmt: skip

    output = str(Path(folder) / "samples.gpkg")
    for _ in range(2):
        start, cores = time.perf_counter(), time.process_time()
        if task == "count":
            count()
        elif task == "class_statistics":
            class_statistics(labels, labels, table=str(Path(folder) / "table.csv"))
        else:
            select_samples(labels, labels, output, strategy="constant", count=samples, sampler=task)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"wall": time.perf_counter() - start, "cores": time.process_time() - cores, "peak": peak}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--labels", default="../shared/data/labelling/tokyo_labels/terrain_truth_epsg32654_A.tif",
                        help="an 8-bit class raster (default: %(default)s)")  # fmt: skip
    parser.add_argument("--samples", type=int, default=5000, help="samples of each class (default: %(default)s)")
    parser.add_argument("--repeats", type=int, default=3, help="the fastest of so many counts (default: %(default)s)")
    parser.add_argument("--task", choices=TASKS, help="only this one, in this process, as JSON")
    options = parser.parse_args()
    with TemporaryDirectory() as folder:
        if options.task:
            print(json.dumps(measure(options.task, options.labels, folder, options.samples)))
            return
        if not Path(options.labels).is_file():
            sys.exit(f"'{options.labels}' is not there; give --labels.")
        print("| | seconds | of all cores | times the plain count | peak memory (MB) |")
        print("| --- | --- | --- | --- | --- |")
        plain = None
        for task in TASKS:
            words = [sys.executable, "-m", __spec__.name, "--labels", options.labels, "--task", task]
            runs = []
            for _ in range(options.repeats):
                done = subprocess.run([*words, "--samples", str(options.samples)], cwd=ROOT, capture_output=True,
                                      text=True, check=True)  # fmt: skip
                runs.append(json.loads(done.stdout.splitlines()[-1]))
            best = {key: min(run[key] for run in runs) for key in runs[0]}
            plain = plain or best
            print(f"| {task} | {best['wall']:.2f} | {best['cores']:.2f} | {best['cores'] / plain['cores']:.2f} | "
                  f"{best['peak']:.0f} |", flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
