"""What translations are worth: trained here, and measured on places or dates that they never saw, beside simpler ways.

map: an image into a map of buildings, trained on Banepa and Zanzibar, scored on Kampala and Catanduanes by IoU.
image: the map into an image, trained on the same; the bundled building model on made and real images, KID, wall shifts.
landsat: Landsat 8 into Sentinel-2 of the same days, dates held out, beside a regression per band.
radar: Sentinel-1 into Sentinel-2, the southern half held out, beside a regression on VV, VH and their ratio.

    python -m benchmarks.image_translation.translate landsat --data ../shared/data --work W --minutes 5
"""

from __future__ import annotations

import argparse
import json
import time
from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import rasterio
import torch
from rasterio.features import rasterize
from rasterio.transform import Affine
from rasterio.warp import transform_geom
from rasterio.windows import Window

from benchmarks.buildings.data import cut_off
from eo_deep.evaluation.images.palette_scores import count_colors
from eo_deep.evaluation.images.realism import score_samples
from eo_deep.evaluation.maps.scores import score_confusion
from eo_deep.image_translation import train_translation, translate_image
from eo_deep.io.raster import open_image
from eo_deep.models.model_file import load_model, save_model
from eo_deep.sampling.image_pairs import PairSettings, open_pair

TOWNS = {
    "banepa": ("banepa_rgb_3857",),
    "zanzibar": ("zanzibar_tz_a_z20_3857", "zanzibar_tz_b_z20_3857"),
    "kampala": ("kampala_ug_a_z20_3857", "kampala_ug_b_z20_3857"),
    "catanduanes": ("catanduanes_ph_a_z20_3857", "catanduanes_ph_b_z20_3857"),
}
SEEN, UNSEEN = ("banepa", "zanzibar"), ("kampala", "catanduanes")
GROUND, BUILDING = (242, 239, 233), (190, 60, 50)
# At most three days apart, and correlated by more than .55 in each band.
PAIRS = ("2018-02-08", "2018-02-25", "2018-06-03", "2018-06-15", "2018-06-30", "2018-07-18", "2018-07-23", "2018-08-02",
         "2018-10-06", "2018-10-21")  # fmt: skip
HELD_OUT = ("2018-07-18", "2018-10-06")
RESOLUTION_M = 0.6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("task", choices=("map", "image", "landsat", "radar"), help="what is translated")
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the data")
    parser.add_argument("--work", type=Path, required=True, help="folder for models and translated images")
    parser.add_argument("--minutes", type=float, default=5.0, help="length of the training")
    parser.add_argument("--epochs", type=int, default=400, help="the most epochs of the training")
    parser.add_argument("--sharpness", default="none", help="none or adversarial, of images")
    parser.add_argument("--model", help="measure this model instead of training one")
    parser.add_argument("--initial-model", help="start from this model instead of random weights")
    parser.add_argument("--learning-rate", type=float, default=1e-3, help="the maximum of the schedule")
    parser.add_argument("--weight", type=float, default=1.0,
                        help="of buildings in a map's loss: how it would move the decision (default 1)")  # fmt: skip
    parser.add_argument("--device", default="auto", help="auto, cpu or cuda")
    parser.add_argument("--seed", type=int, default=0, help="of the training")
    given = parser.parse_args()
    given.work.mkdir(parents=True, exist_ok=True)
    if not given.data.exists():
        raise SystemExit(f"'{given.data}' does not exist; this benchmark needs its data.")
    measure = {"map": measure_maps, "image": measure_images, "landsat": measure_landsat, "radar": measure_radar}
    print(json.dumps(measure[given.task](given), indent=1))


def train(given: argparse.Namespace, sources: list, targets: list, **settings) -> str:
    """The model of a task: trained, or the one that is given."""
    if given.model:
        return given.model
    model = str(given.work / f"{given.task}_{given.sharpness}.safetensors")
    start = time.process_time()
    result = train_translation(
        [str(path) for path in sources], [str(path) for path in targets], model=model, minutes=given.minutes,
        epochs=given.epochs, device=given.device, seed=given.seed, report=model.replace(".safetensors", ".html"),
        initial_model=given.initial_model, learning_rate=given.learning_rate, **settings,
    )  # fmt: skip
    print({"seconds": result["seconds"], "cpu_seconds": round(time.process_time() - start)}, flush=True)
    return model


