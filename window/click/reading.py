"""What a model sees in the window: 'Extract polygons' for the part of the image that is shown, in a warm engine."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path
from typing import Any

from qgis.core import (
    Qgis,
    QgsApplication,
    QgsCoordinateReferenceSystem,
    QgsProcessingContext,
    QgsProcessingUtils,
    QgsProject,
    QgsRasterLayer,
    QgsTask,
    QgsVectorLayer,
)
from qgis.gui import QgsMessageBar
from qgis.PyQt.QtCore import QObject, pyqtSignal
from qgis.PyQt.QtWidgets import QProgressBar, QPushButton

from ...algorithms.framework import inputs
from ...algorithms.framework.areas import write_area
from ...algorithms.framework.model_card import (
    FINEST_VIEW,
    ONNX_PROMPTS,
    POLYCNN,
    ModelCardError,
    answers_to_prompts,
    read_card,
    read_resolution_m,
)
from ...algorithms.framework.raster_export import InputError, RasterExport
from ...algorithms.framework.raster_export import View as Rendered
from ...algorithms.framework.raster_window import cut_window
from ...algorithms.framework.translation import tr
from ...algorithms.framework.warm_engine import WarmEngine
from .running import Feedback, put_name, start
from .view import Place, View, measure_pixel_m


class Reading(QObject):
    """One view after the other, each with its progress and a button to cancel it in the message bar."""

    done = pyqtSignal(object)  # a View
    failed = pyqtSignal(str)  # a sentence; '' after Cancel

    def __init__(self, bar: QgsMessageBar, engine: WarmEngine, parent: QObject | None = None):
        super().__init__(parent)
        self.bar, self.engine = bar, engine
        self.folder = Path(tempfile.mkdtemp(prefix="eo_deep_click_", dir=QgsProcessingUtils.tempFolder()))
        self.count = 0  # of files that were named
        self.images: dict[tuple, str] = {}  # that the engine reads, by layer and place: it knows them again
        self.areas: dict[tuple, str] = {}
        self.feedback: Feedback | None = None  # of what runs
        self.item: Any = None  # in the message bar
        self.is_closed = False
        self.name, self.crs = "", QgsCoordinateReferenceSystem()  # of the image
        self.note = ""  # on how the model sees it
        self.used: list[Any] = []  # by QGIS in the background, what Python would forget

    @property
    def is_running(self) -> bool:
        return self.feedback is not None

    def start(
        self, key: tuple, place: Place, image: QgsRasterLayer, values: dict[str, Any], units_per_px: float
    ) -> None:
        """Begin to read a place of an image. units_per_px: of the canvas, for web maps and models of any resolution."""
        self.feedback = Feedback()
        self.show_progress(self.feedback)
        self.name, self.crs = image.name(), image.crs()  # the layer may be gone at the end
        self.note = describe_sight(values["MODEL"], place, image)
        known = image.id(), place.outline.asWkt()
        if known not in self.areas:
            self.areas[known] = self.name_file("_area.fgb")
            write_area(place.outline, place.crs, self.areas[known])
        if answers_to_prompts(values["MODEL"]) != POLYCNN:  # which is shown a patch around each point
            values = {**values, "AREA": self.areas[known]}
        if known in self.images:
            self.extract(key, place, self.images[known], values)
            return
        try:
            context = QgsProcessingContext()
            context.setProject(QgsProject.instance())
            found = inputs.find_raster(image, context)
            if isinstance(found, RasterExport):
                self.export(found, known, key, place, values, units_per_px)
                return
            stem = Path(self.name_file(""))
            path = inputs.write_pending(found, stem, self.feedback, {})
            box = place.to(image.crs()).boundingBox()
            self.images[known] = cut_window(path, box, find_halo_px(values["MODEL"], image), self.name_file(".vrt"))
        except InputError as error:
            self.fail(str(error))
            return
        self.extract(key, place, self.images[known], values)

    def export(
        self, found: RasterExport, known: tuple, key: tuple, place: Place, values: dict, units_per_px: float
    ) -> None:
        """Write a layer that is no file, or render a web map, and then read it."""
        resolution_m = read_resolution_m(values["MODEL"])
        found.place(Rendered(place.outline.boundingBox(), place.crs, resolution_m, units_per_px))
        stem, feedback = Path(self.name_file("")), self.feedback

        def go_on(exception: Any, path: str | None = None) -> None:
            self.used.clear()
            if self.is_closed:
                return
            if exception is not None or feedback.isCanceled():
                self.fail("" if feedback.isCanceled() else str(exception))
            else:
                self.images[known] = path
                self.extract(key, place, path, values)

        title = tr("Reading the view …")
        task = QgsTask.fromFunction(title, lambda task: found.write(stem, feedback), on_finished=go_on)
        self.used = [task, found]
        QgsApplication.taskManager().addTask(task)

    def extract(self, key: tuple, place: Place, path: str, values: dict[str, Any]) -> None:
        """Run the algorithm; of a model that answers to marks only, for what lies in the middle of the view."""
        # A path, not a layer: QGIS would write statistics beside the file, which would then count as another one.
        values = {**values, "IMAGE": path}
        asked = dict(values) if answers_to_prompts(values["MODEL"]) else None
        if asked is not None:
            values["POINTS"] = self.name_file("_middle.fgb")
            write_area(place.outline.pointOnSurface(), place.crs, values["POINTS"])

        def finish(successful: bool, results: dict) -> None:
            self.used.clear()
            if self.is_closed:
                return
            feedback = self.feedback
            if successful:
                self.end()
                objects = QgsVectorLayer(results["OUTPUT"], "objects", "ogr")
                if not self.crs.isValid():
                    objects.setCrs(self.crs)  # the file names one that nothing can be transformed to
                self.done.emit(View(key, place, objects, asked, self.note))
            elif feedback is not None and feedback.isCanceled():
                self.fail("")
            else:
                said = (feedback and feedback.errors) or [tr("The view cannot be read.")]
                self.fail(put_name(said[-1], path, self.name))

        assert self.feedback is not None
        self.used, task = start(self.engine, {**values, "OUTPUT": self.name_file(".gpkg")}, self.feedback, finish)
        if task is None:
            finish(False, {})
        else:
            task.progressChanged.connect(self.set_progress)

    def fail(self, text: str) -> None:
        self.end()
        self.failed.emit(text)

    def end(self) -> None:
        """Nothing runs any more."""
        self.feedback = None
        if self.item is not None:
            self.bar.popWidget(self.item)

    def show_progress(self, feedback: Feedback) -> None:
        item = self.bar.createMessage("EO Deep", tr("Reading the view …"))
        self.progress = QProgressBar(item)
        self.progress.setMaximumWidth(200)
        cancel = QPushButton(tr("Cancel"), item)
        cancel.clicked.connect(lambda checked: feedback.cancel())
        for part in (self.progress, cancel):
            item.layout().addWidget(part)
        item.destroyed.connect(lambda: self.forget(item))
        self.item = self.bar.pushWidget(item, Qgis.MessageLevel.Info)

    def forget(self, item: Any) -> None:
        """The user has closed it, or it has gone."""
        if self.item is item:
            self.item = None

    def set_progress(self, percent: float) -> None:
        if self.item is not None:
            self.progress.setValue(int(percent))

    def name_file(self, ending: str) -> str:
        self.count += 1
        return str(self.folder / f"view_{self.count}{ending}")

    def close(self) -> None:
        """Cancel what runs, and remove all files."""
        self.is_closed = True
        if self.feedback is not None:
            self.feedback.cancel()
            self.end()
        shutil.rmtree(self.folder, ignore_errors=True)


def describe_sight(model: str, place: Place, image: QgsRasterLayer) -> str:
    """At which resolution a model sees a place that it sees as a whole, in a sentence; "" for others."""
    pixel_m = measure_pixel_m(image)
    if answers_to_prompts(model) != ONNX_PROMPTS or not pixel_m:
        return ""
    box, units = place.to(image.crs()).boundingBox(), image.extent().height() / image.height()
    side_px = max(box.width(), box.height()) / units
    seen_m = pixel_m * max(side_px / read_card(model)["network"]["arguments"]["side_px"], 1 / FINEST_VIEW)
    return tr("The model sees pixels of {size:.2g} m; zoom in for smaller objects.").format(size=seen_m) + " "


def find_halo_px(model: str, image: QgsRasterLayer) -> float:
    """How far around a place a model looks, in pixels of an image."""
    try:
        card = read_card(model)
    except ModelCardError:
        return 0.0  # the algorithm says what is wrong with it
    resolution_m, pixel_m = card["inputs"][0].get("resolution_m"), measure_pixel_m(image)
    halo_px = max(*(card.get("halo_px") or [0]), card.get("network", {}).get("arguments", {}).get("patch_px", 0))
    return halo_px * (resolution_m / pixel_m if resolution_m and pixel_m else 1)
