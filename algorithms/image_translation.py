"""Image translation: images into maps or other images, and the training of the networks that do it."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.layers import Area, BandNumbers, Field, Layers, Raster, Rasters
from .framework.outputs import HtmlOut, NumberOutput, RasterOut
from .framework.params import Choice, Float, ModelFile, Text
from .segmentation import Segment, TrainSegmentation


class TranslateImage(Algorithm):
    """Translate an image of any size into a map, or into an image as another sensor or another day shows it.

    What the translation makes depends on the model, which 'Train an image translation' makes of pairs of images. A
    model of a map gives the map's classes in its colours. A model of images gives bands with values. The image is
    processed tile by tile with all the surroundings that the network needs, so that no tile shows in the result.

    A time series model, from 'Train a time series model', paints the place of the image as it looks at another date:
    that of a style image, or of one of the model's training images. It also fills clouds and gaps from other dates.

    A translated image shows what is likely, learned from other places. Do not count, measure or date objects in it.
    """

    title = "Translate an image"
    group = "Finer and translated images"
    tags = ("pix2pix", "gan", "conditional gan", "image to map", "map to image", "sar to optical", "style", "colorize",
            "cloud removal", "gap filling", "season")

    image = Raster("Image", "The image to translate: any raster that GDAL reads, of any size and data type.")
    model = ModelFile(
        "Model",
        "A model file (.safetensors) from 'Train an image translation' or 'Train a time series model'.",
        task="translation or series",
        image="image",
        bands="bands",
    )
    bands = Segment.bands
    style = Raster(
        "Style image",
        "For a model of images: an image with the bands that the model makes. The result gets the mean and the "
        "standard deviation of its values, band by band, for example to match the neighbouring image of a mosaic. "
        "Default: those of the training images. For a time series model: an image with the bands of the image, of any "
        "place; the result looks like its date.",
        optional=True,
    )
    style_dates = Text(
        "Style dates",
        "For a time series model: the date to paint, for example '2019-06-01'. Of the dates of the training, the "
        "nearest one counts. Several dates, separated by semicolons, give one file each: the second and further ones "
        "lie beside the output, with the date in their names. Default: the date of the style image.",
        optional=True,
    )
    fill = Rasters(
        "Images to fill from",
        "For a time series model: images of the same place at other dates. What the image does not show (nodata, "
        "clouds) is painted from the nearest date that does. Without a style image and style dates, the rest of the "
        "image stays as it is, and what is painted is fitted to it. Default: gaps stay nodata.",
        optional=True,
    )
    masks = Rasters(
        "Masks",
        "For a time series model: what is not to be used, one layer for the image and one for each image to fill "
        "from, in this order: a scene classification, quality bits, or a layer that is not 0 where the image is bad. "
        "Default: clouds are found by their brightness where there are three dates or more.",
        optional=True,
    )
    seed = TrainSegmentation.seed.but(
        help="Seed of the noise that a model with adversarial sharpness makes fine texture of. The noise depends on "
        "the place of a pixel and on the seed only: the same seed gives the same result. Other models take no noise.",
    )
    area = Area(
        "Area",
        "Only pixels inside these polygons (in any CRS) are translated; all others become nodata. Default: the whole "
        "image.",
        optional=True,
    )
    pixel_size_m = Segment.pixel_size_m
    device = Segment.device
    core_px = Segment.core_px
    overviews = Segment.overviews
    resume = Segment.resume
    keep_parts = Segment.keep_parts
    cluster = Segment.cluster
    output = RasterOut(
        "Translated image",
        "A GeoTIFF. Of a map: the number of the class of each pixel, with the map's colours; 255 is nodata. Of an "
        "image: the bands and the data type of the training's target images, at the resolution of the training. Of a "
        "time series model: the bands and the data type of the image, on its pixels.",
        keeps="image",
        dated=True,
    )


class TrainTranslation(Algorithm):
    """Train a network that translates images into maps or other images, from pairs of both.

    The target may be a map of at most 32 colours, or polygons with colours: the colours are then classes. Any
    other target is an image, whose values the network gives: another sensor, radar to optical, a map to
    an image, another season.

    Source and target must show the same ground. Part of it is held back to measure the accuracy. The result is one
    model file for 'Translate an image'.
    """

    title = "Train an image translation"
    group = "Finer and translated images"
    tags = ("learn", "pix2pix", "gan", "adversarial", "image to map", "map to image", "sar to optical", "training")

    source = Rasters("Source images", "One or more images with the same bands, which the model will translate.")
    target = Layers(
        "Targets",
        "What each source image shall become, in the same order and any CRS: rasters, or polygons that are painted on "
        "white. A map or a layer of polygons may be one for all images. Map tiles should have no labels.",
        images="source",
    )
    bands = BandNumbers(
        "Band numbers",
        "The bands of the source images that are used, in this order, for example '4, 3, 2'. Default: all bands but "
        "alpha.",
        optional=True,
    )
    target_bands = BandNumbers(
        "Band numbers of the targets",
        "The bands of the target images that the model shall make, in this order. Default: all bands but alpha.",
        optional=True,
        advanced=True,
    )
    color_field = Field(
        "Colour field",
        "The field of target polygons with the colour (#rrggbb or red,green,blue) or the class of each. Default: all "
        "polygons are one class, and everything else is background.",
        parent="target",
        optional=True,
    )
    kind = Choice(
        "Kind of target",
        "'auto' finds out whether the target is a map of at most 32 colours. Its colours are then learned as 'classes "
        "of a palette', with sharp edges. An 'image' is learned by its values.",
        ["auto", "classes of a palette", "image"],
        default="auto",
    )
    sharpness = Choice(
        "Sharpness",
        "For images only. 'none' gives small errors, and blurs what cannot be known. 'adversarial' makes images that "
        "look real: in the second half of the epochs, another network tries to distinguish them from real ones. Their "
        "fine detail is invented.",
        ["none", "adversarial"],
        default="none",
    )
    coregister = Float(
        "Maximum shift (px)",
        "Target images are moved by up to this distance to where they match the source images. Places where both show "
        "different things are left out. Images that are too different to be compared are used as they are. With 0, all "
        "are.",
        default=2.0,
        min=0.0,
        max=6.0,
        advanced=True,
    )
    area = Area(
        "Area",
        "Polygons inside which the images are used. Default: everywhere.",
        optional=True,
    )
    validation_share = TrainSegmentation.validation_share.but(
        help="This share of the images is held back for validation, in blocks.",
    )
    initial_model = TrainSegmentation.initial_model.but(
        help="An existing model of the same kind to fine-tune; for a map of classes also a segmentation or polygons "
        "model. The training keeps its network, base channels and scaling. Default: the training starts from random "
        "weights.",
        several=False, task="translation, segmentation or polygons",
    )
    base_channels = TrainSegmentation.base_channels
    learning_rate = TrainSegmentation.learning_rate
    epochs = TrainSegmentation.epochs.but(
        help="Number of epochs. In each epoch the network is trained on as many windows as given by 'Windows per "
        "epoch'.",
    )
    minutes = Float(
        "Maximum time (minutes)",
        "The training ends in about this time, even with fewer epochs. The result then depends on the speed of the "
        "computer. Default: no limit.",
        min=0.1,
        max=100000.0,
        optional=True,
    )
    samples_per_epoch = TrainSegmentation.samples_per_epoch
    batch_size = TrainSegmentation.batch_size
    crop_px = TrainSegmentation.crop_px.but(help="Side length of the training windows: a multiple of 16.")
    resolution_m = TrainSegmentation.resolution_m.but(
        help="Pixel size on the ground. Sources and targets are resampled to it, and later the images that the model "
        "is applied to. Default: that of the initial model, else the pixel size of the first source or of its target, "
        "whichever is larger.",
    )
    device = TrainSegmentation.device
    seed = TrainSegmentation.seed
    resume = TrainSegmentation.resume
    model = TrainSegmentation.model.but(name="translation")
    report = HtmlOut(
        "Training report",
        "An HTML page with the training curves, the accuracy on the validation data, and pictures of source, target "
        "and translation.",
        optional=True,
    )
    mean_iou = NumberOutput("Mean IoU (0 to 1)", "Of a map, the mean IoU of its classes on the validation data.")
    psnr = NumberOutput("PSNR (dB)", "Of an image, the peak signal-to-noise ratio on the validation data.")
    ssim = NumberOutput("SSIM", "Of an image, the structural similarity on the validation data, at most 1.")
