"""What a series model learns in ten minutes: errors of painted images, leaks of its codes, a dense pass and windows.

    python -m benchmarks.time_series.model --data ../shared/data/timeseries/naip --minutes 10

Ten dates of farmland in North Dakota: the western 600 columns train, the columns from 664 on are judged. Errors are in
the range -1 to 1 of 8-bit values. `--model` judges a model that is there already.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyogrio.raw
import shapely
import torch
from rasterio.windows import Window
from torch.nn import functional

from eo_deep.image_series import ImageSeries, open_series
from eo_deep.models.model_file import Model, load_model
from eo_deep.models.networks.disentangler import LOCAL_PX, SHARED_PX, Disentangler
from eo_deep.models.networks.series_network import SeriesNetwork, SharedCode, join_known
from eo_deep.models.scaling import FittedScaling
from eo_deep.time_series import train_time_series
from eo_deep.time_series.samples import Block, SeriesData
from eo_deep.time_series.scores import measure
from eo_deep.time_series.verdicts import judge

from ..training.printed import Printed

TRAINED_COLUMNS, JUDGED_COLUMN, STRIP_COLUMN = 600, 664, 640
WINDOW_PX, QUERIES = 64, 44


def main() -> None:
    """Train on the west, judge on the east, print a table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", default="../shared/data/timeseries/naip", help="folder of the images")
    parser.add_argument("--minutes", type=float, default=10, help="time for the training (default 10)")
    parser.add_argument("--epochs", type=int, default=1000, help="at most so many (default 1000)")
    parser.add_argument("--network", default="dense", help="dense (default) or paper")
    parser.add_argument("--learning-rate", type=float, default=2e-3, help="the maximum (default 0.002)")
    parser.add_argument("--model", help="model to judge instead of a training")
    parser.add_argument("--keep", help="where the trained model is kept (default: nowhere)")
    parser.add_argument("--seed", type=int, default=0, help="of the training (default 0)")
    options = parser.parse_args()
    images = sorted(str(path) for path in Path(options.data).glob("*.tif"))
    if not images:
        raise SystemExit(f"There are no images in '{options.data}'.")
    torch.set_num_threads(1)
    with tempfile.TemporaryDirectory() as folder, open_series(images) as series:
        path = options.model or train(series, images, options, Path(folder))
        judge_model(load_model(path, "series"), series, options.seed)


def train(series: ImageSeries, images: Sequence[str], options: argparse.Namespace, folder: Path) -> str:
    """Train on the western columns; the path of the model."""
    transform = series.grid.transform
    bottom, right = transform.f + transform.e * series.grid.height, transform.c + transform.a * TRAINED_COLUMNS
    west = shapely.box(transform.c, bottom, right, transform.f)
    area = folder / "west.gpkg"
    pyogrio.raw.write(area, np.array([shapely.to_wkb(west)]), [np.array(["west"], object)], ["name"],
                      geometry_type="Polygon", crs=series.grid.crs.to_wkt())  # fmt: skip
    path = options.keep or str(folder / "model.safetensors")
    started = time.process_time()
    train_time_series(images, area=str(area), network=options.network, learning_rate=options.learning_rate,
                      epochs=options.epochs, minutes=options.minutes,
                      validation_share=0.0, seed=options.seed, device="cpu", model=path,
                      report=str(Path(path).with_suffix(".html")), progress=Printed())  # fmt: skip
    print(f"trained in {(time.process_time() - started) / 60:.1f} CPU minutes")
    return path


def judge_model(model: Model, series: ImageSeries, seed: int) -> None:
    """Print the figures on the eastern columns."""
    scaling = model.card["inputs"][0]["scaling"]
    fitted = FittedScaling(np.array(scaling["mean"]), np.array(scaling["std"]))
    height, width = series.grid.height, series.grid.width

    def read(number: int, column: int) -> tuple[np.ndarray, np.ndarray]:
        values, known = series.read(number, Window(column, 0, width - column, height))
        return fitted(values, known), known

    margin = JUDGED_COLUMN - 16  # true surroundings of the first windows
    values, known = (np.stack(each) for each in zip(*(read(number, margin) for number in series.used)))
    held = np.zeros(known.shape[1:], bool)
    held[:, 16:] = True
    names = [(str(number), None) for number in series.used]
    data = SeriesData([Block(values.astype(np.float16), known, held, 0, margin)], names, model.card["inputs"], {})
    device = torch.device("cpu")
    units = np.array(scaling["std"]) / 127.5
    found = measure(model.network, data, device, seed, units)
    print(json.dumps(found))
    for line in judge(found):
        print(f"{line.name}: {line.value} ({line.wanted}) {line.verdict}")
    strips = [read(number, STRIP_COLUMN) for number in series.used]
    planes = [join_known(*(torch.from_numpy(each)[None].float() for each in (values, known[None])))
              for values, known in strips]  # fmt: skip
    found = retrieve(model.network, planes)
    if isinstance(model.network, Disentangler):
        found |= compare_windows(model, planes[0])
    print(json.dumps(found))