def list_images(given: argparse.Namespace, towns: tuple) -> list[tuple[str, Path, Path]]:
    """Towns with their images and polygons; of Banepa what lies off its northern third, which nothing is trained on."""
    folder = given.data / "buildings"
    found = []
    for town, name in [(each, name) for each in towns for name in TOWNS[each]]:
        image = folder / town / f"{name}.tif"
        if town == "banepa":
            image = cut_off(image, given.work / image.name)
        found.append((town, image, folder / town / "osm_buildings_4326.geojson"))
    return found


def prepare_town(given: argparse.Namespace, town: str, image: Path, polygons: Path) -> tuple[Path, Path]:
    """The image at 0.6 m and the map drawn of its polygons, on one grid; written once."""
    picture, drawn = (given.work / f"{image.stem}_{kind}.tif" for kind in ("image", "map"))
    if not drawn.exists():
        with open_image(str(image), [1, 2, 3]) as native:
            factor = RESOLUTION_M / np.sqrt(np.prod(native.grid.ground_resolution_m))
            grid = native.grid.scaled(factor)
        with open_image(str(image), [1, 2, 3], grid, "average") as source:
            pixels, valid = source.read()
        shapes = [transform_geom("EPSG:4326", grid.crs, each["geometry"])
                  for each in json.loads(polygons.read_text())["features"]]  # fmt: skip
        built = rasterize(shapes, (grid.height, grid.width), transform=grid.transform) > 0
        colors = np.where(built, np.reshape(BUILDING, (3, 1, 1)), np.reshape(GROUND, (3, 1, 1)))
        write(picture, pixels, grid.crs, grid.transform, valid)
        write(drawn, colors.astype(np.uint8), grid.crs, grid.transform, valid)
    return picture, drawn


def measure_maps(given: argparse.Namespace) -> dict:
    """IoU of buildings on towns that were not trained on: of the palette's colours, pixel by pixel."""
    images = list_images(given, SEEN)
    model = train(given, [each[1] for each in images], [each[2] for each in images], resolution_m=RESOLUTION_M,
                  crop_px=128, samples_per_epoch=400, base_channels=24, validation_share=0.0)  # fmt: skip
    if given.weight != 1:
        model = weigh(model, given.weight, given.work / "weighted.safetensors")
    counts = {town: np.zeros((2, 2), np.int64) for town in UNSEEN}
    colors = np.array([GROUND, BUILDING], np.uint8)
    for town, image, polygons in list_images(given, UNSEEN):
        picture, drawn = prepare_town(given, town, image, polygons)
        output = given.work / f"{image.stem}_translated.tif"
        translate_image(str(picture), model, device=given.device, output=str(output))
        painted = colors[(read(output)[0] != painted_ground(output)).astype(int)].transpose(2, 0, 1)
        counts[town] += count_colors(painted, read(drawn), read_mask(picture), colors)
    return {town: {"iou": round(float(score_confusion(matrix).iou[1]), 3)} for town, matrix in counts.items()}


def weigh(path: str, weight: float, output: Path) -> str:
    """A model that decides as if the cross-entropy of its second class had had a weight: its logit plus ln(weight)."""
    model = load_model(path)
    with torch.no_grad():
        model.network.head.bias[1] += np.log(weight)
    save_model(str(output), model.network, model.card)
    return str(output)


def count(found: np.ndarray, truth: np.ndarray, known: np.ndarray) -> list[int]:
    """Pixels that are found rightly, found wrongly, and missed."""
    return [int((found & truth).sum()), int((found & ~truth & known).sum()), int((~found & truth).sum())]


def painted_ground(path: Path) -> int:
    """The class that stands for no building: the first of the map, white or the ground's colour."""
    with rasterio.open(path) as file:
        classes = json.loads(file.tags(1)["EO_DEEP_CLASSES"])
    return classes[0]["value"]


