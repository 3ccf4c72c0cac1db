"""Counts and strategies beside those of the Orfeo ToolBox 8.1.1, on Deva and on nc_landsat: both have to agree.

    python -m benchmarks.sample_selection.otb --data ../shared/data --otb OTB

OTB is a folder in which Debian's packages otb-bin and libotb-apps, and those they depend on, are unpacked:

    apt-get download otb-bin libotb-apps ...; for each in *.deb; do dpkg -x $each OTB; done

PolygonClassStatistics counts the pixels, and SampleSelection says by `outrates` how many of each class it takes. Both
ignore nodata, so copies of the images without nodata are counted.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import rasterio

from eo_deep.io.tables import write_table
from eo_deep.sample_selection.selection import select_samples
from eo_deep.sample_selection.statistics import class_statistics

# The CRS of nc_landsat's image is its polygons' under another name, between which the Orfeo ToolBox shifts the datum
# and this project does not: there the polygons are given without CRS, so that both count the same ones.
SETS = (
    ("Deva", "landcover/deva/B02.tif", "landcover/deva/train_polys.shp", "class", True),
    ("nc_landsat", "labelling/nc_landsat/lsat7_2000_10.tif", "labelling/nc_landsat/landsat96_polygons.shp", "label",
     False),
)  # fmt: skip
# Ours, with its count, and the Orfeo ToolBox's words for it.
STRATEGIES = (
    ("smallest", None, ["smallest"]),
    ("constant", 40, ["constant", "-strategy.constant.nb", "40"]),
    ("constant", 2000, ["constant", "-strategy.constant.nb", "2000"]),
    ("percent", 10, ["percent", "-strategy.percent.p", "0.1"]),
    ("percent", 50, ["percent", "-strategy.percent.p", "0.5"]),
    ("total", 1000, ["total", "-strategy.total.v", "1000"]),
    ("total", 777, ["total", "-strategy.total.v", "777"]),
    ("byclass", None, ["byclass", "-strategy.byclass.in", "TABLE"]),
    ("all", None, ["all"]),
)


def find_variables(folder: Path) -> dict[str, str]:
    """What the Orfeo ToolBox needs to find itself."""
    libraries = sorted({str(path.parent) for path in folder.rglob("*.so*")})
    (application,) = folder.rglob("otbapp_SampleSelection.so")
    return {**os.environ, "LD_LIBRARY_PATH": ":".join(libraries), "OTB_APPLICATION_PATH": str(application.parent)}


def run_otb(folder: Path, variables: dict[str, str], *words: str) -> None:
    """Run one application."""
    (launcher,) = folder.rglob("otbApplicationLauncherCommandLine")
    done = subprocess.run([str(launcher), *words], env=variables, capture_output=True, text=True)
    if done.returncode:
        sys.exit(done.stdout[-1000:] + done.stderr[-1000:])


def fill_nodata(image: Path, copy: Path) -> None:
    """A copy of an image in which no pixel is nodata."""
    with rasterio.open(image) as file:
        profile, pixels = file.profile, file.read()
    profile.update(nodata=None, dtype="float32")
    with rasterio.open(copy, "w", **profile) as file:
        file.write(np.nan_to_num(pixels.astype(np.float32)))


def read_rates(path: Path) -> dict[str, tuple[int, int]]:
    """Of each class, how many samples the Orfeo ToolBox wants and how many pixels there are."""
    rows = [line.split() for line in path.read_text().splitlines() if line.strip() and not line.startswith("#")]
    return {name: (int(wanted), int(total)) for name, wanted, total, *_ in rows}


def read_ours(path: Path) -> dict[str, tuple[int, int]]:
    """The same of our table."""
    rows = [line.split(",") for line in path.read_text().splitlines()[1:]]
    return {row[0]: (int(row[3]), int(row[2])) for row in rows}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=Path("../shared/data"), help="folder of the data")
    parser.add_argument("--otb", type=Path, required=True, help="folder in which the Orfeo ToolBox is unpacked")
    options = parser.parse_args()
    variables = find_variables(options.otb)
    for name, image, labels, field, with_crs in SETS:
        with TemporaryDirectory() as temporary:
            folder = Path(temporary)
            for path in (options.data / labels).parent.glob(f"{Path(labels).stem}.*"):
                if with_crs or path.suffix not in (".prj", ".qpj"):
                    shutil.copy(path, folder / path.name)
            vectors = str(folder / Path(labels).name)
            filled, statistics, rates = folder / "filled.tif", folder / "stats.xml", folder / "rates.csv"
            fill_nodata(options.data / image, filled)
            run_otb(options.otb, variables, "PolygonClassStatistics", "-in", str(filled), "-vec", vectors, "-field",
                    field, "-out", str(statistics))  # fmt: skip
            ours = folder / "table.csv"
            class_statistics(str(filled), vectors, field, overlaps="keep", table=str(ours))
            names = [line.split(",")[0] for line in ours.read_text().splitlines()[1:]]
            listed = folder / "classes.csv"
            write_table(listed, ["#class", "number"], [[each, 10 * n + 7] for n, each in enumerate(names)])
            print(f"\n{name}: {', '.join(names)}\n\n| strategy | Orfeo ToolBox | here | sum | equal |")
            print("| --- | --- | --- | --- | --- |")
            for strategy, count, words in STRATEGIES:
                run_otb(options.otb, variables, "SampleSelection", "-in", str(filled), "-vec", vectors, "-field", field,
                        "-instats", str(statistics), "-out", str(folder / "otb.shp"), "-outrates", str(rates),
                        "-strategy", *(str(listed) if word == "TABLE" else word for word in words))  # fmt: skip
                select_samples(str(filled), vectors, str(folder / "ours.gpkg"), field, strategy=strategy, count=count,
                               class_table=str(listed) if strategy == "byclass" else None, overlaps="keep",
                               table=str(ours))  # fmt: skip
                theirs, mine = read_rates(rates), read_ours(ours)
                sides = [[side.get(each, (0, 0)) for each in names] for side in (theirs, mine)]
                (their_counts, their_totals), (my_counts, my_totals) = (list(zip(*side)) for side in sides)
                gap = max(abs(a - b) for a, b in zip(their_counts, my_counts))
                equal = "yes" if gap == 0 else f"within {gap}"
                if their_totals != my_totals:
                    equal = "no: other pixels"
                print(f"| {strategy} {count or ''} | {' '.join(map(str, their_counts))} | "
                      f"{' '.join(map(str, my_counts))} | {sum(their_counts)}, {sum(my_counts)} | {equal} |",
                      flush=True)  # fmt: skip


if __name__ == "__main__":
    main()
