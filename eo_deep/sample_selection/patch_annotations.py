"""Patches with their objects in the formats of object detectors: COCO, YOLO and Pascal VOC.

In all of them x counts columns from the left edge of a patch and y counts rows from its top. Classes are numbered in
their order, without the background: from 0 in YOLO, from 1 in COCO and in Pascal VOC's masks.
"""

from __future__ import annotations

import json
import math
from collections.abc import Sequence
from pathlib import Path
from typing import TextIO
from xml.etree import ElementTree  # nosec B405 - written, not read

import numpy as np
from PIL import Image

from ..io.card_schema import UNKNOWN
from ..sampling.patch_folder import LABELS_NAME, PARTS, name_source
from .patch_files import GeoTiffFolders, Patch, PatchSet
from .patch_objects import draw_objects, list_parts, trace_whole

_DECIMALS_PX, _DECIMALS_SHARE = 2, 6
_VOID_COLOR = (224, 224, 192)  # of pixels without a class, in Pascal VOC's masks


class _ObjectFormat(GeoTiffFolders):
    """Patches with objects, whose classes are numbered without the background."""

    needs_objects = True

    def __init__(self, patches: PatchSet) -> None:
        super().__init__(patches)
        self.number_of = {index: number for number, index in enumerate(patches.object_classes)}

    @property
    def names(self) -> list[str]:
        """The classes in the order of their numbers."""
        return [self.patches.classes[index].name for index in self.patches.object_classes]


class Coco(_ObjectFormat):
    """`images/<part>/<name>.tif` and `annotations/instances_<part>.json`, each object with its polygons."""

    def __init__(self, patches: PatchSet) -> None:
        super().__init__(patches)
        self._open: dict[str, TextIO] = {}
        self._images: dict[str, list[dict]] = {part: [] for part in PARTS}
        self._counts = dict.fromkeys(PARTS, 0)

    def write_labels(self, patch: Patch) -> None:
        if patch.part not in self._open:
            self._open[patch.part] = self._begin(patch.part)
        images, file = self._images[patch.part], self._open[patch.part]
        images.append({"id": len(images) + 1, "file_name": f"{patch.name}.tif", "width": patch.grid.width,
                       "height": patch.grid.height})  # fmt: skip
        for each in patch.objects:
            self._counts[patch.part] += 1
            left, top, right, bottom = each.bounds
            found = {
                "id": self._counts[patch.part],
                "image_id": len(images),
                "category_id": self.number_of[each.index] + 1,
                "segmentation": [part.round(_DECIMALS_PX).ravel().tolist() for part in list_parts(each.outline)],
                "area": round(each.outline.area, _DECIMALS_PX),
                "bbox": [round(number, _DECIMALS_PX) for number in (left, top, right - left, bottom - top)],
                "iscrowd": 0,
            }
            file.write((",\n" if found["id"] > 1 else "\n") + json.dumps(found))

    def _begin(self, part: str) -> TextIO:
        """Open a part's file; annotations are written as they come, and images after them."""
        categories = [{"id": number, "name": name, "supercategory": ""} for number, name in enumerate(self.names, 1)]
        path = self.make_path(self.patches.folder / "annotations", f"instances_{part}.json")
        file = path.open("w", encoding="utf-8")
        file.write(f'{{"categories": {json.dumps(categories, ensure_ascii=False)},\n"annotations": [')
        return file

    def finish(self) -> None:
        for part, file in self._open.items():
            images = ",\n".join(json.dumps(image, ensure_ascii=False) for image in self._images[part])
            file.write(f'],\n"images": [\n{images}]}}\n')
            file.close()

    def close(self) -> None:
        for file in self._open.values():
            file.close()


