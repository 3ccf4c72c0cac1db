"""One QGIS with its window on a virtual screen acts out all that the tests ask about; each test reads one act."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
QGIS = shutil.which("qgis.bin") or shutil.which("qgis")
ENGINE = os.environ.get("EO_DEEP_PYTHON") or str(ROOT / ".venv" / "bin" / "python")
MAX_CRASHES = 12
LONGEST_S = 420  # of an act, which gives up by itself when nothing happens for 300 s
CRASHED = json.dumps({"error": "QGIS crashed."})  # what drive.py writes before each act


@pytest.fixture(scope="session")
def inputs(tmp_path_factory):
    """Small files by name, for the {name} in values."""
    from synthetic_data import drop_crs, write_finer_image, write_large_image, write_patches, write_points, write_scene

    folder = tmp_path_factory.mktemp("inputs")
    scene = write_scene(folder)
    made = {"image": scene.image, "labels": scene.labels, "classes": scene.classes}
    made["large"] = write_large_image(scene.image, folder / "large.vrt")
    made["finer"] = write_finer_image(scene.image, folder / "finer.tif")
    made["points"] = write_points(folder / "points.gpkg")
    made["patches"] = write_patches(folder / "patches")
    for name, script in (("model", "make_model"), ("scene_model", "make_scene_model"),
                         ("pixel_model", "make_pixel_model"), ("translation_model", "make_translation_model"),
                         ("detector", "make_detector"),
                         ("series_model", "make_series_model")):
        made[name] = folder / f"{name}.safetensors"
        text = (ROOT / "tests" / "qgis" / f"{script}.py").read_text().replace("MODEL_PATH", str(made[name]))
        subprocess.run([ENGINE, "-c", text], cwd=ROOT, check=True)
    made["bare"] = folder / "bare.tif"
    drop_crs(made["image"], made["bare"])
    made["catalogue"] = ROOT / "resources" / "models" / "catalogue.json"
    made["network"] = folder / "network.onnx"
    words = ["-m", "eo_deep", "export_model", f"model={made['model']}", f"output={made['network']}"]
    subprocess.run([ENGINE, *words], cwd=ROOT, check=False)
    made["network"].touch()  # where the engine lacks the extra 'onnx', its algorithms say so
    made["class_map"] = folder / "class_map.tif"
    for name in ("bright_model", "prompts_model", "square_model"):
        made[name] = folder / f"{name}.safetensors"
        text = Path(__file__).with_name(f"make_{name}.py").read_text().replace("MODEL_PATH", str(made[name]))
        subprocess.run([ENGINE, "-c", text], cwd=ROOT, check=True)
    text = Path(__file__).with_name("make_class_map.py").read_text().replace("MAP_PATH", str(made["class_map"]))
    subprocess.run([ENGINE, "-c", text], cwd=ROOT, check=True)
    made["probabilities"] = folder / "probabilities.tif"
    return {name: str(path) for name, path in made.items()}


@pytest.fixture(scope="session")
def window(inputs, tmp_path_factory):
    """What became of an act, by name. After a crash QGIS is started again for the acts that follow."""
    if QGIS is None or shutil.which("xvfb-run") is None:
        pytest.skip("needs QGIS with windows, and Xvfb")
    from plan import make_plan

    folder = tmp_path_factory.mktemp("window")
    plan = make_plan(inputs, folder)
    (folder / "pictures").mkdir()
    (folder / "plan.json").write_text(json.dumps(plan))
    profile = make_profile(folder)
    variables = {**os.environ, "EO_DEEP_WINDOW": str(folder), "XDG_RUNTIME_DIR": str(folder)}
    variables.update(QGIS_PLUGINPATH=str(folder / "plugins"), EO_DEEP_PYTHON=ENGINE)
    variables["PYTHONPATH"] = str(Path(__file__).parent)  # of the acts beside drive.py
    variables.pop("QT_QPA_PLATFORM", None)
    variables.pop("QGIS_CUSTOM_CONFIG_PATH", None)
    words = ["--nologo", "--noversioncheck", "--profiles-path", str(profile)]
    words += ["--code", str(Path(__file__).with_name("drive.py"))]
    screen = ["xvfb-run", "--auto-servernum", "--server-args", "-screen 0 1600x1000x24"]
    said = ""
    for _ in range(MAX_CRASHES):
        if all((folder / f"{name}.json").exists() for name, *_ in plan):
            break
        end, said = play([*screen, QGIS, *words], variables, folder)
        for report in folder.glob("*.json"):
            if report.read_text() == CRASHED:
                where = said[said.find("Fatal Python error") :][:1000]
                report.write_text(json.dumps({"error": f"QGIS {end}. {where}"}))
    if os.environ.get("EO_DEEP_PICTURES"):
        shutil.copytree(folder, os.environ["EO_DEEP_PICTURES"], dirs_exist_ok=True,
                        ignore=shutil.ignore_patterns("prof*", "plugins"))  # fmt: skip

    def look(name: str):
        file = folder / f"{name}.json"
        assert file.exists(), f"QGIS never came to '{name}':\n{said[-3000:]}"
        report = json.loads(file.read_text())
        assert "seen" in report, f"{name}: {report['error']}"
        return report["seen"]

    return look


def play(command: list[str], variables: dict[str, str], folder: Path) -> tuple[str, str]:
    """Let QGIS play acts until it ends, or one does not end; how it ended, and what it said."""
    with (folder / "said.txt").open("w+") as said:
        qgis = subprocess.Popen(command, env=variables, stdout=said, stderr=said, start_new_session=True)
        begun = time.time()
        while True:
            try:
                end = f"crashed (exit code {qgis.wait(5)})"
                break
            except subprocess.TimeoutExpired:
                reports = (report.stat().st_mtime for report in folder.glob("*.json"))
                if time.time() - max(begun, *reports) > LONGEST_S:
                    os.killpg(qgis.pid, signal.SIGKILL)
                    qgis.wait()
                    end = f"did not end this act in {LONGEST_S} s"
                    break
        said.seek(0)
        return end, said.read()


def make_profile(folder: Path) -> Path:
    """A folder of QGIS profiles whose engine is complete, and the plugin beside it."""
    (folder / "plugins").mkdir()
    (folder / "plugins" / "eo_deep_plugin").symlink_to(ROOT, target_is_directory=True)
    engine = folder / "profiles" / "profiles" / "default" / "eo_deep" / "engine"
    (engine / "bin").mkdir(parents=True)
    python = engine / "bin" / "python"
    python.write_text(f'#!/bin/sh\nexec "{ENGINE}" "$@"\n')
    python.chmod(0o755)
    requirements = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    (engine / "pyvenv.cfg").touch()
    (engine / "eo_deep_complete.json").write_text(json.dumps({"requirements": requirements}))
    return folder / "profiles"
