"""Only "auto" falls back to the CPU; another device that is absent is refused by its name."""

import pytest
import torch

from eo_deep.errors import EoDeepError
from eo_deep.runtime import devices
from eo_deep.runtime.devices import choose_device, describe_devices, free_memory_bytes, main_memory_bytes
from eo_deep.runtime.threads import count_cores


@pytest.fixture
def no_gpu(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: False)
    monkeypatch.setattr(torch.backends.mps, "is_available", lambda: False)


@pytest.fixture
def two_gpus(monkeypatch):
    monkeypatch.setattr(torch.cuda, "is_available", lambda: True)
    monkeypatch.setattr(torch.cuda, "device_count", lambda: 2)


@pytest.mark.parametrize("name", ["auto", "", None, "cpu", " CPU "])
def test_without_a_gpu_the_cpu_is_taken(no_gpu, name):
    assert choose_device(name) == torch.device("cpu")


@pytest.mark.parametrize("name", ["cuda", "cuda:1", "mps", "tpu", "cuda:x"])
def test_devices_that_are_absent_are_refused(no_gpu, name):
    with pytest.raises(EoDeepError, match=f"'{name}'"):
        choose_device(name)


def test_gpus_are_chosen_by_number(two_gpus):
    assert choose_device("auto") == choose_device("cuda") == torch.device("cuda")
    assert choose_device("cuda:1") == torch.device("cuda:1")
    with pytest.raises(EoDeepError, match="'cuda:2'"):
        choose_device("cuda:2")


def test_the_cpu_is_described_first(no_gpu):
    (cpu,) = describe_devices()
    assert cpu["name"] == "cpu" and f"{count_cores()} cores" in cpu["title"]
    assert cpu["memory_bytes"] == main_memory_bytes()


def test_free_memory_is_a_part_of_the_machines():
    assert 0 < free_memory_bytes(torch.device("cpu")) <= main_memory_bytes()


def test_where_the_system_does_not_tell_the_free_memory_half_of_it_is_taken(monkeypatch):
    monkeypatch.setattr("builtins.open", lambda *_, **__: (_ for _ in ()).throw(OSError()))
    monkeypatch.setattr(devices, "main_memory_bytes", lambda: 8 << 30)
    assert free_memory_bytes(torch.device("cpu")) == 4 << 30
    monkeypatch.setattr(devices, "main_memory_bytes", lambda: None)
    assert free_memory_bytes(torch.device("cpu")) == 4 << 30