class YoloBoxes(_ObjectFormat):
    """`images/<part>/<name>.tif`, `labels/<part>/<name>.txt` with a line per object, and `data.yaml`.

    A line is the class and the middle, width and height of the box, in shares of the patch.
    """

    def write_labels(self, patch: Patch) -> None:
        lines = [
            " ".join([str(self.number_of[each.index]), *(f"{number:.{_DECIMALS_SHARE}f}" for number in numbers)])
            for each in patch.objects
            for numbers in [np.array(self.describe(each)) / patch.grid.width]
        ]
        path = self.make_path(self.patches.folder / LABELS_NAME / patch.part, f"{patch.name}.txt")
        path.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")

    def describe(self, found) -> Sequence[float]:
        """The numbers of an object's line, in px."""
        left, top, right, bottom = found.bounds
        return (left + right) / 2, (top + bottom) / 2, right - left, bottom - top

    def finish(self) -> None:
        keys = ("train", "val", "test")
        lines = [f"{key}: images/{part}" for key, part in zip(keys, PARTS, strict=True) if self.patches.counts[part]]
        # A JSON text is a YAML text too.
        lines += ["names:", *(f"  {k}: {json.dumps(name, ensure_ascii=False)}" for k, name in enumerate(self.names))]
        path = self.make_path(self.patches.folder, "data.yaml")
        path.write_text("\n".join([*lines, ""]), encoding="utf-8")


class YoloPolygons(YoloBoxes):
    """The same with outlines: a line is the class and the corners x y, one ring for all parts of an object."""

    def describe(self, found) -> Sequence[float]:
        return trace_whole(found.outline).ravel().tolist()


class PascalVoc(_ObjectFormat):
    """`JPEGImages/<name>.tif`, `Annotations/<name>.xml`, masks of classes and objects, and lists of the parts."""

    def __init__(self, patches: PatchSet) -> None:
        super().__init__(patches)
        self._names: dict[str, list[str]] = {part: [] for part in PARTS}
        colors = {number + 1: patches.classes[index].color for index, number in self.number_of.items()}
        palette = np.zeros((256, 3), np.uint8)
        palette[UNKNOWN] = _VOID_COLOR
        for number, color in colors.items():
            palette[number] = [int(color[i : i + 2], 16) for i in (1, 3, 5)]
        self._palette = palette.ravel().tolist()
        self._numbers = np.full(256, UNKNOWN, np.uint8)
        if patches.background is not None:
            self._numbers[patches.background] = 0
        for index, number in self.number_of.items():
            self._numbers[index] = number + 1

    def folder_of(self, source: int, part: str) -> Path:
        return self.patches.folder / name_source(source).replace("images", "JPEGImages")

    def write_labels(self, patch: Patch) -> None:
        self._names[patch.part].append(patch.name)
        folder = self.patches.folder
        path = self.make_path(folder / "Annotations", f"{patch.name}.xml")
        tree = ElementTree.ElementTree(self._describe(patch))
        ElementTree.indent(tree)
        tree.write(path, encoding="utf-8")
        mask = Image.fromarray(self._numbers[patch.classes])
        mask.putpalette(self._palette)
        mask.save(self.make_path(folder / "SegmentationClass", f"{patch.name}.png"))
        numbers = draw_objects(patch.objects, patch.grid.width)
        numbers = numbers.astype(np.uint8 if len(patch.objects) < UNKNOWN else np.uint16)
        Image.fromarray(numbers).save(self.make_path(folder / "SegmentationObject", f"{patch.name}.png"))

    def _describe(self, patch: Patch) -> ElementTree.Element:
        root = ElementTree.Element("annotation")
        _add(root, {"folder": self.folder_of(0, "").name, "filename": f"{patch.name}.tif", "segmented": 1})
        size = ElementTree.SubElement(root, "size")
        _add(size, {"width": patch.grid.width, "height": patch.grid.height, "depth": len(patch.sources[0][0])})
        for each in patch.objects:
            left, top, right, bottom = each.bounds
            node = ElementTree.SubElement(root, "object")
            name = self.patches.classes[each.index].name
            _add(node, {"name": name, "pose": "Unspecified", "truncated": int(each.truncated), "difficult": 0})
            # Pascal VOC numbers pixels from 1, and a box names the first and the last that an object touches.
            box = ElementTree.SubElement(node, "bndbox")
            _add(box, {"xmin": math.floor(left) + 1, "ymin": math.floor(top) + 1, "xmax": math.ceil(right),
                       "ymax": math.ceil(bottom)})  # fmt: skip
        return root

    def finish(self) -> None:
        for kind in ("Main", "Segmentation"):
            for part, short in zip(PARTS, ("train", "val", "test"), strict=True):
                path = self.make_path(self.patches.folder / "ImageSets" / kind, f"{short}.txt")
                path.write_text("".join(f"{name}\n" for name in self._names[part]), encoding="utf-8")


def _add(node: ElementTree.Element, texts: dict[str, object]) -> None:
    for name, value in texts.items():
        ElementTree.SubElement(node, name).text = str(value)
