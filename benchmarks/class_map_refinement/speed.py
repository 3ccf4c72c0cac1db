"""How fast the truncated CRF is, beside pydensecrf and the bundled building model in fp32, and what it holds in memory.

    OMP_NUM_THREADS=1 python -m benchmarks.class_map_refinement.speed

One thread each, in turns, the best of three; 1024 x 1024 px, 3 bands, two classes. pydensecrf may lie in any folder:
PYTHONPATH=FOLDER.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from importlib.util import find_spec

import numpy as np
import torch
from scipy.ndimage import gaussian_filter

from eo_deep.class_map_refinement.crf import CrfSettings, refine
from eo_deep.models.bundled import BUILDINGS, find_bundled_model
from eo_deep.models.model_file import load_model
from eo_deep.streaming.graph_optimization import prepare_network

SIDE = 1024


def make_network_run() -> Callable[[], object]:
    network = prepare_network(load_model(find_bundled_model(BUILDINGS), "segmentation").network)
    network.to(memory_format=torch.channels_last)
    image = torch.zeros(1, 3, SIDE, SIDE).contiguous(memory_format=torch.channels_last)

    def run() -> torch.Tensor:
        with torch.inference_mode():
            return network(image)

    return run


def make_full_run(scores: np.ndarray, image: np.ndarray) -> Callable[[], object]:
    import pydensecrf.densecrf as dense

    picture = np.ascontiguousarray((image * 63.75 + 127.5).clip(0, 255).astype(np.uint8).transpose(1, 2, 0))
    second = 1 / (1 + np.exp(-scores[0]))
    unary = np.ascontiguousarray(-np.log(np.stack([1 - second, second]).clip(1e-5)).reshape(2, -1), np.float32)

    def run() -> object:
        model = dense.DenseCRF2D(SIDE, SIDE, 2)
        model.setUnaryEnergy(unary)
        model.addPairwiseGaussian(sxy=1, compat=2)
        model.addPairwiseBilateral(sxy=20, srgb=13, rgbim=picture, compat=4)
        return model.inference(5)

    return run


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.parse_args()
    torch.set_num_threads(1)
    rng = np.random.default_rng(0)
    image = gaussian_filter(rng.normal(0, 12, (3, SIDE, SIDE)), (0, 8, 8)).astype(np.float32)
    scores = gaussian_filter(rng.normal(0, 40, (1, SIDE, SIDE)), (0, 6, 6)).astype(np.float32)
    known, settings = np.ones((SIDE, SIDE), bool), CrfSettings(radius_px=5, iterations=5)
    runs: dict[str, Callable[[], object]] = {"truncated CRF, R 5, T 5": lambda: refine(scores, image, known, settings)}
    if find_spec("pydensecrf"):
        runs["pydensecrf, 5 iterations"] = make_full_run(scores, image)
    runs["bundled building model, fp32"] = make_network_run()
    refine(scores[:, :64, :64], image[:, :64, :64], known[:64, :64], settings)  # compiles
    times: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(3):
        for name, run in runs.items():
            start = time.process_time()
            run()
            times[name].append(time.process_time() - start)
    first = min(times["truncated CRF, R 5, T 5"])
    print("| | Mpx per second of one core | the CRF is faster by |\n| --- | ---: | ---: |")
    for name, each in times.items():
        print(f"| {name} | {SIDE**2 / min(each) / 1e6:.2f} | {min(each) / first:.1f} x |")
    window, turns = settings.window_px, settings.iterations
    rows, taps = (turns + 1) * window + 1, ((2 * settings.radius_px + 1) ** 2 - 1) // 2
    others = 1 + turns * (3 * (window + 1) + 2 * window + 1) / rows  # norms; messages of each update
    print(f"Held at a time: {rows} rows, {4 * (taps + others):.0f} bytes for each of their pixels, {4 * taps} of these "
          "of kernels.")


if __name__ == "__main__":
    main()
