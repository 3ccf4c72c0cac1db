"""Time series: models of what stays and what changes, learned from the images of one place at several dates."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.layers import Area, BandNumbers, Rasters
from .framework.outputs import HtmlOut, NumberOutput
from .framework.params import Bool, Choice, Text
from .image_translation import TrainTranslation
from .segmentation import TrainSegmentation


class TrainTimeSeries(Algorithm):
    """Train a network that separates what a place is from what a date does to it, on a series of images without labels.

    The network describes each cell of 8 pixels by a shared code, which is to be the same at all dates, and each image
    by an exclusive code: season, sun and haze of the whole, and what happened in each cell of 16 pixels. It is trained
    by painting each image from the shared code of another date. The model serves to paint a place as of another date,
    to find places again, to segment without classes, and to detect change.

    The images need not have the same grid, extent or clouds. They are brought to the grid of the first one, shifts are
    corrected, and clouds are masked. The report describes in words where the codes hold what they should not: the
    exclusive code the place, or the shared one the date. More dates and more ground help.
    """

    title = "Train a time series model"
    group = "Series and change"
    tags = ("learn", "self-supervised", "unsupervised", "disentangled", "representation", "multitemporal", "season",
            "change", "training", "embedding")  # fmt: skip

    images = Rasters(
        "Images",
        "Two or more images of one place at different dates, with the same bands. The first one's grid is used; the "
        "others are warped to it.",
    )
    dates = Text(
        "Dates",
        "The date of each image, in the order of the images and separated by semicolons, for example '2019-06-01; "
        "2019-08-15'. Default: those in the names of the files, or in their tags.",
        optional=True,
    )
    bands = BandNumbers(
        "Band numbers",
        "The bands that are used, for example '4, 3, 2'. Default: all bands but alpha.",
        optional=True,
    )
    masks = Rasters(
        "Masks",
        "What is not to be used, one layer for each image in the same order: a scene classification, quality bits, or "
        "a layer that is not 0 where the image is bad. Default: clouds are found by their brightness.",
        images="images",
        optional=True,
    )
    coregister = Bool(
        "Correct shifts",
        "Estimate the shifts between the images and correct up to 2 px.",
        default=True,
        advanced=True,
    )
    area = Area("Area", "Polygons inside which the images are used. Default: everywhere.", optional=True)
    validation_share = TrainSegmentation.validation_share.but(
        help="This share of the ground is held back in squares, which the report is measured on.",
        default=0.15, max=0.5, advanced=True,
    )
    initial_model = TrainSegmentation.initial_model.but(
        help="An existing time series model to fine-tune. The training keeps its network and scaling. Default: the "
        "training starts from random weights.",
        several=False, task="series",
    )
    network = Choice(
        "Network",
        "'dense' is the network described above. 'paper' is that of Sanchez, Serrurier and Ortner (2019) with its "
        "losses, to be compared with: it sees an image as windows of 64 pixels, which show in all that is made with "
        "it, and it needs many times as long. Ignored with an initial model.",
        ["dense", "paper"],
        default="dense",
        advanced=True,
    )
    base_channels = TrainSegmentation.base_channels.but(
        help="Number of feature channels at half resolution, a multiple of 8. Computing time grows with its square.",
        min=8,
    )
    learning_rate = TrainSegmentation.learning_rate.but(
        help="Step size of the optimizer. Lower it (for example to 0.0005) for fine-tuning.",
        default=2e-3,
    )
    epochs = TrainSegmentation.epochs.but(
        help="Number of epochs. In each epoch the network is trained on as many windows as given by 'Windows per "
        "epoch'. The default takes about ten minutes on two processor cores.",
        default=30,
    )
    samples_per_epoch = TrainSegmentation.samples_per_epoch.but(
        help="Number of samples that are drawn from the series in each epoch: two places at two dates, 96 x 96 pixels "
        "each.",
        default=320,
    )
    batch_size = TrainSegmentation.batch_size.but(
        help="Number of samples per step of the optimizer. The contrast of places gains from large batches.",
        default=16, min=2,
    )
    minutes = TrainTranslation.minutes
    device = TrainSegmentation.device
    seed = TrainSegmentation.seed
    resume = TrainSegmentation.resume
    model = TrainSegmentation.model.but(
        help="The model file: the weights, the codes of the dates, and everything needed to apply them. Default: a new "
        "file in your folder of models.",
        name="series",
    )
    report = HtmlOut(
        "Training report",
        "An HTML page with the dates, what the codes hold and what they should not, errors of painted images beside "
        "those of simple methods, pictures and settings.",
        optional=True,
    )
    translation_error = NumberOutput(
        "Error of painted images",
        "Mean absolute error on ground that was held back, in standard deviations of the bands.",
    )
    unchanged_error = NumberOutput(
        "Error of the other date as it is", "What the error of painted images must be compared with."
    )
    failed = NumberOutput("Figures not as wanted", "How many lines of the report's table are not as wanted.")
