"""Train a segmentation network on images and labels."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import EoDeepError
from ..io.paths import MapPath, NewModel, NewReport, RasterPath, VectorPath
from ..models.model_file import load_model
from ..progress import Progress, silent
from ..runtime.devices import choose_device
from ..runtime.jobs import algorithm
from ..sampling.dataset import DataSettings, open_data
from ..training.session import TrainingSession, check_outputs
from ..training.settings import TrainSettings
from .task import SegmentationTask


@algorithm(
    "model", validation_share=(0.0, 0.9), base_channels=(4, 256), learning_rate=(1e-07, 1.0), epochs=(1, 100000),
    samples_per_epoch=(1, 10000000), batch_size=(1, 4096), crop_px=(32, 4096), resolution_m=(0.001, None),
    seed=(0, 2147483647),
)
def train_segmentation(images: Sequence[RasterPath] | RasterPath, labels: Sequence[MapPath] | MapPath,
                       class_field: str | None = None, bands: Sequence[int] | None = None,
                       area: VectorPath | None = None, validation_area: VectorPath | None = None,
                       validation_share: float = 0.2, network: str = "unet", base_channels: int = 32,
                       initial_model: str | None = None, loss: str = "cross-entropy + soft IoU",
                       schedule: str = "one-cycle", learning_rate: float = 1e-3, epochs: int = 20,
                       samples_per_epoch: int = 1000, batch_size: int = 8, crop_px: int = 256,
                       augmentation: str = "strong", resolution_m: float | None = None, device: str = "auto",
                       seed: int = 0, resume: bool = False, model: NewModel | None = None,
                       report: NewReport | None = None, progress: Progress = silent) -> dict:
    """Train a network on images and their labels, from windows drawn on the fly.

    images: rasters, each with the same bands (1-based `bands`; None: all but alpha). labels: polygons or class
    rasters, one for all images or one for each, in any CRS. class_field: the polygons' class; None: every polygon is of
    one class, everything else background. area: polygons where labels are complete; nothing is learnt outside of it.
    validation_area: polygons kept out of training; None: spatial blocks of about `validation_share` of the labels.
    initial_model: model file to go on from; it then decides network and scaling. loss: "cross-entropy" or
    "cross-entropy + soft IoU". schedule: "one-cycle", "triangular cyclic" or "cosine". crop_px: side of the windows.
    augmentation: "none", "flips and rotations", "moderate" or "strong". resolution_m: ground resolution to work at
    (None: the first image's). resume: go on from `<model>.checkpoint`, which is written after every epoch. model,
    report: files to write.

    Raises EoDeepError for input that does not fit together. Returns {"model", "report", "best_epoch", "classes",
    "mean_iou", "overall_accuracy", "seconds"}; the figures are the best epoch's on the validation part.
    """
    assert model
    image_paths = [images] if isinstance(images, str) else list(images)
    label_paths = [labels] if isinstance(labels, str) else list(labels)
    check_outputs(model, report, [*image_paths, *label_paths, area, validation_area, initial_model])
    chosen = choose_device(device)
    settings = TrainSettings(epochs, samples_per_epoch, batch_size, learning_rate, schedule, seed=seed)
    initial = load_model(initial_model, "segmentation") if initial_model else None
    named = DataSettings(image_paths, label_paths, class_field or None, bands, area, validation_area, validation_share,
                         resolution_m, crop_px, seed)
    if base_channels < 2:
        raise EoDeepError(f"Base channels must be at least 2, got {base_channels}.")
    task = SegmentationTask(open_data(named, initial, progress), settings, crop_px, loss, augmentation)
    described = {"name": network, "arguments": {"base_channels": base_channels}}
    return TrainingSession(task, described, chosen, seed, initial).run(model, report, resume, progress)
