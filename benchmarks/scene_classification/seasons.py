"""Land cover of a Level-2A scene in autumn: patches around labelled polygons, and what the confidence says of them.

    python -m benchmarks.scene_classification.seasons --data ../shared/data/landcover/deva [--model M]

`--data` holds Sentinel-2 bands B02, B03 and B04 as GeoTIFFs and `train_polys.shp` with a field "class". Each polygon
gets the class of the patch around a point of it; many polygons are smaller than a patch. The whole scene: the shares of
the classes of patches at half their size.
"""

from __future__ import annotations

import argparse
import tempfile
from collections import Counter
from pathlib import Path

import numpy as np
import rasterio
import shapely
import torch
from rasterio.windows import Window

from benchmarks.training.printed import Printed
from eo_deep.energy_models.jem import compute_logits
from eo_deep.geo.crs import to_crs
from eo_deep.io.vector import read_polygons
from eo_deep.models.bundled import LAND_COVER, find_bundled_model
from eo_deep.models.image_input import ImageSettings
from eo_deep.models.model_file import load_model
from eo_deep.models.reflectance import SceneImage, open_scene

BANDS = ("B04", "B03", "B02")
RIGHT = {
    "forest": {"Forest"},
    "agriculture": {"AnnualCrop", "PermanentCrop"},
    "pasture": {"Pasture", "HerbaceousVegetation"},
    "water": {"River", "SeaLake"},
    "construction": {"Residential", "Industrial", "Highway"},
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="folder with the bands and train_polys.shp")
    parser.add_argument("--model", type=Path, default=Path(find_bundled_model(LAND_COVER)), help="default: bundled")
    arguments = parser.parse_args()
    torch.set_num_threads(1)
    model = load_model(str(arguments.model), "scenes")
    size_px = model.card["patch_px"]
    names = [each["name"] for each in model.card["classes"]]
    quantiles = np.array(model.card["log_density"]["quantiles"])
    with tempfile.TemporaryDirectory() as folder:
        path = stack_bands(arguments.data, Path(folder) / "scene.tif")
        with open_scene(ImageSettings(path), model.card, "auto", Printed()) as scene:
            grid = scene.reader.grid
            polygons = read_polygons(str(arguments.data / "train_polys.shp"), to_crs(grid.crs))
            points = shapely.get_coordinates(shapely.point_on_surface(polygons.geometries))
            corners = np.array([~grid.transform * tuple(point) for point in points]) - size_px / 2
            corners = np.clip(corners.astype(int), 0, np.array([grid.width, grid.height]) - size_px)
            around = read_patches(scene, corners, size_px)
            steps = (np.arange(0, length - size_px + 1, size_px // 2) for length in (grid.width, grid.height))
            everywhere = read_patches(scene, np.stack(np.meshgrid(*steps), axis=-1).reshape(-1, 2), size_px)
    found, percentiles = judge(model.network, around, names, quantiles)
    print("| polygons | right | percentile: lowest, median, highest | taken for |\n| --- | --- | --- | --- |")
    for kind, right in RIGHT.items():
        mine = polygons.fields["class"] == kind
        lowest, middle, highest = np.percentile(percentiles[mine], [0, 50, 100])
        taken = ", ".join(f"{name} {count}" for name, count in Counter(found[mine]).most_common())
        print(f"| {kind} | {np.isin(found[mine], list(right)).sum()} of {mine.sum()} | {lowest:.2f}, {middle:.2f}, "
              f"{highest:.2f} | {taken} |")  # fmt: skip
    found, percentiles = judge(model.network, everywhere, names, quantiles)
    shares = ", ".join(f"{name} {(found == name).mean():.2f}" for name in names)
    print(f"\nThe whole scene: {shares}; median percentile {np.median(percentiles):.2f}, share at 0.01 and below "
          f"{(percentiles <= 0.01).mean():.2f}.")  # fmt: skip


def stack_bands(folder: Path, path: Path) -> str:
    """Red, green and blue of the scene as one GeoTIFF."""
    for number, name in enumerate(BANDS):
        with rasterio.open(folder / f"{name}.tif") as source:
            if number == 0:
                stack = rasterio.open(path, "w", **{**source.profile, "driver": "GTiff", "count": 3})
            stack.write(source.read(1), number + 1)
            stack.set_band_description(number + 1, ("red", "green", "blue")[number])
    stack.close()
    return str(path)


def read_patches(scene: SceneImage, corners: np.ndarray, size_px: int) -> torch.Tensor:
    """Patches (N, 3, P, P) as network input; corners (N, 2): column and row."""
    patches = []
    for column, row in corners.tolist():
        pixels, valid = scene.reader.read(Window(column, row, size_px, size_px))
        patches.append(scene.scaling(pixels, valid))
    return torch.from_numpy(np.stack(patches))


def judge(
    network: torch.nn.Module, patches: torch.Tensor, names: list[str], quantiles: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The classes (N,) of patches by name, and the percentiles (N,) of their log p(x) among the training images."""
    logits = compute_logits(network, patches)
    percentiles = np.searchsorted(quantiles, logits.logsumexp(1).numpy()) / len(quantiles)
    return np.array(names)[logits.argmax(1).numpy()], percentiles


if __name__ == "__main__":
    main()
