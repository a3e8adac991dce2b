"""Drawings: exact geometry, safe texts, ids that never meet."""

import re
import xml.etree.ElementTree as ET

import pytest

from cuentas.view.draw.bars import Bar, bars
from cuentas.view.draw.canvas import BUDGETED, COMMITTED, SPENT, UNTOUCHED, Box, Coins, Sheet, Words
from cuentas.view.draw.coins import Part, coins
from cuentas.view.draw.ruler import Reading, ruler
from cuentas.view.draw.staircase import Stair, staircase
from cuentas.view.draw.svg import svg
from cuentas.view.draw.tiles import Tile, tiles

SVG = "{http://www.w3.org/2000/svg}"
HOSTILE = "<script>alert('$x^2$ & \"y\"')</script>"


def words_of(drawing):
    return " ".join(mark.text for mark in drawing.marks if isinstance(mark, Words))


def test_a_drawing_has_no_date_no_page_wide_style_and_its_own_size():
    drawn = svg(bars([Bar("a", "1", 1, SPENT)], "plain"))
    assert re.search(r'^<svg viewBox="0 0 312 [\d.]+" width="312pt" ', drawn)
    assert not re.search(r"<metadata|<style|20\d\d-", drawn)


def test_the_same_input_draws_the_same_bytes():
    rows = [Bar("PIA", "1", 1, BUDGETED), Bar("PIM", "2", 2, SPENT)]
    assert bars(rows, "same") == bars(rows, "same")


def test_two_drawings_never_share_an_id():
    rows = [Bar("a", "1", 1, COMMITTED)]
    own, other = (
        set(re.findall(r'id="([^"]+)"', svg(bars(rows, name)))) for name in ("one", "two")
    )
    assert own
    assert not own & other


def test_names_are_drawn_as_they_are_never_as_markup_or_formulas():
    sheet = Sheet(height=40)
    sheet.words((0, 0), HOSTILE)
    drawn = svg(sheet.drawing("hostile"))
    assert "".join(ET.fromstring(drawn).itertext()).strip() == HOSTILE
    assert "<script" not in drawn


def test_a_hundred_coins_are_drawn_and_each_part_is_labelled():
    drawn = coins([Part(84, "devengado", SPENT), Part(16, "sin contrato", UNTOUCHED)], "coins")
    assert len(ET.fromstring(svg(drawn)).findall(f".//{SVG}circle")) >= 100
    assert max(len(mark.centres) for mark in drawn.marks if isinstance(mark, Coins)) == 84
    assert "84" in words_of(drawn)
    assert "devengado" in words_of(drawn)


def test_coins_that_are_not_a_hundred_are_refused():
    with pytest.raises(ValueError, match="cien monedas"):
        coins([Part(99, "x", SPENT)], "coins")


def widths(drawing):
    """Widths of the drawn boxes, in the order drawn."""
    return [mark.size[0] for mark in drawing.marks if isinstance(mark, Box)]


def test_bars_start_at_zero_on_one_scale():
    drawn = widths(bars([Bar("a", "", 50, SPENT), Bar("b", "", 200, SPENT)], "scale"))
    assert drawn[0] / drawn[1] == pytest.approx(0.25)


def test_what_is_spent_is_drawn_inside_what_was_budgeted():
    budgeted, spent = widths(bars([Bar("a", "", 100, BUDGETED, inner=40)], "inside"))
    assert spent / budgeted == pytest.approx(0.4)


def test_stairs_share_a_scale_and_the_gap_is_what_is_missing():
    drawn = staircase(
        [
            Stair("PIM", "", 100, "S/ 100", BUDGETED),
            Stair("Devengado", "", 25, "S/ 25", SPENT, gap="faltan S/ 75"),
        ],
        "stairs",
    )
    whole, spent, missing = widths(drawn)[:3]
    assert spent / whole == pytest.approx(0.25)
    assert missing / whole == pytest.approx(0.75)
    assert "faltan S/ 75" in words_of(drawn)


def test_the_ruler_shows_each_reading_in_proportion():
    drawn = widths(ruler([Reading("Obra", 40, SPENT)], "ruler"))
    assert drawn[1] / drawn[0] == pytest.approx(0.4)


def test_a_tile_without_data_says_so_and_the_chosen_one_is_framed():
    places = [
        Tile((1, 1), "Yunga", "sin dato", None),
        Tile((2, 1), "Ilo", "50 %", 50, chosen=True),
    ]
    assert "sin dato" in words_of(tiles(places, "tiles"))
    assert 3 in [mark.line for mark in tiles(places, "tiles").marks if isinstance(mark, Box)]
