"""Cut images and labels into patches for other software."""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack, closing
from pathlib import Path

import numpy as np
import shapely
from rasterio.windows import Window

from ..errors import EoDeepError
from ..geo.crs import make_transform, to_crs
from ..io.card_schema import UNKNOWN
from ..io.class_values import is_background
from ..io.files import check_distinct, check_folder_writable, check_writable
from ..io.geopackage import write_vectors
from ..io.names import name_of
from ..io.paths import ExtraVector, MapPath, NewFolder, RasterPath, VectorPath, list_paths
from ..io.staging import stage
from ..io.surroundings import read_area
from ..io.vector_layer import VectorLayer
from ..models.image_input import open_alike
from ..progress import Progress, silent
from ..runtime.jobs import algorithm
from ..runtime.threads import map_in_order
from ..sampling.labels import check_one_or_each, list_classes, open_labels
from ..sampling.patch_folder import INDEX_LAYER, INDEX_NAME, PARTS
from ..sampling.training_data import ClassLabel
from .patch_annotations import Coco, PascalVoc, YoloBoxes, YoloPolygons
from .patch_files import GeoTiffFolders, Patch, PatchSet, Stacks
from .patch_layout import (
    LAYOUTS,
    LEFT_OUT,
    PatchTable,
    check_shares,
    choose_patches,
    deal_blocks,
    deal_chessboard,
    find_dominant,
    keep_gap,
    list_footprints,
    list_starts,
)
from .patch_objects import list_objects
from .patch_sources import PatchImage, check_sides, join_sources

FORMATS: dict[str, type[GeoTiffFolders]] = {
    "GeoTIFF": GeoTiffFolders,
    "COCO": Coco,
    "YOLO detection": YoloBoxes,
    "YOLO segmentation": YoloPolygons,
    "Pascal VOC": PascalVoc,
    "OTBTF": Stacks,
}
_MAX_STEM = 40
_ODD = re.compile(r"[^A-Za-z0-9_-]+")


