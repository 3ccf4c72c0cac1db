"""The program that measures a GPU, on the CPU and without GDAL."""

import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
import torch

from benchmarks.device import speed
from benchmarks.device.windows import Window
from eo_deep.models.footprint import measure_footprint
from eo_deep.models.networks import build
from eo_deep.streaming.tiling import plan_units

ROOT = Path(__file__).resolve().parents[2]
WITHOUT_GDAL = """
import runpy, sys
for name in ("rasterio", "shapely", "pyogrio", "pyproj", "numba", "matplotlib", "osgeo"):
    sys.modules[name] = None
runpy.run_module("benchmarks.device.speed", run_name="__main__", alter_sys=True)
"""
SMALL = [
    "--device", "cpu", "--size", "256", "--cores", "128,256", "--batches", "1,2", "--tiles", "64", "--matrix", "128",
]  # fmt: skip


def test_it_runs_without_gdal_and_names_what_it_left_out(tmp_path):
    output = tmp_path / "speed.md"
    words = [*SMALL, "--base-channels", "4", "--eager", "--minutes", "5", "--output", str(output)]
    done = subprocess.run([sys.executable, "-c", WITHOUT_GDAL, *words], cwd=ROOT, capture_output=True, text=True,
                          timeout=600, check=False)  # fmt: skip
    assert done.returncode == 0, done.stderr[-3000:]
    text = output.read_text(encoding="utf-8")
    assert text in done.stdout
    for part in re.split("^## ", text, flags=re.MULTILINE)[1:]:
        rows = [line.split("|")[1:-1] for line in part.splitlines() if line.startswith("| ")][1:]
        rates = {row[0].strip(): float(row[1]) for row in rows if row[1].strip("-: ")}
        assert {name.partition(",")[0] for name in rates} == {"bare", "predictor", "stream"}
        assert {name for name in rates if name.startswith("predictor")} == {
            f"predictor, core {core} px, batch {batch}" for core in (128, 256) for batch in (1, 2)
        }
        assert sum(name.startswith("stream, ") for name in rates) == 2
        shares = [float(row[2].strip(" %")) for row in rows if row[0].strip().startswith("bare")]
        assert max(shares) == pytest.approx(100.0)
        assert "Left out for lack of time or memory: compiled." in part
    assert text.count("\n## ") == 2


def test_what_no_time_is_left_for_is_named(monkeypatch, capsys):
    monkeypatch.setattr(sys, "argv", ["speed", *SMALL, "--base-channels", "4", "--minutes", "0"])
    speed.main()
    printed = capsys.readouterr().out
    assert printed.count("predictor, core 128 px, batch 1; ") == 2
    assert "| predictor" not in printed


def test_arithmetic_is_that_of_the_convolutions():
    network = torch.nn.Sequential(torch.nn.Conv2d(3, 8, 3, padding=1), torch.nn.Conv2d(8, 2, 1))
    assert speed.count_flop_per_px(network, 1) == 2 * (3 * 8 * 9 + 8 * 2)


def test_tiles_are_the_images_windows():
    network = build("unet", in_channels=3, out_channels=2, base_channels=4)
    image = np.random.default_rng(0).integers(0, 255, (3, 200, 150), np.uint8)
    for unit in plan_units(150, 200, measure_footprint(network), 64):
        (pixels,) = speed.make_tile(unit, image).sources
        rows, columns = unit.window.toslices()
        around = np.pad(image, ((0, 0), (0, 300), (0, 300)))
        expected = around[:, rows, columns] * np.pad(np.ones((200, 150), bool), (0, 300))[rows, columns]
        assert np.array_equal(np.round(pixels * 64 + 127.5), expected)


def test_the_window_is_rasterios():
    windows = pytest.importorskip("rasterio.windows")
    numbers = 3, 4, 10, 20
    assert Window(*numbers).toslices() == windows.Window(*numbers).toslices()