def measure_images(given: argparse.Namespace) -> dict:
    """Of images made of maps: how the building model finds the map's buildings, and how real the images look."""
    seen = [prepare_town(given, *each) for each in list_images(given, SEEN)]
    model = train(given, [drawn for _, drawn in seen], [picture for picture, _ in seen], kind="image", crop_px=96,
                  sharpness=given.sharpness, samples_per_epoch=400, base_channels=24, batch_size=4,
                  validation_share=0.1)  # fmt: skip
    found: dict[str, dict] = {}
    real_train = cut([read(picture) for picture, _ in seen])
    for town in UNSEEN:
        counts, pictures, made_images, shifts = np.zeros((2, 3)), [], [], ([], [])
        for each in list_images(given, (town,)):
            picture, drawn = prepare_town(given, *each)
            made = given.work / f"{each[1].stem}_made_{given.sharpness}.tif"
            translate_image(str(drawn), model, device=given.device, output=str(made))
            truth, known = read(drawn)[0] == BUILDING[0], read_mask(picture)
            for number, image in enumerate((made, picture)):
                built = find_buildings(given, image) & known
                counts[number] += count(built, truth & known, known)
                shifts[number].extend(measure_shifts(truth & known, built))
            pictures.append(read(picture))
            made_images.append(read(made))
        real, made_patches = cut(pictures), cut(made_images)
        blurred = cut([blur(each) for each in pictures])
        iou = counts[:, 0] / counts.sum(1)
        found[town] = {
            "iou_made": round(float(iou[0]), 3), "iou_real": round(float(iou[1]), 3),
            "ratio": round(float(iou[0] / iou[1]), 3),
            "median_shift_px": {name: round(float(np.median(each)), 2) if each else None
                                for name, each in zip(("made", "real"), shifts)},
            "kid": {name: round(float(score_samples(patches, real, 0).kid), 4)
                    for name, patches in (("made", made_patches), ("blurred real", blurred),
                                          ("real of the training", real_train))},
        }  # fmt: skip
    return found


def find_buildings(given: argparse.Namespace, image: Path) -> np.ndarray:
    """Where the bundled building model finds buildings, (H, W) bool."""
    from eo_deep.models.bundled import BUILDINGS, find_bundled_model
    from eo_deep.segmentation import segment

    output = given.work / "found.tif"
    segment(str(image), find_bundled_model(BUILDINGS), device=given.device, output=str(output))
    return read(output)[0] == 1


def measure_shifts(truth: np.ndarray, found: np.ndarray) -> list[float]:
    """How far the centres of objects that are found in an image lie from those of the map, in px."""
    from scipy import ndimage

    numbers, count = ndimage.label(truth)
    others, _ = ndimage.label(found)
    shifts = []
    for number, place in enumerate(ndimage.find_objects(numbers), 1):
        window = tuple(slice(max(0, part.start - 4), part.stop + 4) for part in place)
        own = numbers[window] == number
        inside = others[window][own]
        if own.sum() < 30 or not inside.any():
            continue
        same = others[window] == np.bincount(inside[inside > 0]).argmax()
        if (own & same).sum() / (own | same).sum() > 0.6:  # the same object, not several
            shifts.append(float(np.hypot(*np.subtract(ndimage.center_of_mass(own), ndimage.center_of_mass(same)))))
    return shifts


