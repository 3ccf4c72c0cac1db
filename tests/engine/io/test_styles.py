"""Styles are well-formed XML, whatever the classes are called."""

import xml.dom.minidom

import pytest

from eo_deep.io.styles import category_style, class_style, deviation_style, ramp_style

ODD_NAMES = ['"><evil a="', "'<x>", "]]><evil/>", "a&lt;b", "Straße 水", "tab\tend", "\x01bell\x07", "\ud800half"]


def as_read(name):
    """What XML makes of a name: what it cannot hold is left out, a tab is a space."""
    return name.replace("\x01", "").replace("\x07", "").replace("\ud800", "").replace("\t", " ")


@pytest.mark.parametrize("name", ODD_NAMES)
def test_names_of_classes_stay_text(name):
    classes = [{"value": 1, "name": name, "color": "#ff0000"}]
    style = xml.dom.minidom.parseString(class_style(classes))
    (entry,) = style.getElementsByTagName("paletteEntry")
    assert entry.getAttribute("label") == as_read(name)
    assert not style.getElementsByTagName("evil") + style.getElementsByTagName("x")


@pytest.mark.parametrize("name", ODD_NAMES)
def test_labels_of_ramps_stay_text(name):
    style = xml.dom.minidom.parseString(ramp_style(1, [(0.0, "#000000", name), (1.0, "#ffffff", "one")]))
    assert [item.getAttribute("label") for item in style.getElementsByTagName("item")] == [as_read(name), "one"]
    assert not style.getElementsByTagName("evil") + style.getElementsByTagName("x")


@pytest.mark.parametrize("color", ['#ff0000"/><evil a="', "#ff0000<x>", '#ff0000" onload="x'])
def test_a_colour_stays_a_value(color):
    style = xml.dom.minidom.parseString(class_style([{"value": 1, "name": "a", "color": color}]))
    (entry,) = style.getElementsByTagName("paletteEntry")
    assert entry.getAttribute("color") == color
    assert not entry.hasAttribute("onload")


@pytest.mark.parametrize("name", ODD_NAMES)
def test_names_of_polygons_stay_text(name):
    classes = [{"value": 7, "name": name, "color": "#ff8000"}, {"value": 9, "name": "b", "color": "#0000ff"}]
    style = xml.dom.minidom.parseString(category_style("class", classes))
    first, second = style.getElementsByTagName("category")
    assert (first.getAttribute("value"), second.getAttribute("label")) == ("7", "b")
    assert first.getAttribute("label") == as_read(name)
    assert not style.getElementsByTagName("evil") + style.getElementsByTagName("x")
    colors = [option.getAttribute("value") for option in style.getElementsByTagName("Option")
              if option.getAttribute("name") == "outline_color"]  # fmt: skip
    assert colors == ["255,128,0,255", "0,0,255,255"]


def test_differences_are_told_in_the_units_of_the_image():
    items = xml.dom.minidom.parseString(deviation_style(2, 80.0)).getElementsByTagName("item")
    assert [(float(item.getAttribute("value")), item.getAttribute("label")) for item in items] == [
        (0, "0"), (4, "4 (0.05 standard deviations)"), (16, "16 (0.2 standard deviations)"),
        (40, "40 or more (0.5 standard deviations)"),
    ]  # fmt: skip
