"""Two processes train as one does."""

import subprocess
import sys
from pathlib import Path

import pytest
import torch
from safetensors.torch import load_file

from eo_deep.training.split import split_batches
from tests.engine.training.rank_cases import CASES, make_unet, train_case

ROOT = Path(__file__).parents[3]


def start_two(*arguments):
    command = [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2"]
    command += ["-m", "tests.engine.training.rank_cases", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=600, check=False)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """What each of two processes ends with, of all cases."""
    folder = tmp_path_factory.mktemp("ranks")
    done = start_two(folder)
    assert done.returncode == 0, done.stderr[-3000:]
    return folder


@pytest.mark.parametrize("name", CASES)
def test_two_processes_have_the_gradients_and_weights_of_one(folder, name):
    torch.set_num_threads(1)
    expected, *found = train_case(name), *(load_file(folder / f"{name}.{rank}") for rank in (0, 1))
    assert all(torch.equal(found[0][key], found[1][key]) for key in expected)
    gradients = [key for key in expected if key.startswith("gradient")]
    most = max(float(expected[key].abs().max()) for key in gradients)
    assert most > 1e-3
    for key in gradients:
        assert float((found[0][key] - expected[key]).abs().max()) < 1e-4 * most, key
    if name != "paper's series":  # so unstable that the last digit of a sum shows after a few steps
        for key in expected.keys() - gradients:
            assert float((found[0][key].double() - expected[key].double()).abs().max()) < 1e-5, key


def test_the_first_process_decides_and_an_error_of_one_ends_the_other(tmp_path):
    start_two(tmp_path, "others")
    limited = [load_file(tmp_path / f"limited.{rank}") for rank in (0, 1)]
    assert all(torch.equal(value, limited[1][key]) for key, value in limited[0].items())
    said = [(tmp_path / f"failed.{rank}").read_text() for rank in (0, 1)]
    assert said[1] == "EoDeepError: The image 'a.tif' has gone."
    assert said[0] == "LostProcess: Another process of the training has ended; its own message says why."


def test_one_process_computes_whole_batches():
    network = make_unet()
    with split_batches([(network, "forward")], [network]):
        assert "forward" not in network.__dict__