def measure_landsat(given: argparse.Namespace) -> dict:
    """PSNR of Sentinel-2 made of Landsat 8 on dates that were held out, and of a regression per band."""
    folder = given.data / "timeseries" / "worldcereal"
    site = "10m_00002806639B424A_32631_2017-08-01_2018-11-30.nc"
    fine = read_series(folder / f"S2_L2A_{site}", ("B02", "B03", "B04", "B08"))
    coarse = read_series(folder / f"L8_SR_{site}", ("B02", "B03", "B04", "B05"))
    pairs = {}
    for date in PAIRS:
        ours, theirs = (find_date(series, date) for series in (coarse, fine))
        paths = given.work / f"landsat_{date}.tif", given.work / f"sentinel_{date}.tif"
        known = ((ours > 0) & (ours < 12_000)).all(0) & ((theirs > 0) & (theirs < 12_000)).all(0)
        for path, pixels in zip(paths, (ours, theirs)):
            write(path, pixels, "EPSG:32631", Affine(10, 0, 501360, 0, -10, 5629680), known)
        # Both lie up to 12 m beside each other: the truth is where Landsat shows the same, for all that is compared.
        with open_pair(str(paths[0]), str(paths[1]), PairSettings(1, "none", 2.0)) as pair:
            placed = pair.read(Window(0, 0, ours.shape[2], ours.shape[1]))
        pairs[date] = (*paths, ours.astype(float), placed.high.astype(float), placed.known)
    kept = [pairs[date] for date in PAIRS if date not in HELD_OUT]
    model = train(given, [each[0] for each in kept], [each[1] for each in kept], crop_px=32, samples_per_epoch=400,
                  kind="image", sharpness=given.sharpness, batch_size=16)  # fmt: skip
    x, y = (np.concatenate([each[part][:, each[4]] for each in kept], 1) for part in (2, 3))
    lines = [np.polyfit(x[band], y[band], 1) for band in range(len(x))]
    found = {}
    for date in HELD_OUT:
        source, _, ours, theirs, known = pairs[date]
        output = given.work / f"made_{date}.tif"
        translate_image(str(source), model, device=given.device, output=str(output))
        regressed, made = np.stack([np.polyval(line, band) for line, band in zip(lines, ours)]), read(output)
        found[date] = {
            "regression": psnr(regressed, theirs, known), "translation": psnr(made.astype(float), theirs, known),
            "regression of the day itself": psnr(fit(ours, theirs, known), theirs, known),
            "translation, fitted alike": psnr(fit(made.astype(float), theirs, known), theirs, known),
        }  # fmt: skip
    return found


def fit(made: np.ndarray, truth: np.ndarray, known: np.ndarray) -> np.ndarray:
    """Images (C, H, W) with the gain and offset per band that fit the truth best, as haze of the day gives it some."""
    lines = [np.polyfit(ours[known], theirs[known], 1) for ours, theirs in zip(made, truth)]
    return np.stack([np.polyval(line, band) for line, band in zip(lines, made)])


def measure_radar(given: argparse.Namespace) -> dict:
    """PSNR of Sentinel-2 made of Sentinel-1 in the southern half, and of a regression on VV, VH and their ratio."""
    path = given.data / "timeseries" / "worldcereal" / "worldcereal_preprocessed_inputs.nc"
    layers = {name: rasterio.open(f"netcdf:{path}:{name}").read()
              for name in ("S1-SIGMA0-VV", "S1-SIGMA0-VH", "S2-L2A-B02", "S2-L2A-B03", "S2-L2A-B04", "S2-L2A-B08")}
    months, sources, targets = [], [], []
    for month in range(12):
        radar = np.stack([layers[name][month] for name in ("S1-SIGMA0-VV", "S1-SIGMA0-VH")]).astype(np.float32)
        optical = np.stack([layers[f"S2-L2A-{name}"][month] for name in ("B02", "B03", "B04", "B08")])
        known = (radar > 0).all(0) & (radar < 65_535).all(0) & (optical > 0).all(0) & (optical < 20_000).all(0)
        if known.mean() < 0.5:
            continue  # two months are empty
        decibels = 10 * np.log10(np.maximum(radar, 1)) - 60  # a constant offset, whatever the scale is
        decibels = np.concatenate([decibels, decibels[:1] - decibels[1:]])
        months.append((month, decibels, optical.astype(float), known))
        for part, rows in (("north", slice(0, 50)), ("south", slice(50, 100))):
            place = Affine(10, 0, 500000, 0, -10, 5600000 - 10 * rows.start)
            for kind, pixels in (("radar", decibels), ("optical", optical)):
                write(given.work / f"{kind}_{part}_{month}.tif", pixels[:, rows], "EPSG:32631", place, known[rows])
        sources.append(given.work / f"radar_north_{month}.tif")
        targets.append(given.work / f"optical_north_{month}.tif")
    model = train(given, sources, targets, crop_px=32, samples_per_epoch=400, kind="image", batch_size=16,
                  sharpness=given.sharpness)  # fmt: skip
    x = np.concatenate([radar[:, :50][:, known[:50]] for _, radar, _, known in months], 1)
    y = np.concatenate([optical[:, :50][:, known[:50]] for _, _, optical, known in months], 1)
    weights = np.linalg.lstsq(np.vstack([x, np.ones_like(x[:1])]).T, y.T, rcond=None)[0]
    scores = []
    for month, radar, optical, known in months:
        output = given.work / f"made_{month}.tif"
        translate_image(str(given.work / f"radar_south_{month}.tif"), model, device=given.device, output=str(output))
        south, truth, inside = radar[:, 50:], optical[:, 50:], known[50:]
        regressed = (np.vstack([south.reshape(3, -1), np.ones((1, south[0].size))]).T @ weights).T.reshape(truth.shape)
        scores.append([psnr(regressed, truth, inside), psnr(read(output).astype(float), truth, inside)])
    means = np.mean(scores, 0)
    return {"months": len(scores), "regression": round(float(means[0]), 2), "translation": round(float(means[1]), 2),
            "better in": int(np.sum(np.diff(scores, axis=1) > 0))}  # fmt: skip


