"""Which bands of an image are those of a model: by their names, their wavelengths, or the product in the file's name.

The bands of Sentinel-2 are those of ESA's product specification, those of Landsat of the USGS's data format control
books; wavelengths are the centres in nm.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

# Names of one colour, where a product and a model call it differently: Sentinel-2's, which is what has such numbers.
_SAME_COLOUR = (("blue", "b02", "b2"), ("green", "b03", "b3"), ("red", "b04", "b4"), ("nir", "b08", "b8"))
# And further ones that only guesses go by: of products that are known, so their numbers mean nothing else.
_SAME_IN_PRODUCTS = (*_SAME_COLOUR, ("coastal", "b01", "b1"), ("swir1", "b11"), ("swir2", "b12"))
_NM = {
    "coastal": 443, "blue": 492, "green": 560, "red": 665, "b05": 704, "b06": 740, "b07": 783, "nir": 833, "b8a": 865,
    "b09": 945, "b10": 1374, "swir1": 1613, "swir2": 2200,
}  # fmt: skip
_NEAR = 0.05  # of a wavelength: neighbours of the red edge are as far apart
_SENTINEL = ("b01", "b02", "b03", "b04", "b05", "b06", "b07", "b08", "b8a", "b09", "b10", "b11", "b12")
_OLI = ("coastal", "blue", "green", "red", "nir", "swir1", "swir2")
_TM = ("blue", "green", "red", "nir", "swir1")
# By the product: the bands of a file that has so many.
_PRODUCTS = (
    (r"(?<![a-z0-9])(s2[abc]?|sentinel.?2[abc]?)(?![0-9])", {
        13: _SENTINEL, 12: tuple(name for name in _SENTINEL if name != "b10"),
        10: tuple(name for name in _SENTINEL if name not in ("b01", "b09", "b10")), 4: ("b02", "b03", "b04", "b08"),
    }),
    (r"(?<![a-z0-9])(l[co]0[89]|landsat.?[89])(?![0-9])", {
        7: _OLI, 6: _OLI[1:], 11: (*_OLI, "pan", "cirrus", "thermal 1", "thermal 2"),
    }),
    (r"(?<![a-z0-9])(l[te]0[4-7]|landsat.?[4-7])(?![0-9])", {6: (*_TM, "swir2"), 7: (*_TM, "thermal", "swir2")}),
)  # fmt: skip


@dataclass(frozen=True)
class ImageBand:
    """A band of an image: its name, and the centre of its wavelengths in nm where that is known."""

    name: str
    wavelength_nm: float | None = None


@dataclass(frozen=True)
class BandGuess:
    """Where each band of a model is among an image's, from 1; None: not known.

    by: "name", "wavelength", "product" or "order", the least certain that was needed; "" where nothing is known.
    """

    numbers: tuple[int | None, ...]
    by: str


def find_band(name: str, names: Sequence[str]) -> int | None:
    """Where a band is among an image's, from 0: by its own name, else by another name of the same colour."""
    return _find(name, names, _SAME_COLOUR)


def guess_bands(wanted: Sequence[str], bands: Sequence[ImageBand], file_name: str) -> BandGuess:
    """Guess which bands of an image are the `wanted` ones of a model.

    Only a guess of all bands, each another one, counts. An image of as many bands as the model's is taken in its order.
    """
    names = [band.name for band in bands]
    product = _name_product(len(bands), file_name)
    waves = {place: band.wavelength_nm for place, band in enumerate(bands) if band.wavelength_nm}
    for by, places in (
        ("name", [find_band(name, names) for name in wanted]),
        ("wavelength", [_find_wavelength(name, waves) for name in wanted]),
        ("product", [_find(name, product, _SAME_IN_PRODUCTS) for name in wanted]),
        ("order", list(range(len(wanted))) if len(wanted) == len(bands) else []),
    ):
        known = [place for place in places if place is not None]
        if len(set(known)) == len(wanted):
            return BandGuess(tuple(place + 1 for place in known), by)
    some = [find_band(name, names) for name in wanted]
    return BandGuess(tuple(None if place is None else place + 1 for place in some), "")


def _find(name: str, names: Sequence[str], same: Sequence[Sequence[str]]) -> int | None:
    name = name.strip().lower()
    for wanted in ({name}, {other for group in same if name in group for other in group}):
        matches = [place for place, other in enumerate(names) if other.strip().lower() in wanted]
        if len(matches) == 1:
            return matches[0]
    return None


def _find_wavelength(name: str, waves: dict[int, float]) -> int | None:
    """The band nearest to the wavelength of a band's name, where that is near enough."""
    names = {name.lower(), *(other for group in _SAME_IN_PRODUCTS if name.lower() in group for other in group)}
    centres = [nm for other, nm in _NM.items() if other in names]
    if not centres or not waves:
        return None
    place = min(waves, key=lambda each: abs(waves[each] - centres[0]))
    return place if abs(waves[place] - centres[0]) <= _NEAR * centres[0] else None


def _name_product(count: int, file_name: str) -> Sequence[str]:
    for pattern, orders in _PRODUCTS:
        if re.search(pattern, file_name.lower()):
            return orders.get(count, ())
    return ()
