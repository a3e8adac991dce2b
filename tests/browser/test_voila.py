"""Stock Voilà with the template of the course shows a lesson as the class server does."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from urllib.parse import urlsplit

import pytest

from browser.conftest import PHONE, free_port
from support import ROOT

LESSON = "lessons/02_leer_un_presupuesto/lesson.ipynb"


@pytest.fixture(scope="module")
def voila(tmp_path_factory):
    """``voila --template=cuentas`` on the files of this checkout, as an installation has them."""
    folder = tmp_path_factory.mktemp("voila")
    shutil.copytree(
        ROOT / "widgets" / "voila_template", folder / "data" / "voila" / "templates" / "cuentas"
    )
    (folder / "config").mkdir()
    shutil.copy(ROOT / "widgets" / "voila_config.py", folder / "config" / "voila.py")
    port = free_port()
    command = [
        sys.executable,
        "-m",
        "voila",
        "--template=cuentas",
        "--no-browser",
        f"--port={port}",
    ]
    own = {"JUPYTER_PATH": str(folder / "data"), "JUPYTER_CONFIG_DIR": str(folder / "config")}
    with (folder / "log").open("w") as log:
        process = subprocess.Popen(
            [*command, LESSON], cwd=ROOT, env=os.environ | own, stdout=log, stderr=log
        )
    wait_for(f"http://127.0.0.1:{port}/voila/static/nada", process)
    yield f"http://127.0.0.1:{port}/"
    process.send_signal(signal.SIGTERM)
    process.wait(30)


def wait_for(address, process):
    for _try in range(300):
        assert process.poll() is None
        try:
            urllib.request.urlopen(address, timeout=5)
        except urllib.error.HTTPError:
            return
        except (urllib.error.URLError, ConnectionError):
            time.sleep(0.1)
    raise AssertionError(address)


@pytest.mark.browser
def test_a_lesson_is_moved_by_its_kernel_and_asks_no_other_host(voila, browser):
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    hosts, errors = set(), []
    page.on("request", lambda request: hosts.add(urlsplit(request.url).hostname))
    page.on("pageerror", lambda error: errors.append(str(error)))
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
    assert hosts == {"127.0.0.1"}
    assert errors == []
    context.close()


def test_the_page_names_no_other_host(voila):
    with urllib.request.urlopen(voila, timeout=120) as answer:
        html = answer.read().decode()
    assert "<title>" in html
    assert "ipywidgets" not in html
    loaded = [part for part in html.split("<") if part.startswith(("script", "link", "img"))]
    assert not any("//" in part.split(">")[0] for part in loaded)