def read_series(path: Path, bands: tuple) -> tuple[list[datetime], np.ndarray]:
    """The days of a series and its values (T, C, H, W)."""
    layers = []
    for band in bands:
        with rasterio.open(f"netcdf:{path}:{band}") as file:
            tags, pixels = file.tags(), file.read()
        layers.append(pixels[:, ::-1] if file.transform.e > 0 else pixels)
    start = datetime.fromisoformat(tags["timestamp#units"].removeprefix("seconds since "))
    seconds = json.loads(tags["NETCDF_DIM_timestamp_VALUES"].replace("{", "[").replace("}", "]"))
    return [start + timedelta(seconds=each) for each in seconds], np.stack(layers, 1)


def find_date(series: tuple[list[datetime], np.ndarray], date: str) -> np.ndarray:
    """The image (C, H, W) nearest to noon of a day."""
    wanted = datetime.fromisoformat(f"{date}T12:00:00")
    return series[1][int(np.argmin([abs(day - wanted) for day in series[0]]))]


def psnr(made: np.ndarray, truth: np.ndarray, known: np.ndarray) -> float:
    """In dB, the mean of the bands; the peak is the range from 0.1 to 99.9 % of each band of the truth."""
    low, high = np.percentile(truth[:, known], [0.1, 99.9], axis=1)
    mse = ((made - truth)[:, known] ** 2).mean(1)
    return round(float(np.mean(10 * np.log10((high - low) ** 2 / mse))), 2)


def cut(images: list[np.ndarray], size_px: int = 64, most: int = 300) -> np.ndarray:
    """Whole patches of images (C, H, W), (N, C, size, size) float32 in -1..1, without nodata."""
    patches = [image[:, row : row + size_px, column : column + size_px]
               for image in images
               for row in range(0, image.shape[1] - size_px + 1, size_px)
               for column in range(0, image.shape[2] - size_px + 1, size_px)]  # fmt: skip
    known = [each for each in patches if (each.max(0) > 0).mean() > 0.99]
    chosen = np.unique(np.linspace(0, len(known) - 1, most).astype(int))
    return np.stack([known[number] for number in chosen]).astype(np.float32) / 127.5 - 1


def blur(image: np.ndarray) -> np.ndarray:
    """An image (C, H, W) uint8 with a Gaussian of 1.5 px."""
    from scipy import ndimage

    return ndimage.gaussian_filter(image.astype(float), (0, 1.5, 1.5)).round().astype(np.uint8)


def write(path: Path, pixels: np.ndarray, crs, transform: Affine, known: np.ndarray) -> None:
    options = {"photometric": "RGB"} if len(pixels) == 3 and pixels.dtype == np.uint8 else {}
    with rasterio.Env(GDAL_TIFF_INTERNAL_MASK=True), rasterio.open(
        path, "w", driver="GTiff", width=pixels.shape[2], height=pixels.shape[1], count=len(pixels), crs=crs,
        dtype=pixels.dtype, transform=transform, **options,
    ) as file:  # fmt: skip
        file.write(pixels)
        file.write_mask(known)


def read(path: Path) -> np.ndarray:
    with rasterio.open(path) as file:
        return file.read()


def read_mask(path: Path) -> np.ndarray:
    with rasterio.open(path) as file:
        return file.dataset_mask() > 0


if __name__ == "__main__":
    main()
