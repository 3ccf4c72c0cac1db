"""Whether images are of the kind that a model was trained on."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.outputs import HtmlOut, NumberOutput, TextOutput
from .framework.params import BandNumbers, ImageSet, ImageSets, Int, ModelFile
from .scene_classification import ClassifyScenes
from .segmentation import Segment


class CompareDomains(Algorithm):
    """Tell whether sets of images resemble what a scene model was trained on, before you trust its maps there.

    The report overlays the histograms of log p(x) of each set with that of a reference, and tells for four scores how
    well they separate the sets: log p(x), the largest softmax probability, the norm of log p(x)'s gradient, and the
    distance to the nearest neighbours among the reference's features. Measures are the Kullback-Leibler divergence of
    the histograms, the area under the ROC curve (AUROC), and the false positive rate at 95 % true positives (FPR95).
    """

    title = "Compare domains"
    group = "Land cover"
    icon = "landcover.svg"
    tags = ("out of distribution", "ood", "domain shift", "jem", "energy-based model", "auroc", "histogram", "transfer")

    sets = ImageSets(
        "Sets to compare",
        "Folders of images (with all their subfolders) or rasters, separated by semicolons. Each is a set of its own. "
        "Images larger than a patch are cut into patches.",
    )
    reference = ImageSet(
        "Reference",
        "A folder or raster of the kind that the model knows, best images that were held back from its training. Left "
        "empty, the training images' distribution of log p(x) as the model's card tells it; the other scores are then "
        "left out.",
        optional=True,
    )
    model = ModelFile(
        "Model (empty: the bundled one)",
        "A model file (.safetensors) that 'Train a scene model' wrote.",
        task="scenes",
        bundled="eurosat_jem.safetensors",
        optional=True,
    )
    bands = BandNumbers(
        "Bands (numbers)",
        "The images' bands that stand for the model's, such as '4, 3, 2', for all sets. Left empty, they are matched "
        "by name, and images without names must have as many bands as the model needs.",
        optional=True,
    )
    values = ClassifyScenes.values
    max_images = Int(
        "Images per set (count)",
        "At most so many images or patches are drawn at random from each set. More give steadier numbers.",
        default=2000,
        min=1,
        max=1000000,
        advanced=True,
    )
    seed = Int(
        "Seed",
        "The same seed draws the same images.",
        default=0,
        min=0,
        max=2147483647,
        advanced=True,
    )
    device = Segment.device
    report = HtmlOut("Domain report", "An HTML page with the histograms and all measures.", optional=True)
    kl = NumberOutput(
        "KL of log p(x)", "Kullback-Leibler divergence of the first set's histogram from the reference's, in nats."
    )
    auroc = NumberOutput(
        "AUROC of log p(x)", "How well log p(x) tells the first set from the reference: 0.5 not at all, 1 always."
    )
    fpr95 = NumberOutput(
        "FPR95 of log p(x)", "The share of the first set above a threshold that 95 % of the reference exceed, 0 to 1."
    )
    numbers = TextOutput("All measures", "Every measure of every score and set, as JSON text.")
