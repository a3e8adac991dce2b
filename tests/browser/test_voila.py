"""Stock Voilà with the template of the course shows a lesson as the class server does."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import contextmanager
from urllib.parse import urlsplit

import pytest

from browser.conftest import PHONE, free_port
from support import ROOT, end_other

LESSON = "lessons/02_leer_un_presupuesto/lesson.ipynb"
OTHER = {
    "cells": [
        {"cell_type": "markdown", "id": "a", "metadata": {}, "source": "# Otro cuaderno"},
        {"cell_type": "code", "id": "b", "metadata": {}, "source": "print(6 * 7)"}
        | {"execution_count": None, "outputs": []},
    ],
    "metadata": {"kernelspec": {"name": "python3", "display_name": "x", "language": "python"}},
    "nbformat": 4,
    "nbformat_minor": 5,
}


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """Template and settings of this checkout where an installation has them."""
    folder = tmp_path_factory.mktemp("installed")
    shutil.copytree(
        ROOT / "widgets" / "voila_template", folder / "data" / "voila" / "templates" / "cuentas"
    )
    (folder / "config").mkdir()
    shutil.copy(ROOT / "widgets" / "voila_config.py", folder / "config" / "voila.py")
    return {"JUPYTER_PATH": str(folder / "data"), "JUPYTER_CONFIG_DIR": str(folder / "config")}


@contextmanager
def opened(what, cwd, installed):
    """The address of ``voila --template=cuentas what``, with a sign of life every second."""
    port = free_port()
    options = ["--no-browser", f"--port={port}", "--Voila.ip=127.0.0.1"]
    slow = "--VoilaConfiguration.http_keep_alive_timeout=1"
    command = [sys.executable, "-m", "voila", "--template=cuentas", *options, slow, what]
    process = subprocess.Popen(
        command,
        cwd=cwd,
        env=os.environ | installed,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        wait_for(f"http://127.0.0.1:{port}/voila/static/nada", process)
        yield f"http://127.0.0.1:{port}/"
    finally:
        end_other(process)


def wait_for(address, process):
    for _try in range(300):
        assert process.poll() is None
        try:
            urllib.request.urlopen(address, timeout=5)
        except urllib.error.HTTPError:
            return
        except OSError:
            time.sleep(0.1)
    raise AssertionError(address)


@pytest.fixture(scope="module")
def voila(installed):
    with opened(LESSON, ROOT, installed) as address:
        yield address


@pytest.fixture(scope="module")
def folder(installed, tmp_path_factory):
    """Voilà on a folder with a lesson that fails in the middle and a notebook of other people."""
    place = tmp_path_factory.mktemp("cuadernos")
    (place / "otro.ipynb").write_text(json.dumps(OTHER), "utf-8")
    lesson = json.loads((ROOT / LESSON).read_text("utf-8"))
    figure = next(cell for cell in lesson["cells"] if cell["id"] == "m2-figura")
    figure["source"] = "1 / 0"
    (place / "rota.ipynb").write_text(json.dumps(lesson), "utf-8")
    with opened(".", place, installed) as address:
        yield address


@pytest.fixture
def page(browser):
    """A phone, with the hosts it asks and the errors of its pages."""
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    page.hosts, page.errors = set(), []
    page.on("request", lambda request: page.hosts.add(urlsplit(request.url).hostname))
    page.on("pageerror", lambda error: page.errors.append(str(error)))
    yield page
    context.close()


def text_of(address):
    """A whole page; Voilà gives signs of life for ever also where nothing more will come."""
    end = time.monotonic() + 120
    with urllib.request.urlopen(address, timeout=120) as answer:
        lines = []
        while line := answer.readline():
            assert time.monotonic() < end, "".join(lines)
            lines.append(line.decode())
    return "".join(lines)


@pytest.mark.browser
def test_a_lesson_is_moved_by_its_kernel_and_asks_no_other_host(voila, page):
    page.goto(voila)
    page.wait_for_selector("html[data-live=yes]", timeout=60_000)
    title = page.locator("#m1 .cc-explorer .cc-title")
    before = title.inner_text()
    page.locator("#m1 select").first.select_option(label="2022")
    page.get_by_text("empezó 2022").first.wait_for()
    assert title.inner_text() != before
    assert page.locator("#m1 .cc-eyebrow").inner_text() == "Momento 1 de 4"
    assert page.locator("[data-cell$=-oraculo]").count() == 0
    assert page.locator("[data-picture]").first.is_hidden()
    assert page.evaluate("document.compatMode") == "CSS1Compat"
    assert page.hosts == {"127.0.0.1"}
    assert page.errors == []


@pytest.mark.browser
def test_an_address_with_a_district_and_a_year_opens_them(voila, page):
    page.goto(f"{voila}?distrito=180106&anio=2022")
    page.wait_for_selector("html[data-live=yes]", timeout=60_000)
    page.get_by_text("empezó 2022").first.wait_for()
    assert "distrito=180106&anio=2022" in page.url
    assert page.locator("[data-not-found]").is_hidden()


def test_the_page_names_no_other_host_and_no_page_that_is_not_there(voila):
    html = text_of(voila)
    assert "<title>" in html
    assert "ipywidgets" not in html
    loaded = [part for part in html.split("<") if part.startswith(("script", "link", "img"))]
    assert not any("//" in part.split(">")[0] for part in loaded)
    links = set(re.findall(r'<a [^>]*href="([^"]*)"', html))
    assert {link for link in links if not link.startswith("#")} == {"/"}


def test_where_a_cell_fails_the_text_stays_and_each_figure_left_says_so(folder):
    html = text_of(f"{folder}voila/render/rota.ipynb")
    assert "ZeroDivisionError" not in html
    shown = {part.split('"')[0]: part for part in html.split('data-cell="')[1:]}
    assert "no se pudo mostrar" not in shown["m1-figura"]
    for cell in ("m2-figura", "m3-figura", "quiz", "acto"):
        assert "no se pudo mostrar" in shown[cell]
    assert "cc-text" in html


def test_other_notebooks_and_folders_look_as_in_voila(folder):
    html = text_of(f"{folder}voila/render/otro.ipynb")
    assert "Otro cuaderno" in html
    assert "42" in html
    assert "cc-page" not in html
    assert "jupyter-config-data" in text_of(folder)
