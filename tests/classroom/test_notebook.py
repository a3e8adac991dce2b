"""How a notebook becomes the sections of a page, and results become HTML."""

from __future__ import annotations

import json
import logging
import re

import pytest

from classroom.tiny_course import CELLS, notebook
from cuentas.classroom import results
from cuentas.classroom.journal import DiscreetFormatter
from cuentas.classroom.notebook import render_markdown, sections, shown
from cuentas.classroom.security import content_security_policy
from cuentas.classroom.texts import page_trouble


def test_oracles_are_gone_and_nothing_else_is():
    before = notebook(CELLS).cells
    kept = [cell.id for cell in before if cell.id != "m1-oraculo"]
    assert [cell.id for cell in shown(before)] == kept


def test_cells_are_grouped_by_what_comes_before_the_dash():
    found = sections(shown(notebook(CELLS).cells))
    assert [section.id for section in found] == ["portada", "objetivos", "m1", "quiz", "acto"]
    assert [section.id for section in found if section.is_moment] == ["m1"]


def test_headings_that_repeat_keep_ids_apart():
    first = render_markdown("### Observa\n\n### Observa", "m1-conversa")
    second = render_markdown("### Observa", "m2-conversa")
    ids = re.findall(r'id="([^"]+)"', first + second)
    assert ids == ["m1-conversa-t1", "m1-conversa-t2", "m2-conversa-t1"]
    assert "anchor-link" not in first


def test_a_widget_is_handed_to_the_page_script_without_closing_its_element():
    bundle = {results.WIDGET_MIME: {"model_id": "</script><b>"}, "text/plain": "objeto"}
    html = str(results.result([bundle]))
    inner = re.search(
        r'<script type="application/vnd.jupyter.widget-view\+json">(.*)</script>$', html
    )
    assert "<" not in inner[1]
    assert json.loads(inner[1])["model_id"] == "</script><b>"
    assert 'class="cc-waiting"' in html


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], ""),
        ([{"text/plain": "2 < 3"}], '<pre class="cc-plain">2 &lt; 3</pre>'),
        (
            [{"text/html": "<b>84</b>", "text/plain": "objeto"}],
            '<div class="cc-html"><b>84</b></div>',
        ),
    ],
)
def test_results_are_shown_in_their_richest_form(given, expected):
    assert str(results.result(given)) == expected


def test_a_cell_that_failed_is_a_kind_sentence():
    assert "no se pudo mostrar" in str(results.result(None))


def test_states_cannot_close_their_element():
    html = str(results.states({"w1": {"state": {"value": "</script><script>alert(1)</script>"}}}))
    assert html.count("<") == 2


def test_a_line_of_the_journal_hides_queries_and_addresses():
    record = logging.makeLogRecord(
        {
            "levelno": logging.ERROR,
            "msg": "GET /lecciones/x?distrito=180106 (192.168.1.20) ::1 fe80::1:2",
        }
    )
    line = DiscreetFormatter().format(record)
    assert line.endswith("GET /lecciones/x (···) ··· ···")


def test_a_strange_host_header_does_not_enter_the_policy():
    assert "connect-src 'self'" in content_security_policy("x; script-src *")
    assert "script-src *" not in content_security_policy("x; script-src *")


@pytest.mark.parametrize(
    ("status", "word"), [(404, "No encontramos"), (500, "no se pudo preparar")]
)
def test_an_error_says_what_happened_and_what_to_do(status, word):
    trouble = page_trouble(status)
    assert word in trouble.title
    assert trouble.advice
