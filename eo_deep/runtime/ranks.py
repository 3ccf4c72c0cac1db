"""The processes that train one network together, and what they tell each other.

They are the ranks of torch.distributed's default group. Without one, a process is the only rank, and nothing is sent.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.distributed as dist
from torch import Tensor

from ..errors import EoDeepError
from .data_parallel import LostProcess


def count() -> int:
    """How many processes there are."""
    return dist.get_world_size() if dist.is_available() and dist.is_initialized() else 1


def number() -> int:
    """Which one this is, from 0."""
    return dist.get_rank() if count() > 1 else 0


def is_first() -> bool:
    """Whether this process is the one that writes files."""
    return number() == 0


def share(total: int, rank: int | None = None) -> range:
    """Which of so many things are this rank's: neighbours, so that those of all ranks in turn are in order."""
    rank, ranks = number() if rank is None else rank, count()
    return range(total * rank // ranks, total * (rank + 1) // ranks)


def gather(own: Tensor, total: int) -> Tensor:
    """(total, ...) of all ranks, in order; own: this one's share of them, whose device and layout they get."""
    if count() == 1:
        return own
    if own.ndim == 4 and own.is_contiguous(memory_format=torch.channels_last):
        return gather(own.movedim(1, -1), total).movedim(-1, 1)
    sizes = [len(share(total, rank)) for rank in range(count())]
    if own[:1].numel() == 0:
        return own.new_empty(total, *own.shape[1:])
    padded = own.new_zeros(max(sizes), *own.shape[1:])
    padded[: len(own)] = own
    sent = padded.reshape(-1).view(torch.uint8)  # bytes: not every backend knows every type
    parts = [torch.empty_like(sent) for _ in sizes]
    _tell(dist.all_gather, parts, sent)
    return torch.cat([part.view(own.dtype).view(padded.shape)[:size] for part, size in zip(parts, sizes)])


def add(values: Tensor) -> Tensor:
    """The sum of all ranks' values, in place."""
    if count() > 1:
        _tell(dist.all_reduce, values)
    return values


def join(own: np.ndarray) -> np.ndarray:
    """(M, ...) of all ranks, in order; own: any number of this one's."""
    if count() == 1:
        return own
    lengths = gather(torch.tensor([len(own)], device=_device()), count()).tolist()
    padded = np.zeros((max(lengths), *own.shape[1:]), own.dtype)
    padded[: len(own)] = own
    found = gather(torch.from_numpy(padded).to(_device())[None], count()).cpu().numpy()
    return np.concatenate([part[:length] for part, length in zip(found, lengths)])


def agree(value: Any) -> Any:
    """The first rank's value, which JSON can hold."""
    if count() == 1:
        return value
    return json.loads(_hand_out(json.dumps(value).encode() if is_first() else b""))


def hand_out_file(path: str) -> None:
    """Give all other ranks, at their ``path``, the file that the first one has at its own, if there is one."""
    if count() == 1:
        return
    there = agree(Path(path).exists())
    content = _hand_out(Path(path).read_bytes() if is_first() and there else b"")
    if there and not is_first():
        Path(path).write_bytes(content)


def hand_out_tensors(tensors: Iterable[Tensor]) -> None:
    """Give all other ranks the first one's values, in place."""
    if count() > 1:
        with torch.no_grad():
            for tensor in tensors:
                sent = tensor.detach().contiguous()
                _tell(dist.broadcast, sent, 0)
                tensor.copy_(sent)


def check_alike(text: str) -> None:
    """Raises EoDeepError where not all ranks have the same text."""
    own = torch.tensor([int.from_bytes(hashlib.sha256(text.encode()).digest()[:7], "big")], device=_device())
    if count() > 1 and len(gather(own, count()).unique()) > 1:
        raise EoDeepError(
            "The processes of the training have other settings, data or versions; start all with the same arguments "
            "and the same EO Deep and torch."
        )


def _hand_out(content: bytes) -> bytes:
    size = torch.tensor([len(content)], device=_device())
    _tell(dist.broadcast, size, 0)
    sent = torch.from_numpy(np.frombuffer(content, np.uint8).copy()) if is_first() else torch.empty(
        int(size), dtype=torch.uint8)  # fmt: skip
    sent = sent.to(_device())
    if len(sent):
        _tell(dist.broadcast, sent, 0)
    return sent.cpu().numpy().tobytes()


def _device() -> torch.device:
    """Where a message must lie: NCCL sends from a GPU's memory only."""
    on_gpu = count() > 1 and dist.get_backend() == "nccl"
    return torch.device("cuda", torch.cuda.current_device()) if on_gpu else torch.device("cpu")


def _tell(send: Callable[..., Any], *arguments: Any) -> None:
    try:
        send(*arguments)
    except torch.OutOfMemoryError:
        raise
    except RuntimeError as error:
        raise LostProcess("Another process of the training has ended; its own message says why.") from error
