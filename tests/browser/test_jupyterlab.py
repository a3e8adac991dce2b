"""Trainers edit the lessons in JupyterLab: there they open, run and move as well."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest
from playwright.sync_api import expect

from browser.conftest import free_port, wait_until_it_answers
from cuentas.home import home
from support import end_other

SLUG = "02_leer_un_presupuesto"


@pytest.fixture(scope="module")
def lab(tmp_path_factory):
    """JupyterLab on a copy of the lessons, with an empty home."""
    folder = tmp_path_factory.mktemp("lab")
    shutil.copytree(home() / "lessons", folder / "lessons")
    _show_every_cell(folder)
    port = free_port()
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--allow-root"]
    command += [f"--port={port}", "--IdentityProvider.token=", f"--notebook-dir={folder}"]
    quiet = {"HOME": str(folder), "CUENTAS_HOME": str(home())}
    process = subprocess.Popen(
        command,
        env={**os.environ, **quiet},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    address = f"http://127.0.0.1:{port}"
    wait_until_it_answers(address + "/lab", process)
    yield address
    end_other(process)


def _show_every_cell(folder):
    """JupyterLab draws only the cells in sight; the test wants them all."""
    settings = folder / ".jupyter/lab/user-settings/@jupyterlab/notebook-extension"
    settings.mkdir(parents=True)
    wish = '{"windowingMode": "none"}'
    (settings / "tracker.jupyterlab-settings").write_text(wish, encoding="utf-8")


def test_a_lesson_runs_and_moves_in_jupyterlab(browser, lab):
    context = browser.new_context(viewport={"width": 1280, "height": 2400})
    page = context.new_page()
    page.goto(f"{lab}/lab/tree/lessons/{SLUG}/lesson.ipynb")
    page.locator(".jp-Notebook").wait_for(timeout=60_000)
    page.get_by_text("| Idle").wait_for(timeout=60_000)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_text("Run All Cells", exact=True).click()

    chain = page.locator(".cc-explorer", has=page.locator(".cc-title", has_text="De S/")).first
    chain.scroll_into_view_if_needed(timeout=90_000)
    before = chain.locator(".cc-title").inner_text()
    chain.locator("select").first.select_option(index=3)
    expect(chain.locator(".cc-title")).not_to_have_text(before)
    context.close()
