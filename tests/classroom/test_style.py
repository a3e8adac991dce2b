"""A lesson's style reaches the page once: linked by the page, never sent again by the lesson."""

import re

from cuentas import lesson
from cuentas.classroom import run
from cuentas.classroom.assets import files

SLUG = "02_leer_un_presupuesto"


def test_only_jupyterlab_gets_the_style_from_the_lesson(monkeypatch, capsys):
    monkeypatch.delenv("SERVER_SOFTWARE", raising=False)
    lesson.start(SLUG)
    assert "HTML object" in capsys.readouterr().out

    monkeypatch.setenv("SERVER_SOFTWARE", "")
    run._use(None)
    lesson.start(SLUG)
    assert capsys.readouterr().out == ""


def test_each_colour_is_given_its_value_once():
    sheets = [files()[name] for name in ("page.css", "view.css", "classroom.css")]
    text = "\n".join(sheet.read_text("utf-8") for sheet in sheets)
    names = re.findall(r"^\s*(--cc-[\w-]+):", text, re.MULTILINE)
    assert len(names) == len(set(names))
