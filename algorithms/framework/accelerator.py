"""The graphics processor of this computer, found without PyTorch, and the build of PyTorch that set-up fetches."""

from __future__ import annotations

import os
import platform
import shutil
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from .translation import tr

NVIDIA, APPLE, NONE = "nvidia", "apple", ""
OTHERS_GB = 0.3  # to download: all packages but PyTorch
# PyTorch's builds: (GB to download, GB on the disk with the other packages)
_CPU_GB, _CUDA_GB = (0.2, 2), (3, 8)


@dataclass(frozen=True)
class Accelerator:
    """kind: NVIDIA, APPLE or NONE; title: what to tell of it, "NVIDIA RTX A2000, driver 550.54"."""

    kind: str
    title: str


def find_accelerator(environment: Mapping[str, str] = os.environ) -> Accelerator:
    """What the system says about its graphics processor; environment: for the programs that are asked."""
    if sys.platform == "darwin":
        arm = platform.machine() == "arm64"
        return Accelerator(APPLE, "Apple GPU") if arm else Accelerator(NONE, tr("no GPU that PyTorch can use"))
    program = shutil.which("nvidia-smi")
    program = program or str(Path(environment.get("SYSTEMROOT", "C:/Windows"), "System32", "nvidia-smi.exe"))
    try:
        said = subprocess.run(
            [program, "--query-gpu=name,driver_version", "--format=csv,noheader"], env=dict(environment),
            stdin=subprocess.DEVNULL, capture_output=True, text=True, timeout=20, check=False,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError):
        said = None
    if said is not None and said.returncode == 0 and said.stdout.strip():
        name, _, driver = said.stdout.splitlines()[0].partition(",")
        return Accelerator(NVIDIA, tr("{gpu}, driver {version}").format(gpu=name.strip(), version=driver.strip()))
    if Path("/proc/driver/nvidia/version").exists():
        return Accelerator(NVIDIA, "NVIDIA GPU")
    return Accelerator(NONE, tr("no NVIDIA GPU with a driver"))


def describe_download(accelerator: Accelerator, index_url: str = "", wheelhouse: str = "") -> str:
    """What set-up will fetch on this computer: the build of PyTorch, GB, and how to choose another, in sentences."""
    sentences = [tr("This computer has: {title}.").format(title=accelerator.title)]
    if wheelhouse:
        source = tr("The packages come from the folder '{folder}'; nothing is downloaded.")
        sentences.append(source.format(folder=wheelhouse))
    elif index_url:
        sentences.append(tr("PyTorch comes in the build that your package index has."))
    elif sys.platform == "darwin" and accelerator.kind == APPLE:
        sentences.append(_tell(_CPU_GB, tr("PyTorch for Apple processors, which uses the GPU")))
    elif sys.platform == "darwin":
        sentences.append(
            tr("PyTorch is no longer made for Macs with Intel processors: the engine cannot be set up here.")
        )
    elif sys.platform == "win32":
        sentences.append(_tell(_CPU_GB, tr("the CPU build of PyTorch")))
        if accelerator.kind != NONE:
            sentences.append(
                tr("It runs on the CPU: for the GPU, enter PyTorch's index of builds for CUDA as the package index.")
            )
    else:
        sentences.append(_tell(_CUDA_GB, tr("the build of PyTorch for NVIDIA GPUs")))
        if accelerator.kind != NVIDIA:
            sentences.append(
                tr(
                    "It runs on the CPU too: for a small download, enter PyTorch's index of CPU builds as the package "
                    "index."
                )
            )
    return " ".join(sentences)


def _tell(build_gb: tuple[float, float], build: str) -> str:
    return tr(
        "From the standard index comes {build}: about {download_gb:.1f} GB to download with all packages, {disk_gb} GB "
        "on the disk."
    ).format(build=build, download_gb=build_gb[0] + OTHERS_GB, disk_gb=build_gb[1])
