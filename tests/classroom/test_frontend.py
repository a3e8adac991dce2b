"""The light script: its own tests, and what the server does where it could not be built."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

from cuentas.classroom import frontend

SOURCE = Path(__file__).resolve().parents[2] / "widgets" / "frontend"


def test_the_log_the_lines_and_the_session_keep_their_promises():
    node = shutil.which("node")
    if node is None:
        pytest.skip("no hay Node en esta máquina")
    tests = sorted(str(path) for path in (SOURCE / "test").glob("*.test.js"))
    told = subprocess.run(
        [node, "--test", *tests], check=False, capture_output=True, text=True, timeout=120
    )
    assert told.returncode == 0, told.stdout


def test_without_a_built_script_the_stock_one_is_used_and_a_line_says_so(monkeypatch, tmp_path):
    monkeypatch.setattr(frontend, "_BUILT_FOLDER", tmp_path)
    assert frontend.script_mode() == "stock"
    assert "make frontend" in frontend.script_notice()
    (tmp_path / "live.js").write_text("")
    assert frontend.script_mode() == "stock"
    (tmp_path / "live.css").write_text("")
    assert frontend.script_mode() == "slim"
    assert frontend.script_notice() == ""
    assert set(frontend.built_files()) == {"live.js", "live.css"}


def test_the_stock_script_is_told_no_address_of_another_host():
    told = frontend.stock_page_config("/curso/")
    assert told["fullStaticUrl"] == "/curso/voila/static"
    assert told["fullMathjaxUrl"] is None
    assert "kernelId" not in told


def test_the_lock_names_no_registry_and_every_version_is_exact():
    assert '"resolved"' not in (SOURCE / "package-lock.json").read_text("utf-8")
    package = (SOURCE / "package.json").read_text("utf-8")
    assert not any(sign in package.split('"dependencies"')[1] for sign in "^~*")
