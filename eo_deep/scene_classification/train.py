"""Train a scene classification network on labelled patches, as a classifier or a joint energy-based model."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from ..energy_models.jem import SamplerSettings
from ..energy_models.objective import JemSettings
from ..errors import EoDeepError
from ..io.files import check_writable
from ..io.paths import MapPath, NewModel, NewReport, RasterPath, list_paths
from ..models.model_file import load_model
from ..progress import Progress, silent
from ..runtime.data_parallel import data_parallel
from ..runtime.devices import choose_device
from ..runtime.jobs import algorithm
from ..training.session import TrainingSession, check_outputs
from ..training.settings import TrainSettings
from .series_start import start_from_series
from .task import Phases, SceneTask
from .training_data import PatchSource, open_data, read_patches

KINDS = ("jem", "classifier")
STARTS = ("scenes", "series")  # tasks of models that a training may start from


@algorithm(
    "model", patch_px=(8, 1024), depth=(10, 100), width=(1, 16), stem_stride=(1, 2), classifier_epochs=(0, 100000),
    jem_epochs=(0, 100000), batch_size=(2, 4096), learning_rate=(1e-07, 1.0), jem_learning_rate=(1e-07, 1.0),
    sampler_steps=(1, 1000), step_size=(1e-06, 1000.0), noise=(0.0, 1.0), buffer=(1, 1000000),
    restart_share=(0.0, 1.0), density_weight=(0.0, 100.0), outlier_weight=(0.0, 100.0),
    validation_share=(0.0, 0.9), seed=(0, 2147483647),
)
@data_parallel
def train_scenes(dataset: str | None = None, images: Sequence[RasterPath] | RasterPath | None = None,
                 labels: Sequence[MapPath] | MapPath | None = None, class_field: str | None = None,
                 bands: Sequence[int] | None = None, patch_px: int = 64, kind: str = "jem", depth: int = 16,
                 width: int = 2, normalization: str = "batch", stem_stride: int = 2, initial_model: str | None = None,
                 frozen: bool = False, classifier_epochs: int = 20, jem_epochs: int = 20, batch_size: int = 64,
                 learning_rate: float = 6e-3, jem_learning_rate: float = 6e-4, sampler_steps: int = 5,
                 step_size: float = 0.04, noise: float = 0.002,
                 buffer: int = 500, restart_share: float = 0.05, density_weight: float = 0.1,
                 outlier_weight: float = 1.0, outliers: str | None = None, validation_share: float = 0.1,
                 device: str = "auto", seed: int = 0, resume: bool = False, legend: Sequence[str] | None = None,
                 model: NewModel | None = None,
                 report: NewReport | None = None, progress: Progress = silent) -> dict:
    """Train a scene classification network on labelled patches, as a classifier or a joint energy-based model (JEM).

    A JEM starts as a classifier; then it is trained to give log p(x) of a patch too, by which unknown land cover is
    recognized. Source: Grathwohl et al., ICLR 2020; Yang and Ji, "JEM++", ICCV 2021.

    Parameters
    ----------
    dataset : path of a folder, optional
        It holds a subfolder of images for each class. Use either a dataset, or images with labels.
    images : path or list of paths of rasters, optional
        They must have the same bands.
    labels : path or list of paths of points, polygons or class rasters, optional
        One for all images, or one for each image, in any CRS.
    class_field : str, optional
        The field of the labels with the class; points need it.
    bands : list of int, optional
        1-based band numbers of the images. Default: all bands but alpha.
    patch_px : int
        Side of the patches that are cut from images, in px.
    kind : str
        "jem" or "classifier".
    depth, width : int
        Layers of the Wide-ResNet (10, 16, 22, ...), and its channels in units of 16.
    normalization : str
        "batch", "weight", "group" or "none".
    stem_stride : int
        Stride of the first layer, 1 or 2.
    initial_model : path of a scene or time series model, optional
        A model to start from: a scene model, whose network and scaling are used, or one of `train_time_series`, whose
        shared code is classified by its mean and standard deviation over a patch.
    frozen : bool
        With an initial model: only the last layer learns.
    classifier_epochs, jem_epochs : int
        Epochs of the two stages. A JEM may have 0 as a classifier, with an initial model.
    batch_size : int
        Patches per step of the optimizer; a JEM takes a quarter as many samples, and half as many outliers.
    learning_rate, jem_learning_rate : float
        The maximum as a classifier and as a JEM.
    sampler_steps : int
        SGLD steps per training step.
    step_size, noise : float
        Of an SGLD step; the noise is a standard deviation, for values from -1 to 1.
    buffer : int
        Number of stored samples, of all classes together.
    restart_share : float
        Share of the samples that start again each time they are used.
    density_weight, outlier_weight : float
        Weights of log p(x) and of the outliers in the loss, compared with the classes.
    outliers : path of a folder, optional
        Images that belong to no class, in the size of the patches, beside the synthetic outliers.
    validation_share : float
        Share of the patches to hold back, in blocks of ground where patches are georeferenced.
    device : str
        "auto", "cpu", "cuda", "cuda:1" or "mps"; "gpus": one process for each GPU of this machine, which
        share each batch; "cpu:2": that number of processes on the CPU.
    seed : int
        Of the random numbers: the same seed gives the same model on the same device.
    resume : bool
        Continue from the checkpoints beside `model`, which are written after each epoch.
    legend : list of str, optional
        Names and colours of the classes, "value = name #rrggbb", either of them optional. Default: the values or names
        of folders, and colours of a palette.
    model : path
        The model file to write (.safetensors).
    report : path of an HTML file, optional
        Training curves, accuracy, calibration, samples, settings.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "model", "report", "classes" (their names), "patches" (number of training patches), "temperature" of the
        calibration; "accuracy" and "calibration_error" (0..1) on the validation patches, None without any.

    Raises
    ------
    EoDeepError
        For input that does not fit together, and settings out of their range.
    """
    assert model
    check_outputs(model, report, images, labels, initial_model)
    check_writable(model, ".safetensors")
    if kind not in KINDS:
        raise EoDeepError(f"Kind must be one of {', '.join(KINDS)}, got {kind}.")
    if not 0 <= validation_share < 1:
        raise EoDeepError(f"Validation share must be at least 0 and below 1, got {validation_share}.")
    if kind == "jem" and jem_epochs < 1:
        raise EoDeepError(f"For a JEM, 'Epochs as a JEM' must be at least 1, got {jem_epochs}.")
    chosen = choose_device(device)
    if frozen and not initial_model:
        raise EoDeepError("Training the last layer only needs an initial model.")
    initial = load_model(initial_model) if initial_model else None
    if initial and initial.card["task"] not in STARTS:
        raise EoDeepError(f"'{initial_model}' is a model for {initial.card['task']}, this needs one for "
                          f"{' or '.join(STARTS)}.")
    source = PatchSource(dataset, list_paths(images), list_paths(labels), class_field, bands, patch_px)
    data = open_data(read_patches(source, progress), validation_share, seed, initial, outliers, progress, legend or ())
    if initial and initial_model and initial.card["task"] == "series":
        initial = start_from_series(initial, initial_model, data.input)
    shared = TrainSettings(samples_per_epoch=len(data.training), batch_size=batch_size, seed=seed, optimizer="muon")
    classifier = energy = None
    if classifier_epochs:
        classifier = replace(shared, epochs=classifier_epochs, learning_rate=learning_rate, schedule="one-cycle")
    if kind == "jem":
        energy = replace(shared, epochs=jem_epochs, learning_rate=jem_learning_rate, schedule="cosine")
    jem = JemSettings(
        sampler=SamplerSettings(steps=sampler_steps, step_size=step_size, noise=noise),
        chains=max(1, batch_size // 4),
        buffer=buffer,
        restart_share=restart_share,
        density_weight=density_weight,
        outlier_weight=outlier_weight,
    )
    arguments = {"depth": depth, "width": width, "normalization": normalization, "stem_stride": stem_stride}
    task = SceneTask(data, Phases(classifier, energy, jem), frozen)
    network = {"name": "wideresnet", "arguments": arguments}
    return TrainingSession(task, network, chosen, seed, initial).run(model, report, resume, progress)
