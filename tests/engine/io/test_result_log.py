"""Results of steps that are kept: a job goes on with them, and takes no other job's and no torn ones."""

import numpy as np
import pytest
import rasterio

from eo_deep.errors import EoDeepError
from eo_deep.geo.grid import Grid
from eo_deep.io.result_log import logging_results, map_logged
from eo_deep.progress import silent
from eo_deep.runtime.jobs import algorithm
from tests.engine.notes import Notes

GRID = Grid(None, rasterio.Affine(1, 0, 0, 0, -1, 0), 300, 200)


class Steps:
    """A door of two rounds of steps; `made`: the steps that were done, of which number `stop` fails."""

    def __init__(self, monkeypatch):
        self.made, self.stop, self.grid = [], None, GRID
        monkeypatch.setenv("EO_DEEP_PART_PX", "128")
        monkeypatch.setattr("eo_deep.runtime.threads.count_cores", lambda: 1)

        @algorithm("output", restartable=True)
        def work(output: str, factor: int = 2, resume: bool = False, progress: object = silent) -> dict:
            with logging_results(self.grid, progress):
                first = [float(a.sum()) + b.tolist() for a, b in map_logged(lambda n: self.make(n, factor), range(4))]
                second = [found.tolist() for (found,) in map_logged(lambda n: self.make(n, factor)[1:], range(4, 7))]
            return {"found": [first, second]}

        self.work = work

    def make(self, number, factor):
        if number == self.stop:
            raise EoDeepError("stopped")
        self.made.append(number)
        return [np.full((number, 2), factor, np.int32), np.array(number / factor)]


@pytest.fixture
def steps(monkeypatch):
    return Steps(monkeypatch)


def stop(steps, output, number):
    steps.stop = number
    with pytest.raises(EoDeepError, match="stopped"):
        steps.work(output)
    steps.stop, steps.made = None, []


def test_a_job_goes_on_where_it_was_stopped(steps, tmp_path):
    expected = steps.work(str(tmp_path / "direct.gpkg"))
    assert steps.made == list(range(7))
    output, notes = str(tmp_path / "out.gpkg"), Notes()
    stop(steps, output, 5)
    assert steps.work(output, resume=True, progress=notes) == expected
    assert steps.made == [5, 6]
    assert notes.messages == [f"5 steps in '{output}.parts' are done already."]
    assert "run it again with 'Resume'" in notes.kept[-1]
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("damage", ["torn", "changed", "zeros", "noise"])
def test_what_is_not_whole_is_done_again(steps, tmp_path, damage):
    expected = steps.work(str(tmp_path / "direct.gpkg"))
    output, log = str(tmp_path / "out.gpkg"), tmp_path / "out.gpkg.parts" / "steps.log"
    stop(steps, output, 5)
    record = log.read_bytes()
    if damage == "torn":
        log.write_bytes(record[:-3])
    elif damage == "changed":
        log.write_bytes(record[:-100] + bytes([record[-100] ^ 1]) + record[-99:])
    else:
        log.write_bytes(record + (bytes(500) if damage == "zeros" else b"\xff" * 500))
    steps.stop = 6
    with pytest.raises(EoDeepError, match="stopped"):
        steps.work(output, resume=True)
    assert steps.made == ([5] if damage in ("zeros", "noise") else [4, 5])
    steps.stop, steps.made = None, []
    assert steps.work(output, resume=True) == expected
    assert steps.made == [6]


def test_other_jobs_are_refused_and_nothing_is_lost(steps, tmp_path):
    output, folder = str(tmp_path / "out.gpkg"), tmp_path / "out.gpkg.parts"
    stop(steps, output, 5)
    with pytest.raises(EoDeepError, match=r"parts' holds finished steps of an earlier run; run it again with 'Resume'"):
        steps.work(output)
    with pytest.raises(EoDeepError, match="are of another job: 'factor' was 2, not 3; choose another output, or"):
        steps.work(output, factor=3, resume=True)
    assert steps.made == [] and len(list(folder.iterdir())) == 2
    (folder / "job.json").unlink()  # then nobody knows of what job the steps are
    assert steps.work(output, resume=True)["found"] and steps.made == list(range(7))


def test_small_rasters_leave_nothing_on_the_disk(steps, tmp_path):
    steps.grid = Grid(None, GRID.transform, 128, 100)
    stop(steps, str(tmp_path / "out.gpkg"), 5)
    assert not list(tmp_path.iterdir())
