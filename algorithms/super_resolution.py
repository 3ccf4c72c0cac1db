"""Super-resolution: images made finer, whose values still are the measured ones."""

from __future__ import annotations

from .framework.base import Algorithm
from .framework.layers import Area, BandNumbers, Bands, Polygons, Raster, Rasters
from .framework.outputs import HtmlOut, NumberOutput, RasterOut
from .framework.params import Bool, Choice, Float, Int, ModelFile
from .image_translation import TrainTranslation
from .segmentation import Segment, TrainSegmentation


class SuperResolve(Algorithm):
    """Make an image of any size finer, so that its values average back to the measured ones.

    The image is enlarged by a network, or without a model by bicubic interpolation, and then corrected: a sensor with
    the pixels of the image would see the output as the image, to half a digital number, at its edges and beside nodata
    too. The result has no seams at any size. Nodata pixels stay nodata.

    Detail finer than the pixels of the image is a guess: without a model the smoothest one, with a model one learned
    from other places. It is helpful to look at, but do not count, measure or date objects in it, and do not use it as
    input of other models without a test. The expected error shows where it is least certain.

    A ratio other than the model's, or without a model one that is no whole number (such as 10 m to 1.5 m), is served by
    resampling the output once; the values then average back approximately. Where the range of an integer data type cuts
    values off, the pixels around make up for it as far as they can. Where pixels at the end of the range, such as 255
    of 255, border on quite other ones, values around may be off by more: on an aerial image of 8 bits one value in 400,
    the worst by 5. Mostly no image of that type could keep them.
    """

    title = "Super-resolve an image"
    group = "Finer and translated images"
    tags = ("sharpen", "upsampling", "enlarge", "resample", "pixel size", "bicubic", "downscaling", "sentinel-2")

    image = Raster("Image", "The image to make finer: any raster that GDAL reads, of any size and data type.")
    model = ModelFile(
        Segment.model.label,
        "A model file (.safetensors) from 'Train a super-resolution model'. Default: no network, bicubic interpolation "
        "that is corrected in the same way.",
        task="super-resolution",
        image="image",
        bands="bands",
        others="guide",
        optional=True,
    )
    bands = Bands(
        Segment.bands.label,
        "The bands of the image that correspond to those of the model, in the model's order. Default: bands are "
        "matched by name; without a model, all bands but alpha.",
        parent="image",
        optional=True,
    )
    guide = Raster(
        "Guide image",
        "Finer bands of the same sensor and the same moment, for example those of 10 m of Sentinel-2 for the bands of "
        "20 m. With a model that was trained with guide images, bands are matched by name. Without a model, a "
        "regression on the image finds how much of their detail each band gets. Default: none.",
        optional=True,
    )
    ratio = Float(
        "Ratio (1.5 to 8)",
        "How many pixels of the output lie along the side of a pixel of the image. Default: by the pixel "
        "size, else that of the model, else that of the guide image, else 4.",
        min=1.5,
        max=8.0,
        optional=True,
    )
    pixel_size = Float(
        "Pixel size of the output (m)",
        "Instead of the ratio: the side of the output's pixels in metres. Default: by the ratio.",
        min=0.001,
        optional=True,
    )
    sharpness = Float(
        "Sharpness (0 to 1)",
        "Of a model that was trained with sharpness: 0 is the image with the smallest error, 1 the one with the most "
        "natural texture, much of which is invented.",
        default=0.0,
        min=0.0,
        max=1.0,
    )
    constraint = Bool(
        "Keep the measured values",
        "Corrects the output so that it averages back to the image. Without, it is what the network or the bicubic "
        "interpolation gives, and its values are not those that were measured.",
        default=True,
        advanced=True,
    )
    area = Area(
        "Area",
        "Only pixels inside these polygons (in any CRS) are made finer; all others become nodata. Default: the whole "
        "image.",
        optional=True,
    )
    device = Segment.device
    core_px = Int(
        Segment.core_px.label,
        "The output is computed in square tiles of this size. The result does not depend on it. Larger tiles are a "
        "little faster and need more memory. Default: chosen from the free memory.",
        min=16,
        optional=True,
        advanced=True,
    )
    overviews = Segment.overviews
    resume = Segment.resume
    keep_parts = Segment.keep_parts
    cluster = Segment.cluster
    output = RasterOut(
        "Super-resolved image",
        "A GeoTIFF with the bands of the image, in its data type, with its scales and nodata.",
        keeps="image",
    )
    detail = RasterOut(
        "Detail added",
        "A GeoTIFF with a band for each of the image, in its units: by how much the output differs from the bicubic "
        "image. Where it is large, the values depend most on how detail is restored.",
        optional=True,
        by_default=False,
    )
    expected_error = RasterOut(
        "Expected error",
        "A GeoTIFF with a band for each of the image, in its units: the mean absolute error that the training of the "
        "model measured in places that look alike, and what the sharpness adds to it. About one value in ten is off by "
        "more than 2.3 times this. In other regions than those of the training it is less certain.",
        optional=True,
        by_default=False,
    )


