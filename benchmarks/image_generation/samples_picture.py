"""Draw the README's picture of images that the bundled land cover model generates, one column per class.

    python -m benchmarks.image_generation.samples_picture [--output resources/land_cover_samples.png]

No pixel of a real image is in it: chains start from random fields with the classes' colours and spectra.
"""

from __future__ import annotations

import argparse
import re
from pathlib import Path

import numpy as np
import torch
from PIL import Image, ImageDraw

from eo_deep.energy_models.langevin import read_initialization, read_sampler, run_sampler, to_picture
from eo_deep.models.bundled import LAND_COVER, find_bundled_model
from eo_deep.models.model_file import load_model, read_extras

PICTURE = Path(__file__).resolve().parents[2] / "resources" / "land_cover_samples.png"
ROWS, STEPS, GAP_PX, NAME_PX, SEED = 4, 300, 2, 28, 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--output", type=Path, default=PICTURE, help="PNG file to write (default: the README's)")
    arguments = parser.parse_args()
    path = find_bundled_model(LAND_COVER)
    model = load_model(path, "scenes")
    start = read_initialization(read_extras(path), model.card, path)
    model.network.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    classes = torch.arange(ROWS * len(start.mean)) % len(start.mean)
    generator = torch.Generator().manual_seed(SEED)
    fields = start.draw(classes, generator)
    settings = read_sampler(model.card, STEPS)
    samples, _ = run_sampler(model.network, fields, settings, generator, classes, start.measure_gain())
    shown = torch.cat([fields[: len(start.mean)], samples]).numpy()
    pictures = to_picture(shown, model.card["inputs"][0]["bands"])
    draw_columns(pictures, [entry["name"] for entry in model.card["classes"]]).save(arguments.output)


def draw_columns(pictures: np.ndarray, names: list[str]) -> Image.Image:
    """Pictures (N, P, P, 3) uint8 row by row under the names of their columns; the first row stands apart."""
    step = pictures.shape[1] + GAP_PX
    rows = len(pictures) // len(names)
    sheet = Image.new("RGB", (len(names) * step - GAP_PX, NAME_PX + rows * step + GAP_PX), "white")
    draw = ImageDraw.Draw(sheet)
    for column, name in enumerate(names):
        draw.text((column * step, 0), re.sub("(?<=[a-z])(?=[A-Z])", "\n", name), fill="black", spacing=0)
    for number, picture in enumerate(pictures):
        row, column = divmod(number, len(names))
        sheet.paste(Image.fromarray(picture), (column * step, NAME_PX + row * step + 2 * GAP_PX * (row > 0)))
    return sheet


if __name__ == "__main__":
    main()
