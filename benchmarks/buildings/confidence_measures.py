"""Compare measures of where a building model knows nothing: which one finds foreign images, and wrong pixels?

    python -m benchmarks.buildings.confidence_measures --data ../shared/data --model M

`--data` holds buildings/, eurosat/, ood/ and labelling/. Each measure is fitted on the training parts of
`benchmarks.buildings.confidence` and prints two kinds of AUROC, in cells of 16 px: that a cell of the validation parts
scores higher than one of a foreign landscape; on towns that nobody trained on, that a right pixel scores higher than a
wrong one, and among pixels taken for buildings, a right one higher than a false alarm. "Surer half": the error of the
half of a town's cells with the higher scores, as a share of the town's.
"""

from __future__ import annotations

import argparse
import io
import tempfile
import zipfile
from collections.abc import Callable
from pathlib import Path

import numpy as np
import rasterio
import torch
from sklearn.cluster import MiniBatchKMeans
from sklearn.mixture import GaussianMixture

from benchmarks.buildings.confidence import list_parts
from benchmarks.buildings.data import OSM, TESTS, cut_box
from benchmarks.buildings.evaluate_unseen import SETS
from eo_deep.geo.rasterization import rasterize
from eo_deep.io.vector import read_polygons
from eo_deep.models.confidence import CellStatistics, Confidence
from eo_deep.models.image_input import ImageSettings, open_model_image
from eo_deep.models.model_file import load_model
from eo_deep.models.scaling import fit_scaling
from eo_deep.streaming.pipeline import core_of
from eo_deep.streaming.tiling import plan_units

CORE_PX, WINDOWS, CELLS = 512, 8, 3000  # of each set, at most
Cells = dict[str, np.ndarray]


