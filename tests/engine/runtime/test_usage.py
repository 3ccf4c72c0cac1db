"""What the command line says of itself."""

from eo_deep.runtime.jobs import algorithm
from eo_deep.runtime.usage import describe_algorithm, list_algorithms, read_docstring, read_entries

DOCSTRING = """Count the trees of an image.

    Crowns that touch are two trees.

    Parameters
    ----------
    image : str
        The image,
        of any size.

        In any CRS.
    low, high : float, default 0.5
        Limits of the crowns' height, in metres.
    output
    bands : sequence of int or None

    Returns
    -------
    dict
        "count": the trees.
    """


def test_sections_are_told_apart():
    text, sections = read_docstring(DOCSTRING)
    assert text == "Count the trees of an image.\n\nCrowns that touch are two trees."
    assert list(sections) == ["Parameters", "Returns"]
    assert sections["Returns"] == 'dict\n    "count": the trees.'


def test_a_docstring_without_sections_is_text():
    assert read_docstring("Count trees.\n\n    image: a file.") == ("Count trees.\n\nimage: a file.", {})
    assert read_docstring("") == ("", {})


def test_arguments_have_their_help():
    helps = read_entries(read_docstring(DOCSTRING)[1]["Parameters"])
    height = "Limits of the crowns' height, in metres."
    assert helps == {
        "image": "The image,\nof any size.\n\nIn any CRS.", "low": height, "high": height, "output": "", "bands": "",
    }  # fmt: skip


@algorithm("output", low=(0.0, 100.0), seed=(0, None))
def count(image: str, low: float = 0.5, seed: int | None = None, output: str | None = None, progress=None) -> dict:
    return {}


def test_an_algorithm_is_described(monkeypatch):
    monkeypatch.setattr(count, "__doc__", DOCSTRING)
    monkeypatch.setattr("eo_deep.runtime.usage.find_function", lambda name: count)
    monkeypatch.setattr("sys.argv", ["/usr/bin/eo-deep"])
    assert describe_algorithm("count") == """\
Count the trees of an image.

Crowns that touch are two trees.

Usage: eo-deep count image=VALUE output=VALUE [...]

Arguments, with values as in JSON or as plain text:
  image: a text; needed
      The image, of any size.
      In any CRS.
  low: a number, at least 0, at most 100; default: 0.5
      Limits of the crowns' height, in metres.
  seed: a whole number or null, at least 0; default: null
  output: a text; needed

Returns:
  dict
      "count": the trees."""


def test_every_algorithm_is_listed_with_a_sentence():
    lines = list_algorithms().partition("Algorithms:\n")[2].splitlines()
    listed = dict(line.split(maxsplit=1) for line in lines)
    assert len(listed) == 45
    assert all(sentence.endswith((".", "?")) for sentence in listed.values())
    assert listed["segment"].startswith("Classify every pixel")
