"""Peak resident memory of the engine for growing images, each in a process of its own.

    python -m benchmarks.streaming.memory [--sizes 4000 20000] [--virtual 60000 --minutes 3]

A small U-Net (4..64 features), so that the large images end. --virtual: one more image, stopped after --minutes. Ends
with status 1 where an image needs over 150 MB more than the first.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from pathlib import Path

from benchmarks.streaming.processes import run_engine
from benchmarks.streaming.small_model import write_random_model
from benchmarks.streaming.speed import write_image

_PROMISED_MB = 150
_VRT = """<VRTDataset rasterXSize="{size}" rasterYSize="{size}"><SRS>EPSG:32633</SRS>
<GeoTransform>400000, {pixel_m}, 0, 5000000, 0, -{pixel_m}</GeoTransform>{bands}</VRTDataset>"""
_BAND = '<VRTRasterBand dataType="Byte" band="{band}"><ColorInterp>{color}</ColorInterp>{parts}</VRTRasterBand>'
_PART = (
    "<SimpleSource><SourceFilename>{path}</SourceFilename><SourceBand>{band}</SourceBand>"
    '<SrcRect xOff="0" yOff="0" xSize="{step}" ySize="{step}"/>'
    '<DstRect xOff="{x}" yOff="{y}" xSize="{step}" ySize="{step}"/></SimpleSource>'
)


def write_mosaic(path: Path, tile: Path, tile_px: int, size_px: int, pixel_m: float = 0.3) -> None:
    """A virtual raster of size_px x size_px that repeats `tile`."""
    bands = []
    for band, color in enumerate(("Red", "Green", "Blue"), 1):
        parts = "".join(
            _PART.format(path=tile, band=band, step=tile_px, x=x, y=y)
            for y in range(0, size_px, tile_px)
            for x in range(0, size_px, tile_px)
        )
        bands.append(_BAND.format(band=band, color=color, parts=parts))
    path.write_text(_VRT.format(size=size_px, pixel_m=pixel_m, bands="".join(bands)), encoding="ascii")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument(
        "--sizes", type=int, nargs="*", default=[4000, 20000], help="sides of the images, px (default: 4000 20000)"
    )
    parser.add_argument("--virtual", type=int, default=60000, help="side of the last image, px (default: 60000)")
    parser.add_argument("--minutes", type=float, default=3, help="after which the last image is stopped (default: 3)")
    chosen = parser.parse_args()
    print("| image | peak resident memory, MB | more than the first, MB | s |\n| --- | ---: | ---: | ---: |")
    with tempfile.TemporaryDirectory() as folder:
        model, tile, output = (Path(folder, name) for name in ("model.safetensors", "tile.tif", "out.tif"))
        write_random_model(str(model), "unet", base_channels=4)
        write_image(tile, 4000)
        first = most = 0
        for size, minutes in [*((size, 1e9) for size in chosen.sizes), (chosen.virtual, chosen.minutes)]:
            mosaic = Path(folder, f"{size}.vrt")
            write_mosaic(mosaic, tile, 4000, size)
            job = f"segmentation.segment image={mosaic} model={model} output={output}".split()
            peak, seconds, finished = run_engine(job, minutes=minutes)
            first, most = first or peak, max(most, peak)
            title = f"{size} x {size}" + ("" if finished else f", stopped after {seconds:.0f} s")
            print(f"| {title} | {peak / 1e6:.0f} | {(peak - first) / 1e6:+.0f} | {seconds:.0f} |", flush=True)
    if most - first > _PROMISED_MB * 1e6:
        print(f"\nOver the promised {_PROMISED_MB} MB.", file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
