"""The dates of the images of a series: as given, else as a file's name states them, else as its tags do."""

from __future__ import annotations

import datetime
import re
from collections.abc import Sequence
from pathlib import PurePath

from ..errors import EoDeepError
from ..io.names import count_names, find_date, name_of
from ..io.raster import RasterSource
from ..progress import Progress

_TAGS = "TIFFTAG_DATETIME", "ACQUISITION_DATE", "DATETIME"
_MIDDLE_MONTH, _MIDDLE_DAY = "07", "15"
_MONTH = re.compile(r"(?<!\d)((?:19|20)\d\d)[-_](0[1-9]|1[0-2])(?![-_]?\d)")  # 2019-09: as little as ISO 8601 demands
_YEAR = re.compile(r"(?:19|20)\d\d")


def find_dates(
    sources: Sequence[RasterSource], given: Sequence[str | datetime.date] | None, progress: Progress
) -> list[datetime.date | None]:
    """The date of each image, None where nothing states one.

    Parameters
    ----------
    sources : sequence of RasterSource
    given : sequence of str or date, optional
        One for each image, "" for one that is to be found out.
    progress : Progress
        Gets a message where a month or a year alone is stated, whose middle then counts.

    Raises
    ------
    EoDeepError
        For another number of dates than images, or a text that is no date.
    """
    if given and len(given) != len(sources):
        raise EoDeepError(f"There must be one date for each image, got {len(given)} for {len(sources)} images.")
    dates: list[datetime.date | None] = []
    rough = []
    for source, stated in zip(sources, given or [""] * len(sources), strict=True):
        text = str(stated).strip() or find_date(source.path) or ""
        if not text:
            text = _find_rough_date(name_of(source.path))
            rough += [name_of(source.path)] if text else []
        dates.append(read_date(text) if text else _find_tagged_date(source))
    if rough:
        one = len(rough) == 1
        who = f"The {'name' if one else 'names'} of {count_names(rough)} {'states' if one else 'state'}"
        progress.message(f"{who} no day; the middle of the month or the year counts.")
    return dates


def read_date(text: str) -> datetime.date:
    """The date of "2018-10-16", "20181016" or a moment that begins so. EoDeepError for anything else."""
    match = re.match(r"(\d{4})[-_:/.]?(\d\d)[-_:/.]?(\d\d)(?!\d)", text.strip())
    try:
        return datetime.date(*(int(part) for part in match.groups()))  # type: ignore[union-attr]
    except (AttributeError, ValueError):
        raise EoDeepError(f"A date must be written like 2018-10-16, got '{text}'.") from None


def _find_rough_date(name: str) -> str:
    months = {"-".join(match) for match in _MONTH.findall(name)}
    if len(months) == 1:
        return f"{months.pop()}-{_MIDDLE_DAY}"
    stem = PurePath(name).stem
    return f"{stem}-{_MIDDLE_MONTH}-{_MIDDLE_DAY}" if _YEAR.fullmatch(stem) else ""


def _find_tagged_date(source: RasterSource) -> datetime.date | None:
    tags = source.describe().tags
    for tag in _TAGS:
        try:
            return read_date(tags[tag])
        except (KeyError, EoDeepError):  # tags are anybody's
            continue
    return None
