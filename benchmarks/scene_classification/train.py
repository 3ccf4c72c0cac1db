"""Train the bundled land cover model: the recipe, for anyone with EuroSAT's RGB pictures.

    python -m benchmarks.scene_classification.train classifier --work /tmp/scenes \
        --data ../shared/data/eurosat/eurosat_rgb.zip
    python -m benchmarks.scene_classification.train jem --data ... --work /tmp/scenes --minutes 60

`--work` receives train/ and test/, the fixed stratified split of 80 : 20 (SEED), with a folder per class, and the
models. 5 % of the training part validate. Both steps resume with `--resume`.
"""

from __future__ import annotations

import argparse
import zipfile
from dataclasses import replace
from pathlib import Path, PurePosixPath

import numpy as np
import torch
from sklearn.metrics import roc_auc_score

from benchmarks.scene_classification.season_views import add_season_views
from benchmarks.training.printed import Printed
from eo_deep.energy_models.jem import SamplerSettings, compute_logits
from eo_deep.energy_models.objective import JemSettings
from eo_deep.io.raster import open_raster
from eo_deep.models.model_file import load_model
from eo_deep.runtime.devices import choose_device
from eo_deep.sampling.patch_dataset import read_class_folder
from eo_deep.sampling.scene_set import SceneSet, split_stratified
from eo_deep.sampling.training_data import ClassLabel
from eo_deep.scene_classification.scene_data import SceneData
from eo_deep.scene_classification.task import Phases, SceneTask
from eo_deep.synthetic_scenes.scene import make_scene
from eo_deep.training.session import TrainingSession
from eo_deep.training.settings import TrainSettings

