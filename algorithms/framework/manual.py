"""Where the pages of the manual are, which the plugin brings along."""

from __future__ import annotations

from qgis.PyQt.QtCore import QUrl

from .worker import ROOT

FOLDER = ROOT / "manual"  # `make manual` writes it, and `make zip` puts it into the archive


def find_page(page: str) -> QUrl:
    """The address of a page such as "installation" or "algorithms/segment".

    In a clone where the manual was not built, it is that of the README, which says how to build it.
    """
    file = FOLDER / f"{page}.html"
    return QUrl.fromLocalFile(str(file if file.is_file() else ROOT / "README.md"))
