"""Train an alignment network on images and polygons that match them."""

from __future__ import annotations

import shutil
from collections.abc import Sequence
from pathlib import Path

from ...errors import EoDeepError
from ...io.paths import NewModel, NewReport, RasterPath, VectorPath, list_paths
from ...models.model_file import Model, load_initial
from ...progress import Progress, silent
from ...runtime.data_parallel import data_parallel
from ...runtime.devices import choose_device
from ...runtime.jobs import algorithm
from ...sampling.dataset import DataSettings, open_data
from ...training.session import TrainingSession, check_outputs
from ...training.settings import TrainSettings
from .label_correction import correct_in_rounds
from .random_displacements import DisplacementSettings
from .task import NETWORK, AlignmentTask

RESOLUTION_M = 0.3


@algorithm(
    "model", validation_share=(0.0, 0.9), rounds=(1, 20), smooth_m=(0.0, 100.0), block_m=(0.0, 100.0),
    object_m=(0.0, 100.0), rotation_deg=(0.0, 45.0), dropped=(0.0, 0.9), spurious=(0.0, 0.9),
    learning_rate=(1e-07, 1.0), epochs=(1, 100000), samples_per_epoch=(1, 10000000), batch_size=(1, 4096),
    crop_px=(32, 4096), resolution_m=(0.001, None), seed=(0, 2147483647),
)
@data_parallel
def train_alignment(images: Sequence[RasterPath] | RasterPath, vectors: Sequence[VectorPath] | VectorPath,
                    bands: Sequence[int] | None = None, area: VectorPath | None = None,
                    validation_area: VectorPath | None = None, validation_share: float = 0.2, rounds: int = 1,
                    smooth_m: float = 9.6, block_m: float = 4.8, object_m: float = 1.8, rotation_deg: float = 3.0,
                    dropped: float = 0.2, spurious: float = 0.15, initial_model: str | None = None,
                    learning_rate: float = 1e-3, epochs: int = 20, samples_per_epoch: int = 600, batch_size: int = 4,
                    crop_px: int = 384, resolution_m: float | None = None, device: str = "auto", seed: int = 0,
                    resume: bool = False, model: NewModel | None = None, report: NewReport | None = None,
                    progress: Progress = silent) -> dict:
    """Train an alignment network on images and polygons that match them.

    The network learns to find objects that were displaced at random. Displaced labels can be used too: in correction
    rounds they are aligned by networks that were trained on the other half of the data. Source: Girard et al., ACCV
    2018 and IGARSS 2019.

    Parameters
    ----------
    images : path or list of paths of rasters
        They must have the same bands.
    vectors : path or list of paths of polygon layers
        One layer for all images, or one for each image, in any CRS.
    bands : list of int, optional
        1-based band numbers. Default: all bands but alpha.
    area : path of a polygon layer, optional
        Where the vectors are complete. Default: everywhere.
    validation_area : path of a polygon layer, optional
        Where the data are kept out of the training. Default: blocks of ground that hold about `validation_share`.
    validation_share : float
        Share of the objects to hold back for validation, without a validation area.
    rounds : int
        1: the vectors match the images. More: they are displaced, and are corrected in each round but the last; a
        correction round takes as long as two trainings.
    smooth_m, block_m, object_m : float
        Maximum displacement in metres by a smooth field, of blocks of objects, and of single objects.
    rotation_deg : float
        Maximum rotation of single objects, in degrees.
    dropped, spurious : float
        Share of the objects that displaced maps lack, and that no image shows.
    initial_model : path of a model, optional
        An alignment or segmentation model to start from. Its network and scaling are used.
    learning_rate, epochs, samples_per_epoch, batch_size : float, int, int, int
        As of `train_segmentation`.
    crop_px : int
        Side of the training windows in px, a multiple of the network's stride.
    resolution_m : float, optional
        Ground resolution to train at, in metres per pixel. Default: that of the initial model, else 0.3.
    device : str
        "auto", "cpu", "cuda", "cuda:1" or "mps"; "gpus": one process for each GPU of this machine, which
        share each batch; "cpu:2": that number of processes on the CPU.
    seed : int
        Of the random numbers: the same seed gives the same model on the same device.
    resume : bool
        Continue from the checkpoints beside `model`, which are written after each epoch.
    model : path
        The model file to write (safetensors).
    report : path of an HTML file, optional
        Training curves, the share of objects found, settings.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "model", "report", "best_epoch" (from 1), "seconds"; "found_share": the share of the validation objects that
        are found within 1.2 m, each object on its own, or None without validation data.

    Raises
    ------
    EoDeepError
        For input that does not fit together, and settings out of their range.
    """
    assert model
    if rounds < 1:
        raise EoDeepError(f"Rounds must be at least 1, got {rounds}.")
    check_outputs(model, report, images, vectors, area, validation_area, initial_model)
    chosen = choose_device(device)
    initial = _load_initial(initial_model)
    displacements = DisplacementSettings(smooth_m, block_m, object_m, rotation_deg, dropped, spurious)
    settings = TrainSettings(epochs, samples_per_epoch, batch_size, learning_rate, seed=seed)
    resolution_m = resolution_m or (initial and initial.card["inputs"][0]["resolution_m"]) or RESOLUTION_M
    data = DataSettings(
        images=list_paths(images),
        labels=list_paths(vectors),
        class_field=None,
        bands=bands,
        area=area,
        validation_area=validation_area,
        validation_share=validation_share,
        resolution_m=resolution_m,
        crop_px=crop_px,
        seed=seed,
    )

    def fit_model(data: DataSettings, path: str, part: Progress) -> dict:
        task = AlignmentTask(open_data(data, initial, part), settings, displacements, crop_px)
        session = TrainingSession(task, NETWORK, chosen, seed, initial)
        return session.run(path, report if path == model else None, resume, part)

    folder, corrected = Path(f"{model}.rounds"), (rounds - 1) / rounds
    if not resume:  # models of an earlier training, with other settings, may lie there
        shutil.rmtree(folder, ignore_errors=True)
    data = correct_in_rounds(data, fit_model, rounds - 1, displacements.reach_m, device, folder,
                             progress.part(0, corrected))  # fmt: skip
    result = fit_model(data, model, progress.part(corrected, 1))
    shutil.rmtree(folder, ignore_errors=True)
    return result


def _load_initial(path: str | None) -> Model | None:
    """A model to go on from. EoDeepError unless it is for alignment, segmentation or polygons."""
    loaded = load_initial(path)
    if loaded is None:
        return None
    if loaded.card["task"] not in ("alignment", "segmentation", "polygons"):
        raise EoDeepError(f"'{path}' is a model for {loaded.card['task']}, this needs one for alignment.")
    return loaded
