"""Runs that end early in the window: cancelled, and without an engine."""

from __future__ import annotations

import pytest


def test_cancel_leaves_nothing(window):
    run = window("cancel")
    assert not run["succeeded"]
    assert "Cancelled. Nothing was written." in run["log"]
    assert "Traceback" not in run["log"]
    assert run["layers"] == run["files"] == []


@pytest.mark.parametrize("name", ["segment", "updatemap"])
def test_a_missing_engine_is_told_in_one_sentence(name, window):
    sentence = "The variable EO_DEEP_PYTHON names '/nowhere', where there is no Python interpreter."
    run = window(f"no engine {name}")
    assert not run["succeeded"]
    assert sentence in run["log"].splitlines()
    assert "Traceback" not in run["log"]
    assert run["layers"] == []
    assert run["toolbox"] == [True, ""]  # the dialog opens, and offers what is missing
    assert run["offer"] == {"text": sentence, "buttons": ["Set up", "Later", "What is it?"]}
