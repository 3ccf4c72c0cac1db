"""Names of fields that do not get into each other's way, whatever the input calls its own.

QGIS's process uses this module too: it imports nothing but Python's own (3.9) and progress.py.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..progress import Progress, silent

if TYPE_CHECKING:
    import numpy as np

_TAKEN = ("fid", "geom")  # by GeoPackage itself


def add_columns(columns: dict[str, np.ndarray], added: dict[str, np.ndarray], progress: Progress = silent) -> dict:
    """Columns with further ones; one of the first that has such a name is renamed, in a warning."""
    names = _avoid(columns, tuple(added))
    tell_new_names(names, progress)
    return {**{names[name]: values for name, values in columns.items()}, **added}


def free_names(names: Iterable[str]) -> dict[str, str]:
    """Each of the names -> one like it that GeoPackage takes: not empty, none of its own, none twice in any case."""
    return number_names({name: wanted.strip() or "field" for name, wanted in _avoid(names, _TAKEN).items()})


def number_names(wanted: dict[str, str], reserved: Iterable[str] = ()) -> dict[str, str]:
    """Each name -> what it is wanted to be, with the first free number where that is taken, whatever the case.

    A name that can stay as it is goes before one that is wanted to be so. reserved: what none may be, in lower case.
    """
    used, found = set(reserved), {}
    taken = used | {name.lower() for name in wanted}
    for name, free in wanted.items():
        if free.lower() in used or (free != name and free.lower() in taken):
            free = find_free_name(free, taken | used)
        used.add(free.lower())
        found[name] = free
    return found


def _avoid(names: Iterable[str], reserved: Sequence[str]) -> dict[str, str]:
    """Each of the names -> itself, or another where it is a reserved one, whatever the case."""
    avoided = [name.lower() for name in reserved]
    taken = {name.lower() for name in (*reserved, *names)}
    return {name: find_free_name(f"{name}_before", taken) if name.lower() in avoided else name for name in names}


def find_free_name(name: str, taken: set[str], exactly: bool = False) -> str:
    """The name, or the name with the first number from 2 that is not taken; it is from then on.

    exactly: names that differ in case only are two.
    """
    free, number = name, 2
    while (free if exactly else free.lower()) in taken:
        free, number = f"{name}_{number}", number + 1
    taken.add(free if exactly else free.lower())
    return free


def tell_new_names(names: dict[str, str], progress: Progress) -> None:
    """One warning on fields that are called otherwise than in the input; names: input's -> output's."""
    changed = [(old, new) for old, new in names.items() if old != new]
    olds, news = (", ".join(f"'{pair[side]}'" for pair in changed) for side in (0, 1))
    if len(changed) == 1:
        progress.warning(f"The input's field {olds} is called {news} in the output.")
    elif changed:
        progress.warning(f"The input's fields {olds} are called {news} in the output.")