@torch.no_grad()
def retrieve(network: SeriesNetwork, planes: Sequence[torch.Tensor]) -> dict[str, float]:
    """Recall@1 of windows of 64 px at stride 8 of the shared code, and at stride 16 of the global code.

    The dense network's windows are cut from its maps, the paper's are encoded one by one.
    """
    describe = describe_dense if isinstance(network, Disentangler) else describe_windows
    windows, codes = zip(*(describe(network, each) for each in planes))
    columns = planes[0].shape[-1] // SHARED_PX - WINDOW_PX // SHARED_PX + 1
    rng, hits = np.random.default_rng(1), []
    for _ in range(8):
        one, other = rng.choice(len(windows), 2, replace=False)
        queries = rng.choice(windows[0].shape[1], QUERIES, replace=False)
        found = (windows[one][:, queries].T @ windows[other]).argmax(1).numpy()
        rows_apart = abs(found // columns - queries // columns)
        hits += ((rows_apart <= 1) & (abs(found % columns - queries % columns) <= 1)).tolist()
    places = torch.arange(len(codes[0]))
    by_global = [(torch.cdist(codes[number], codes[(number + 3) % len(codes)], p=1).argmin(1) == places).float().mean()
                 for number in range(len(codes))]  # fmt: skip
    return {"candidates": float(windows[0].shape[1]), "recall_shared": float(np.mean(hits)),
            "recall_global": float(torch.stack(by_global).mean()), "recall_global_chance": 1 / len(places)}


def describe_dense(network: Disentangler, planes: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """Shared codes (F, N) of windows at stride 8, and global ones (M, G) at stride 16."""
    height, width = (size // SHARED_PX for size in planes.shape[-2:])
    padded = pad(planes)
    cells = network.encode_place(padded)[:, :, :height, :width]
    features = network.describe_date(padded)[:, :, : planes.shape[-2] // LOCAL_PX, : planes.shape[-1] // LOCAL_PX]
    means = functional.avg_pool2d(features, WINDOW_PX // LOCAL_PX, 1)
    return functional.unfold(cells, WINDOW_PX // SHARED_PX)[0], network.encode_global(means[0].flatten(1).T)[0]


def describe_windows(network: SeriesNetwork, planes: torch.Tensor) -> tuple[torch.Tensor, torch.Tensor]:
    """As `describe_dense`, of windows by themselves; the shared codes have length 1."""
    height, width = (size // SHARED_PX * SHARED_PX for size in planes.shape[-2:])
    cut = planes[0, :, :height, :width].unfold(1, WINDOW_PX, SHARED_PX).unfold(2, WINDOW_PX, SHARED_PX)
    rows, columns = cut.shape[1:3]
    codes = [network.encode(some.contiguous()) for some in
             cut.permute(1, 2, 0, 3, 4).reshape(rows * columns, -1, WINDOW_PX, WINDOW_PX).split(64)]  # fmt: skip
    shared = torch.cat([functional.normalize(each.shared.flatten(1), dim=1) for each in codes])
    global_ = torch.cat([each.global_ for each in codes]).unflatten(0, (rows, columns))
    return shared.T, global_[::2, ::2].flatten(0, 1)


@torch.no_grad()
def compare_windows(model: Model, planes: torch.Tensor) -> dict[str, float]:
    """A dense pass against windows of 64 px at stride 8, and cells of a window in its surroundings against the map."""
    view = SharedCode(model.network).eval()
    padded = pad(planes)
    started = time.perf_counter()
    dense = view(padded)
    dense_s = time.perf_counter() - started
    size, margin = WINDOW_PX + 2 * 96, 96 // SHARED_PX
    part = view(padded[:, :, :size, :size])[..., margin:-margin, margin:-margin]
    rows, columns = ((size - WINDOW_PX) // SHARED_PX + 1 for size in planes.shape[-2:])
    batch = padded[:, :, :WINDOW_PX, :WINDOW_PX].expand(64, -1, -1, -1).contiguous()
    started = time.perf_counter()
    view(batch)
    windows_s = (time.perf_counter() - started) / 64 * rows * columns
    core = dense[..., margin : margin + part.shape[-2], margin : margin + part.shape[-1]]
    return {"largest_difference": float((part - core).abs().max()), "dense_s": round(dense_s, 3),
            "windows_s": round(windows_s, 2), "times_faster": round(windows_s / dense_s, 1)}


def pad(planes: torch.Tensor) -> torch.Tensor:
    """With zeros to multiples of 16 px."""
    height, width = planes.shape[-2:]
    return functional.pad(planes, (0, -width % LOCAL_PX, 0, -height % LOCAL_PX))


if __name__ == "__main__":
    main()