@algorithm(
    "output", patch_px=(8, 4096), step_px=(1, 1000000), gap_px=(0, 1000000), validation_share=(0.0, 0.9),
    test_share=(0.0, 0.9), count=(1, 100000000), max_nodata_share=(0.0, 1.0), min_labelled_share=(0.0, 1.0),
    seed=(0, 2147483647),
)  # fmt: skip
def extract_patches(
    images: Sequence[RasterPath] | RasterPath,
    labels: Sequence[MapPath] | MapPath,
    class_field: str | None = None,
    bands: Sequence[int] | None = None,
    second_images: Sequence[RasterPath] | RasterPath | None = None,
    second_bands: Sequence[int] | None = None,
    third_images: Sequence[RasterPath] | RasterPath | None = None,
    third_bands: Sequence[int] | None = None,
    area: VectorPath | None = None,
    patch_px: int = 256,
    step_px: int | None = None,
    layout: str = "grid",
    gap_px: int | None = None,
    validation_share: float = 0.2,
    test_share: float = 0.0,
    count: int | None = None,
    max_nodata_share: float = 0.0,
    min_labelled_share: float = 0.0,
    file_format: str = "GeoTIFF",
    seed: int = 0,
    output: NewFolder | None = None,
    index: ExtraVector | None = None,
    progress: Progress = silent,
) -> dict:
    """Cut images and labels into patches for other software, divided into training, validation and test.

    Each patch is one file per source and one for the labels, or what the format wants instead, with the same name.
    Patches of several sources cover the same ground: a source whose pixels are whole numbers of the first one's is cut
    along its own pixels, any other is resampled to such pixels as a whole. No patch lies nearer than a gap to one of
    another part. The result depends on neither tiles nor threads.

    Parameters
    ----------
    images : path or list of paths of rasters
        The finest source; all of them must have the same bands.
    labels : path or list of paths of polygon layers or class rasters
        One for all images, or one for each image, in any CRS.
    class_field : str, optional
        The field with the class of each polygon. Default: all polygons are one class, everything else is background.
    bands : list of int, optional
        1-based band numbers of the images. Default: all bands but alpha.
    second_images : path or list of paths of rasters, optional
        Further sources: one for all images, or one for each, in any CRS, with pixels not smaller than the images'.
    second_bands : list of int, optional
        Their bands, as of the images.
    third_images : path or list of paths of rasters, optional
        As the second ones.
    third_bands : list of int, optional
        Their bands, as of the images.
    area : path of a polygon layer, optional
        Where the labels are complete. Default: everywhere; with a class field, pixels between polygons have no label.
    patch_px : int
        Side of the patches in px of the images.
    step_px : int, optional
        Distance between the first pixels of neighbouring patches. Default: `patch_px`; in a chessboard with the gap.
    layout : str
        "grid": blocks of the ground are dealt over the parts. "chessboard": patches alternate between training and
        validation; the shares are not used. "balanced": as "grid", with equal numbers of patches of each class.
    gap_px : int, optional
        Least distance between patches of different parts. Default: `patch_px`.
    validation_share, test_share : float
        Shares of the labelled pixels for these parts.
    count : int, optional
        How many patches to take, by chance. Default: all; "balanced": as many of each class as its rarest one has.
    max_nodata_share : float
        Patches with more nodata pixels in any source are left out.
    min_labelled_share : float
        Patches with fewer labelled pixels are left out, and so are those without any.
    file_format : str
        "GeoTIFF", "COCO", "YOLO detection", "YOLO segmentation", "Pascal VOC" or "OTBTF".
    seed : int
        Of the random numbers: the same seed gives the same patches.
    output : path of a folder
        It must be new or empty.
    index : path of a vector layer, optional
        The footprints of all patches with their part, the number of pixels of each class, and why patches are left out.
        The folder holds the same layer.
    progress : Progress
        Receives the finished fraction, messages and warnings.

    Returns
    -------
    dict
        "output", "index", "written" (the number of patches), "training_patches", "validation_patches", "test_patches",
        "left_out".

    Raises
    ------
    EoDeepError
        For input that does not fit together, and where no patch for training is left.
    """
    assert output
    named = [list_paths(paths) for paths in (images, second_images, third_images)]
    label_paths = list_paths(labels)
    check_folder_writable(output)
    check_distinct([index], [*(path for paths in named for path in paths), *label_paths, area])
    if index:
        check_writable(index, ".gpkg")
    for what, chosen, known in (("Layout", layout, LAYOUTS), ("Format", file_format, tuple(FORMATS))):
        if chosen not in known:
            raise EoDeepError(f"{what} must be one of {', '.join(known)}, got '{chosen}'.")
    check_shares(validation_share, test_share)
    with ExitStack() as files:
        opened, classes = _open_images(named, (bands, second_bands, third_bands), label_paths, class_field, area, files,
                                       progress)  # fmt: skip
        background = next((i for i, each in enumerate(classes) if _is_background(each)), None)
        gap = patch_px if gap_px is None else gap_px
        step = step_px or _choose_step(opened, patch_px, gap if layout == "chessboard" else 0)
        for image in opened:
            check_sides(image.joined, image.sources, patch_px, step)
        table = _list_patches(opened, len(classes), patch_px, step, max_nodata_share, min_labelled_share,
                              progress.part(0, 0.4))  # fmt: skip
        grids = [image.grid for image in opened]
        if layout == "chessboard":
            deal_chessboard(table, step, [(image.joined.row, image.joined.column) for image in opened])
        else:
            deal_blocks(table, grids, patch_px, validation_share, test_share, seed)
        keep_gap(table, grids, patch_px, gap)
        choose_patches(table, background, count, layout == "balanced", seed)
        _report(table, count, progress)
        names = _name_patches(table, opened)
        layer = _make_index(table, opened, classes, background, names, patch_px)
        counts = {part: int((table.part == part).sum()) for part in PARTS}
        with stage(os.path.normpath(output)) as growing:
            growing.mkdir()
            patches = PatchSet(growing, classes, background, counts)
            _write_patches(FORMATS[file_format](patches), table, opened, names, patch_px, progress.part(0.4, 0.98))
            write_vectors(growing / INDEX_NAME, layer, INDEX_LAYER)
            if index:
                write_vectors(index, layer, INDEX_LAYER, progress)
    progress(1.0)
    total = sum(counts.values())
    parts = ", ".join(f"{number} {part}" for part, number in counts.items() if number)
    progress.message(f"Wrote {total} patches ({parts}) to {output}.")
    return {"output": output, "index": index, "written": total,
            **{f"{part}_patches": number for part, number in counts.items()}, "left_out": len(table) - total}


