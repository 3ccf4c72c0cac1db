"""Train a network that sees objects with their borders, walls and corners, on images and polygons."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import EoDeepError
from ..io.card_schema import POLYCNN
from ..io.paths import NewModel, NewReport, RasterPath, VectorPath, list_paths
from ..models.heads import give_heads
from ..models.model_file import Model, load_initial
from ..progress import Progress, silent
from ..runtime.data_parallel import data_parallel
from ..runtime.devices import choose_device
from ..runtime.jobs import algorithm
from ..sampling.dataset import DataSettings, open_data
from ..sampling.labels import check_polygons
from ..training.session import TrainingSession, check_outputs
from ..training.settings import TrainSettings
from .polycnn_task import prepare_polycnn
from .task import HeadsTask


@algorithm(
    "model", validation_share=(0.0, 0.9), base_channels=(4, 256), learning_rate=(1e-07, 1.0), epochs=(1, 100000),
    samples_per_epoch=(1, 10000000), batch_size=(1, 4096), crop_px=(32, 4096), resolution_m=(0.001, None),
    seed=(0, 2147483647),
)
@data_parallel
def train_polygons(images: Sequence[RasterPath] | RasterPath, polygons: Sequence[VectorPath] | VectorPath,
                   class_field: str | None = None, bands: Sequence[int] | None = None, area: VectorPath | None = None,
                   validation_area: VectorPath | None = None, validation_share: float = 0.2, network: str = "resunet",
                   base_channels: int = 32, initial_model: str | None = None, loss: str = "cross-entropy + soft IoU",
                   schedule: str = "one-cycle", learning_rate: float = 1e-3, epochs: int = 20,
                   samples_per_epoch: int = 1000, batch_size: int = 8, crop_px: int = 256, augmentation: str = "strong",
                   resolution_m: float | None = None, device: str = "auto", seed: int = 0, resume: bool = False,
                   legend: Sequence[str] | None = None,
                   model: NewModel | None = None, report: NewReport | None = None, progress: Progress = silent) -> dict:
    """Train a network on images and polygons of their objects, for polygons with walls and corners of their own.

    Besides the classes it learns where objects touch, which way walls run, and where corners are. Training windows are
    drawn while it is trained, balanced over the classes; nothing is cut to disk first. Sources: Girard et al., CVPR
    2021 (directions, weights of the losses); Xu et al., ISPRS 2023 (convex and reflex corners).

    Parameters
    ----------
    images : path or list of paths of rasters
        They must have the same bands.
    polygons : path or list of paths of polygon layers
        One for all images, or one for each image, in any CRS; each polygon is one object.
    class_field : str, optional
        The field with the class of each polygon. Default: all polygons are one class, everything else is background.
    bands : list of int, optional
        1-based band numbers. Default: all bands but alpha.
    area : path of a polygon layer, optional
        Where the polygons are complete: nothing outside of it is used. Default: everywhere.
    validation_area : path of a polygon layer, optional
        Where the data are kept out of the training. Default: blocks of ground that hold about `validation_share`.
    validation_share : float
        Share of the labelled pixels of each class to hold back for validation, without a validation area.
    network : str
        "resunet", "unet", "fcn", "mlp" or "polycnn"; ignored with an initial model, but "polycnn" then takes the
        feature extractor of a resunet. "polycnn" (Girard and Tarabalka, IGARSS 2018) outlines objects of four corners,
        each in a patch of its own: it learns from those that have four after simplification by 1 px, whatever their
        class.
    base_channels : int
        Number of feature maps at full resolution; ignored with an initial model.
    initial_model : path of a segmentation or polygons model, optional
        A model to start from. Its network and scaling are used, and its last layer for the outputs that it has.
    loss : str
        Of the classes: "cross-entropy" or "cross-entropy + soft IoU". "polycnn" has one of its own: the distance of the
        corners.
    schedule : str
        Of the learning rate: "one-cycle", "triangular cyclic" or "cosine".
    learning_rate : float
        The maximum of the schedule.
    epochs : int
        How often `samples_per_epoch` windows are drawn. The network of the best epoch is kept, or of the last one where
        a segmentation model gets new heads: its classes are good from the start.
    samples_per_epoch, batch_size : int
        Number of windows per epoch, and per step of the optimizer.
    crop_px : int
        Side of the training windows in px, a multiple of the network's stride. Of "polycnn" the largest side: its
        patches are as large as 95 % of the objects need.
    augmentation : str
        "none", "flips and rotations", "moderate" or "strong".
    resolution_m : float, optional
        Ground resolution to train at, in metres per pixel. Default: that of the initial model, else of the first image.
    device : str
        "auto", "cpu", "cuda", "cuda:1" or "mps"; "gpus": one process for each GPU of this machine, which
        share each batch; "cpu:2": that number of processes on the CPU.
    seed : int
        Of the random numbers: the same seed gives the same model on the same device.
    resume : bool
        Continue from the checkpoint beside `model`, which is written after each epoch.
    legend : list of str, optional
        Names and colours of the classes, "value = name #rrggbb", either of them optional. Default: the values, and
        colours of a palette.
    model : path
        The model file to write (safetensors).
    report : path of an HTML file, optional
        Training curves, accuracy on the validation data, pictures, settings.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "model", "report", "best_epoch" (from 1), "classes" (their names), "seconds"; "mean_iou" and
        "overall_accuracy" (0..1) of the best epoch on the validation data, "border_f" and "corner_f" (0..1): F-scores
        of the borders between objects, by pixels, and of corners, within 2 px. None without such data. Of "polycnn"
        "mean_iou" is the mean IoU of its quadrilaterals.

    Raises
    ------
    EoDeepError
        For input that does not fit together, labels that are no polygons, and settings out of their range.
    """
    assert model
    check_outputs(model, report, images, polygons, area, validation_area, initial_model)
    chosen = choose_device(device)
    settings = TrainSettings(epochs, samples_per_epoch, batch_size, learning_rate, schedule, seed=seed)
    initial = _load_initial(initial_model)
    named = DataSettings(
        images=list_paths(images),
        labels=list_paths(polygons),
        class_field=class_field or None,
        bands=bands,
        area=area,
        validation_area=validation_area,
        validation_share=validation_share,
        resolution_m=resolution_m,
        crop_px=crop_px,
        seed=seed,
        legend=legend or (),
    )
    if base_channels < 2:
        raise EoDeepError(f"Base channels must be at least 2, got {base_channels}.")
    for path in named.labels:
        check_polygons(path)
    data = open_data(named, initial, progress)
    if POLYCNN in (network if initial is None else initial.card["network"]["name"], network):
        session = prepare_polycnn(data, settings, augmentation, crop_px, base_channels, chosen, initial)
        return session.run(model, report, resume, progress)
    new_heads = initial is None or initial.card["task"] == "segmentation"
    new_rows = initial is not None and give_heads(initial, len(data.classes), seed)
    task = HeadsTask(data, settings, crop_px, loss, augmentation, new_heads, frozen=new_rows)
    described = {"name": network, "arguments": {"base_channels": base_channels}}
    return TrainingSession(task, described, chosen, seed, initial).run(model, report, resume, progress)


def _load_initial(path: str | None) -> Model | None:
    """A model to go on from. EoDeepError unless it is for segmentation or polygons."""
    loaded = load_initial(path)
    if loaded is None:
        return None
    task = loaded.card["task"]
    if task not in ("segmentation", "polygons"):
        raise EoDeepError(f"'{path}' is a model for {task}, this needs one for polygons or segmentation.")
    return loaded
