"""What a report says of pairs."""

import json

import pytest

from eo_deep.reports.html import Report
from eo_deep.sampling.image_pairs import open_pair
from eo_deep.sampling.pair_report import add_pairs
from tests.engine.sampling.test_image_pairs import write_pair


def test_a_report_tells_place_values_and_what_was_refused(tmp_path):
    low, high, _ = write_pair(tmp_path, 4, (5, -7))
    with open_pair(low, high) as pair:
        found = json.loads(json.dumps(pair.describe()))
    assert found["shift_px"] == pytest.approx([-5, 7], abs=0.05)
    assert found["shift_m"] == pytest.approx(2.5 * (25 + 49) ** 0.5, rel=0.01)
    assert found["gain"] == pytest.approx([0.5, 0.8], rel=0.01)
    assert found["correlations"][-1] == found["blocks"] == 9
    report = Report("Training")
    add_pairs(report, [found, {**found, "gain": None, "is_harmonized": False}])
    report.write(str(tmp_path / "report.html"))
    text = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert "low.tif" in text and "-5.0" in text and "0.0 %" in text and "mixed" in text and "band 2" in text
