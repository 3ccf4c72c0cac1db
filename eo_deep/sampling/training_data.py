"""What a training reads: images with labels, their classes, how their pixels are scaled.

Like `windows` it imports no library that reads files.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from ..io.names import name_of
from .windows import LabelledImage


@dataclass(frozen=True)
class ClassLabel:
    """One class of a map: its value in rasters, its name, its colour."""

    value: int
    name: str
    color: str


@dataclass(frozen=True)
class TrainingData:
    """Everything a training reads: images with labels, their classes, how their pixels are scaled.

    inputs: what the card says of the network's inputs, the images and then their other sources. sources: what it says
    of where the data come from, besides the names of the files. clean_images: the same images with clean labels, where
    those of ``images`` are imprecise; validation data are theirs, and withheld in both.
    """

    images: Sequence[LabelledImage]
    classes: list[ClassLabel]
    inputs: list[dict]
    sources: dict = field(default_factory=dict)
    clean_images: Sequence[LabelledImage] = ()

    @property
    def resolution_m(self) -> float | None:
        """Metres per pixel."""
        return self.inputs[0]["resolution_m"]

    @property
    def origin(self) -> dict:
        """What the card says of the data: file names without folders, which are private."""
        named = {"labels": self.images, "clean_labels": self.clean_images}
        labels = {key: list(dict.fromkeys(name_of(each.labels_path) for each in part)) for key, part in named.items()}
        return {
            "images": [name_of(image.path) for image in self.images],
            **{key: names for key, names in labels.items() if names},
            **self.sources,
        }
