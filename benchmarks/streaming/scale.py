"""What several processes are worth, what parts cost, how many parts Dask can hand out; and what follows for clusters.

    python -m benchmarks.streaming.scale [--size 8192] [--base 8] [--rounds 3] [--empty 100000]

(a) The parts of one map, made by one and by two worker processes of one thread each, in turns on the same computer:
    efficiency = parts per second of two / (2 x parts per second of one), the median of the rounds. Each process has one
    core, as each of a cluster has its own: else one process alone would read and write on the core of the other. Where
    other programs want the cores too, the efficiency says little; what distribution costs is seen in the share of the
    time in which the two are at work on parts, and what they cost each other in the processor time of a part.
(b) One process, the same map at once and in parts: processor time, in turns, the median of the rounds.
(c) Empty parts through client, scheduler (a process of its own) and a worker; processor time of the first two per part.
Then a simulation of 1 to 1,000 workers, whose parts wait for one scheduler and one client, with the times of (a) to
(c), and a table of what three areas would take. A U-Net of --base features and more, 3 bands of 8 bits, on the CPU.
"""

from __future__ import annotations

import argparse
import heapq
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

from benchmarks.streaming import scale_calls
from benchmarks.streaming.memory import write_mosaic
from benchmarks.streaming.small_model import write_random_model
from benchmarks.streaming.speed import write_image
from eo_deep.io.parts import distributed
from eo_deep.progress import silent
from eo_deep.runtime.cluster import Workers, open_workers
from eo_deep.segmentation import segment
from eo_deep.streaming.cluster import find_versions, make_part

CORE_PX, PART_PX = 512, 1024
LARGE_PART_MPX = 8192**2 / 1e6  # what a part has by default
# (useful Mpx/s of one H100, where the figure is from)
RATES = (
    (92.7, "measured in training, forward and backward (1,414 samples/s of 256 px, device/README.md): a lower bound"),
    (100.0, "assumed: the aim from file to file for U-Net 32..512"),
)
AREAS = (("France, 0.2 m", 551_500, 0.2), ("Occitanie, 1.5 m", 72_000, 1.5),
         ("Land surface, Sentinel-2, 10 m", 149_000_000, 10.0))  # km2, m


@contextmanager
def workers_of_one_thread(count: int):
    """Processes of this computer with one thread each for the network."""
    os.environ["EO_DEEP_THREADS"] = str(count)  # which they divide among them
    with open_workers(f"local:{count}") as workers:
        yield workers


def bind(workers: Workers) -> None:
    """Give each process of this computer a core of its own."""
    cores = sorted(os.sched_getaffinity(0))
    for core, process in zip(cores, workers.ask_all(scale_calls.tell_process, {}).values(), strict=False):
        for thread in Path(f"/proc/{process}/task").iterdir():  # those to come are where the one is that starts them
            os.sched_setaffinity(int(thread.name), {core})


def compare_processes(job: dict[str, Any], output: str, rounds: int) -> dict[str, float]:
    """(a): the same parts by one and by two processes, in turns."""
    found: dict[str, Any] = {"ratio": [], "busy": [], "cpu_s": {1: [], 2: []}}

    def make(call, numbers, progress):
        calls = [{"door": call.name, "arguments": {**call.arguments, "cluster": None}, "number": number,
                  "versions": find_versions()} for number in numbers]  # fmt: skip
        with workers_of_one_thread(1) as one, workers_of_one_thread(2) as two:
            clusters = {1: one, 2: two}
            for count, workers in clusters.items():  # which load the model
                bind(workers)
                warm = [calls.pop() for _ in range(count)]
                list(workers.run(make_part, warm, str, progress))
            size = len(calls) // (2 * rounds) // 2 * 2
            for number in range(rounds):
                rates = {}
                for count in (1, 2) if number % 2 else (2, 1):
                    some = [calls.pop() for _ in range(size)]
                    before = sum(clusters[count].ask_all(scale_calls.tell_cpu_s, {}).values())
                    start = time.perf_counter()
                    at_work = sum(clusters[count].run(scale_calls.time_part, some, str, progress))
                    seconds = time.perf_counter() - start
                    after = sum(clusters[count].ask_all(scale_calls.tell_cpu_s, {}).values())
                    rates[count] = size / seconds
                    found["cpu_s"][count].append((after - before) / size)
                    if count == 2:
                        found["busy"].append(at_work / (2 * seconds))
                found["ratio"].append(rates[2] / (2 * rates[1]))
            list(two.run(make_part, calls, str, progress))

    with distributed(make):
        segment(**job, output=output)
    return {"efficiency": statistics.median(found["ratio"]), "least": min(found["ratio"]), "most": max(found["ratio"]),
            "busy": statistics.median(found["busy"]), "cpu_1": statistics.median(found["cpu_s"][1]),
            "cpu_2": statistics.median(found["cpu_s"][2])}  # fmt: skip