def _open_images(
    named: Sequence[Sequence[str]], bands: Sequence[Sequence[int] | None], labels: Sequence[str],
    class_field: str | None, area: str | None, files: ExitStack, progress: Progress,
) -> tuple[list[PatchImage], list[ClassLabel]]:  # fmt: skip
    images = named[0]
    if not images:
        raise EoDeepError("Give at least one image.")
    if named[2] and not named[1]:
        raise EoDeepError("Third images need second images; give them as second images.")
    for what, paths in (("labels layer", labels), ("second image", named[1]), ("third image", named[2])):
        if paths:
            check_one_or_each(what, paths, images)
    groups = [open_alike(paths, chosen, None, "The first image", files, progress, one_dtype=True)
              for paths, chosen in zip(named, bands) if paths]  # fmt: skip
    opened = {path: open_labels(path, class_field or None, progress) for path in dict.fromkeys(labels)}
    background_known = not class_field or area is not None
    classes, index_of = list_classes(list(opened.values()), background_known, progress)
    found: list[PatchImage] = []
    taken = Counter[str]()
    for number, source in enumerate(groups[0]):
        sources = [source, *(group[number if len(group) > 1 else 0] for group in groups[1:])]
        joined_sources, joined = join_sources(sources, files, silent if found else progress)
        readers = opened[labels[number if len(labels) > 1 else 0]]
        name = name_of(source.path)
        taken[name] += 1
        found.append(
            PatchImage(
                name if taken[name] == 1 else f"{name} ({taken[name]})",
                joined_sources,
                joined,
                readers.open(source.grid, index_of, 0 if background_known else UNKNOWN),
                read_area(area, source.grid, silent if found else progress),
            )
        )
    return found, classes


def _is_background(label: ClassLabel) -> bool:
    """Whether a class is what is left between objects: that of value 0, unless it has a name of its own."""
    return label.value == 0 and (is_background(label.name) or label.name == "class 0")