class Reader:
    """Reads the cells of images: what the measures are made of, and how many of their pixels are wrong."""

    def __init__(self, path: str):
        model = load_model(path, "segmentation")
        self.card = model.card
        self.statistics = CellStatistics(model.network)
        model.network.encoder[-1].register_forward_hook(self._keep)  # type: ignore[union-attr, operator]
        self.own = torch.nn.AvgPool2d(self.statistics.cell_px)
        self.rng = np.random.default_rng(0)

    def _keep(self, module, inputs, output) -> None:
        self.coarse = output

    def read(self, images: list[tuple[Path, float | None, Callable | None, list | None]]) -> Cells:
        """images: path, pixel size where it has no CRS, truth (grid -> bool) or None, polygons that count or None."""
        found: dict[str, list[np.ndarray]] = {}
        for path, pixel_m, read_truth, parts in images:
            settings = ImageSettings(str(path), [1, 2, 3], True, pixel_m)
            with open_model_image(settings, self.card) as image:
                grid = image.grid
                scaling = fit_scaling(self.card["inputs"][0]["scaling"], image.source)
                truth = read_truth(grid) if read_truth else np.zeros((grid.height, grid.width), bool)
                counts = np.ones(truth.shape, bool)
                if parts is not None:
                    counts = rasterize(np.array(parts, object), 1, grid) > 0
                units = plan_units(grid.width, grid.height, self.statistics.footprint, CORE_PX)
                units = [unit for unit in units if counts[unit.core.toslices()].any()]
                limit = max(1, -(-WINDOWS // len(images)))
                for number in self.rng.permutation(len(units))[:limit]:
                    unit = units[number]
                    pixels, valid = image.reader.read(unit.window)
                    known = core_of(unit, valid) & counts[unit.core.toslices()]
                    cells = self._measure(scaling(pixels, valid), unit, truth[unit.core.toslices()], known)
                    for name, values in cells.items():
                        found.setdefault(name, []).append(values)
        cells = {name: np.concatenate(parts) for name, parts in found.items()}
        chosen = self.rng.permutation(len(cells["energy"]))[:CELLS]
        return {name: values[chosen] for name, values in cells.items()}

    def _measure(self, pixels: np.ndarray, unit, truth: np.ndarray, known: np.ndarray) -> Cells:
        with torch.inference_mode(), torch.autocast("cpu", torch.bfloat16):
            outputs, energy, context = self.statistics(torch.from_numpy(pixels)[None])
            local = self.statistics.pool_features(self.statistics.network.features(torch.from_numpy(pixels)[None]))
        size = self.statistics.cell_px
        rows, columns = truth.shape[0] // size, truth.shape[1] // size  # whole cells only
        top, left = (int(unit.core.row_off - unit.window.row_off), int(unit.core.col_off - unit.window.col_off))

        def cut(values: torch.Tensor) -> np.ndarray:
            part = values[0, :, top // size :, left // size :][:, :rows, :columns]
            return part.float().flatten(1).T.numpy()

        probability = core_of(unit, outputs[0].float().softmax(0).numpy())

        def pool(values: np.ndarray) -> np.ndarray:
            whole = values[: rows * size, : columns * size].astype(np.float32)
            return whole.reshape(rows, size, columns, size).mean(axis=(1, 3)).ravel()

        building = probability[1] >= 0.5
        cells = {
            "energy": cut(energy)[:, 0],
            "softmax": pool(probability.max(axis=0)),
            "context": cut(context),
            "local": cut(local),
            "coarse": cut(self.coarse),
            "coarse context": cut(self.statistics.look_around(self.coarse)),
            "wrong": pool(building != truth),
            "false alarm": pool(building & ~truth),
            "right building": pool(building & truth),
        }
        kept = pool(known) > 0.99
        return {name: values[kept] for name, values in cells.items()}


def make_measures(trained: list[Cells]) -> dict[str, Callable[[Cells], np.ndarray]]:
    """The candidates, higher where the model should know more; fitted on as many cells of each training place."""
    rng = np.random.default_rng(0)
    picks = [rng.permutation(len(cells["energy"]))[:1500] for cells in trained]
    joined = {name: np.concatenate([c[name][p] for c, p in zip(trained, picks)]) for name in trained[0]}
    building = joined["right building"] + joined["false alarm"] > 0.5
    measures: dict[str, Callable[[Cells], np.ndarray]] = {
        "energy": lambda cells: cells["energy"],
        "maximum softmax": lambda cells: cells["softmax"],
    }
    for label, name in (
        ("last layer's input", "local"),
        ("last layer's input, 9 x 9 cells", "context"),
        ("coarsest stage", "coarse"),
        ("coarsest stage, 9 x 9 cells", "coarse context"),
    ):
        values = joined[name].astype(np.float64)
        center = values.mean(axis=0)
        spread, axes = np.linalg.svd(values - center, full_matrices=False)[1:]
        axes, spread = axes[:32], spread[:32] / np.sqrt(len(values))

        def project(cells: Cells, name=name, center=center, axes=axes) -> np.ndarray:
            return (cells[name] - center) @ axes.T

        points = project(joined)
        for count in (1, 16):
            mixture = GaussianMixture(count, reg_covar=1e-3 * points.var(), random_state=0, max_iter=60).fit(points)
            kind = f"mixture of {count} Gaussians" if count > 1 else "Gaussian"
            measures[f"{label}: {kind}"] = lambda cells, m=mixture, p=project: m.score_samples(p(cells))
        inside = [points[~building], points[building]]
        within = np.linalg.inv(np.cov(np.concatenate([part - part.mean(axis=0) for part in inside]).T))
        overall = np.linalg.inv(np.cov(points.T))

        def relative(cells: Cells, p=project, inside=inside, within=within, overall=overall) -> np.ndarray:
            of_class = np.max([-square(p(cells) - part.mean(axis=0), within) for part in inside], axis=0)
            return of_class + square(p(cells), overall)

        measures[f"{label}: relative Mahalanobis"] = relative
        prototypes = MiniBatchKMeans(512, random_state=0, n_init=1).fit(points / spread).cluster_centers_

        def near(cells: Cells, p=project, prototypes=prototypes, spread=spread) -> np.ndarray:
            scaled = p(cells) / spread
            squares = (scaled**2).sum(1)[:, None] - 2 * scaled @ prototypes.T + (prototypes**2).sum(1)
            return -np.sort(squares, axis=1)[:, :3].mean(axis=1)

        measures[f"{label}: 3 nearest of 512 prototypes"] = near
    fitted = Confidence.fit(joined["energy"], joined["context"])

    def taken(cells: Cells) -> np.ndarray:
        white = (cells["context"] - fitted.center.numpy()) / fitted.spread.numpy() @ fitted.whitening.numpy().T
        measured = torch.from_numpy(np.stack([cells["energy"], (white**2).sum(axis=1)])).float()
        return fitted.find_percentiles(measured).numpy()

    measures["**energy, and Gaussian of the last layer's input in 9 x 9 cells (taken)**"] = taken
    return measures


def square(points: np.ndarray, inverse: np.ndarray) -> np.ndarray:
    return np.einsum("ij,jk,ik->i", points, inverse, points)


def measure_auroc(scores: np.ndarray, low: np.ndarray, high: np.ndarray) -> float:
    """The probability that a pixel of `high` scores above one of `low`; both (N,), weights of the scores (N,)."""
    order = np.argsort(scores + 1e-9 * np.random.default_rng(0).normal(size=len(scores)) * (scores.std() + 1e-30))
    low, high = low[order].astype(np.float64), high[order].astype(np.float64)
    above = high.sum() - np.cumsum(high) + 0.5 * high
    return float((low * above).sum() / (low.sum() * high.sum()))


def list_images(data: Path, folder: Path) -> dict[str, dict[str, list]]:
    """Kind of set -> name -> images, as `Reader.read` takes them."""
    sets: dict[str, dict[str, list]] = {"trained": {}, "validation": {}, "unseen": {}, "reported": {}, "foreign": {}}
    for part in list_parts(data / "buildings"):
        truth = read_polygons_truth(part.labels) if part.labels else None
        everything = part.trained if part.trained is not None else [cut_box(part.image, (0.0, 0.0, 1.0, 1.0))]
        if part.validated:
            sets["validation"].setdefault(part.place, []).append((part.image, None, truth, part.validated))
        if not part.validated or part.trained:  # of towns with both, the boxes' rest
            rest = [shape.difference(held) for shape in everything for held in part.validated or [shape.boundary]]
            sets["trained"].setdefault(part.place, []).append((part.image, None, truth, rest))
    for unseen in SETS:
        images = sorted((data / "buildings").glob(unseen.images))
        sets["unseen"][unseen.name] = [(i, unseen.pixel_m, read_unseen_truth(i, unseen), None) for i in images]
    for name, tests in TESTS:
        sets["reported"][name] = [
            (data / "buildings" / town / file, None, read_polygons_truth(data / "buildings" / town / OSM),
             [cut_box(data / "buildings" / town / file, box)])
            for town, file, box in tests
        ]  # fmt: skip
    foreign = sets["foreign"]
    foreign["EuroSAT, 10 m"] = [(write_rgb(folder / "eurosat.tif", read_eurosat(data)), None, None, None)]
    patches = [read_rgb(path) for path in sorted((data / "ood/oscd_beirut/patches64").glob("*.png"))[:64]]
    foreign["downscaled Beirut"] = [(write_rgb(folder / "beirut.tif", tile(patches)), None, None, None)]
    foreign["Potsdam"] = [(next((data / "ood/mmseg_potsdam").glob("*.png")), 0.05, None, None)]
    foreign["Vaihingen, false colour"] = [(next((data / "ood/mmseg_vaihingen").glob("*.png")), 0.09, None, None)]
    bands = [read_rgb(data / f"labelling/nc_landsat/lsat7_2000_{band}.tif", [1])[0] for band in (30, 20, 10)]
    foreign["Landsat, 28.5 m"] = [(write_rgb(folder / "landsat.tif", np.stack(bands)), None, None, None)]
    scan = read_rgb(data / "labelling/historical_map/map.tif")
    foreign["historical map"] = [(write_rgb(folder / "map.tif", scan), None, None, None)]
    return sets


def read_polygons_truth(path: Path) -> Callable:
    return lambda grid: rasterize(read_polygons(str(path), crs=grid.crs).geometries, 1, grid) > 0


def read_unseen_truth(image: Path, unseen) -> Callable:
    truth = image.parent / unseen.truth[1:] if unseen.truth[0] == "/" else image.with_name(image.stem + unseen.truth)
    if truth.suffix == ".geojson":
        return read_polygons_truth(truth)

    def read(grid) -> np.ndarray:
        with rasterio.open(truth) as source:
            return source.read(1, out_shape=(grid.height, grid.width)) > 0

    return read


def read_rgb(path: Path, bands=(1, 2, 3)) -> np.ndarray:
    with rasterio.open(path) as source:
        return np.nan_to_num(source.read(list(bands))).clip(0, 255).astype(np.uint8)


def read_eurosat(data: Path) -> np.ndarray:
    with zipfile.ZipFile(data / "eurosat/eurosat_rgb.zip") as archive:
        names = [name for name in archive.namelist() if name.endswith(".jpg")]
        chosen = np.random.default_rng(0).permutation(len(names))[:400]
        patches = []
        for number in chosen:
            with rasterio.MemoryFile(io.BytesIO(archive.read(names[number])).read()) as file, file.open() as source:
                patches.append(source.read())
    return tile(patches)


def tile(patches: list[np.ndarray]) -> np.ndarray:
    """Square patches side by side in a square."""
    side = int(len(patches) ** 0.5)
    return np.concatenate([np.concatenate(patches[row * side : (row + 1) * side], 2) for row in range(side)], 1)


def write_rgb(path: Path, pixels: np.ndarray) -> Path:
    profile = {"driver": "GTiff", "count": 3, "dtype": "uint8", "height": pixels.shape[1], "width": pixels.shape[2]}
    with rasterio.open(path, "w", photometric="rgb", **profile) as file:
        file.write(pixels)
    return path


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with buildings/, eurosat/, ood/, labelling/")
    parser.add_argument("--model", required=True, help="building model, a unet or resunet")
    arguments = parser.parse_args()
    reader = Reader(arguments.model)
    with tempfile.TemporaryDirectory() as folder:
        listed = list_images(arguments.data, Path(folder))
        sets = {
            kind: {name: reader.read(images) for name, images in each.items() if images}
            for kind, each in listed.items()
        }
    print("| Measure | foreign | each of them | wrong pixels | false alarms | surer half | wrong, false: reported |")
    print("| --- | ---: | --- | ---: | ---: | ---: | ---: |")
    for label, measure in make_measures(list(sets["trained"].values())).items():
        scores = {kind: {name: measure(cells) for name, cells in each.items()} for kind, each in sets.items()}
        usual = np.concatenate([np.resize(each, 1000) for each in scores["validation"].values()])
        foreign = []
        for each in scores["foreign"].values():
            both = np.concatenate([usual, each])
            is_foreign = np.arange(len(both)) >= len(usual)
            foreign.append(measure_auroc(both, is_foreign, ~is_foreign))

        def compare(kind: str, low: str, high: Callable[[Cells], np.ndarray], scores=scores) -> float:
            found = [measure_auroc(scores[kind][n], c[low], high(c)) for n, c in sets[kind].items()]
            return float(np.mean(found))

        wrong = [compare(kind, "wrong", lambda c: 1 - c["wrong"]) for kind in ("unseen", "reported")]
        alarm = [compare(kind, "false alarm", lambda c: c["right building"]) for kind in ("unseen", "reported")]
        halves = [
            cells["wrong"][scores["unseen"][name] >= np.median(scores["unseen"][name])].mean() / cells["wrong"].mean()
            for name, cells in sets["unseen"].items()
        ]
        print(
            f"| {label} | {np.mean(foreign):.3f} | {', '.join(f'{value:.2f}' for value in foreign)} | {wrong[0]:.3f} | "
            f"{alarm[0]:.3f} | {np.mean(halves):.2f} | {wrong[1]:.3f}, {alarm[1]:.3f} |",
            flush=True,
        )
    print(f"\nForeign, in this order: {', '.join(sets['foreign'])}.")


if __name__ == "__main__":
    main()
