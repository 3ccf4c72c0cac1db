"""What a cluster may be called. QGIS's process checks names with this module too, so it imports Python's own only."""

from __future__ import annotations

import os
import re

GPUS = "gpus"

_LOCAL = re.compile(r"local:(\d{1,4})")
_ADDRESS = re.compile(r"(tcp|tls)://\S+:\d+")


def count_processes(name: str) -> int | None:
    """How many processes of this computer a name asks for; None for every other name."""
    found = _LOCAL.fullmatch(name)
    return int(found[1]) if found else None


def is_local(name: str) -> bool:
    """Whether a name means processes of this computer."""
    return name == GPUS or count_processes(name) is not None


def is_address(name: str) -> bool:
    """Whether a name is the address of a Dask scheduler."""
    return bool(_ADDRESS.fullmatch(name))


def find_wrong_cluster(name: str | None) -> str | None:
    """What is wrong with a name, in a sentence; None for one that a cluster may have, and for none."""
    if not name or name == GPUS or is_address(name):
        return None
    count, most = count_processes(name), max(2, os.cpu_count() or 1)
    if count is not None:
        if 1 <= count <= most:
            return None
        return f"The number of processes in 'cluster' must be 1 to {most}, as many as there are cores, got '{name}'."
    if os.path.isfile(name):
        return None
    return ("'cluster' must be local:N, gpus, the address of a Dask scheduler (tcp://host:port, tls://host:port) or a "
            f"scheduler file, got '{name}'.")
