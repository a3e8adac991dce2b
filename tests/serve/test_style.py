"""A lesson's style reaches the page once: linked by the page, never sent again by the kernel."""

import re
from pathlib import Path

from cuentas import lesson
from cuentas.serve.kernels import kernel_environment
from cuentas.serve.pages import STATIC_FILES

SLUG = "02_leer_un_presupuesto"


def test_only_jupyterlab_gets_the_style_from_the_lesson(monkeypatch, capsys, tmp_path):
    monkeypatch.delenv("SERVER_SOFTWARE", raising=False)
    lesson.start(SLUG)
    assert "HTML object" in capsys.readouterr().out

    served = kernel_environment("", tmp_path)["SERVER_SOFTWARE"]
    monkeypatch.setenv("SERVER_SOFTWARE", served)
    lesson.start(SLUG)
    assert capsys.readouterr().out == ""


def test_each_colour_is_given_its_value_once():
    sheets = [Path(path) for name, path in STATIC_FILES.items() if name.endswith(".css")]
    text = "\n".join(sheet.read_text("utf-8") for sheet in sheets)
    names = re.findall(r"^\s*(--cc-[\w-]+):", text, re.MULTILINE)
    assert len(names) == len(set(names))
