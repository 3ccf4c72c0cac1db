"""Train a model of what stays and what changes, on a series of images without labels."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

import torch
from torch import Tensor

from ..errors import EoDeepError
from ..image_series import open_series
from ..io.paths import NewModel, NewReport, RasterPath, VectorPath, list_paths
from ..models.global_code import compute_global_code, plan_reading
from ..models.model_file import Model, load_model
from ..models.networks.series_network import SeriesNetwork
from ..progress import Progress, silent
from ..runtime.data_parallel import data_parallel
from ..runtime.devices import choose_device
from ..runtime.jobs import algorithm
from ..training.session import TrainingSession, check_outputs
from ..training.settings import TrainSettings
from .task import SeriesTask
from .training_images import OpenedSeries

# By what users call them; the dense one reads where an image is known beside its bands.
NETWORKS = {"dense": "disentangler", "paper": "paperdisentangler"}


@algorithm(
    "model", validation_share=(0.0, 0.5), base_channels=(8, 256), learning_rate=(1e-07, 1.0), epochs=(1, 100000),
    samples_per_epoch=(1, 10000000), batch_size=(2, 4096), minutes=(0.1, 100000.0), seed=(0, 2147483647),
)
@data_parallel
def train_time_series(images: Sequence[RasterPath] | RasterPath, dates: str | None = None,
                      bands: Sequence[int] | None = None, masks: Sequence[RasterPath] | None = None,
                      coregister: bool = True, area: VectorPath | None = None, validation_share: float = 0.15,
                      initial_model: str | None = None, network: str = "dense", base_channels: int = 32,
                      learning_rate: float = 2e-3, epochs: int = 30, samples_per_epoch: int = 320,
                      batch_size: int = 16, minutes: float | None = None, device: str = "auto", seed: int = 0,
                      resume: bool = False, model: NewModel | None = None, report: NewReport | None = None,
                      progress: Progress = silent) -> dict:  # fmt: skip
    """Train a network that tells what a place is from what a date does to it, on a series of images without labels.

    Each cell of 8 px gets a shared code, which is to be the same at all dates; each image an exclusive code, of 8
    numbers for the whole of it and 4 for each cell of 16 px. The network paints an image from the shared code of
    another date and the exclusive codes of its own (Sanchez, Serrurier, Ortner 2019), where the global code may come
    from another place of the same date. Shared codes of one place are drawn to each other and away from those of other
    places (InfoNCE, van den Oord et al. 2018), and the divergence of the exclusive codes from a normal distribution is
    held between bounds, so that they carry what a date does and no more.

    Parameters
    ----------
    images : list of paths of rasters
        Two or more images of one place at different dates, with the same bands. The first one's grid is the working
        grid; the others are warped to it.
    dates : str, optional
        The date of each image, in the order of the images and separated by semicolons, as "2019-06-01; 2019-08-15".
        Default: those in the files' names, or in their tags.
    bands : list of int, optional
        1-based band numbers. Default: all bands but alpha.
    masks : list of paths of rasters, optional
        What is not to be used, one for each image: a scene classification, quality bits, or a layer that is not 0
        where the image is bad. Default: clouds are found by their brightness.
    coregister : bool
        Move images by up to 2 px to where they show the same as the others.
    area : path of a polygon layer, optional
        Nothing outside of it is used. Default: everywhere.
    validation_share : float
        Share of the ground to hold back, in squares, which the report is measured on.
    initial_model : path of a series model, optional
        A model to start from. Its network and scaling are used.
    network : str
        "dense", the network described above; or "paper", that of Sanchez, Serrurier, Ortner (2019) with its losses (a
        least-squares GAN among them) and the errors of its equations mended, to be compared with: it sees an image as
        windows of 64 px, which show in all that is made with it. The paper took 150,000 steps of 64 pairs at a learning
        rate of 0.0002. Ignored with an initial model.
    base_channels : int
        Feature maps at half resolution, a multiple of 8; ignored with an initial model.
    learning_rate : float
        The maximum of the schedule.
    epochs : int
        How often `samples_per_epoch` samples are drawn.
    samples_per_epoch, batch_size : int
        Number of samples per epoch, and per step of the optimizer. A sample is two places by two dates: four windows
        of 96 px.
    minutes : float, optional
        The training ends in about this time; its result then depends on the machine's speed. Default: no limit.
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
        The dates, what the codes hold and what they should not, errors of painted images, pictures, settings.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "model", "report", "dates" (how many), "translation_error" and "unchanged_error" (mean absolute errors of
        painted images and of the other date as it is, on ground that was held back, in standard deviations of the
        bands; None where not measured), "failed" (how many figures of the report are not as wanted), "seconds".

    Raises
    ------
    EoDeepError
        For images that cannot be a series, ground that only one date shows, and settings out of their range.
    """
    assert model
    given, covers = list_paths(images), list_paths(masks)
    check_outputs(model, report, given, covers, area, initial_model)
    if base_channels % 8:
        raise EoDeepError(f"Base channels must be a multiple of 8, got {base_channels}.")
    if network not in NETWORKS:
        raise EoDeepError(f"The network must be {' or '.join(NETWORKS)}, got '{network}'.")
    initial = load_model(initial_model, "series") if initial_model else None
    name = initial.card["network"]["name"] if initial else NETWORKS[network]
    chosen = choose_device(device)
    settings = TrainSettings(epochs, samples_per_epoch, batch_size, learning_rate, weight_decay=0.0, seed=seed,
                             time_limit_s=60 * minutes if minutes else None,
                             optimizer="muon" if name == NETWORKS["dense"] else "adamw",
                             continued=bool(initial_model))  # fmt: skip
    stated = [part.strip() for part in dates.split(";")] if dates else None
    with open_series(given, stated, covers or None, bands or None, coregister=coregister, progress=progress) as series:
        if initial:
            _check_bands(initial, series.band_names)
        opened = OpenedSeries(series, bands or None, area, validation_share, seed, name == NETWORKS["dense"])
        data = opened.read(initial.card["inputs"][0]["scaling"] if initial else None, progress)

        def find_codes(found: SeriesNetwork, device: torch.device) -> list[Tensor | None]:
            scaling = data.inputs[0]["scaling"]
            readers = [plan_reading(partial(series.read, number), scaling) for number in series.used]
            size = series.grid.height, series.grid.width
            return [compute_global_code(found, read, *size, device) for read in readers]

        task = SeriesTask(data, settings, find_codes)
        described = {"name": name, "arguments": {"base_channels": base_channels}}
        return TrainingSession(task, described, chosen, seed, initial).run(model, report, resume, progress)


def _check_bands(initial: Model, names: Sequence[str]) -> None:
    """EoDeepError where the series has another number of bands than an initial model."""
    wanted = initial.card["inputs"][0]["bands"]
    if len(wanted) != len(names):
        raise EoDeepError(f"The initial model needs {len(wanted)} bands ({', '.join(wanted)}), the images have "
                          f"{len(names)} ({', '.join(names)}); choose the bands in that order.")  # fmt: skip
