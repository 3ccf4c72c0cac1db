"""The kinds of parameters that stand for layers or parts of layers: rasters, polygons, fields, bands."""

from __future__ import annotations

from qgis.core import (
    QgsProcessing,
    QgsProcessingFeatureSourceDefinition,
    QgsProcessingParameterBand,
    QgsProcessingParameterFeatureSource,
    QgsProcessingParameterField,
    QgsProcessingParameterMapLayer,
    QgsProcessingParameterMultipleLayers,
    QgsProcessingParameterRasterLayer,
    QgsProcessingParameterString,
)

from . import inputs
from .class_check import MAX_CLASSES, count_values
from .legend import list_legend
from .params import Parameter, Text
from .translation import tr

VECTOR_POLYGON = QgsProcessing.SourceType.TypeVectorPolygon
VECTOR_POINT = QgsProcessing.SourceType.TypeVectorPoint
VECTOR_LINE = QgsProcessing.SourceType.TypeVectorLine
RASTER = QgsProcessing.SourceType.TypeRaster


class Raster(Parameter):
    """One raster layer -> its path."""

    def make(self, name, label):
        return QgsProcessingParameterRasterLayer(name, label)

    def find_layers(self, algorithm, values, name, context):
        return [algorithm.parameterAsRasterLayer(values, name, context)]

    def read(self, algorithm, values, name, context):
        (layer,) = self.find_layers(algorithm, values, name, context)
        return None if layer is None else inputs.find_raster(layer, context)


class Rasters(Parameter):
    """Several raster layers -> list of paths.

    images: a parameter with the images of which each needs one of these, in the same order, where any are given.
    """

    def __init__(self, label, help, images: str | None = None, optional=False, advanced=False):
        super().__init__(label, help, None, optional, advanced)
        self.images = images

    def check(self, algorithm, values, name, context):
        count = len(self.find_layers(algorithm, values, name, context))
        wanted = values.get(self.images.upper()) if self.images else None
        if count and isinstance(wanted, list) and count != len(wanted):
            return tr("{name} must be one layer for each image ({wanted}), got {count}.").format(
                name=tr(self.label), wanted=len(wanted), count=count
            )
        return None

    def make(self, name, label):
        return QgsProcessingParameterMultipleLayers(name, label, RASTER)

    def find_layers(self, algorithm, values, name, context):
        return algorithm.parameterAsLayerList(values, name, context)

    def read(self, algorithm, values, name, context):
        return [inputs.find_raster(layer, context) for layer in self.find_layers(algorithm, values, name, context)]


class Polygons(Parameter):
    """Polygons, all or the selected ones -> path."""

    kinds = [VECTOR_POLYGON]

    def make(self, name, label):
        return QgsProcessingParameterFeatureSource(name, label, self.kinds)

    def find_layers(self, algorithm, values, name, context):
        value = values.get(name)
        if isinstance(value, QgsProcessingFeatureSourceDefinition):
            value = value.source  # of the selected or filtered features: the whole layer
        return [algorithm.parameterAsVectorLayer({name: value}, name, context)] if value else []

    def read(self, algorithm, values, name, context):
        if values.get(name) in (None, ""):
            return None
        source = algorithm.parameterAsSource(values, name, context)
        if source is None:
            raise inputs.InputError(algorithm.invalidSourceError(values, name))
        (layer,) = self.find_layers(algorithm, values, name, context)
        return inputs.find_vector(source, layer, context, inputs.is_restricted(values[name]))


class Area(Polygons):
    """Polygons that the work is limited to -> path. Of web maps, this is what is read."""

    def make(self, name, label):
        parameter = super().make(name, label)
        parameter.setMetadata({"widget_wrapper": {"class": f"{__package__}.widgets.area_chooser.AreaChooser"}})
        return parameter


class MovedPolygons(Polygons):
    """Polygons that are moved to their place on an image -> path. Of web maps, their surroundings are read."""


class Features(Polygons):
    """Polygons or lines, all or the selected ones -> path."""

    kinds = [VECTOR_POLYGON, VECTOR_LINE]


class Points(Polygons):
    """Points, all or the selected ones -> path."""

    kinds = [VECTOR_POINT]


class Places(Polygons):
    """Points or polygons, all or the selected ones -> path."""

    kinds = [VECTOR_POINT, VECTOR_POLYGON]


