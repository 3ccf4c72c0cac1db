"""What the window shows of EO Deep before any algorithm runs: menu, toolbar, and the offer to set the engine up."""

from __future__ import annotations

import pytest

TOOLS = ["eodeep:extractbuildings", "eodeep:classifyscenes", "eodeep:trainsegmentation"]


def test_a_missing_engine_is_offered_at_the_start(window):
    start = window("start without engine")
    sentence = "The variable EO_DEEP_PYTHON names '/nowhere', where there is no Python interpreter."
    assert start["offer"] == {"text": sentence, "buttons": ["Set up", "Later", "What is it?"]}
    assert "a Python environment of its own" in start["texts"][0]
    assert "GB to download" in start["texts"][1]
    assert start["opened"] == ["eodeep:setupengine"]
    assert start["left"] == {}


@pytest.mark.parametrize("time", [0, 1])
def test_menu_and_toolbar_stand_once_and_open_dialogs(window, time):
    seen = window("menu")[time]
    assert (seen["menus"], seen["toolbars"]) == (1, 1)
    assert seen["opened"] == TOOLS
    assert {"Classify", "Train", "Models", "Engine", "Settings", "Manual", "About EO Deep"} <= set(seen["entries"])
