"""A copy of the course to damage, and a lesson made from the template."""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from cuentas.authoring.new_lesson import new_lesson
from cuentas.authoring.notebook import read
from cuentas.course import course
from cuentas.home import home

SLUG = "14_prueba"
TITLE = "¿Funciona la prueba?"
Run = Callable[..., "subprocess.CompletedProcess[str]"]


@pytest.fixture
def course_copy(tmp_path):
    """A folder with the course's own lessons and datasets, free to be changed."""
    copy = tmp_path / "curso"
    for name in ("lessons", "datasets"):
        ignored = shutil.ignore_patterns(".ipynb_checkpoints")
        shutil.copytree(home() / name, copy / name, ignore=ignored)
    return copy


@pytest.fixture
def made(course_copy):
    """A lesson just made from the template."""
    new_lesson(course_copy / "lessons", SLUG, TITLE)
    return course(course_copy / "lessons").lesson(SLUG)


@pytest.fixture
def made_notebook(made):
    """Its notebook."""
    return read(made.notebook)


@pytest.fixture
def run(tmp_path) -> Run:
    """Run ``python -m cuentas.cli`` as a person would, and give what it printed."""

    def run_in(*arguments: str, folder: Path | None = None, **variables: str):
        package = str(Path(__file__).parents[2] / "widgets")
        environment = os.environ | {"PYTHONPATH": package} | variables
        if folder:
            environment["CUENTAS_HOME"] = str(folder)
        return subprocess.run(
            [sys.executable, "-m", "cuentas.cli", *arguments],
            capture_output=True,
            check=False,
            cwd=tmp_path,
            env=environment,
            encoding="utf-8",
            timeout=180,
        )

    return run_in