class MovedFeatures(Features):
    """Polygons or lines that are moved to their place on an image -> path. Of web maps, their surroundings are read."""


class Layer(Parameter):
    """A raster or polygons -> path."""

    def make(self, name, label):
        return QgsProcessingParameterMapLayer(name, label, types=[RASTER, VECTOR_POLYGON])

    def find_layers(self, algorithm, values, name, context):
        return [algorithm.parameterAsLayer(values, name, context)]

    def read(self, algorithm, values, name, context):
        (layer,) = self.find_layers(algorithm, values, name, context)
        return None if layer is None else inputs.find_layer(layer, context)


class LabelLayer(Layer):
    """A raster, polygons, lines or points -> path."""

    def make(self, name, label):
        return QgsProcessingParameterMapLayer(
            name, label, types=[RASTER, VECTOR_POLYGON, VECTOR_LINE, VECTOR_POINT]
        )


class Layers(Parameter):
    """Layers of rasters or polygons -> list of paths.

    images: a parameter with images, for all of which there may be one of these layers, or one for each.
    """

    def __init__(self, label, help, images: str | None = None, optional=False, advanced=False):
        super().__init__(label, help, None, optional, advanced)
        self.images = images

    def make(self, name, label):
        return QgsProcessingParameterMultipleLayers(name, label, QgsProcessing.SourceType.TypeMapLayer)

    def find_layers(self, algorithm, values, name, context):
        return algorithm.parameterAsLayerList(values, name, context)

    def read(self, algorithm, values, name, context):
        if not values.get(name):
            return None
        return [inputs.find_layer(layer, context) for layer in self.find_layers(algorithm, values, name, context)]

    def check(self, algorithm, values, name, context):
        images, layers = values.get(self.images.upper()) if self.images else None, values.get(name)
        if isinstance(images, list) and isinstance(layers, list) and len(layers) not in (0, 1, len(images)):
            return tr("{name} must be one layer or as many as images ({wanted}), got {count}.").format(
                name=tr(self.label), wanted=len(images), count=len(layers)
            )
        return None


class Field(Parameter):
    """A field of the layer or layers of parameter `parent`, which may be rasters too -> its name.

    others: further parameters whose layers have it.
    """

    widget = "field_list.FieldList"

    def __init__(self, label, help, parent: str, optional=False, advanced=False, others: tuple = ()):
        super().__init__(label, help, None, optional, advanced)
        self.parent, self.others = parent, others

    def make(self, name, label):
        parameter = QgsProcessingParameterString(name, label, self.default)
        parents = [parent.upper() for parent in (self.parent, *self.others)]
        widget = {"class": f"{__package__}.widgets.{self.widget}", "parents": parents}
        parameter.setMetadata({"widget_wrapper": widget})
        return parameter

    def read(self, algorithm, values, name, context):
        return algorithm.parameterAsString(values, name, context).strip() or None

    def check(self, algorithm, values, name, context):
        field = self.read(algorithm, values, name, context)
        if field is None:
            return None
        for layer in self.list_layers(algorithm, values, context):
            names = [known.name() for known in layer.fields()]
            if field not in names:
                return tr("Field '{field}' not found; layer '{layer}' has: {fields}.").format(
                    field=field, layer=layer.name(), fields=", ".join(names) or tr("no fields")
                )
        return None

    def list_layers(self, algorithm, values, context):
        """The layers that should have it; a class raster has no fields."""
        found = []
        for parent in (self.parent.upper(), *(each.upper() for each in self.others)):
            one = algorithm.parameterAsLayer(values, parent, context)
            found += algorithm.parameterAsLayerList(values, parent, context) or [one]
        return [layer for layer in found if hasattr(layer, "fields")]


class ClassField(Field):
    """The field with the class of labels; one with more values than a model can have classes is none."""

    widget = "class_field.ClassFieldList"

    def check(self, algorithm, values, name, context):
        field = self.read(algorithm, values, name, context)
        message = super().check(algorithm, values, name, context)
        if field is None or message:
            return message
        for layer in self.list_layers(algorithm, values, context):
            if count_values(layer, field) > MAX_CLASSES:
                return tr(
                    "Field '{field}' of '{layer}' has more than {count} different values, the maximum of a model's "
                    "classes; choose the field that holds the class."
                ).format(field=field, layer=layer.name(), count=MAX_CLASSES)
        return None


