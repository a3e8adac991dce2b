"""Where the script of the controls could not be built, lessons are read and people told why."""

from __future__ import annotations

import re

import pytest

from cuentas.classroom import assets, results
from cuentas.classroom.lesson_page import lesson_html
from cuentas.classroom.notebook import cells_of
from cuentas.classroom.pages import Site
from cuentas.classroom.texts import script_texts
from cuentas.course import course

WIDGET = {results.WIDGET_MIME: {"model_id": "w1"}}


@pytest.fixture
def html(monkeypatch):
    monkeypatch.setattr(assets, "BUILT", ("nada.js",))
    lesson = course().lessons[0]
    return lesson_html(
        Site("/"),
        lesson,
        course(),
        cells=cells_of(lesson.notebook),
        outputs={"m1-figura": [WIDGET]},
        states=results.states({"w1": {"state": {}}}),
        visit={"lesson": lesson.slug},
    )


def test_the_page_says_why_and_what_to_do_and_blames_no_phone(html):
    assert "le falta una parte. Avisa a quien facilita." in html
    assert "JavaScript" not in html
    assert script_texts()["kernelFailed"] not in re.sub(r"<script.*?</script>", "", html)


def test_every_figure_says_that_it_is_not_there_and_nothing_waits_for_a_script(html):
    place = html.split('data-cell="m1-figura">')[1].split("</div>")[0]
    assert script_texts()["figureMissing"] in place
    assert "cc-waiting" not in html
    assert re.findall(r"<script[^>]*>", html) == ['<script type="application/json" id="cc-texts">']


def test_the_person_at_the_computer_gets_one_line_to_type_on_any_system(monkeypatch):
    monkeypatch.setattr(assets, "BUILT", ("nada.js",))
    assert not assets.built_files()
    assert assets.no_script().endswith("python -m pip install -e .")
