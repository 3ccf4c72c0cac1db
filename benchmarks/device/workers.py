"""A part of `train`: samples drawn by several processes, for Python runs one thread at a time."""

from __future__ import annotations

import mmap
import multiprocessing
import queue
from multiprocessing.connection import Connection

import numpy as np
import torch
from numpy.random import Generator

from eo_deep.training.batch import Batch, map_tensors
from eo_deep.training.loop import Draw


class Workers:
    """Draws samples in ``count`` processes; `draw` may be called in threads.

    Make it before a GPU is touched: the processes are forks, so that all read the same images.
    """

    def __init__(self, draw: Draw, count: int) -> None:
        context = multiprocessing.get_context("fork")
        pattern = draw(np.random.default_rng(0))
        self._idle: queue.Queue = queue.Queue()
        self.processes = []
        for _ in range(count):
            here, there = context.Pipe()
            shared = _Shared(pattern)
            self.processes.append(context.Process(target=_serve, args=(draw, there, shared), daemon=True))
            self.processes[-1].start()
            self._idle.put((here, shared))

    def draw(self, rng: Generator) -> Batch:
        """The same sample that ``draw`` would give."""
        connection, shared = self._idle.get()
        try:
            connection.send(rng)
            fault = connection.recv()
            if fault:
                raise RuntimeError(f"A sample could not be drawn: {fault}")
            return shared.read()
        finally:
            self._idle.put((connection, shared))

    def stop(self) -> None:
        """End the processes."""
        for process in self.processes:
            process.terminate()


class _Shared:
    """Memory of one sample that two processes see; all samples are like ``pattern``."""

    def __init__(self, pattern: Batch) -> None:
        self._layers = map_tensors(_share, pattern)

    def write(self, sample: Batch) -> None:
        map_tensors(lambda layer, tensor: layer.copy_(tensor), self._layers, sample)

    def read(self) -> Batch:
        return map_tensors(torch.clone, self._layers)


def _share(tensor: torch.Tensor) -> torch.Tensor:
    array = tensor.numpy()
    memory = np.frombuffer(mmap.mmap(-1, max(1, array.nbytes)), array.dtype, array.size)
    return torch.from_numpy(memory.reshape(array.shape))


def _serve(draw: Draw, connection: Connection, shared: _Shared) -> None:
    torch.set_num_threads(1)
    while True:
        try:
            rng = connection.recv()
        except EOFError:
            return
        try:
            shared.write(draw(rng))
            connection.send("")
        except Exception as error:
            connection.send(repr(error))