def _choose_step(images: Sequence[PatchImage], patch_px: int, gap_px: int) -> int:
    """Patches side by side, or with a gap, up to the next whole cell of all sources."""
    least = max(image.joined.ratio for image in images)
    return -(-(patch_px + gap_px) // least) * least if gap_px else patch_px


def _list_patches(
    images: Sequence[PatchImage], class_count: int, patch_px: int, step_px: int, max_nodata_share: float,
    min_labelled_share: float, progress: Progress,
) -> PatchTable:  # fmt: skip
    """All patches that lie in the images, with their pixels of each class, and a reason for those of no use."""
    places = [
        (number, row, column)
        for number, image in enumerate(images)
        for row in list_starts(image.grid.height, patch_px, step_px, image.joined.row)
        for column in list_starts(image.grid.width, patch_px, step_px, image.joined.column)
    ]
    if not places:
        grid = images[0].grid
        raise EoDeepError(
            f"Patches of {patch_px} px do not fit into '{images[0].name}', which has {grid.width} x {grid.height} px."
        )

    def look(place: tuple[int, int, int]) -> tuple[np.ndarray, str]:
        number, row, column = place
        image, none = images[number], np.zeros(class_count, np.int64)
        valid = []
        for each in image.sources:
            window = each.find_window(row, column, patch_px)
            if not each.holds(window):
                return none, f"beyond the edge of '{each.name}'"
            valid.append(each.source.read(window)[1])
            if 1 - valid[-1].mean() > max_nodata_share:
                return none, f"nodata in '{each.name}'"
        counts = np.bincount(image.read_classes(row, column, patch_px, valid).ravel(), minlength=256)[:class_count]
        labelled = counts.sum() / patch_px**2
        return counts, "" if labelled > 0 and labelled >= min_labelled_share else "too few labelled pixels"

    found = []
    for number, each in enumerate(map_in_order(look, places)):
        found.append(each)
        progress((number + 1) / len(places))
    image_numbers, rows, columns = np.array(places).T
    return PatchTable(image_numbers, rows, columns, np.array([counts for counts, _ in found]),
                      np.array([reason for _, reason in found], object), np.full(len(places), "", object))  # fmt: skip


def _report(table: PatchTable, count: int | None, progress: Progress) -> None:
    """A line per reason; EoDeepError where nothing is left to train on."""
    reasons = Counter(table.reason[~table.kept].tolist())
    if not (table.part == PARTS[0]).any():
        found = "; ".join(f"{number} {reason}" for reason, number in reasons.most_common())
        raise EoDeepError(f"No patch for training is left of {len(table)}: {found or 'all are in another part'}.")
    for reason, number in reasons.most_common():
        progress.message(f"{number} of {len(table)} patches are left out: {reason}.")
    kept = int(table.kept.sum())
    if count is not None and kept < count:
        progress.warning(f"{count} patches are asked for, but there are only {kept}.")


def _name_patches(table: PatchTable, images: Sequence[PatchImage]) -> list[str]:
    """The images' names with the first row and column of each patch; unique, and plain letters only."""
    stems, taken = [], Counter[str]()
    for image in images:
        stem = _ODD.sub("_", Path(image.name).stem)[:_MAX_STEM].strip("_") or "image"
        taken[stem.lower()] += 1
        stems.append(stem if taken[stem.lower()] == 1 else f"{stem}_image{taken[stem.lower()]}")
    return [f"{stems[i]}_{row:05}_{column:05}" for i, row, column in zip(table.image, table.row, table.column)]


def _make_index(
    table: PatchTable, images: Sequence[PatchImage], classes: Sequence[ClassLabel], background: int | None,
    names: Sequence[str], patch_px: int,
) -> VectorLayer:  # fmt: skip
    """The footprints of all patches, in the first image's CRS."""
    target = to_crs(images[0].grid.crs)
    footprints = np.empty(len(table), object)
    for number, image in enumerate(images):
        own = np.flatnonzero(table.image == number)
        squares = shapely.transform(
            list_footprints(table, own, patch_px), lambda xy, t=image.grid.transform: np.column_stack(t * tuple(xy.T))
        )
        crs = to_crs(image.grid.crs)
        if crs != target and None not in (crs, target):
            squares = shapely.transform(squares, make_transform(crs, target))
        footprints[own] = squares
    dominant = find_dominant(table.counts, background)
    labelled = table.counts.sum(1) > 0
    fields = {
        "patch": np.array(names, object),
        "image": np.array([images[number].name for number in table.image], object),
        "part": np.where(table.part == "", LEFT_OUT, table.part),
        "reason": np.array([reason or None for reason in table.reason], object),
        "row": table.row.astype(np.int32),
        "column": table.column.astype(np.int32),
        "class": np.array([classes[i].name if any_ else None for i, any_ in zip(dominant, labelled)], object),
    }
    for number, each in enumerate(classes):
        fields[f"pixels of {each.name}"] = table.counts[:, number].astype(np.int32)
    return VectorLayer(footprints, fields, target, "Polygon")


def _write_patches(
    writer: GeoTiffFolders, table: PatchTable, images: Sequence[PatchImage], names: Sequence[str], patch_px: int,
    progress: Progress,
) -> None:  # fmt: skip
    order = np.flatnonzero(table.part != "")
    within = {part: iter(range(len(order))) for part in PARTS}
    numbers = [next(within[part]) for part in table.part[order]]

    def read(place: tuple[int, int]) -> Patch:
        which, number = place
        image = images[table.image[which]]
        row, column = int(table.row[which]), int(table.column[which])
        read = image.read(row, column, patch_px)
        classes = image.read_classes(row, column, patch_px, [valid for _, valid in read])
        sources = [
            (pixels, valid, each.find_grid(row, column, patch_px), each.source)
            for (pixels, valid), each in zip(read, image.sources, strict=True)
        ]
        objects = (
            list_objects(image.labels, image.grid, Window(column, row, patch_px, patch_px), classes,
                         writer.patches.background)
            if writer.needs_objects else []
        )  # fmt: skip
        return Patch(names[which], table.part[which], number, sources, classes, objects)

    with closing(writer):
        for done, patch in enumerate(map_in_order(read, zip(order.tolist(), numbers)), 1):
            writer.add(patch)
            progress(done / len(order))
        writer.finish()
