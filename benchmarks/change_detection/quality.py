"""Change detection on real pairs of dates: how well scores rank, false alarms, clouds, other grids.

    python -m benchmarks.change_detection.quality --data DATA [--parts methods alarms clouds grids] [--stands 50]

methods: AUROC and average precision of each method, mean of the scenes, beside simple differences, and the F-score of
what is delivered at 1 % false alarms. alarms: false alarms at a nominal 1 %, calibrated on one part of the labelled
unchanged area (every other block, or the western half) and counted in the other; not calibrated; and on pairs without
an event.
clouds: three tenths of the second date masked. grids: the second date in EPSG:4326, in another resolution, moved by a
pixel. Beetle damage is labelled, other changes are not, so average precision there is a lower bound.
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path

import numpy as np
import rasterio
import rasterio.features
import rasterio.warp
import scipy.stats
import shapely
from scipy import ndimage
from sklearn.metrics import average_precision_score, roc_auc_score

from eo_deep.change_detection import detect_change
from eo_deep.errors import EoDeepError
from eo_deep.evaluation import assess_change
from eo_deep.geo.crs import to_crs
from eo_deep.image_series import open_series
from eo_deep.io.geopackage import write_vectors
from eo_deep.io.vector_layer import VectorLayer

from .scenes import BESIDE, Scene, find_scenes, read

ARRANGEMENTS = ("blocks of 24 px", "western half")
BLOCK_PX = 24
METHODS = ("auto", "IR-MAD", "spectral angle", "magnitude")


def main() -> None:
    """Measure and print tables."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the sets of scenes in timeseries/")
    parser.add_argument("--parts", nargs="+", default=["methods", "alarms", "clouds", "grids"], help="what to measure")
    parser.add_argument("--stands", type=int, default=50, help="how many of the bark beetle scenes to take")
    parser.add_argument("--methods", nargs="+", default=METHODS, help="methods to measure")
    options = parser.parse_args()
    sets = {name: keep_accepted(scenes[: options.stands]) for name, scenes in find_scenes(options.data).items()}
    with tempfile.TemporaryDirectory() as folder:
        for part in options.parts:
            {"methods": compare_methods, "alarms": count_alarms, "clouds": mask_clouds, "grids": change_grids}[part](
                sets, options.methods, Path(folder), options.data)  # fmt: skip


def keep_accepted(scenes: list[Scene]) -> list[Scene]:
    """The scenes whose dates are taken for one place; the others are named."""
    kept = []
    for scene in scenes:
        try:
            with open_series([str(scene.before), str(scene.after)]):
                kept.append(scene)
        except EoDeepError as refused:
            print(f"{scene.name}: {refused}")
    return kept


def detect(scene: Scene, work: Path, method: str = "auto", **options: object) -> dict:
    """Score and map of a scene, and its assessment."""
    paths = {"score": str(work / "score.tif"), "output": str(work / "changes.gpkg")}
    after = str(options.pop("after", scene.after))
    found = detect_change(str(scene.before), after, method=method, **paths, **options)  # type: ignore[arg-type]
    assessed = assess_change(found["score"], found["output"], str(scene.labels))
    return {**found, **assessed}


def compare_methods(sets: dict[str, list[Scene]], methods: list[str], work: Path, data: Path) -> None:
    """AUROC / average precision / F-score, means of the scenes."""
    print("| set | method | AUROC | AP | F-score |\n|---|---|---|---|---|")
    for name, scenes in sets.items():
        for method in methods:
            rows = [detect(scene, work, method) for scene in scenes]
            means = [np.mean([row.get(key, 0.0) for row in rows]) for key in ("auroc", "ap", "f_score")]
            print(f"| {name} | {method} | {means[0]:.3f} | {means[1]:.3f} | {means[2]:.3f} |", flush=True)
        for method, score in BESIDE.items():
            scores = []
            for scene in scenes:
                labels, values = read(scene.labels)[0], score(read(scene.before), read(scene.after), scene)
                known = labels != 255
                true = labels[known] > 0
                scores.append((roc_auc_score(true, values[known]), average_precision_score(true, values[known])))
            auroc, precision = np.mean(scores, axis=0)
            print(f"| {name} | beside: {method} | {auroc:.3f} | {precision:.3f} | |", flush=True)


