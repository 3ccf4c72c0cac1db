"""Train a super-resolution network on pairs of images, or on images alone."""

from __future__ import annotations

from collections.abc import Sequence

from ..errors import EoDeepError
from ..io.paths import NewModel, NewReport, RasterPath, VectorPath, list_paths
from ..models.model_file import load_model
from ..progress import Progress, silent
from ..runtime.data_parallel import data_parallel
from ..runtime.devices import choose_device
from ..runtime.jobs import algorithm
from ..sampling.image_pairs import PairSettings
from ..training.adversarial import AdversarialSettings
from ..training.session import TrainingSession, check_outputs
from ..training.settings import TrainSettings
from .task import SuperResolutionTask
from .training_images import ImageSettings, open_images

SHARPNESSES = ("none", "adversarial")
_FINE_FEATURES = 8
_ADVERSARIAL_WEIGHT = 1.0  # below, the sharp image has less than half of the fine energy that the truth has


@algorithm(
    "model", ratio=(2, 8), coregister=(0.0, 8.0), validation_share=(0.05, 0.5), features=(8, 256), blocks=(1, 64),
    learning_rate=(1e-07, 1.0), epochs=(1, 100000), samples_per_epoch=(1, 10000000), batch_size=(1, 4096),
    minutes=(0.1, 100000.0), seed=(0, 2147483647),
)
@data_parallel
def train_super_resolution(low: Sequence[RasterPath] | RasterPath,
                           high: Sequence[RasterPath] | RasterPath | None = None,
                           bands: Sequence[int] | None = None, high_bands: Sequence[int] | None = None,
                           guides: Sequence[RasterPath] | RasterPath | None = None,
                           ratio: int | None = None, harmonize: str = "regression", coregister: float = 2.0,
                           area: VectorPath | None = None, validation_share: float = 0.2, sharpness: str = "none",
                           features: int = 32, blocks: int = 16, initial_model: str | None = None,
                           learning_rate: float = 3e-3, epochs: int = 100, samples_per_epoch: int = 1000,
                           batch_size: int = 8, minutes: float | None = None, device: str = "auto", seed: int = 0,
                           resume: bool = False, model: NewModel | None = None, report: NewReport | None = None,
                           progress: Progress = silent) -> dict:
    """Train a network that makes an image finer and keeps its values.

    With fine images the network learns from pairs: each fine image is brought to the grid, the place and the radiometry
    of its coarse one, and what does not show the same in both is left out. Without them it learns from coarse images
    alone, which are degraded by the ratio (Wald's protocol): what restores them is then applied one scale finer, which
    takes it for granted that the ground looks alike at both scales.

    The network is an EDSR (Lim et al., CVPRW 2017) whose last layer projects its output onto the finer images that
    degrade to exactly the coarse one, so no mean value changes; a layer on the fine pixels before it keeps grids away.
    Blocks of ground of 64 coarse pixels are held back: they judge the model, and calibrate its expected error.

    Parameters
    ----------
    low : path or list of paths of rasters
        The coarse images, with the same bands.
    high : path or list of paths of rasters, optional
        The fine images of the same places: one for each coarse one, in the same order. Default: none, the network
        learns from the coarse images alone.
    bands : list of int, optional
        1-based band numbers of the coarse images. Default: all bands but alpha.
    high_bands : list of int, optional
        1-based band numbers of the fine images, in the order of the coarse ones'; if their numbers differ, each coarse
        band is taken as a mixture of all fine ones. Default: all bands but alpha.
    guides : path or list of paths of rasters, optional
        Instead of fine images: finer images by the same sensor at the same moment, in other bands; one for each coarse
        image, in the same order, such as Sentinel-2's bands of 10 m for those of 20 m. The network learns to use their
        detail, and needs a guide where it is applied.
    ratio : int, optional
        Fine pixels along a coarse one, 2 to 8. Default: that of the initial model, else of the pixel sizes, rounded; 4
        without fine images and guides.
    harmonize : str
        How the values of fine images become those of the coarse ones: "regression" (gain and offset of each band),
        "histogram" (and a rising curve), or "none".
    coregister : float
        How far fine images may be moved to fit, in coarse pixels; 0: not at all.
    area : path of a polygon layer, optional
        Nothing outside of it is used. Default: everywhere.
    validation_share : float
        Share of the blocks of ground to hold back.
    sharpness : str
        "none", or "adversarial": a second stage in which the images must deceive a discriminator. The model then has
        sharp weights too, between which and the faithful ones the user of the model chooses.
    features, blocks : int
        Feature maps and residual blocks of the network; ignored with an initial model.
    initial_model : path of a super-resolution model, optional
        A model to start from. Its network, ratio and scaling are used.
    learning_rate : float
        The maximum of the schedule.
    epochs : int
        How often `samples_per_epoch` patches are drawn: 80 % of the epochs for the image, the rest for its expected
        error; with sharpness 40 % for the faithful image, 40 for the sharp one and 20 for the expected error.
    samples_per_epoch, batch_size : int
        Number of patches of 24 coarse pixels per epoch, and per step of the optimizer.
    minutes : float, optional
        The training ends in this time even if not all epochs are done. Default: no limit.
    device : str
        "auto", "cpu", "cuda", "cuda:1" or "mps"; "gpus": one process for each GPU of this machine, which
        share each batch; "cpu:2": that number of processes on the CPU.
    seed : int
        Of the random numbers: the same seed gives the same model on the same device, without a limit in minutes.
    resume : bool
        Continue from the checkpoints beside `model`, which are written after each epoch.
    model : path
        The model file to write (safetensors).
    report : path of an HTML file, optional
        How the pairs fit, training curves, scores beside those of interpolation, pictures, settings.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "model", "report", "ratio", "sigma" (of the degradation, in coarse pixels), "psnr_db" and "ssim" on the
        validation blocks, "gain_db" over bicubic enlargement with projection, "seconds".

    Raises
    ------
    EoDeepError
        For images that are too small or do not fit together, and settings out of their range.
    """
    assert model
    if sharpness not in SHARPNESSES:
        raise EoDeepError(f"Sharpness must be one of {', '.join(SHARPNESSES)}, got {sharpness}.")
    check_outputs(model, report, low, high, guides, area, initial_model)
    chosen = choose_device(device)
    settings = TrainSettings(epochs, samples_per_epoch, batch_size, learning_rate, weight_decay=0.0, seed=seed,
                             time_limit_s=60 * minutes if minutes else None)  # fmt: skip
    initial = load_model(initial_model, "super-resolution", several=True) if initial_model else None
    images = ImageSettings(list_paths(low), list_paths(high), bands or None, high_bands or None,
                           PairSettings(ratio, harmonize, coregister), area, validation_share, seed,
                           list_paths(guides))  # fmt: skip
    data = open_images(images, initial, progress)
    arguments = {"ratio": data.ratio, "features": features, "blocks": blocks, "sigma": data.sigma, "error_head": True,
                 "fine_features": _FINE_FEATURES}
    sharp = AdversarialSettings(_ADVERSARIAL_WEIGHT) if sharpness == "adversarial" else None
    task = SuperResolutionTask(data, settings, sharp)
    session = TrainingSession(task, {"name": "edsr", "arguments": arguments}, chosen, seed, initial)
    return session.run(model, report, resume, progress)
