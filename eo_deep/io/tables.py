"""Tables as CSV files: comma-separated, UTF-8, with a row of names; whole or absent."""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable, Sequence

from .files import check_writable
from .staging import stage


def write_table(path: str | os.PathLike, header: Sequence[str], rows: Iterable[Sequence]) -> None:
    """Write a table; None and NaN become empty cells.

    Raises
    ------
    EoDeepError
        If the path does not end in .csv, the folder is not writable or the disk is full.
    """
    check_writable(path, ".csv")
    with stage(path) as prepared, prepared.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(header)
        writer.writerows([_to_cell(value) for value in row] for row in rows)


def _to_cell(value: object) -> object:
    return "" if value is None or value != value else value
