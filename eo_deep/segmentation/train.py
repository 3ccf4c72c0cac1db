"""Train a segmentation network on images and labels."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace

from ..errors import EoDeepError
from ..io.paths import MapPath, NewModel, NewReport, RasterPath, VectorPath, list_paths
from ..io.staging import scratch_folder
from ..models.model_file import Model, load_initial
from ..progress import Progress, silent
from ..runtime.data_parallel import data_parallel
from ..runtime.devices import choose_device
from ..runtime.jobs import algorithm
from ..sampling.dataset import DataSettings, open_data
from ..sampling.multisource import OtherImages
from ..sampling.patch_folder import Split, open_patch_folder
from ..sampling.training_data import TrainingData
from ..training.session import TrainingSession, check_outputs
from ..training.settings import TrainSettings
from .imprecise_labels import align_each, check_labels
from .task import SegmentationTask

_MAX_SHIFT_M = 15.0  # of objects that are aligned; three usual errors where that is more


@algorithm(
    "model", validation_share=(0.0, 0.9), base_channels=(4, 256), learning_rate=(1e-07, 1.0), epochs=(1, 100000),
    samples_per_epoch=(1, 10000000), batch_size=(1, 4096), crop_px=(32, 4096), resolution_m=(0.001, None),
    label_error_m=(0.0, 1000.0),
    seed=(0, 2147483647),
)
@data_parallel
def train_segmentation(images: Sequence[RasterPath] | RasterPath | None = None,
                       labels: Sequence[MapPath] | MapPath | None = None,
                       class_field: str | None = None, bands: Sequence[int] | None = None,
                       second_images: Sequence[RasterPath] | RasterPath | None = None,
                       second_bands: Sequence[int] | None = None,
                       third_images: Sequence[RasterPath] | RasterPath | None = None,
                       third_bands: Sequence[int] | None = None, optional_sources: bool = False,
                       area: VectorPath | None = None, validation_area: VectorPath | None = None,
                       validation_share: float = 0.2, network: str = "unet", base_channels: int = 32,
                       initial_model: str | None = None, loss: str = "cross-entropy + soft IoU",
                       schedule: str = "one-cycle", learning_rate: float = 1e-3, epochs: int = 20,
                       samples_per_epoch: int = 1000, batch_size: int = 8, crop_px: int = 256,
                       augmentation: str = "strong", resolution_m: float | None = None, device: str = "auto",
                       seed: int = 0, resume: bool = False,
                       imprecise_labels: Sequence[MapPath] | MapPath | None = None,
                       clean_labels: Sequence[MapPath] | MapPath | None = None, clean_area: VectorPath | None = None,
                       label_error_m: float = 0.0, align_labels: bool = False, tolerate_omissions: bool = True,
                       patches: str | None = None, scalars: str | None = None,
                       legend: Sequence[str] | None = None, model: NewModel | None = None,
                       report: NewReport | None = None, progress: Progress = silent) -> dict:
    """Train a segmentation network on images and their labels.

    Training windows are drawn while the network is trained, balanced over the classes; nothing is cut to disk first.

    Many imprecise labels can be learned from beside few clean ones, in two steps (Maggiori et al., TGRS 2017): three
    quarters of the epochs on the imprecise labels, then the rest on the clean ones, mixed with a quarter of imprecise
    windows. The best of three networks is kept: after step 1, after step 2, and one trained for all epochs on the clean
    labels only. All are judged by clean labels of blocks that none has seen, not by their imprecise labels either;
    where these are few, also by imprecise labels of other blocks that none has seen.

    Parameters
    ----------
    images : path or list of paths of rasters, optional
        They must have the same bands. Default: those of `patches`.
    labels : path or list of paths of polygon layers or class rasters, optional
        One for all images, or one for each image, in any CRS. Default: those of `patches`, or imprecise labels with
        clean labels.
    class_field : str, optional
        The field with the class of each polygon, of all layers of polygons. Default: all polygons are one class,
        everything else is background.
    bands : list of int, optional
        1-based band numbers. Default: all bands but alpha.
    second_images : path or list of paths of rasters, optional
        Further images of the same places, of any resolution: one for each image, in the same order. The network reads
        each at its own resolution.
    second_bands : list of int, optional
        1-based band numbers of the second images. Default: all bands but alpha.
    third_images : path or list of paths of rasters, optional
        As the second images.
    third_bands : list of int, optional
        1-based band numbers of the third images. Default: all bands but alpha.
    optional_sources : bool
        The model is to work without the second and third images too: each is left out of a fifth of the windows.
    area : path of a polygon layer, optional
        Where the labels are complete: nothing outside of it is used. Default: everywhere.
    validation_area : path of a polygon layer, optional
        Where the data are kept out of the training. Default: blocks of ground that hold about `validation_share`.
    validation_share : float
        Share of the labelled pixels of each class to hold back for validation, without a validation area.
    network : str
        "unet", "resunet", "fcn", "mlp" or "multiunet", the U-Net of several sources, which "unet" means too where there
        are second images; ignored with an initial model.
    base_channels : int
        Number of feature maps at full resolution; ignored with an initial model.
    initial_model : path of a segmentation model, optional
        A model to start from. Its network and scaling are used. From a U-Net of the images alone, a model of several
        sources starts with its answers.
    loss : str
        "cross-entropy" or "cross-entropy + soft IoU".
    schedule : str
        Of the learning rate: "one-cycle", "triangular cyclic" or "cosine".
    learning_rate : float
        The maximum of the schedule.
    epochs : int
        How often `samples_per_epoch` windows are drawn; the network of the best epoch is kept.
    samples_per_epoch, batch_size : int
        Number of windows per epoch, and per step of the optimizer.
    crop_px : int
        Side of the training windows in px, a multiple of the network's stride.
    augmentation : str
        "none", "flips and rotations", "moderate" or "strong". The last two also paste the labelled pixels of windows
        with few of them into other windows, so that the network does not learn them by their surroundings.
    resolution_m : float, optional
        Ground resolution to train at, in metres per pixel. Default: that of the initial model, else of the first image.
    device : str
        "auto", "cpu", "cuda", "cuda:1" or "mps"; "gpus": one process for each GPU of this machine, which
        share each batch; "cpu:2": that number of processes on the CPU.
    seed : int
        Of the random numbers: the same seed gives the same model on the same device.
    resume : bool
        Continue from the checkpoint beside `model`, which is written after each epoch.
    imprecise_labels : path or list of paths of polygon layers or class rasters, optional
        Instead of labels: a large map that may be outdated, displaced or incomplete. `area` is where it counts.
    clean_labels : path or list of paths of polygon layers or class rasters, optional
        Correct labels of some of the same ground, with the same classes; validation data are taken from these alone.
    clean_area : path of a polygon layer, optional
        Where the clean labels are complete. Needed for polygons without a class field; default: where there are any.
    label_error_m : float
        The usual error of the imprecise labels in metres: so near to an edge between two classes they are not used.
    align_labels : bool
        Move the imprecise labels, which must be polygons of buildings, to where the images show them, by
        `align_vectors`, before the training.
    tolerate_omissions : bool
        Imprecise labels may lack objects: after a third of step 1, background where the averaged network is sure (0.9)
        of another class is not learned. It applies where a class has the value 0, the background.
    patches : path of a folder, optional
        Instead of images and labels: what `extract_patches` wrote as GeoTIFF, with its parts for training and
        validation. The test part is not used.
    scalars : str, optional
        Numbers of the images that the network reads as constant planes beside the bands, "name (unit) = number", with
        as many numbers as images, separated by semicolons: "sun elevation (°) = 34.2, 51; day of year = 289, 112". The
        day of the year is cyclic. `segment` needs the same ones of its image.
    legend : list of str, optional
        Names and colours of the classes, "value = name #rrggbb", either of them optional. Default: the values, and
        colours of a palette or of a class raster.
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
        "overall_accuracy" (0..1) of the best epoch on the validation data, None without any; with imprecise labels
        also "kept": "step 1", "step 2" or "clean only".

    Raises
    ------
    EoDeepError
        For input that does not fit together, and settings out of their range.
    """
    assert model
    check_outputs(model, report, images, second_images, third_images, labels, area, validation_area, initial_model,
                  imprecise_labels, clean_labels, clean_area, patches)  # fmt: skip
    if patches and (images or labels or second_images or third_images or imprecise_labels or clean_labels):
        raise EoDeepError("Give images and labels, or a folder of patches instead of both.")
    with ExitStack() as scratch:
        splits: Sequence[Split] = ()
        if patches:
            found = open_patch_folder(patches, scratch.enter_context(scratch_folder(model)))
            images, labels, splits = found.images, found.labels, found.splits
            second_images, third_images = [*found.further, [], []][:2]
        given = {
            "Clean area": clean_area,
            "Usual error of the labels": label_error_m,
            "Alignment of labels": align_labels,
        }
        check_labels(list_paths(labels), list_paths(imprecise_labels), list_paths(clean_labels),
                     [name for name, value in given.items() if value])  # fmt: skip
        chosen = choose_device(device)
        settings = TrainSettings(epochs, samples_per_epoch, batch_size, learning_rate, schedule, seed=seed)
        initial = load_initial(initial_model, "segmentation", several=True)
        named = DataSettings(
            images=list_paths(images),
            labels=list_paths(labels or imprecise_labels),
            class_field=class_field or None,
            bands=bands,
            area=area,
            validation_area=validation_area,
            validation_share=validation_share,
            resolution_m=resolution_m,
            crop_px=crop_px,
            seed=seed,
            clean_labels=list_paths(clean_labels),
            clean_area=clean_area,
            label_error_m=label_error_m,
            others=(
                OtherImages(list_paths(second_images), second_bands),
                OtherImages(list_paths(third_images), third_bands),
            ),
            optional_sources=optional_sources,
            splits=splits,
            scalars=scalars,
            legend=legend or (),
        )
        if base_channels < 2:
            raise EoDeepError(f"Base channels must be at least 2, got {base_channels}.")
        data = _open_imprecise(named, initial, align_labels, device, model, progress) if clean_labels else open_data(
            named, initial, progress)  # fmt: skip
        task = SegmentationTask(data, settings, crop_px, loss, augmentation, tolerate_omissions)
        described = {"name": network, "arguments": {"base_channels": base_channels}}
        return TrainingSession(task, described, chosen, seed, initial).run(model, report, resume, progress)


def _open_imprecise(
    named: DataSettings, initial: Model | None, align: bool, device: str, model: str, progress: Progress
) -> TrainingData:
    """Imprecise and clean labels, the former moved to where the images show them, where that is asked for."""
    if align:
        progress.message("Aligning the imprecise labels with the images.")
        with scratch_folder(model) as folder:
            max_shift_m = max(_MAX_SHIFT_M, 3 * named.label_error_m)
            paths = align_each(named.images, named.labels, named.bands, max_shift_m, device, folder, progress)
            data = open_data(replace(named, labels=paths), initial, progress)
    else:
        data = open_data(named, initial, progress)
    told = {"label_error_m": named.label_error_m, "aligned_labels": align}
    return replace(data, sources={**data.sources, **told})
