"""The offer to set the engine up, where it is missing or of an older version of the plugin."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from qgis.core import Qgis, QgsProcessingAlgorithm
from qgis.gui import QgsMessageBar, QgsMessageBarItem
from qgis.PyQt.QtWidgets import QMessageBox, QPushButton, QWidget

from ..algorithms.framework.accelerator import describe_download, find_accelerator
from ..algorithms.framework.engine_setup import Setup
from ..algorithms.framework.translation import mark, tr
from ..algorithms.framework.worker import (
    ROOT,
    SETUP_REMEDY,
    EngineError,
    clean_environment,
    find_engine,
    profile_engine,
)

WHAT_IT_IS = mark(
    "EO Deep runs its networks in a Python environment of its own, the engine, so that neither QGIS nor its Python is "
    "changed and nothing that fails can take QGIS along. Set it up once: it is created in your QGIS profile and can be "
    "removed again by 'Remove the engine'. Computers without network can use a folder of packages."
)
_open_dialogs = set[QWidget]()  # which Python would otherwise forget


def find_trouble() -> str:
    """Why the engine should be set up, in one sentence; '' where it is fine."""
    try:
        python = find_engine()
    except EngineError as error:
        return tr("EO Deep needs its engine.") if tr(SETUP_REMEDY) in str(error) else str(error)
    folder = profile_engine()
    if folder in python.parents and Setup(folder, ROOT / "requirements.txt").is_outdated():
        return tr("EO Deep was updated and needs other packages than its engine has.")
    return ""


def offer_setup(bar: QgsMessageBar, text: str, set_up: Callable[[], None]) -> QgsMessageBarItem:
    """Show `text` in a message bar, with buttons: set up, later, what is it?"""
    item = bar.createMessage(text)

    def close() -> None:
        bar.popWidget(item)

    def close_and_set_up() -> None:
        close()
        set_up()

    for label, act in (
        (tr("Set up"), close_and_set_up),
        (tr("Later"), close),
        (tr("What is it?"), lambda: explain_engine(bar, close_and_set_up)),
    ):
        button = QPushButton(label, item)
        button.clicked.connect(lambda checked, act=act: act())
        item.layout().addWidget(button)
    return bar.pushWidget(item, Qgis.MessageLevel.Warning)


def make_dialog(algorithm: QgsProcessingAlgorithm, obstacle: str, parent: QWidget | None) -> QWidget:
    """The dialog that QGIS makes for an algorithm, with the obstacle and the offer on top."""
    from processing.gui.AlgorithmDialog import AlgorithmDialog

    dialog = AlgorithmDialog(algorithm, parent=parent)
    offer_setup(dialog.messageBar(), obstacle, lambda: open_dialog("setupengine"))
    return dialog


def open_dialog(name: str, **values: Any) -> QWidget:
    """Open the dialog of an algorithm, with values filled in."""
    import processing

    dialog = processing.createAlgorithmDialog(f"eodeep:{name}", values)
    _open_dialogs.add(dialog)
    dialog.destroyed.connect(lambda: _open_dialogs.discard(dialog))  # earlier, Python would delete what still closes
    dialog.show()
    return dialog


def explain_engine(parent: QWidget, set_up: Callable[[], None]) -> None:
    """A dialog on what the engine is and what set-up will fetch, from which it can be started."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Information)
    box.setWindowTitle("EO Deep")
    box.setText(tr(WHAT_IT_IS))
    box.setInformativeText(describe_download(find_accelerator(clean_environment())))
    start = box.addButton(tr("Set up"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(QMessageBox.StandardButton.Close)
    box.finished.connect(lambda result: set_up() if box.clickedButton() is start else None)
    box.open()
