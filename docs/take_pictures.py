"""Take the manual's pictures anew: .venv/bin/python docs/take_pictures.py [NAME ...], all of them by default.

A real QGIS on a virtual screen runs the tutorials (pictures_in_qgis.py) on a synthetic town. Pictures get a palette,
so that they stay small.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from PIL import Image

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
COLORS = 128


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        take(Path(folder), sys.argv[1:])
        for path in sorted(Path(folder).glob("*.png")):
            shrink(path, PICTURES / path.name)
            print(f"{path.name}: {(PICTURES / path.name).stat().st_size / 1000:.0f} kB")


def take(folder: Path, names: list[str]) -> None:
    (folder / "plugins").mkdir()
    (folder / "plugins" / "eo_deep_plugin").symlink_to(ROOT, target_is_directory=True)
    qgis = shutil.which("qgis.bin") or shutil.which("qgis")
    if qgis is None or shutil.which("xvfb-run") is None:
        sys.exit("Pictures need QGIS and Xvfb.")
    variables = {**os.environ, "EO_DEEP_PICTURES": str(folder), "EO_DEEP_PICTURE_NAMES": " ".join(names)}
    variables.update(QGIS_PLUGINPATH=str(folder / "plugins"), XDG_RUNTIME_DIR=str(folder))
    for name in ("QT_QPA_PLATFORM", "QGIS_CUSTOM_CONFIG_PATH", "EO_DEEP_PYTHON"):
        variables.pop(name, None)
    words = ["xvfb-run", "--auto-servernum", "--server-args", "-screen 0 1600x1000x24", qgis, "--nologo"]
    words += ["--noversioncheck", "--profiles-path", str(folder / "profiles"), "--code"]
    subprocess.run([*words, str(Path(__file__).with_name("pictures_in_qgis.py"))], env=variables, check=True)


def shrink(source: Path, target: Path) -> None:
    target.parent.mkdir(exist_ok=True)
    with Image.open(source) as image:
        few = image.convert("RGB").quantize(COLORS, kmeans=1, dither=Image.Dither.NONE)
        few.save(target, optimize=True)


if __name__ == "__main__":
    main()
