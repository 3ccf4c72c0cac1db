"""Image generation: draw samples from a joint energy-based model."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.outputs import FolderOut, HtmlOut, NumberOutput
from .framework.params import Bool, Choice, ImageSet, Int, ModelFile, Text
from .out_of_distribution import CompareDomains
from .scene_classification import ClassifyScenes
from .segmentation import Segment, TrainSegmentation


class GenerateScenes(Algorithm):
    """Generate example images of each class from a joint energy-based model (JEM).

    The images show what the model has and has not learned. They are sampled by stochastic gradient Langevin dynamics:
    many small steps towards more likely images, with a little noise. The folder contains one image per sample and a
    contact sheet. With reference images, the report measures how similar the samples are to real images. For
    comparison it gives the same measures for other real images, for the random images of the start, and for noise.
    """

    title = "Generate images"
    group = "Land cover"
    tags = ("sample", "synthetic", "jem", "energy-based model", "langevin", "sgld", "generative", "kid", "scenes")

    model = ModelFile(
        ClassifyScenes.model.label,
        "A model file (.safetensors) of the kind JEM from 'Train a scene classification model'. A plain classifier "
        "cannot be sampled. Default: the bundled model.",
        task="scenes",
        bundled="eurosat_jem.safetensors",
        optional=True,
    )
    class_name = Text("Class", "The name of the class. Default: all classes, in equal numbers.", optional=True)
    count = Int("Number of images", "Number of images to generate.", default=100, min=1, max=100000)
    steps = Int(
        "Sampling steps",
        "Number of steps for each image. More steps make the images more likely under the model. Too many give "
        "unrealistic images: stop where log p(x) in the report reaches that of real images.",
        default=100,
        min=0,
        max=1000000,
    )
    start = Choice(
        "Start of the sampling",
        "'fields' starts from random images with the colours and textures of the class. 'training's chains' continues "
        "the samples of the training that are stored in the model file, each once, and uses fields when none are left.",
        ["fields", "training's chains"],
        default="fields",
        advanced=True,
    )
    by_class = Bool(
        "Keep the class",
        "The steps increase the density of the image's own class. Otherwise they increase the density of all classes "
        "together, and an image may change its class on the way.",
        default=True,
        advanced=True,
    )
    reference = ImageSet(
        CompareDomains.reference.label,
        "A folder or raster of real images like the training images. The report then measures how similar the samples "
        "are to them. Default: no comparison.",
        optional=True,
    )
    bands = CompareDomains.bands
    values = ClassifyScenes.values
    seed = TrainSegmentation.seed.but(help="The same seed on the same computer gives the same images.")
    device = Segment.device
    output = FolderOut(
        "Folder of samples",
        "A new or empty folder for the images, which are named after their class, and contact_sheet.png. Images are "
        "PNG files, or GeoTIFF files if the model does not have three bands of 8 bits.",
    )
    report = HtmlOut(
        "Sample report",
        "An HTML page with the contact sheet, the classes, the curves of log p(x) and the measures.",
        optional=True,
    )
    rarest_share = NumberOutput(
        "Share of the rarest class (0 to 1)", "Share of the samples that the model assigns to the rarest class."
    )
    kid = NumberOutput("KID", "Kernel inception distance from the reference images, in random features; 0 is best.")
    spectrum_distance_db = NumberOutput(
        "Spectrum distance (dB)",
        "Difference of the power at each spatial frequency from that of the reference images; 0 is best.",
    )
    discriminator_auc = NumberOutput(
        "Discriminator AUC (0 to 1)",
        "How well a classifier separates samples from reference images: 0.5 not at all, 1 completely.",
    )
