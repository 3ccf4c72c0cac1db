"""The figures of a disentangled model in words: what each must be, and what it means where it is not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Line:
    """A row of the table: what was measured, what it must be, whether it is, and what it means if not."""

    name: str
    value: float | None
    wanted: str
    passed: bool | None
    failure: str

    @property
    def verdict(self) -> str:
        """For the table."""
        return "not measured" if self.passed is None else "yes" if self.passed else "NO"


def judge(found: Mapping[str, float | None]) -> list[Line]:
    """The lines of the table, of what `scores.measure` found."""
    chance = 1 / max(found.get("dates") or 1, 1)
    by_place = 3 / max(found.get("places") or 1, 1)
    moments = found.get("moments")
    lines = [
        ("Painted image, error", "translation", None, moments, "less than matched brightness and contrast",
         "The painted images are worse than the other date with the true brightness and contrast of each window: train "
         "longer, or on more ground."),
        ("Error with the global code of another place, same date: rises by", "rise_global_place", None, 0.15,
         "at most 15 %", "The exclusive code of an image holds the place: train longer, or on more places, so that one "
         "date shows many of them."),
        ("Error with the shared code of another place: rises by", "rise_shared_place", 0.7, None, "at least 70 %",
         "The shared code says little about the place, since images are painted almost as well with that of another "
         "one: train longer, and look whether the images lie on each other."),
        ("Error with a random global code: rises by", "rise_global_noise", 0.02, None, "at least 2 %",
         "The global code is hardly used: the dates hardly differ as a whole, or what differs is local."),
        ("Information in the exclusive codes of a window (nats)", "nats_window", 8, 40, "8 to 40",
         "The exclusive codes hold too much, which lets them carry the place, or too little of what the date did: the "
         "training was too short for the balance to settle; train longer."),
        ("Active numbers of the global code", "active_global", 1, None, "at least 1",
         "No number of the global code is used: the dates do not differ as a whole."),
        ("Spread of the shared code, places to dates", "spread_ratio", 2, None, "at least 2",
         "The shared code differs almost as much between dates as between places: train longer, or leave out the dates "
         "that show snow, flood or haze."),
        ("Date told from the shared code", "date_from_shared", None, min(1, 2.5 * chance),
         f"at most {2.5 * chance:.2f} (chance {chance:.2f})",
         "The shared code tells the date: some of what changes is kept as if it stayed. Train longer, or leave out "
         "dates that look like no other one."),
        ("Date told from the global code", "date_from_global", min(0.9, 7 * chance), None,
         f"at least {min(0.9, 7 * chance):.2f}",
         "The global code does not tell the dates apart: they look alike, or the training was too short."),
        ("Place found by the shared code (Recall@1)", "place_from_shared", 0.8, None, "at least 0.80",
         "The shared code does not find a place again at another date: train longer, and look whether the images lie "
         "on each other."),
        ("Place found by the global code (Recall@1)", "place_from_global", None, by_place,
         f"at most {by_place:.2f} (chance {by_place / 3:.2f})",
         "The exclusive code of an image tells the place: train longer, or on more places."),
    ]  # fmt: skip
    return [Line(name, found.get(key), wanted, _judge(found.get(key), low, high), failure)
            for name, key, low, high, wanted, failure in lines]  # fmt: skip


def _judge(value: float | None, low: float | None, high: float | None) -> bool | None:
    if value is None or (low is None and high is None):
        return None
    return (low is None or value >= low) and (high is None or value <= high)
