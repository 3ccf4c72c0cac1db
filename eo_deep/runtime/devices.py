"""Which processor a network runs on."""

from __future__ import annotations

import contextlib
import functools
import os
import re
from collections.abc import Callable

import torch

from ..errors import EoDeepError
from .threads import count_cores


def choose_device(name: str = "auto") -> torch.device:
    """The torch device called `name`: "auto" (the GPU if there is one), "cpu", "cuda", "cuda:1", "mps".

    Raises EoDeepError for a device that this machine or this build of torch lacks; only "auto" falls back to the CPU.
    """
    name = (name or "auto").strip().lower()
    if name == "gpus" or re.fullmatch(r"cpu:\d+", name):
        raise EoDeepError(f"Device '{name}' is for trainings of networks; choose auto, cpu, cuda, cuda:N or mps.")
    if name == "auto":
        if torch.cuda.is_available():
            return torch.device("cuda")
        return torch.device("mps" if torch.backends.mps.is_available() else "cpu")
    try:
        device = torch.device(name)
    except RuntimeError:
        raise EoDeepError(f"Device must be auto, cpu, cuda, cuda:N or mps, got '{name}'.") from None
    if device.type == "cpu":
        return device
    if device.type == "cuda":
        count = torch.cuda.device_count() if torch.cuda.is_available() else 0
        if (device.index or 0) < count:
            return device
        why = "this build of torch has no CUDA" if torch.version.cuda is None else f"torch sees {count} CUDA devices"
        raise EoDeepError(f"Device '{name}' is not available ({why}); choose auto or cpu.")
    if device.type == "mps" and torch.backends.mps.is_available():
        return device
    raise EoDeepError(f"Device '{name}' is not available; choose auto or cpu.")


def describe_devices() -> list[dict]:
    """One dict per device: name, title, memory_bytes (None where the system does not report it)."""
    found = [
        {"name": "cpu", "title": f"CPU, {count_cores()} cores, {_cpu_speed()}", "memory_bytes": main_memory_bytes()}
    ]
    if torch.cuda.is_available():
        for index in range(torch.cuda.device_count()):
            properties = torch.cuda.get_device_properties(index)
            found.append({"name": f"cuda:{index}", "title": properties.name, "memory_bytes": properties.total_memory})
    if torch.backends.mps.is_available():
        found.append({"name": "mps", "title": "Apple GPU", "memory_bytes": None})
    return found


def has_fast_bf16(device: torch.device) -> bool:
    """Whether bfloat16 arithmetic is faster than float32 on `device`."""
    if device.type == "cuda":
        return torch.cuda.is_bf16_supported()
    return device.type == "cpu" and "bf16" in _cpu_speed()


def free_memory_bytes(device: torch.device) -> int:
    """Memory that a job may take on `device` without pushing anything else out."""
    if device.type == "cuda":
        return torch.cuda.mem_get_info(device)[0]
    try:
        with open("/proc/meminfo", encoding="ascii") as lines:
            for line in lines:
                if line.startswith("MemAvailable:"):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    total = main_memory_bytes()
    return total // 2 if total else 4 << 30


def main_memory_bytes() -> int | None:
    """The machine's main memory."""
    try:
        return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    except (AttributeError, ValueError, OSError):
        return None


@functools.cache
def _cpu_speed() -> str:
    try:
        with open("/proc/cpuinfo", encoding="utf-8", errors="replace") as text:
            flags = text.read(20000)
    except OSError:
        return torch.backends.cpu.get_cpu_capability()
    return "AVX-512 bf16" if "avx512_bf16" in flags or "amx_bf16" in flags else torch.backends.cpu.get_cpu_capability()


def choose_autocast(device: torch.device) -> Callable[[], contextlib.AbstractContextManager]:
    """What makes the context in which a training computes: bf16 where the device is fast in it."""
    if has_fast_bf16(device):
        return lambda: torch.autocast(device.type, dtype=torch.bfloat16)
    return contextlib.nullcontext
