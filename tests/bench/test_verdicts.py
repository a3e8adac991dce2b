"""A missed goal, a growing server and a page without marks are said, not passed over."""

from __future__ import annotations

import pytest

from bench import report, soak

ROW = report.Row("Cambio", "Change", lambda _results, _kind: None, "s", most=0.5, times=6)


@pytest.mark.parametrize(
    ("ours", "stock", "met"),
    [(0.4, 4.0, "✓"), (0.4, 1.0, "✗"), (0.6, 9.0, "✗"), (0.4, None, ""), (None, 4.0, "")],
)
def test_a_goal_is_met_only_when_both_its_halves_are(ours, stock, met):
    assert ROW.met(ours, None, stock) == met


def samples(growth_mb_per_hour):
    slope = growth_mb_per_hour / 3600
    return [{"second": 10 * n, "server_private_mb": 80 + slope * 10 * n} for n in range(60)]


def test_growth_is_read_from_the_samples():
    assert soak.growth(samples(0)) == pytest.approx(0)
    assert soak.growth(samples(36)) == pytest.approx(36)
    assert soak.growth(samples(0)[:3]) is None


@pytest.mark.parametrize(
    ("growth", "troubles", "left", "kept"),
    [(0, {}, 0, True), (36, {}, 0, False), (0, {"slow": 1}, 0, False), (0, {}, 1, False)],
)
def test_a_soak_passes_only_when_every_promise_is_kept(growth, troubles, left, kept):
    told = {"samples": samples(growth), "crowd": {"troubles": troubles}, "left_behind": left}
    assert all(soak.verdicts(told).values()) is kept


def test_a_page_without_marks_is_refused(tmp_path):
    page = tmp_path / "README.md"
    page.write_text("Hola", "utf-8")
    with pytest.raises(report.NoMarksError):
        report.write_into(page, {}, "es")