class Legend(Text):
    """Names and colours of classes, "value = name #rrggbb; ..." -> list; by default those in which QGIS shows a layer.

    layers, field: the parameters with the layers of labels and with their class field.
    """

    def __init__(self, label, help, layers: str, field: str):
        super().__init__(label, help, optional=True, advanced=True)
        self.layers, self.field = layers, field

    def read(self, algorithm, values, name, context):
        text = algorithm.parameterAsString(values, name, context)
        if text.strip():
            return [part.strip() for part in text.split(";") if part.strip()]
        field = algorithm.parameterAsString(values, self.field.upper(), context).strip()
        entries: dict[str, str] = {}
        for layer in algorithm.parameterAsLayerList(values, self.layers.upper(), context):
            entries = {**list_legend(layer, field), **entries}
        return [f"{value} = {shown}" for value, shown in entries.items()] or None


class NumberFields(Field):
    """Several number fields of the layer of parameter `parent` -> list of names; None for none."""

    def make(self, name, label):
        return QgsProcessingParameterField(
            name, label, None, self.parent.upper(), QgsProcessingParameterField.DataType.Numeric, True, self.optional
        )

    def read(self, algorithm, values, name, context):
        given = values.get(name)
        names = given.split(";") if isinstance(given, str) else given or []
        return [str(each).strip() for each in names if str(each).strip()] or None

    def check(self, algorithm, values, name, context):
        return None  # the engine names a field that is not there


class Band(Parameter):
    """One band of the raster that parameter `parent` names -> its number, from 1."""

    several = False

    def __init__(self, label, help, parent: str, default=None, optional=False, advanced=False):
        super().__init__(label, help, default, optional, advanced)
        self.parent = parent

    def make(self, name, label):
        return QgsProcessingParameterBand(
            name, label, self.default, self.parent.upper(), self.optional, allowMultiple=self.several
        )

    def read(self, algorithm, values, name, context):
        return self.default if values.get(name) in (None, "") else algorithm.parameterAsInt(values, name, context)

    def check(self, algorithm, values, name, context):
        layer = algorithm.parameterAsRasterLayer(values, self.parent.upper(), context)
        given = self.read(algorithm, values, name, context)
        for band in given if isinstance(given, list) else [given] if given is not None else []:
            if layer is not None and not 1 <= band <= layer.bandCount():
                return tr("Band {band} does not exist; '{layer}' has bands 1 to {count}.").format(
                    band=band, layer=layer.name(), count=layer.bandCount()
                )
        return None


class Bands(Band):
    """Several bands of the raster that parameter `parent` names, in order -> list of numbers, from 1; None for all."""

    several = True

    def read(self, algorithm, values, name, context):
        return algorithm.parameterAsInts(values, name, context) or None if values.get(name) else None


class ModelBands(Bands):
    """The bands of a raster that are those of a model, in its order; a dialog offers a list for each of the model's.

    model: the parameter with the model.
    """

    def __init__(self, label, help, parent: str, model: str = "model", advanced=False):
        super().__init__(label, help, parent, optional=True, advanced=advanced)
        self.model = model

    def make(self, name, label):
        parameter = super().make(name, label)
        kind = f"{__package__}.widgets.band_mapping.BandMapping"
        widget = {"class": kind, "image": self.parent.upper(), "model": self.model.upper()}
        parameter.setMetadata({"widget_wrapper": widget})
        return parameter


class BandNumbers(Parameter):
    """Bands of several rasters, typed as "4, 3, 2" -> list of numbers, from 1; None for all."""

    def make(self, name, label):
        return QgsProcessingParameterString(name, label, self.default)

    def read(self, algorithm, values, name, context):
        message = self.check(algorithm, values, name, context)
        if message:  # models run without checks
            raise inputs.InputError(message)
        text = algorithm.parameterAsString(values, name, context)
        return [int(part) for part in text.replace(",", " ").split()] or None

    def check(self, algorithm, values, name, context):
        text = algorithm.parameterAsString(values, name, context)
        wrong = [part for part in text.replace(",", " ").split() if not part.isdigit() or int(part) < 1]
        message = tr("{name} must be numbers from 1, such as '4, 3, 2', got '{value}'.")
        return message.format(name=tr(self.label), value=wrong[0]) if wrong else None
