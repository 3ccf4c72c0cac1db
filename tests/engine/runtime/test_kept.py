"""What a process keeps between jobs."""

from contextlib import contextmanager
from pathlib import Path

import pytest

from eo_deep.runtime.kept import find_place, keep_between_jobs, kept


class Things:
    """Makes values, and remembers which are open."""

    def __init__(self):
        self.made, self.open = 0, set()

    @contextmanager
    def make(self):
        self.made += 1
        number = self.made
        self.open.add(number)
        try:
            yield number
        finally:
            self.open.remove(number)

    def use(self, key):
        with kept(key, self.make) as value:
            return value


@pytest.fixture(autouse=True)
def keep_nothing():
    yield
    keep_between_jobs(0)


def test_nothing_is_kept_unless_asked_for():
    things = Things()
    assert (things.use("a"), things.use("a"), things.open) == (1, 2, set())
    assert find_place("a.gpkg") == Path("a.gpkg")


def test_values_are_kept_by_key_and_the_least_used_goes():
    keep_between_jobs(2)
    things = Things()
    assert [things.use(key) for key in "abacab"] == [1, 2, 1, 3, 1, 4]
    assert things.open == {1, 4}
    keep_between_jobs(0)
    assert things.open == set()


def test_a_value_without_a_key_is_closed():
    keep_between_jobs(2)
    things = Things()
    assert (things.use(None), things.use(None), things.open) == (1, 2, set())


def test_what_could_not_be_made_is_made_again():
    keep_between_jobs(2)
    made = []

    @contextmanager
    def make():
        made.append(1)
        raise ValueError
        yield

    for _ in range(2):
        with pytest.raises(ValueError), kept("a", make):
            pass
    assert len(made) == 2


def test_files_of_kept_values_outlive_the_folder_of_a_job(tmp_path):
    keep_between_jobs(1)
    assert tmp_path not in find_place(tmp_path / "a.gpkg").parents
