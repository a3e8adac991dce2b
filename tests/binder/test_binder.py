"""Binder and conda get the same environment, and Binder's server reaches the lessons."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
import yaml

from support import end_other

ROOT = Path(__file__).parents[2]
ENVIRONMENT = ROOT / "environment.yml"


def pinned() -> dict[str, str]:
    lines = (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
    return dict(line.split(" ;")[0].split("==") for line in lines if "==" in line)


def listed() -> dict[str, str]:
    dependencies = yaml.safe_load(ENVIRONMENT.read_text(encoding="utf-8"))["dependencies"]
    return dict(entry.split("==") for entry in dependencies[-1]["pip"])


def test_conda_users_and_binder_read_the_same_file():
    assert (ROOT / "binder" / "environment.yml").read_bytes() == ENVIRONMENT.read_bytes()


def test_the_environment_has_the_versions_that_the_tests_passed_on():
    lock = pinned()
    assert listed() == {name: lock[name] for name in listed()}
    assert {"jupyterlab", "voila", "ipywidgets", "pandas", "matplotlib", "nbval"} <= set(listed())


def test_the_lock_names_no_index_and_no_address():
    text = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert not re.search(r"https?://|--(extra-)?index|--find-links|file:", text)


def test_post_build_can_be_run_by_binder():
    script = ROOT / "binder" / "postBuild"
    assert os.access(script, os.X_OK)
    assert subprocess.run(["bash", "-n", str(script)], check=False).returncode == 0


@pytest.mark.skipif(not shutil.which("git"), reason="git no está instalado")
def test_repo2docker_detects_the_environment(tmp_path):
    copy = tmp_path / "repo"
    shutil.copytree(ROOT / "binder", copy / "binder")
    command = [sys.executable, "-m", "repo2docker", "--no-build", "--debug", str(copy)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    assert "binder/environment.yml" in done.stderr + done.stdout
    assert "binder/postBuild" in done.stderr + done.stdout


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def jupyter(tmp_path):
    port = free_port()
    command = [sys.executable, "-m", "jupyter", "server", "--no-browser", "--allow-root"]
    command += [f"--port={port}", "--IdentityProvider.token=", "--ServerApp.base_url=/user/ana/"]
    home = {**os.environ, "HOME": str(tmp_path), "JUPYTER_PREFER_ENV_PATH": "1"}
    process = subprocess.Popen(
        command, cwd=ROOT, env=home, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    yield f"http://127.0.0.1:{port}/user/ana/"
    end_other(process)


def patiently(address: str) -> str:
    for _try in range(120):
        try:
            with urllib.request.urlopen(address, timeout=30) as answer:
                return answer.read().decode()
        except OSError:
            time.sleep(0.5)
    raise AssertionError(f"{address} no respondió")


def test_the_course_opens_behind_a_jupyter_server_as_on_binder(jupyter):
    page = patiently(jupyter + "cuentas/")
    assert "Cuentas Claras" in page
    assert "/user/ana/cuentas/lecciones/02_leer_un_presupuesto" in page