class TrainSuperResolution(Algorithm):
    """Train a network that makes images finer, from pairs of coarse and fine images or from coarse ones alone.

    A pair of images never quite fits. Each fine image is brought to the grid, the place and the values of its coarse
    one, and clouds, fill values and changes between the two are left out. Without fine images, the network is trained
    to restore the coarse images from degraded copies; later it does the same one scale finer. This assumes that the
    ground looks alike at both scales, which is less true of towns than of fields.

    Bands of 20 m of a sensor that has others of 10 m, as Sentinel-2, are best made finer with these as guide images:
    their detail was measured at the same moment and is not a guess.

    Averaged over a pixel of the given image, the output of the model has the value of that pixel. Detail that is finer
    is a guess from other places: do not count, measure or date objects in it. The model also estimates the error of
    each pixel, calibrated on blocks of ground that are held back from the training.
    """

    title = "Train a super-resolution model"
    group = "Finer and translated images"
    tags = ("learn", "sharpen", "upsampling", "edsr", "gan", "sr4rs", "deep learning", "training", "downscaling")

    low = Rasters("Coarse images", "The coarse images, with the same bands. They stay as they are.")
    high = Rasters(
        "Fine images",
        "The fine images of the same places, one for each coarse one in the same order, of the same days if possible. "
        "Images that were stretched for display are no measurements: use raw values. Default: none, the network is "
        "trained on the coarse images alone.",
        images="low",
        optional=True,
    )
    guides = Rasters(
        "Guide images",
        "In place of fine images: finer bands of the same sensor and the same moment, one image for each coarse image "
        "in the same order. For the 20 m bands of Sentinel-2 these are the 10 m bands; the network is trained to use "
        "their detail. Default: none.",
        images="low",
        optional=True,
    )
    bands = BandNumbers(
        "Band numbers",
        "Of the coarse images, such as 1, 2, 3. Default: all bands but alpha.",
        optional=True,
    )
    high_bands = BandNumbers(
        "Band numbers of the fine images",
        "Band numbers in the order of the coarse bands. If there are more or fewer than these, each "
        "coarse band is taken as a mixture of all. Default: all bands but alpha.",
        optional=True,
    )
    ratio = Int(
        "Ratio (2 to 8)",
        "How many fine pixels lie along a coarse one. Default: that of the initial model, else the ratio of the pixel "
        "sizes in whole numbers; 4 without fine and guide images.",
        min=2,
        max=8,
        optional=True,
    )
    harmonize = Choice(
        "Harmonization",
        "How the values of the fine images become those of the coarse ones. 'regression' fits gain "
        "and offset of each band, 'histogram' a rising curve too.",
        ["regression", "histogram", "none"],
        default="regression",
        advanced=True,
    )
    coregister = Float(
        "Maximum shift (coarse px)",
        "The fine images are moved by up to this distance to where they match the coarse images. "
        "With 0 they are not moved.",
        default=2.0,
        min=0.0,
        max=8.0,
        advanced=True,
    )
    area = Polygons("Area", "Only the images inside these polygons are used. Default: the whole images.", optional=True)
    validation_share = TrainSegmentation.validation_share.but(
        help="The share of the ground that is held back, in blocks, to measure the accuracy and the expected error.",
        min=0.05, max=0.5, advanced=True,
    )
    sharpness = Choice(
        "Sharpness",
        "'adversarial' adds a second stage, in which the network competes with another one that distinguishes its "
        "images from real ones. The model can then make images that look sharper, but part of their detail is "
        "invented. 'none' has the smallest errors.",
        ["none", "adversarial"],
        default="none",
    )
    features = Int(
        "Features",
        "Number of feature channels of the network. Computing time grows with its square.",
        default=32,
        min=8,
        max=256,
        advanced=True,
    )
    blocks = Int(
        "Residual blocks",
        "Number of blocks of the network, of two convolutions each. Computing time grows with it.",
        default=16,
        min=1,
        max=64,
        advanced=True,
    )
    initial_model = TrainSegmentation.initial_model.but(
        help="An existing model to fine-tune. The training keeps its network, ratio and scaling. Default: the training "
        "starts from random weights.",
        several=False, task="super-resolution",
    )
    learning_rate = TrainSegmentation.learning_rate.but(
        help="Step size of the optimizer. Lower it (for example to 0.0005) for fine-tuning.",
        default=3e-3,
    )
    epochs = TrainSegmentation.epochs.but(
        help="Number of epochs. In each epoch the network is trained on as many patches as given by 'Windows per "
        "epoch'. The default takes about half an hour on two processor cores.",
        default=100,
    )
    samples_per_epoch = TrainSegmentation.samples_per_epoch.but(
        help="Number of training windows, of 24 x 24 coarse pixels, that are drawn from the images in each epoch.",
    )
    batch_size = TrainSegmentation.batch_size
    minutes = TrainTranslation.minutes
    device = TrainSegmentation.device
    seed = TrainSegmentation.seed
    resume = TrainSegmentation.resume
    model = TrainSegmentation.model.but(
        help="The model file for 'Super-resolve an image': the weights, and everything needed to apply them. "
        "Default: a new file in your folder of models.",
        name="super_resolution",
    )
    report = HtmlOut(
        "Training report",
        "An HTML page with how the pairs of images fit, training curves, the accuracy beside that of interpolation, "
        "pictures and settings.",
        optional=True,
    )