def compare_parts(job: dict[str, Any], output: Path, rounds: int) -> tuple[float, float]:
    """(b): processor seconds at once, and the share that parts cost."""
    times: dict[int, list[float]] = {PART_PX: [], 1 << 20: []}
    for _ in range(rounds):
        for part_px in times:
            os.environ["EO_DEEP_PART_PX"] = str(part_px)
            start = time.process_time()
            segment(**job, output=str(output))
            times[part_px].append(time.process_time() - start)
    os.environ["EO_DEEP_PART_PX"] = str(PART_PX)
    ratios = [parts / once for parts, once in zip(*times.values())]
    return statistics.median(times[1 << 20]), statistics.median(ratios) - 1


def count_empty_parts(folder: Path, count: int) -> dict[str, float]:
    """(c): empty parts per second, and processor seconds of client and scheduler per part."""
    file = folder / "scheduler.json"
    with ExitStack() as resources:
        for words in (("dask_scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard"),
                      ("dask_worker", "--nthreads", "32", "--no-nanny", "--no-dashboard", "--memory-limit", "0",
                       "--local-directory", str(folder / "worker"))):  # fmt: skip
            process = subprocess.Popen([sys.executable, "-m", f"distributed.cli.{words[0]}", *words[1:],
                                        "--scheduler-file", str(file)], stderr=subprocess.DEVNULL)  # fmt: skip
            resources.callback(process.wait)
            resources.callback(process.kill)
            while not file.exists():
                time.sleep(0.1)
        with open_workers(str(file)) as workers:
            client = workers._client
            begun, client_s = time.perf_counter(), time.process_time()
            scheduler_s = client.run_on_scheduler(time.process_time)
            calls = [{"number": number} for number in range(count)]
            answered = sum(1 for _ in workers.run(scale_calls.do_nothing, calls, str, silent))
            assert answered == count
            return {"per_s": count / (time.perf_counter() - begun),
                    "client_s": (time.process_time() - client_s) / count,
                    "scheduler_s": (client.run_on_scheduler(time.process_time) - scheduler_s) / count}  # fmt: skip


def simulate(workers: int, part_s: float, own_s: float, scheduler_s: float, parts: int) -> float:
    """Efficiency of so many workers: each part takes part_s of which own_s is none of the network's, after it has been
    handed out, which takes scheduler_s of the one process that does it."""
    free = [(0.0, number) for number in range(workers)]
    handing_ends = end = 0.0
    for _ in range(parts):
        ready, number = heapq.heappop(free)
        handing_ends = max(ready, handing_ends) + scheduler_s
        end = max(end, handing_ends + part_s)
        heapq.heappush(free, (handing_ends + part_s, number))
    return parts * (part_s - own_s) / (workers * end)


def name_time(hours: float) -> str:
    return f"{hours:.1f} h" if hours >= 1 else f"{60 * hours:.1f} min" if hours * 60 >= 1 else f"{3600 * hours:.0f} s"