def count_alarms(sets: dict[str, list[Scene]], methods: list[str], work: Path, data: Path) -> None:
    """False alarms in percent where 1 % is asked for."""
    print("| set | method | stable area | flagged (%) | median scene | F-score | not calibrated (%) | F-score |")
    print("|---|---|---|---|---|---|---|---|")
    for name, scenes in sets.items():
        for method in methods:
            guessed = [detect(scene, work, method) for scene in scenes]
            free = [100 * np.mean([each["false_alarm_share"] for each in guessed]),
                    np.mean([each.get("f_score", 0.0) for each in guessed])]  # fmt: skip
            for arrangement in ARRANGEMENTS:
                shares, scores = [], []
                for scene in scenes:
                    stable, held_out = split_unchanged(scene, arrangement, work)
                    found = detect(scene, work, method, stable=stable)
                    mapped = assess_change(map=found["output"], reference=str(scene.labels), area=held_out)
                    shares.append(100 * mapped["false_alarm_share"])
                    scores.append(found.get("f_score", 0.0))
                print(f"| {name} | {method} | {arrangement} | {np.mean(shares):.2f} | {np.median(shares):.2f} | "
                      f"{np.mean(scores):.3f} | {free[0]:.2f} | {free[1]:.3f} |", flush=True)
    print("\n| pair without the event | method | flagged, not calibrated (%) | by dates without the event (%) |")
    print("|---|---|---|---|")
    for name, before, after, null_images in list_unchanged(data, work):
        for method in methods:
            shares = [count_flagged(work, before, after, method=method, null_images=given)
                      for given in ([None, null_images] if null_images else [None])]
            print(f"| {name} | {method} | {' | '.join(f'{share:.2f}' for share in shares)} |", flush=True)


def count_flagged(work: Path, before: str, after: str, **options: object) -> float:
    """The share in percent of the pixels that lie in changes."""
    paths = {"score": str(work / "score.tif"), "output": str(work / "changes.gpkg")}
    found = detect_change(before, after, **paths, **options)  # type: ignore[arg-type]
    return 100 * assess_change(found["score"], found["output"])["false_alarm_share"]


