"""Models: what is in a file, and which ones fit an image."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

from .framework import settings
from .framework.base import Algorithm
from .framework.inputs import InputError
from .framework.layers import BandNumbers, Raster
from .framework.model_card import TASKS
from .framework.outputs import BoolOutput, FileOut, HtmlOut, ModelOut, NumberOutput, TextOutput
from .framework.params import Address, Bool, Choice, DataFile, Float, Folder, Int, ModelFile, Resolution, Text
from .framework.translation import tr
from .sample_selection import ClassStatistics

if TYPE_CHECKING:
    from .framework.worker import Job


class DescribeModel(Algorithm):
    """Describe a model file: what it finds, what image it needs, how accurate it is, and who may use it.

    The text comes from the model's card, which each model file holds. The report has all of it: bands, pixel size and
    data type of the images, classes with their colours, the figures of accuracy and what they were measured on,
    licence and attribution of the training data, network, stride and halo, and the settings of the training.
    """

    title = "Describe a model"
    group = "Models"
    tags = ("model card", "metadata", "licence", "license", "classes", "bands", "resolution", "accuracy", "safetensors")

    model = ModelFile("Model", "A model file (.safetensors) of any task.", task=" or ".join(TASKS))
    report = HtmlOut("Model report", "An HTML page with everything on the model's card.", optional=True)
    name = TextOutput("Name", "The model's name.")
    task = TextOutput("Task", "What kind of model it is, for example 'segmentation'.")
    classes = TextOutput("Classes", "Names of its classes, or of the bands of the image that it makes.")
    bands = TextOutput("Bands", "Names of the bands that it needs, in its order.")
    band_count = NumberOutput("Number of bands", "How many bands it needs, of all its images.")
    resolution_m = NumberOutput("Resolution (m)", "Pixel size on the ground that it was trained at.")
    licence = TextOutput("Licence", "Licence of the model, or of its training data.")
    accuracy = TextOutput("Main figures", "The main figures, and what they were measured on.")
    measure = NumberOutput("Main figure of accuracy", "The first of these figures.")
    size_mb = NumberOutput("Size (MB)", "Size of the file.")
    weights = NumberOutput("Weights", "Number of weights.")


class ListModels(Algorithm):
    """List the models that come with EO Deep and those in a folder, and show which of them fit an image.

    Each model is listed with what it finds, its bands, pixel size, licence, accuracy and size. With an image, what fits
    comes first, the closest pixel size before all others; models that do not fit have the reason why.
    """

    title = "List models"
    group = "Models"
    tags = ("model zoo", "catalogue", "library", "find a model", "available models", "licence", "license", "choose")

    folder = Folder(
        "Folder of models",
        "Model files (.safetensors) in this folder and its subfolders are listed, too, and what catalogues there "
        "offer: JSON files with STAC items of models. Default: the folder of models of the settings.",
        optional=True,
    )
    image = Raster(
        "Image",
        "The models that fit this image come first. Of a model of several images, it is taken to be the first one. "
        "Default: models are not compared with an image.",
        optional=True,
    )
    bands = BandNumbers(
        "Band numbers",
        "The bands of the image that correspond to those of the models, for example '4, 3, 2'. Default: bands are "
        "matched by name; images without band names must have as many bands as the model.",
        optional=True,
        advanced=True,
    )
    task = Choice("Task", "Only models of this kind are listed.", ["all", *TASKS], default="all")
    catalogue = Address(
        "Catalogue",
        "A JSON file with STAC items of models, or its address (https://...). Its models are listed too; 'Fetch a "
        "model' fetches them. Default: only catalogues in the folder are read.",
        optional=True,
    )
    table = ClassStatistics.table.but(help="A CSV file with a row for each model.")
    report = HtmlOut("List of models", "An HTML page with the same table.", optional=True)
    stac = FileOut(
        "New catalogue",
        "A JSON file with a STAC item for each model file of the folder in the list (without a folder: of the bundled "
        "ones), with its size and checksum. Put it beside the model files, in a folder or on a server, and others can "
        "list and fetch them.",
        suffix=".json",
        kind="STAC catalogues",
        optional=True,
        by_default=False,
    )
    models = NumberOutput("Models", "Number of models in the list.")
    fitting = NumberOutput("Fitting models", "Number of models that fit the image.")
    best = TextOutput("Best model", "Model file that fits the image best; empty if none fits.")

    def run(self, arguments: dict[str, Any], job: Job) -> dict[str, Any]:
        own = settings.find_models_folder()
        folder = arguments["folder"] or (str(own) if own.is_dir() else None)
        return super().run({**arguments, "folder": folder}, job)


class FetchModel(Algorithm):
    """Fetch a model from a catalogue, once you accept its licence, and keep it in your folder of models.

    A catalogue is a JSON file with STAC items of models, in a folder or at an address. Without your consent, only the
    model's size, licence and checksum are shown. The file is checked against its checksum before it takes its name; the
    lists of models in all dialogs then have it, without a network, too. 'List models' shows what a catalogue has.
    """

    title = "Fetch a model"
    group = "Models"
    tags = ("download", "model zoo", "catalogue", "stac", "mlm", "online", "offline", "licence", "license")

    catalogue = Address(
        ListModels.catalogue.label,
        "A JSON file with STAC items of models, or its address (https://...). No address is asked but the one that you "
        "give, and those of the model files in it.",
    )
    name = Text(
        "Name of the model",
        "The model's name in the catalogue. Default: none; the message then has the names of all.",
        optional=True,
    )
    accept = Bool(
        "Accept the licence and fetch the file",
        "If off, only the model's address, size, licence and checksum are shown, and nothing is fetched.",
        default=False,
    )
    folder = Folder(
        ListModels.folder.label,
        "The folder where the file is kept. Default: the folder of models of the settings.",
        optional=True,
    )
    model = TextOutput("Model", "The file, or an empty text if nothing was fetched.")
    address = TextOutput("Address", "Where the file comes from.")
    licence = TextOutput(DescribeModel.licence.label, "Licence of the model, or of its training data.")
    size_mb = NumberOutput(DescribeModel.size_mb.label, DescribeModel.size_mb.help)
    sha256 = TextOutput("SHA-256", "The checksum of the file in the catalogue.")
    fetched = BoolOutput("Fetched", "True if the file is in the folder now.")

    def run(self, arguments: dict[str, Any], job: Job) -> dict[str, Any]:
        folder = arguments["folder"] or settings.find_models_folder()
        if arguments["accept"]:
            try:
                os.makedirs(folder, exist_ok=True)
            except OSError as error:
                failed = tr("The folder of models '{folder}' cannot be made: {reason}.")
                raise InputError(failed.format(folder=folder, reason=error.strerror)) from None
        return job.call(self.engine, {**arguments, "folder": str(folder)})


class ExportModel(Algorithm):
    """Export a model as an ONNX file, for Deepness and other software that runs networks.

    The file has the metadata that the plugin Deepness reads: kind of model, classes, pixel size, tile size, overlap and
    the normalization of the values. The network gives the probabilities of the classes, or the values of the image that
    it makes, for tiles of one size. With the overlap in the metadata, tiles have the pixels of one pass. The engine
    needs packages of its own for this, which 'Set up the engine' adds: 'Packages for ONNX models'.
    """

    title = "Export a model (ONNX)"
    group = "Models"
    tags = ("onnx", "deepness", "convert", "stac", "mlm", "interoperability", "share a model", "netron")

    model = ModelFile(
        "Model",
        "A model for segmentation, polygons, translation, super-resolution or scenes, of a single image. Of a polygons "
        "model, the classes are written, of a super-resolution model the faithful image.",
        task="segmentation or polygons or translation or super-resolution or scenes",
    )
    tile_px = Int(
        "Tile size (px)",
        "Side of the tiles for which the network is written, a multiple of its stride. Default: four times the margin "
        "that the network needs, at least 512; of a model of scenes, its patches.",
        min=16,
        max=8192,
        optional=True,
        advanced=True,
    )
    output = FileOut("ONNX file", "The network with its metadata.", suffix=".onnx", kind="ONNX files")
    stac = FileOut(
        "STAC item",
        "A JSON file that describes the model for catalogues, with the fields of STAC's Machine Learning Model "
        "extension. Write it to the folder of the ONNX file.",
        suffix=".json",
        kind="STAC items",
        optional=True,
        by_default=False,
    )
    model_type = TextOutput("Model type", "The kind of model, as Deepness calls it.")
    overlap_percent = NumberOutput("Overlap (%)", "Overlap of the tiles in percent of their side.")
    size_mb = NumberOutput(DescribeModel.size_mb.label, DescribeModel.size_mb.help)


class ImportModel(Algorithm):
    """Import a network from an ONNX file as a model: segmentation, regression, super-resolution, detection or prompts.

    All algorithms for such models then take it: 'Segment an image', 'Extract polygons', 'Translate an image' for a
    regression, 'Super-resolve an image', 'Detect objects', and others. A pair of files that outlines what you point
    at, as Segment Anything, becomes a model for 'Click to polygon' and 'Extract polygons'. The metadata of the
    plugin Deepness in the file are used; what is given here goes before them. Where the margin that the network
    needs can be measured, the result has no seams at any size of the image. Elsewhere, tiles overlap, and a warning
    states it. The engine needs packages of its own for this, which 'Set up the engine' adds: 'Packages for ONNX
    models'.
    """

    title = "Import a model (ONNX)"
    group = "Models"
    tags = ("onnx", "onnxruntime", "deepness", "yolo", "foreign model", "pytorch", "tensorflow", "keras",
            "segment anything", "SAM", "SAM 2", "MobileSAM", "prompts")  # fmt: skip

    network = DataFile(
        "ONNX file or torch.export program",
        "A file with one image as its input and one image of the same size, or a multiple of it, as its output; of a "
        "detector, upright boxes as YOLO (5 to 9, 11) gives them. Programs of torch.export (.pt2) must be of PyTorch "
        "2.9 or later. No code in these files is run: a program whose weights are stored as Python objects is refused.",
        [".onnx", ".pt2"],
    )
    decoder = DataFile(
        "Decoder (ONNX file)",
        "The second file of a pair that outlines what points or boxes mark: Segment Anything, MobileSAM or SAM 2 as "
        "exported for ONNX. The file above is the encoder then. Default: none, the file above is the whole network.",
        [".onnx"],
        optional=True,
    )
    task = Choice(
        "Task",
        "'segmentation' = classes of pixels; 'regression' = values, such as heights; 'super-resolution' = a finer "
        "image; 'detection' = boxes of objects; 'prompts' = outlines of what is marked, with a decoder; 'auto' = as "
        "the files state, else detection for an output of boxes and segmentation for an image.",
        ["auto", "segmentation", "regression", "super-resolution", "detection", "prompts"],
        default="auto",
    )
    classes = Text(
        "Class names",
        "Names of the classes, or of the values of a regression, separated by commas. Default: those of the metadata.",
        optional=True,
    )
    bands = Text(
        "Band names",
        "Names of the bands in the network's order, separated by commas, by which bands of images are found. Default: "
        "red, green, blue (, nir).",
        optional=True,
    )
    resolution_m = Resolution(
        "Training resolution (m)",
        "Pixel size on the ground that the network was trained at. Default: that of the metadata; without one, images "
        "are not resampled.",
        min=0.001,
        max=100000.0,
        optional=True,
    )
    mean = Text(
        "Mean of the bands",
        "One number for each band, separated by commas, in the values of the images. The network gets (value - mean) / "
        "standard deviation. Default: those of the metadata; without them, value / 255.",
        optional=True,
        advanced=True,
    )
    std = Text(
        "Standard deviation of the bands",
        "One number for each band, separated by commas. Default: as for the mean; give both or none.",
        optional=True,
        advanced=True,
    )
    outputs = Choice(
        "Outputs of the network",
        "What the network gives for each class: 'logits', 'probabilities', or 'auto' = probabilities where it ends "
        "with Softmax or Sigmoid.",
        ["auto", "logits", "probabilities"],
        default="auto",
        advanced=True,
    )
    threshold = Float(
        "Probability threshold (0 to 1)",
        "Of two classes: a pixel is of the second one from this probability. Of a detector: the minimum score of an "
        "object. Default: that of the metadata, else 0.5 (detector: 0.25).",
        min=0.0,
        max=1.0,
        optional=True,
        advanced=True,
    )
    overlap_px = Int(
        "Overlap (px)",
        "Margin of a tile on each side, for detectors and networks whose margin cannot be measured. Default: that of "
        "the metadata, else 15 % of the tile.",
        min=0,
        max=4096,
        optional=True,
        advanced=True,
    )
    tile_px = Int(
        ExportModel.tile_px.label,
        "Side of the tiles for detectors and networks whose margin cannot be measured. Default: that of the file, else "
        "512 (detector: 640).",
        min=16,
        max=8192,
        optional=True,
        advanced=True,
    )
    licence = Text("Licence", "Licence of the network, for the model's card. Default: not stated.", optional=True)
    output = ModelOut(
        "Model",
        "The model file (.safetensors). Default: a new file in your folder of models, where the lists of models in "
        "dialogs find it.",
        name="imported",
    )
    exact = BoolOutput("Margin measured", "True if the margin was measured, so that tiles leave no trace.")
    stride_px = NumberOutput("Stride (px)", "The network's stride.")
    halo_px = NumberOutput("Margin (px)", "The margin that a tile needs.")
