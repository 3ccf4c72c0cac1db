"""Threads compute ahead, results come in order, errors come where they belong."""

import itertools
import time

import pytest

from eo_deep.runtime import threads
from eo_deep.runtime.threads import count_cores, map_in_order, prefetch


def dawdle(number):
    time.sleep(0.002 * (number % 3))
    return number * number


def test_results_come_in_order(monkeypatch):
    expected = [number * number for number in range(30)]
    assert list(prefetch(dawdle, 30, 4, 8)) == expected
    for cores in (1, 4):
        monkeypatch.setattr(threads, "count_cores", lambda cores=cores: cores)
        assert list(map_in_order(dawdle, range(30))) == expected


def test_few_items_are_made_ahead(monkeypatch):
    monkeypatch.setattr(threads, "count_cores", lambda: 3)
    taken = []
    results = map_in_order(lambda item: item, (taken.append(item) or item for item in itertools.count()))
    assert [next(results) for _ in range(5)] == [0, 1, 2, 3, 4]
    results.close()
    assert len(taken) <= 5 + 4
    made = []
    samples = prefetch(made.append, 1000, 2, 3)
    next(samples)
    samples.close()
    assert len(made) <= 4


@pytest.mark.parametrize("run", [lambda f: prefetch(f, 10, 2, 4), lambda f: map_in_order(f, range(10))])
def test_an_error_ends_the_work_at_its_item(run):
    results = run(lambda number: 1 // (number - 3))
    assert [next(results) for _ in range(3)] == [-1, -1, -1]
    with pytest.raises(ZeroDivisionError):
        next(results)


def test_the_variable_sets_fewer_threads_never_more(monkeypatch):
    monkeypatch.delenv("EO_DEEP_THREADS", raising=False)
    cores = count_cores()
    for text, expected in (("1", 1), ("9999", cores), ("0", cores), ("many", cores)):
        monkeypatch.setenv("EO_DEEP_THREADS", text)
        assert count_cores() == expected
