"""A lesson's style reaches the page once: linked by the page, never sent again by the kernel."""

import re

from cuentas import lesson
from cuentas.classroom.assets import files
from cuentas.classroom.kernel.forks import environment

SLUG = "02_leer_un_presupuesto"


def test_only_jupyterlab_gets_the_style_from_the_lesson(monkeypatch, capsys):
    monkeypatch.delenv("SERVER_SOFTWARE", raising=False)
    lesson.start(SLUG)
    assert "HTML object" in capsys.readouterr().out

    served = environment()["SERVER_SOFTWARE"]
    monkeypatch.setenv("SERVER_SOFTWARE", served)
    lesson.start(SLUG)
    assert capsys.readouterr().out == ""


def test_each_colour_is_given_its_value_once():
    sheets = [files()[name] for name in ("page.css", "view.css", "classroom.css")]
    text = "\n".join(sheet.read_text("utf-8") for sheet in sheets)
    names = re.findall(r"^\s*(--cc-[\w-]+):", text, re.MULTILINE)
    assert len(names) == len(set(names))
