"""Settings of the manual, which `make manual` builds. Sphinx runs in a Python that finds QGIS, for the declarations."""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "docs"))

metadata = (ROOT / "metadata.txt").read_text(encoding="utf-8")
facts = dict(line.split("=", 1) for line in metadata.splitlines() if "=" in line)

project = "EO Deep"
author = facts["author"]
copyright = author
version = release = facts["version"]

extensions = ["myst_parser", "algorithm_pages"]
myst_enable_extensions = ["deflist", "colon_fence"]
myst_heading_anchors = 3
nitpicky = True

html_theme = "furo"
html_title = f"EO Deep {version}"
html_favicon = "../resources/icons/eo_deep.svg"
html_copy_source = False
html_show_sphinx = False
html_last_updated_fmt = None
html_use_index = False
highlight_language = "none"
