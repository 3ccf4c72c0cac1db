"""Whether an output fits on its disk, said before the work."""

from __future__ import annotations

import shutil
from pathlib import Path

from ..errors import EoDeepError
from ..progress import Progress

_BEST_COMPRESSION = 4  # images hardly ever need less than a quarter of their size


def check_space(path: str, size_bytes: int, what: str, progress: Progress) -> None:
    """Report how large an output will be at most, before compression; warn, or refuse, where its disk is too small.

    Parameters
    ----------
    path : str
        Of the output.
    size_bytes : int
        Of its values.
    what : str
        "800 x 600 px", for the message.
    progress : Progress

    Raises
    ------
    EoDeepError
        If the disk has less room than compression can save.
    """
    free = shutil.disk_usage(Path(path).absolute().parent).free
    text = f"'{Path(path).name}' will have {what}, up to {_name(size_bytes)} before compression"
    if size_bytes > _BEST_COMPRESSION * free:
        raise EoDeepError(f"{text}, and its disk has {_name(free)} left; choose an area or another disk.")
    if size_bytes > free:
        progress.warning(f"{text}, and its disk has {_name(free)} left.")
    else:
        progress.message(f"{text}.")


def _name(size_bytes: int) -> str:
    size, unit = (size_bytes / 1e9, "GB") if size_bytes >= 1e9 else (size_bytes / 1e6, "MB")
    return f"{size:.3g} {unit}"
