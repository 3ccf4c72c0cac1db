"""What tests let workers do: functions that these import by name."""

import os
import signal
import time
from pathlib import Path

from eo_deep.errors import EoDeepError


def tell(call):
    """A worker's process, and what is set in it."""
    names = ("PROJ_NETWORK", "http_proxy", "EO_DEEP_THREADS", "OMP_NUM_THREADS")
    return {name: os.environ.get(name) for name in names} | {"pid": os.getpid()}


def refuse(call):
    """A question that a worker cannot answer."""
    raise EoDeepError("There is no image here.")


def square(call, progress):
    """A call that has something to say: each the same message, odd ones a warning of their own."""
    progress.message("Squared.")
    if call["x"] % 2:
        progress.warning(f"{call['x']} is odd.")
    return call["x"] ** 2


def fail(call, progress):
    """Call 3 fails, always."""
    if call["x"] == 3:
        raise EoDeepError("Three is refused.")
    return call["x"]


def stumble(call, progress):
    """A mistake of the code."""
    return call["nothing"]


def die(call, progress):
    """Call 3 ends its process: the first `times` times."""
    tries = list(Path(call["folder"]).glob("try*"))
    if call["x"] == 3 and len(tries) < call["times"]:
        Path(call["folder"], f"try{len(tries)}").touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return call["x"]


def work(call, progress):
    """A call that takes its time, and leaves a sign of its beginning."""
    Path(call["folder"], f"begun{call['x']}").touch()
    for step in range(10):
        time.sleep(call["seconds"] / 10)
        progress(step / 10)
    return call["x"], os.getpid()
