"""The language of what users read: texts are written in English, and translated where they are shown.

resources/i18n has a file per language, which `make translations` keeps complete. Ids, names of parameters and the
values of choices are the same in every language, so scripts and models run in all of them.
"""

from __future__ import annotations

from pathlib import Path

from qgis.core import QgsApplication
from qgis.PyQt.QtCore import QCoreApplication, QLocale, QTranslator

CONTEXT = "EODeep"
FOLDER = Path(__file__).resolve().parents[2] / "resources" / "i18n"


def tr(text: str) -> str:
    """A text in QGIS's language. Values come afterwards: tr("'{path}' does not exist.").format(path=path)."""
    return QCoreApplication.translate(CONTEXT, text)


def mark(text: str) -> str:
    """The same text, known to `make translations`: for texts in tables, which `tr` translates later."""
    return text


def load_translator() -> QTranslator:
    """The translator for QGIS's language; an empty one where there is no translation."""
    translator = QTranslator()
    translator.load(QLocale(QgsApplication.locale()), "eo_deep", "_", str(FOLDER))
    return translator