def print_curves(part_s: float, own_s: float, handed_s: float) -> Callable[[int, float], float]:
    counts = (1, 2, 8, 32, 100, 320, 1000)
    print("\n| part | s | " + " | ".join(str(count) for count in counts) + " | from here the scheduler is the limit |")
    print("| --- | ---: |" + " ---: |" * (len(counts) + 1))
    cases = [("this CPU, one thread", part_s)]
    cases += [(f"H100, {rate:g} Mpx/s", own_s + LARGE_PART_MPX / rate) for rate, _ in RATES]
    for title, seconds in cases:
        curve = [simulate(count, seconds, own_s, handed_s, 50 * count) for count in counts]
        print(f"| {title} | {seconds:.2f} | " + " | ".join(f"{100 * each:.0f} %" for each in curve)
              + f" | {seconds / handed_s:,.0f} workers |")  # fmt: skip

    def efficiency(count: int, seconds: float) -> float:
        return simulate(count, seconds, own_s, handed_s, 50 * count)

    return efficiency


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--size", type=int, default=8192, help="side of the image, px (default: 8192)")
    parser.add_argument("--base", type=int, default=8, help="features of the first layer (default: 8)")
    parser.add_argument("--rounds", type=int, default=3, help="how often each is measured (default: 3)")
    parser.add_argument("--empty", type=int, default=100_000, help="empty parts of (c) (default: 100000)")
    chosen = parser.parse_args()
    os.environ.update(OMP_NUM_THREADS="1", EO_DEEP_PART_PX=str(PART_PX))
    import torch

    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_random_model(str(folder / "model.safetensors"), "unet", base_channels=chosen.base)
        write_image(folder / "tile.tif", 2048)
        for image, size in (("image.vrt", chosen.size), ("small.vrt", 2048)):
            write_mosaic(folder / image, folder / "tile.tif", 2048, size)
        job = {"image": str(folder / "image.vrt"), "model": str(folder / "model.safetensors"), "core_px": CORE_PX,
               "device": "cpu"}  # fmt: skip
        print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}; U-Net {chosen.base}..{16 * chosen.base}, parts "
              f"of {PART_PX} px, tiles of {CORE_PX} px\n", flush=True)  # fmt: skip
        found = compare_processes(job, str(folder / "map.tif"), chosen.rounds)
        print(f"(a) efficiency of two processes {found['efficiency']:.2f} ({found['least']:.2f} to "
              f"{found['most']:.2f}), which are at work on parts for {100 * found['busy']:.0f} % of the time; a part "
              f"takes {found['cpu_1']:.2f} s of processor time by one, {found['cpu_2']:.2f} s by two", flush=True)
        at_once, cost = compare_parts({**job, "image": str(folder / "small.vrt")}, folder / "one.tif", chosen.rounds)
        own_s = max(0.0, cost * at_once / 4)
        print(f"(b) parts of {PART_PX} px cost {100 * cost:+.1f} % of {at_once:.1f} s at once, {own_s:.2f} s each: "
              f"{100 * own_s / (found['cpu_1'] * (8192 / PART_PX) ** 2):.2f} % of a part of 8192 px", flush=True)
        empty = count_empty_parts(folder, chosen.empty)
        print(f"(c) {chosen.empty} empty parts: {empty['per_s']:.0f} parts/s; a part takes "
              f"{1e3 * empty['scheduler_s']:.2f} ms of the scheduler, {1e3 * empty['client_s']:.2f} ms of the client: "
              f"{1 / max(empty['scheduler_s'], empty['client_s']):.0f} parts/s where each has a core", flush=True)
    large_s = found["cpu_1"] * (8192 / PART_PX) ** 2
    handed_s = max(empty["scheduler_s"], empty["client_s"])
    efficiency = print_curves(large_s, own_s, handed_s)
    for rate, source in RATES:
        part_s = own_s + LARGE_PART_MPX / rate
        print(f"\n{rate:g} Mpx/s, {source}\n\n| area | Mpx | parts | 1 H100 | 8 | 100 | read at 100, GB/s |")
        print("| --- | ---: | ---: | ---: | ---: | ---: | ---: |")
        for title, km2, pixel_m in AREAS:
            mpx = km2 / pixel_m**2
            hours = [mpx / rate / 3600 / count / efficiency(count, part_s) for count in (1, 8, 100)]
            times = " | ".join(map(name_time, hours))
            print(f"| {title} | {mpx:,.0f} | {mpx / LARGE_PART_MPX:,.0f} | {times} | {100 * rate * 3 / 1e3:.0f} |")


if __name__ == "__main__":
    main()