def split_unchanged(scene: Scene, arrangement: str, work: Path) -> tuple[str, str]:
    """Polygons of the labelled unchanged pixels: of one part of the scene, and of the other, 3 px from the first."""
    with rasterio.open(scene.labels) as source:
        unchanged, transform, crs = source.read(1) == 0, source.transform, to_crs(source.crs)
    rows, columns = np.indices(unchanged.shape)
    if arrangement == "western half":
        first = columns < np.searchsorted(np.cumsum(unchanged.sum(axis=0)), unchanged.sum() / 2)
    else:
        first = (rows // BLOCK_PX + columns // BLOCK_PX) % 2 == 0
    paths = []
    for name, chosen in (("stable", first), ("held_out", ~ndimage.binary_dilation(first, iterations=3))):
        mask = (unchanged & chosen).astype(np.uint8)
        shapes = [shapely.geometry.shape(shape)
                  for shape, _ in rasterio.features.shapes(mask, mask > 0, transform=transform)]
        paths.append(str(work / f"{name}.gpkg"))
        write_vectors(paths[-1], VectorLayer(np.array(shapes, object), {}, crs))
    return paths[0], paths[1]


def list_unchanged(data: Path, work: Path) -> list[tuple[str, str, str, list[str]]]:
    """Pairs without an event, and images of other dates: a copy with noise and a gain of 1.1, two Sentinel-2 dates of
    fields, and summers of one place, whose fields and shores do change."""
    with rasterio.open(data / "timeseries/ftw_pair/inference-img.tif") as source:
        pixels, profile = source.read(), source.profile
    rng, paths = np.random.default_rng(0), [str(work / f"{name}.tif") for name in ("first", "copy", "second")]
    noisy = pixels[:4] * 1.1 + rng.normal(0, 0.01 * pixels[:4].std(axis=(1, 2), keepdims=True), pixels[:4].shape)
    for path, values in zip(paths, (pixels[:4], np.clip(noisy, 1, 65535).round(), pixels[4:]), strict=True):
        with rasterio.open(path, "w", **{**profile, "count": 4, "dtype": "uint16"}) as target:
            target.write(values.astype(np.uint16))
    years = {path.stem[-8:-4]: str(path) for path in (data / "timeseries/naip").glob("*.tif")}
    summers = [(f"NAIP {years[first][-12:-4]} and {years[second][-12:-4]}", years[first], years[second],
                [years[year] for year in null])
               for first, second, null in (("2016", "2017", ("2014", "2015")), ("2017", "2018", ("2015", "2016")),
                                           ("2019", "2020", ("2016", "2017")))]
    return [("copy with noise and gain 1.1", paths[0], paths[1], []), ("ftw", paths[0], paths[2], []), *summers]


def mask_clouds(sets: dict[str, list[Scene]], methods: list[str], work: Path, data: Path) -> None:
    """Scores with and without clouds over three tenths of the second date."""
    print("| set | method | largest difference | rank correlation | AUROC without | with clouds | masked share |")
    print("|---|---|---|---|---|---|---|")
    for name, scenes in sets.items():
        for method in methods:
            rows = []
            for scene in scenes[:10]:
                clear = detect(scene, work, method, coregister=False)  # which would move the clouds
                scores = read(Path(clear["score"]))[0]
                cloud = make_clouds(scene.after, work / "after.tif")
                clouded = detect(scene, work, method, after=work / "after.tif", coregister=False)
                rest = read(Path(clouded["score"]))[0]
                labels = read(scene.labels)[0]
                known = np.isfinite(rest) & (labels != 255)
                auroc = [roc_auc_score(labels[known] > 0, values[known]) for values in (scores, rest)]
                inner = np.isfinite(rest) & np.isfinite(scores)
                assert not np.isfinite(rest[cloud]).any()
                rows.append([np.abs(rest - scores)[inner].max(), scipy.stats.spearmanr(scores[inner], rest[inner])[0],
                             *auroc, clouded["masked_share"]])  # fmt: skip
            row = np.mean(rows, axis=0)
            print(f"| {name} | {method} | {row[0]:.2g} | {row[1]:.4f} | {row[2]:.3f} | {row[3]:.3f} | {row[4]:.2f} |",
                  flush=True)


def make_clouds(image: Path, path: Path) -> np.ndarray:
    """Write a copy whose pixels are nodata in blobs over three tenths of it; which ones."""
    with rasterio.open(image) as source:
        pixels, profile = source.read(), source.profile
        names = source.descriptions
    rough = np.random.default_rng(1).normal(size=(8, 8))
    field = np.kron(rough, np.ones((-(-pixels.shape[1] // 8), -(-pixels.shape[2] // 8))))
    field = field[: pixels.shape[1], : pixels.shape[2]]
    cloud = field > np.quantile(field, 0.7)
    pixels[:, cloud] = 0
    with rasterio.open(path, "w", **{**profile, "nodata": 0}) as target:
        target.write(pixels)
        target.descriptions = names
    return cloud


def change_grids(sets: dict[str, list[Scene]], methods: list[str], work: Path, data: Path) -> None:
    """AUROC with the second date in degrees, in another resolution, a pixel beside its place."""
    print("| set | method | AUROC, same grid | other grid |\n|---|---|---|---|")
    for name, scenes in sets.items():
        for method in methods:
            rows = []
            for scene in scenes[:10]:
                write_elsewhere(scene.after, work / "after.tif")
                rows.append([detect(scene, work, method)["auroc"],
                             detect(scene, work, method, after=work / "after.tif")["auroc"]])
            same, other = np.mean(rows, axis=0)
            print(f"| {name} | {method} | {same:.3f} | {other:.3f} |", flush=True)


def write_elsewhere(image: Path, path: Path) -> None:
    """A copy in EPSG:4326 at 0.8 of the pixel size, moved by a pixel in both directions."""
    with rasterio.open(image) as source:
        pixels, names = source.read(), source.descriptions
        moved = source.transform * rasterio.Affine.translation(1, 1)
        transform, width, height = rasterio.warp.calculate_default_transform(
            source.crs, "EPSG:4326", source.width, source.height, *source.bounds)
        transform *= rasterio.Affine.scale(0.8)
        target_shape = pixels.shape[0], int(height / 0.8), int(width / 0.8)
        warped, _ = rasterio.warp.reproject(pixels, np.zeros(target_shape, pixels.dtype), src_transform=moved,
                                            src_crs=source.crs, dst_transform=transform, dst_crs="EPSG:4326",
                                            resampling=rasterio.warp.Resampling.cubic)
        profile = {"driver": "GTiff", "count": pixels.shape[0], "dtype": pixels.dtype, "width": target_shape[2],
                   "height": target_shape[1], "crs": "EPSG:4326", "transform": transform, "nodata": 0}
    with rasterio.open(path, "w", **profile) as target:
        target.write(warped)
        target.descriptions = names


if __name__ == "__main__":
    main()
