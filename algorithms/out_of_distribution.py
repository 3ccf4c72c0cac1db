"""Out-of-distribution detection: whether images are like those that a model was trained on."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.layers import BandNumbers
from .framework.outputs import HtmlOut, NumberOutput, TextOutput
from .framework.params import ImageSet, ImageSets, Int, ModelFile
from .scene_classification import ClassifyScenes
from .segmentation import Segment, TrainSegmentation


class CompareDomains(Algorithm):
    """Compare sets of images with the training images of a scene classification model, to detect a domain shift.

    Use it before you apply a model to images of another region, season or sensor. The report shows the histogram of
    log p(x) of each set beside that of the reference images. It also measures how well four scores separate the sets:
    log p(x), the maximum softmax probability, the norm of the gradient of log p(x), and the distance to the nearest
    neighbours among the features of the reference images. The measures are the Kullback-Leibler divergence of the
    histograms, the area under the ROC curve (AUROC), and the false positive rate at 95 % true positives (FPR95).
    """

    title = "Compare domains"
    group = "Land cover"
    tags = ("out of distribution", "ood", "domain shift", "jem", "energy-based model", "auroc", "histogram", "transfer")

    sets = ImageSets(
        "Image sets",
        "Folders of images (including all subfolders) or rasters, separated by semicolons. Each one is a set. Images "
        "larger than a patch are cut into patches.",
    )
    reference = ImageSet(
        "Reference images",
        "A folder or raster of images like the training images, best ones that were not used in the training. Default: "
        "only log p(x) is compared, with the distribution stored in the model.",
        optional=True,
    )
    model = ModelFile(
        ClassifyScenes.model.label,
        "A model file (.safetensors) from 'Train a scene classification model'. Default: the bundled model.",
        task="scenes",
        bundled="eurosat_jem.safetensors",
        optional=True,
    )
    bands = BandNumbers(
        "Band numbers",
        "The bands of the images, for all sets, that correspond to those of the model, for example '4, 3, 2'. Default: "
        "bands are matched by name; images without band names must have as many bands as the model.",
        optional=True,
    )
    values = ClassifyScenes.values
    max_images = Int(
        "Maximum images per set",
        "At most this number of images or patches is drawn at random from each set. More give more precise results.",
        default=2000,
        min=1,
        max=1000000,
        advanced=True,
    )
    seed = TrainSegmentation.seed.but(help="The same seed draws the same images.")
    device = Segment.device
    report = HtmlOut("Domain report", "An HTML page with the histograms and all measures.", optional=True)
    kl = NumberOutput(
        "KL divergence of log p(x) (nats)",
        "Kullback-Leibler divergence of the histogram of the first set from that of the reference images.",
    )
    auroc = NumberOutput(
        "AUROC (0 to 1)",
        "How well log p(x) separates the first set from the reference images: 0.5 not at all, 1 completely.",
    )
    fpr95 = NumberOutput(
        "FPR95 of log p(x) (0 to 1)",
        "Share of the first set above the threshold that 95 % of the reference images exceed.",
    )
    numbers = TextOutput("All measures", "All measures of all scores and sets, as JSON text.")
