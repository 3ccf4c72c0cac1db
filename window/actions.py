"""EO Deep's menu and toolbar in QGIS's window."""

from __future__ import annotations

from typing import Any

from qgis.core import Qgis, QgsApplication, QgsRasterLayer
from qgis.PyQt.QtCore import Qt
from qgis.PyQt.QtGui import QDesktopServices, QIcon
from qgis.PyQt.QtWidgets import QMenu, QMessageBox

from ..algorithms.framework.areas import write_view
from ..algorithms.framework.manual import find_page
from ..algorithms.framework.translation import mark, tr
from ..algorithms.framework.worker import ROOT, EngineError, find_engine
from .click.click_to_polygon import ClickToPolygon
from .engine_offer import find_trouble, offer_setup, open_dialog
from .review.dock import ReviewDock
from .training_curves import CurvesDock

# Of the menu, in order: algorithms, the map tool "click", the menu "try", the docks "review" and "curves", further
# menus with their text, "" for a line.
MENU: tuple[Any, ...] = (
    "extractbuildings",
    "click",
    "try",
    "updatemap",
    "review",
    (mark("Classify"), ("classifyscenes", "segment", "classifypixels", "segmentunsupervised")),
    (mark("Train"), ("trainsegmentation", "trainpolygons", "trainscenes", "trainpixels", "trainalignment",
                     "trainsuperresolution", "traintranslation", "traintimeseries", "", "curves")),
    (mark("Models"), ("listmodels", "fetchmodel", "describemodel", "importmodel", "exportmodel")),
    "",
    (mark("Engine"), ("setupengine", "checkengine", "removeengine")),
)  # fmt: skip
SHORTLY = mark(
    "Train and apply deep networks to Earth observation images of any size: buildings, land cover, map updates, "
    "accuracy."
)
TRIED = ("extractbuildings", "extractpolygons", "detectobjects", "segment", "classifypixels", "classifyscenes",
         "superresolve", "translateimage")  # fmt: skip
TOOLBAR = ("extractbuildings", "classifyscenes", "trainsegmentation", "review")


class WindowParts:
    """Menu, toolbar and the offer to set the engine up; `remove` takes all of them away."""

    def __init__(self, iface: Any):
        self.iface = iface
        self.icon = QIcon(str(ROOT / "resources" / "icons" / "eo_deep.svg"))
        self.actions: dict[str, Any] = {}  # by algorithm, tool, menu or dock
        self.menu = QMenu("EO Deep", iface.mainWindow())
        self.menu.setIcon(self.icon)
        self.docks: dict[str, Any] = {}
        self.add_dock("review", ReviewDock(iface))
        self.add_dock("curves", CurvesDock(iface))
        self.toolbar = iface.addToolBar("EO Deep")
        self.toolbar.setObjectName("EODeepToolbar")  # QGIS remembers its place by this
        self.click = self.add_click()
        self.trials = self.add_trials()
        self.fill(self.menu, MENU)
        for label, act in ((tr("Settings"), self.show_settings), (tr("Manual"), self.show_manual),
                           (tr("About EO Deep"), self.show_about)):  # fmt: skip
            self.menu.addAction(label).triggered.connect(lambda checked, act=act: act())
        iface.rasterMenu().addMenu(self.menu)
        for name in TOOLBAR:
            self.toolbar.addAction(self.actions[name])
        if iface.mainWindow().isVisible():
            self.offer_engine()
        else:
            iface.initializationCompleted.connect(self.offer_engine)

    def remove(self) -> None:
        self.click.remove()
        for dock in self.docks.values():
            dock.remove()
        self.iface.rasterMenu().removeAction(self.menu.menuAction())
        for part in (self.menu, self.trials, self.toolbar):
            part.deleteLater()

    def fill(self, menu: QMenu, entries: tuple[Any, ...]) -> None:
        for entry in entries:
            if isinstance(entry, tuple):
                self.fill(menu.addMenu(tr(entry[0])), entry[1])
            elif entry in self.actions:
                menu.addAction(self.actions[entry])
            elif entry:
                self.add_algorithm(menu, entry)
            else:
                menu.addSeparator()

    def add_dock(self, name: str, dock: Any) -> None:
        """A dock, hidden, and the action `name` that shows it, with the icon of this name."""
        self.iface.addDockWidget(Qt.DockWidgetArea.RightDockWidgetArea, dock)
        dock.hide()
        self.docks[name], self.actions[name] = dock, dock.toggleViewAction()
        self.actions[name].setIcon(QIcon(str(ROOT / "resources" / "icons" / f"{name}.svg")))

    def add_click(self) -> ClickToPolygon:
        """The map tool, and the action "click" that chooses it, in the toolbar."""
        icon = QIcon(str(ROOT / "resources" / "icons" / "click.svg"))
        action = self.toolbar.addAction(icon, tr("Click to polygon"))
        action.setCheckable(True)
        action.setToolTip(tr("Click to polygon: take the objects that a model sees in the window one by one"))
        self.actions["click"] = action
        return ClickToPolygon(self.iface, action)

    def add_trials(self) -> QMenu:
        """The menu "try": algorithms that are applied to an image, with what the window shows as their area."""
        menu = QMenu(tr("Try on this view"), self.iface.mainWindow())
        for name in TRIED:
            algorithm = QgsApplication.processingRegistry().algorithmById(f"eodeep:{name}")
            action = menu.addAction(algorithm.icon(), algorithm.displayName())
            action.triggered.connect(lambda checked, name=name: self.try_on_view(name))
        self.actions["try"] = menu.menuAction()
        return menu

    def try_on_view(self, name: str) -> None:
        """Open an algorithm's dialog for the active image, or the first one, and the current view."""
        active, values = self.iface.activeLayer(), {"AREA": write_view(self.iface.mapCanvas())}
        if isinstance(active, QgsRasterLayer):
            values["IMAGE"] = active.id()
        open_dialog(name, **values)

    def add_algorithm(self, menu: QMenu, name: str) -> None:
        """An entry that opens an algorithm's dialog."""
        algorithm = QgsApplication.processingRegistry().algorithmById(f"eodeep:{name}")
        action = menu.addAction(algorithm.icon(), algorithm.displayName())
        action.setToolTip(algorithm.shortDescription())
        action.triggered.connect(lambda checked: open_dialog(name))
        self.actions[name] = action

    def offer_engine(self) -> None:
        trouble = find_trouble()
        if trouble:
            offer_setup(self.iface.messageBar(), trouble, lambda: open_dialog("setupengine"))

    def show_settings(self) -> None:
        self.iface.showOptionsDialog(self.iface.mainWindow(), "processingOptions")

    def show_manual(self) -> None:
        QDesktopServices.openUrl(find_page("index"))

    def show_about(self) -> None:
        QMessageBox.about(self.iface.mainWindow(), "EO Deep", describe_plugin())


def describe_plugin() -> str:
    """The version, the licence, and the engine's place, for the box 'About'."""
    facts = {}
    for line in (ROOT / "metadata.txt").read_text(encoding="utf-8").splitlines():
        key, _, value = line.partition("=")
        facts[key] = value
    try:
        engine = str(find_engine())
    except EngineError as error:
        engine = str(error)
    return "\n\n".join((
        f"EO Deep {facts['version']}",
        tr(SHORTLY),
        tr("Licence: {}. QGIS {}.").format(facts["license"], Qgis.version()),
        tr("Engine: {}").format(engine),
    ))  # fmt: skip