class AssessSuperResolution(Algorithm):
    """Measure what a super-resolved image is worth, of this plugin or of other software.

    First the image is degraded to the pixels of the coarse image and compared with it: values that can be trusted
    differ by no more than their rounding. Then it is compared with a true fine image, if there is one. All is
    measured for four enlargements that need no network, too. 'Bicubic + projection' is a bicubic enlargement that is
    corrected until it agrees with the coarse image; a super-resolved image that is not better than this has no use.

    The reference is brought to the coarse image's grid and values, and moved to where this shows the same. Clouds,
    changes, and two coarse pixels along edges and nodata do not count.
    """

    title = "Assess super-resolution"
    group = "Finer and translated images"
    tags = ("psnr", "ssim", "ergas", "spectral angle", "hallucination", "sharpening", "quality", "validation")

    low = Raster("Coarse image", "The image as it was before the super-resolution.")
    superresolved = Raster(
        "Super-resolved image",
        "The image that was made of it, with pixels that are 1.5 to 8 times smaller. Where they do not divide those "
        "of the coarse image into whole parts, the image is resampled for the comparison.",
    )
    reference = Raster(
        "Reference data",
        "A true image with small pixels of the same place and about the same day, in any CRS. Default: only the "
        "differences from the coarse image are measured.",
        optional=True,
    )
    expected_error = Raster(
        "Expected error",
        "The expected error that 'Super-resolve an image' has written beside the super-resolved image. It is compared "
        "with the true error; needs a reference. Default: none.",
        optional=True,
        advanced=True,
    )
    bands = Bands(
        "Band numbers",
        "The bands of the coarse image that the other images have, in their order. Default: all bands.",
        parent="low",
        optional=True,
    )
    harmonize = Choice(
        "Harmonization",
        "How the values of the reference are brought to those of the coarse image: 'regression' by a gain and an "
        "offset for each band, 'histogram' by a curve, 'none' not at all.",
        ["regression", "histogram", "none"],
        default="regression",
        advanced=True,
    )
    coregister = Float(
        "Maximum shift (coarse px)",
        "The reference is moved by up to this distance, to where the coarse image shows the same. 0: it is not moved.",
        default=2.0,
        min=0.0,
        max=10.0,
        decimals=2,
        advanced=True,
    )
    sigma = Float(
        "Width of the sensor's response (coarse px)",
        "The standard deviation of the Gaussian by which the coarse sensor sees the ground. 0.5 to 0.62 suits the 10 m "
        "bands of Sentinel-2.",
        default=0.5,
        min=0.3,
        max=0.8,
        decimals=2,
        advanced=True,
    )
    area = Area("Area", "Only pixels inside these polygons (in any CRS) count. Default: all pixels.", optional=True)
    details = RasterOut(
        "Map of details",
        "A GeoTIFF with three bands, 0 to 1: the shares of improvement, omission and hallucination in the detail that "
        "the coarse image lacks. Needs a reference.",
        optional=True,
        by_default=False,
    )
    report = HtmlOut(
        "Assessment report",
        "An HTML page with all measures beside those of other enlargements, spectra, and the worst places at full "
        "zoom.",
        optional=True,
    )
    ratio = NumberOutput("Ratio", "Fine pixels along a coarse one.")
    reflectance_error = NumberOutput(
        "Difference from the coarse image, mean", "After degrading, in the units of the coarse image."
    )
    reflectance_error_max = NumberOutput(
        "Difference from the coarse image, maximum", "After degrading, in the units of the coarse image."
    )
    low_angle_deg = NumberOutput(
        "Spectral angle to the coarse image (°)", "After degrading, mean of the pixels; only for several bands."
    )
    shift_px = NumberOutput(
        "Shift, in pixels of the coarse image (px)", "How far the super-resolved image lies beside the coarse image."
    )
    psnr_db = NumberOutput(
        "PSNR (dB)", "Peak signal-to-noise ratio, in the range of the reference from 0.1 to 99.9 % of the pixels."
    )
    ssim = NumberOutput("SSIM", "Structural similarity to the reference; 1 is the same image.")
    ergas = NumberOutput("ERGAS", "Relative error of all bands, divided by the ratio; 0 is the same image.")
    angle_deg = NumberOutput("Spectral angle to the reference (°)", "Mean of the pixels; only for several bands.")
    energy_db = NumberOutput(
        "Fine energy (dB)",
        "Energy of what is finer than the coarse image can show, against the reference: below 0 smoother, above 0 "
        "sharper than the truth.",
    )
    improvement = NumberOutput("Improvement (0 to 1)", "Share of the missing detail that is shown as it is.")
    omission = NumberOutput("Omission (0 to 1)", "Share of the missing detail that is not shown.")
    hallucination = NumberOutput("Hallucination (0 to 1)", "Share of the detail that is shown as it is not.")
    baseline_psnr_db = NumberOutput("PSNR of bicubic + projection (dB)", "What the PSNR must be compared with.")
    baseline_ssim = NumberOutput("SSIM of bicubic + projection", "What the SSIM must be compared with.")
    rank_correlation = NumberOutput(
        "Expected error, rank correlation", "Spearman's, with the true error; 1: the same order."
    )
    sparsification_error = NumberOutput(
        "Expected error, sparsification error",
        "0: finds the worst pixels as well as the true error does, 1: not at all.",
    )
    coverage = NumberOutput(
        "Expected error, coverage (0 to 1)", "Share of the true errors within its 90 % interval; 0.9 is right."
    )
    expected_over_true = NumberOutput(
        "Expected error divided by actual error", "Quotient of the means; 1 is right, more is too careful."
    )
