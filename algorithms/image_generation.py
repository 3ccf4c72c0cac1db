"""Draw samples of what a model has learned."""

from __future__ import annotations

from typing import Any

from .framework.base import Algorithm
from .framework.outputs import FolderOut, HtmlOut, NumberOutput
from .framework.params import Bool, Choice, ImageSet, Int, ModelFile, Text
from .framework.worker import Job
from .out_of_distribution import CompareDomains
from .scene_classification import ClassifyScenes
from .segmentation import Segment


class GenerateScenes(Algorithm):
    """Draw images as a joint energy-based model (JEM) thinks its classes look.

    Samples show what the model has learned, and what not. They are drawn by stochastic gradient Langevin dynamics: many
    small steps towards what is likely, with a little noise. The folder gets one image per sample and a contact sheet.
    With a reference of real images, the report measures how near the samples come to them, beside the best and the
    worst that can be had: other real images, the random fields that the chains start from, and noise.
    """

    title = "Generate scenes"
    group = "Land cover"
    icon = "landcover.svg"
    tags = ("sample", "synthetic", "jem", "energy-based model", "langevin", "sgld", "generative", "kid")

    model = ModelFile(
        "Model (empty: the bundled one)",
        "A model file (.safetensors) that 'Train a scene model' wrote, of the kind JEM; a plain classifier has no "
        "density to sample from.",
        task="scenes",
        bundled="eurosat_jem.safetensors",
        optional=True,
    )
    class_name = Text(
        "Class", "The name of the class to draw. Left empty, all classes, in equal numbers.", optional=True
    )
    count = Int("Images (count)", "How many images to draw.", default=100, min=1, max=100000)
    steps = Int(
        "Steps of each chain (count)",
        "How many steps each chain takes. The report shows how log p(x) rises; long after it is that of real images, "
        "chains find what pleases the network rather than what is real.",
        default=100,
        min=0,
        max=1000000,
    )
    start = Choice(
        "Start of the chains",
        "'training's chains': they go on from where the training's chains ended, each once, as far as the model file "
        "holds them, and from fields for the rest. 'fields' are random images with the colours and textures of the "
        "class.",
        ["fields", "training's chains"],
        default="fields",
        advanced=True,
    )
    by_class = Bool(
        "Stay in the class",
        "Chains climb the density of their class. Otherwise they climb the density of all classes together, and may "
        "change to another class on the way.",
        default=True,
        advanced=True,
    )
    reference = ImageSet(
        "Reference",
        "A folder or raster of real images of the kind that the model learned from. The report then measures how near "
        "the samples come to them.",
        optional=True,
    )
    bands = CompareDomains.bands
    values = ClassifyScenes.values
    seed = Int(
        "Seed",
        "The same seed on the same machine gives the same images.",
        default=0,
        min=0,
        max=2147483647,
        advanced=True,
    )
    device = Segment.device
    output = FolderOut(
        "Folder of samples",
        "A new or empty folder: PNG images (GeoTIFF where the model has other than three bands of 8 bits) named after "
        "their class, and contact_sheet.png.",
    )
    report = HtmlOut(
        "Sample report",
        "An HTML page with contact sheet, classes, the course of the chains and the measures.",
        optional=True,
    )
    rarest_share = NumberOutput(
        "Share of the rarest class", "The rarest class's share of the samples, as the model sees them, 0 to 1."
    )
    kid = NumberOutput("KID", "Kernel inception distance from the reference in random features; 0 is best.")
    spectrum_distance_db = NumberOutput(
        "Spectrum distance (dB)", "How far the power at each spatial frequency is off that of the reference; 0 is best."
    )
    discriminator_auc = NumberOutput(
        "AUC of a discriminator", "How well samples can be told from the reference: 0.5 not at all, 1 without error."
    )

    def run(self, arguments: dict[str, Any], job: Job) -> dict[str, Any]:
        if job.is_temporary(arguments["output"]):
            job.feedback.pushWarning("The samples go to a temporary folder, which is gone when QGIS closes.")
        return super().run(arguments, job)
