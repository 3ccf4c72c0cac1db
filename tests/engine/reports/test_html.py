"""Reports are one complete HTML file, whatever text goes in."""

import base64
import io
import re
from html.parser import HTMLParser

import numpy as np
import pytest
from matplotlib.text import Text
from PIL import Image

from eo_deep.errors import EoDeepError
from eo_deep.io.names import name_of, set_names
from eo_deep.reports.html import Report, confusion_figure, curves_figure, format_number


class TagCounter(HTMLParser):
    """Collects the text, the tags left open and every attribute that names another file."""

    def __init__(self):
        super().__init__()
        self.open, self.text, self.links, self.tags = [], "", [], set()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        if tag not in ("meta", "img"):
            self.open.append(tag)
        self.links += [value for name, value in attrs if name in ("src", "href")]

    def handle_startendtag(self, tag, attrs):
        self.links += [value for name, value in attrs if name in ("src", "href")]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        self.text += data


def write_example(path):
    report = Report("Accuracy of <b>& 'roofs'")
    report.heading("Numbers <script>alert(1)</script>")
    report.text("First paragraph.\n\nSecond & last.")
    report.table(["Class", "F-score"], [["<roof>", 0.87654], ["road", float("nan")], ["all", 1234567]])
    report.figure(confusion_figure([[90, 10], [5, 12345]], ["other", "building"]), "Counts & shares")
    report.figure(curves_figure({"training": [1.0, 0.5], "validation": [1.2, float("nan")]}, "Epoch", "Loss"))
    report.image(np.full((20, 30, 3), 200, np.uint8), 'A "grey" picture')
    report.write(str(path))
    return path.read_text(encoding="utf-8")


def test_file_is_self_contained_and_escaped(tmp_path):
    html = write_example(tmp_path / "report.html")
    page = TagCounter()
    page.feed(html)
    assert page.open == []
    assert len(page.links) == 3 and all(link.startswith("data:image/png;base64,") for link in page.links)
    assert "Accuracy of <b>& 'roofs'" in page.text and "<script>alert(1)</script>" in page.text
    assert "<script" not in html and "http" not in html
    assert "0.8765" in page.text and "–" in page.text and "1\N{NO-BREAK SPACE}234\N{NO-BREAK SPACE}567" in page.text
    assert [file.name for file in tmp_path.iterdir()] == ["report.html"]


def test_pictures_keep_their_pixels(tmp_path):
    html = write_example(tmp_path / "report.html")
    last = re.findall(r'src="data:image/png;base64,([^"]+)"', html)[-1]
    assert np.array_equal(np.asarray(Image.open(io.BytesIO(base64.b64decode(last)))), np.full((20, 30, 3), 200))


ODD_NAMES = ["$x^$", "price $5_$", "$\\frac{$", "<script>alert(1)</script>", "'><svg onload=alert(1)>", "a&lt;b"]


def test_any_name_is_drawn_as_it_is(tmp_path):
    """Two dollars are no formula, and no name becomes HTML."""
    report = Report("x".join(ODD_NAMES))
    confusion = confusion_figure(np.eye(len(ODD_NAMES)), ODD_NAMES)
    curves = curves_figure({name: [1.0, 2.0] for name in ODD_NAMES}, ODD_NAMES[0], ODD_NAMES[1])
    report.figure(confusion, ODD_NAMES[3])
    report.figure(curves, ODD_NAMES[4])
    report.heading(ODD_NAMES[3])
    report.text(ODD_NAMES[4])
    report.table(ODD_NAMES, [ODD_NAMES])
    report.legend([((0, 0, 0), name) for name in ODD_NAMES])
    report.write(str(tmp_path / "report.html"))
    texts = [*confusion.findobj(Text), *curves.findobj(Text)]
    assert {*ODD_NAMES} <= {text.get_text() for text in texts}
    assert not [text for text in texts if text.get_parse_math()]
    page = TagCounter()
    page.feed((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert page.open == [] and len(page.links) == 2
    assert not {"script", "svg"} & page.tags
    assert all(name in page.text for name in ODD_NAMES)


def test_files_bear_the_names_that_users_gave_them(tmp_path):
    set_names({"/tmp/eo_deep_1/vectors.gpkg": "Old map"})
    try:
        report = Report("x")
        report.table([], [["Vectors", "/tmp/eo_deep_1/vectors.gpkg, 3 objects"]])
        report.write(str(tmp_path / "report.html"))
        assert name_of("/tmp/eo_deep_1/vectors.gpkg|layername=a") == "Old map"
        assert name_of("/data/town.tif") == "town.tif"
        assert name_of("/data/towns/") == "towns"
    finally:
        set_names({})
    assert "Old map, 3 objects" in (tmp_path / "report.html").read_text(encoding="utf-8")


def test_missing_folder_leaves_nothing(tmp_path):
    with pytest.raises(EoDeepError):
        Report("x").write(str(tmp_path / "absent" / "report.html"))
    assert list(tmp_path.iterdir()) == []


def test_wrong_shapes_are_refused():
    with pytest.raises(EoDeepError, match="2 x 2"):
        confusion_figure(np.zeros((3, 3)), ["a", "b"])
    with pytest.raises(EoDeepError, match="uint8"):
        Report("x").image(np.zeros((4, 4), np.uint8))


def test_many_classes_and_empty_matrices_are_drawn(tmp_path):
    report = Report("x")
    report.figure(confusion_figure(np.zeros((25, 25)), [f"class {i}" for i in range(25)]))
    report.figure(curves_figure({}, "Epoch", "Loss"))
    report.write(str(tmp_path / "report.html"))
    assert (tmp_path / "report.html").read_text(encoding="utf-8").count('src="data:image/png') == 2


@pytest.mark.parametrize(
    ("value", "text"),
    [(0, "0"), (0.5, "0.5000"), (12.3456, "12.35"), (1e-5, "1e-05"), (True, "yes"), (None, "–"), ("a", "a")],
)
def test_numbers_are_short(value, text):
    assert format_number(value) == text
