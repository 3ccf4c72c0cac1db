"""Train a translation of images into maps or other images, on pairs of both."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack

from ..errors import EoDeepError
from ..io.paths import MapPath, NewModel, NewReport, RasterPath, VectorPath, list_paths
from ..io.staging import scratch_folder
from ..models.model_file import Model, load_initial, read_card
from ..progress import Progress, silent
from ..runtime.data_parallel import data_parallel
from ..runtime.devices import choose_device
from ..runtime.jobs import algorithm
from ..training.session import Task, TrainingSession, check_outputs
from ..training.settings import TrainSettings
from .data import GivenPairs, choose_kind, open_maps, open_pairs
from .image_task import SHARPNESSES, ImageTask
from .map_task import MapTask

_NOISE_CHANNELS = 1  # of a sharp model
_OF_CLASSES = ("segmentation", "polygons")  # tasks of models that a map of classes may start from


@algorithm(
    "model", coregister=(0.0, 6.0), validation_share=(0.0, 0.9), base_channels=(4, 256), learning_rate=(1e-07, 1.0),
    epochs=(1, 100000), samples_per_epoch=(1, 10000000), batch_size=(1, 4096), crop_px=(32, 4096),
    minutes=(0.1, 100000.0), resolution_m=(0.001, None), seed=(0, 2147483647),
)
@data_parallel
def train_translation(source: Sequence[RasterPath] | RasterPath, target: Sequence[MapPath] | MapPath,
                      bands: Sequence[int] | None = None, target_bands: Sequence[int] | None = None,
                      color_field: str | None = None, kind: str = "auto", sharpness: str = "none",
                      coregister: float = 2.0, area: VectorPath | None = None, validation_share: float = 0.2,
                      initial_model: str | None = None, base_channels: int = 32, learning_rate: float = 1e-3,
                      epochs: int = 20, minutes: float | None = None, samples_per_epoch: int = 1000,
                      batch_size: int = 8, crop_px: int = 256, resolution_m: float | None = None,
                      device: str = "auto", seed: int = 0, resume: bool = False, model: NewModel | None = None,
                      report: NewReport | None = None, progress: Progress = silent) -> dict:
    """Train a network that translates images, on pairs of sources and targets of the same places.

    A target that is a map of at most 32 colours is learned as classes, by cross-entropy and soft IoU, and painted in
    its palette. Any other target is learned as an image: by absolute error and structural similarity (the faithful
    image), and then, with an adversarial sharpness, against a discriminator that sees source and image (Isola et al.
    2017, with the least-squares loss of Mao et al. 2017), bound by the means of 16 x 16 px alone; half of the epochs
    are for each.

    Parameters
    ----------
    source : path or list of paths of rasters
        They must have the same bands.
    target : path or list of paths of rasters or polygon layers
        One for each source, in the same order; of a map also one for all. Of any CRS. Polygons are a map, white where
        there are none.
    bands : list of int, optional
        1-based band numbers of the sources. Default: all bands but alpha.
    target_bands : list of int, optional
        1-based band numbers of the targets. Default: all bands but alpha.
    color_field : str, optional
        The field with the colour (#rrggbb or red,green,blue) or the class of each polygon. Default: all polygons are
        one class.
    kind : str
        "auto", "classes of a palette" or "image".
    sharpness : str
        "none" or "adversarial"; for images only.
    coregister : float
        Target images are moved by up to so many pixels of the source to where they show the same, and left out where
        they do not. Images of too different kinds are used as they lie. 0: all are.
    area : path of a polygon layer, optional
        Where sources and targets are used. Default: everywhere.
    validation_share : float
        Share of the ground to hold back for validation, in blocks.
    initial_model : path of a model, optional
        To start from: a translation model of the same kind; for a map of classes also a segmentation or polygons model.
        Its network and scaling are used.
    base_channels : int
        Number of feature maps at half resolution; ignored with an initial model.
    learning_rate : float
        The maximum of the schedule.
    epochs : int
        How often `samples_per_epoch` windows are drawn.
    minutes : float, optional
        The training ends in about this time; its result then depends on the machine's speed. Default: no limit.
    samples_per_epoch, batch_size : int
        Number of windows per epoch, and per step of the optimizer.
    crop_px : int
        Side of the training windows in px, a multiple of 16.
    resolution_m : float, optional
        Ground resolution to train at, in metres per pixel. Default: that of the initial model, else of the first source
        or of its target, whichever is coarser.
    device : str
        "auto", "cpu", "cuda", "cuda:1" or "mps"; "gpus": one process for each GPU of this machine, which
        share each batch; "cpu:2": that number of processes on the CPU.
    seed : int
        Of the random numbers: the same seed gives the same model on the same device.
    resume : bool
        Continue from the checkpoint beside `model`, which is written after each epoch.
    model : path
        The model file to write (safetensors).
    report : path of an HTML file, optional
        Training curves, accuracy on the validation data, pictures, settings.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "model", "report", "kind" ("classes" or "image"), "best_epoch" (from 1), "classes" (their names), "seconds"; on
        the validation data "mean_iou" of a map, "psnr" (dB) and "ssim" of an image, None where not measured.

    Raises
    ------
    EoDeepError
        For input that does not fit together, and settings out of their range.
    """
    assert model
    check_outputs(model, report, source, target, area, initial_model)
    if sharpness not in SHARPNESSES:
        raise EoDeepError(f"Sharpness must be one of {', '.join(SHARPNESSES)}, got {sharpness}.")
    chosen = choose_device(device)
    settings = TrainSettings(epochs, samples_per_epoch, batch_size, learning_rate, seed=seed,
                             time_limit_s=minutes and 60 * minutes)  # fmt: skip
    named = GivenPairs(list_paths(source), list_paths(target), bands, target_bands, color_field or None, area,
                       validation_share, resolution_m, crop_px, seed, coregister)  # fmt: skip
    if not named.sources or not named.targets:
        raise EoDeepError("Give at least one source with its target.")
    initial = _load_initial(initial_model)
    found = choose_kind(kind, named.targets, target_bands, progress)
    if initial:
        _check_kind(initial, found, sharpness)
    name = "resunet" if found == "classes" else "translator"
    described = {"name": name, "arguments": {"base_channels": base_channels}}
    with ExitStack() as scratch:
        task: Task
        folder = scratch.enter_context(scratch_folder(model))
        if found == "classes":
            if sharpness != "none":
                raise EoDeepError("A map with a palette is painted sharply; sharpness must be none, got adversarial.")
            data = open_maps(named, initial, folder, progress)
            task = MapTask(data, settings, crop_px)
        else:
            noise = _NOISE_CHANNELS if sharpness == "adversarial" else 0
            pairs = open_pairs(named, noise, initial, folder, progress)
            task = ImageTask(pairs.training, settings, crop_px, pairs.target, sharpness, not initial, pairs.pairs)
        return TrainingSession(task, described, chosen, seed, initial).run(model, report, resume, progress)


def _load_initial(path: str | None) -> Model | None:
    """A model to go on from: of a polygons model its classes alone."""
    task = "segmentation" if path and read_card(path)["task"] in _OF_CLASSES else "translation"
    return load_initial(path, task)


def _check_kind(initial: Model, kind: str, sharpness: str) -> None:
    """EoDeepError where a model cannot be continued with this kind of target."""
    # A segmentation is a translation into classes.
    stated = initial.card["translation"]["kind"] if initial.card["task"] == "translation" else "classes"
    if stated != kind:
        raise EoDeepError(f"The initial model's target has the kind '{stated}', this one's is '{kind}'.")
    if kind == "image" and bool(initial.card["inputs"][0].get("noise")) != (sharpness == "adversarial"):
        raise EoDeepError(f"The initial model has another sharpness than '{sharpness}'.")