STEPS = ("classifier", "jem", "left-out")
SEED = 4
TEST_SHARE = 0.2
VALIDATION_SHARE = 0.05
TOWN_PX = 384
# Gradients are some 0.04 per pixel here, thirty times those of the literature, so steps are smaller. What chains climb
# to at first fools the classifier rather than is likely, and learning all of that at once costs accuracy: so the chains
# count less than in the literature.
JEM = JemSettings(
    SamplerSettings(steps=5, step_size=0.04, noise=0.002, max_gradient=0.1),
    chains=16,
    buffer=500,
    density_weight=0.2,
    outlier_weight=1.0,
)
# The last three in alphabetical order, so that nobody chose what is easy.
LEFT_OUT = ("Residential", "River", "SeaLake")
NETWORK = {
    "name": "wideresnet",
    "arguments": {"depth": 16, "width": 2, "normalization": "batch", "stem_stride": 2},
}
INPUT = {
    "bands": ["red", "green", "blue"],
    "resolution_m": 10.0,
    "dtype": "uint8",
    "nodata": None,
    # EuroSAT's pictures are reflectance 0..0.275 stretched over 8 bits.
    "scaling": {
        "kind": "range",
        "low": [0, 0, 0],
        "high": [255, 255, 255],
        "reflectance_low": [0.0, 0.0, 0.0],
        "reflectance_high": [0.275, 0.275, 0.275],
        # They show the atmosphere's top: surface reflectance takes a standard atmosphere, offset + factor * surface.
        # The offsets are near the pictures' darkest percent (0.025, 0.045, 0.070).
        "surface_offset": [0.025, 0.042, 0.065],
        "surface_factor": [0.9, 0.85, 0.8],
    },
}
COLORS = {
    "AnnualCrop": "#f4d35e",
    "Forest": "#1b7837",
    "HerbaceousVegetation": "#a6d96a",
    "Highway": "#4d4d4d",
    "Industrial": "#b2182b",
    "Pasture": "#66bd63",
    "PermanentCrop": "#d8892b",
    "Residential": "#ef6548",
    "River": "#4393c3",
    "SeaLake": "#2166ac",
}
ORIGIN = {
    "sources": [
        {
            "name": "EuroSAT RGB (Helber et al. 2019), 24,300 of the 27,000 patches",
            "licence": "MIT",
            "attribution": "EuroSAT, Patrick Helber et al.; contains modified Copernicus Sentinel data",
        }
    ],
    "split": f"stratified 80 : 20, seed {SEED}; of the 80 %, 5 % validate",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("step", choices=STEPS)
    parser.add_argument("--data", type=Path, required=True, help="EuroSAT_RGB as a zip file")
    parser.add_argument("--work", type=Path, required=True, help="folder for the split data and the models")
    parser.add_argument("--minutes", type=float, help="time limit; the learning rate then follows the clock")
    parser.add_argument("--epochs", type=int, default=20, help="of the step (default: 20)")
    parser.add_argument("--initial", type=Path, help="model to go on from; for 'jem' the classifier")
    parser.add_argument("--threads", type=int, default=1, help="of torch (default: 1)")
    parser.add_argument(
        "--seasons", type=int, default=0, metavar="N",
        help="add N views of each patch in another season, light and air, other ones in each step (default: 0)",
    )  # fmt: skip
    parser.add_argument("--resume", action="store_true", help="go on from the step's checkpoint")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    extract_eurosat(arguments.data, arguments.work)
    data = open_data(arguments.work / "train")
    settings = TrainSettings(
        epochs=arguments.epochs,
        samples_per_epoch=len(data.training),
        batch_size=64,
        learning_rate=6e-3,
        seed=SEED,
        time_limit_s=arguments.minutes and arguments.minutes * 60,
        optimizer="muon",
    )
    phases = Phases(settings)
    initial = load_model(str(arguments.initial)) if arguments.initial else None
    if arguments.seasons:
        shown = add_season_views(data.training, INPUT["scaling"], arguments.seasons, SEED + STEPS.index(arguments.step))
        data = replace(data, shown=shown, sources={**data.sources, "season_views": arguments.seasons})
    if arguments.step == "jem":
        initial = load_model(str(arguments.initial or arguments.work / "classifier.safetensors"))
        data = replace(data, outliers=make_aerial_patches(arguments.work / "towns"))
        phases = Phases(None, replace(settings, learning_rate=6e-4, schedule="cosine"), JEM)
    if arguments.step == "left-out":
        data = leave_out(replace(data, outliers=make_aerial_patches(arguments.work / "towns")))
        phases = Phases(settings, replace(settings, epochs=5, learning_rate=6e-4, schedule="cosine"), JEM)
    model = str(arguments.work / f"{arguments.step}.safetensors")
    report = str(arguments.work / f"{arguments.step}.html")
    session = TrainingSession(SceneTask(data, phases), NETWORK, choose_device("auto"), SEED, initial)
    result = session.run(model, report, arguments.resume, Printed())
    print({key: result[key] for key in ("accuracy", "calibration_error")})
    if arguments.step == "left-out":
        print({"auroc": measure_left_out(model, arguments.work)})


def make_aerial_patches(folder: Path) -> torch.Tensor:
    """Patches (M, 3, 64, 64) of procedural towns seen at 0.05 to 0.4 m: what a model of 10 m should not know."""
    folder.mkdir(parents=True, exist_ok=True)
    patches = []
    for seed in range(500, 524):
        path = folder / f"{seed}.tif"
        resolution_m = (0.05, 0.1, 0.2, 0.4)[seed % 4]
        if not path.exists():
            make_scene(seed=seed, size_px=TOWN_PX, resolution_m=resolution_m, image=str(path))
        with open_raster(path) as source:
            pixels = source.read()[0]
        count = TOWN_PX // 64
        patches.append(pixels.reshape(3, count, 64, count, 64).transpose(1, 3, 0, 2, 4).reshape(-1, 3, 64, 64))
    return torch.from_numpy(np.concatenate(patches)).float() / 127.5 - 1


def extract_eurosat(archive: Path, folder: Path) -> None:
    """Write folder/train/<class>/*.jpg and folder/test/<class>/*.jpg, once: the fixed split of the sorted files."""
    if (folder / "test").is_dir():
        return
    with zipfile.ZipFile(archive) as files:
        names = sorted(name for name in files.namelist() if name.endswith(".jpg"))
        classes = [PurePosixPath(name).parent.name for name in names]
        labels = np.unique(classes, return_inverse=True)[1]
        parts = split_stratified(labels, (1 - TEST_SHARE, TEST_SHARE), SEED)
        for name, label, part in zip(names, classes, parts):
            target = folder / ("train", "test.partial")[part] / label / PurePosixPath(name).name
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(files.read(name))
    (folder / "test.partial").rename(folder / "test")


def open_data(folder: Path) -> SceneData:
    """The training part as patches, split again for validation."""
    scenes = read_class_folder(folder)
    held_out = split_stratified(scenes.labels, (1 - VALIDATION_SHARE, VALIDATION_SHARE), SEED) == 1
    classes = [
        ClassLabel(value, name, COLORS[name]) for value, name in enumerate(scenes.class_names)
    ]
    return SceneData(scenes.select(~held_out), scenes.select(held_out), INPUT, classes, ORIGIN)


def leave_out(data: SceneData) -> SceneData:
    """The data without the classes of LEFT_OUT."""
    names = data.training.class_names
    kept = [name for name in names if name not in LEFT_OUT]
    number = np.array([kept.index(name) if name in kept else -1 for name in names])

    def drop(scenes: SceneSet) -> SceneSet:
        part = scenes.select(number[scenes.labels] >= 0)
        return replace(part, labels=number[part.labels], class_names=kept)

    classes = [ClassLabel(value, name, COLORS[name]) for value, name in enumerate(kept)]
    sources = {**data.sources, "left_out": LEFT_OUT}
    return replace(
        data, training=drop(data.training), validation=drop(data.validation), classes=classes, sources=sources
    )


def measure_left_out(path: str, work: Path) -> dict:
    """How well log p(x) and the highest probability tell test patches of known classes from those of LEFT_OUT."""
    network, test = load_model(path, "scenes").network, open_test(work)
    logits = compute_logits(network, torch.from_numpy(test.images).float() / 127.5 - 1)
    known = np.array([test.class_names[label] not in LEFT_OUT for label in test.labels])
    return {
        "log p(x)": roc_auc_score(known, logits.logsumexp(1).numpy()),
        "highest probability": roc_auc_score(known, logits.softmax(1).max(1).values.numpy()),
    }


def open_test(folder: Path) -> SceneSet:
    """The test part, which nothing was chosen on."""
    return read_class_folder(folder / "test")


if __name__ == "__main__":
    main()
