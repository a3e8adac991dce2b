"""Every lesson runs, says what it said yesterday, and has the shape of a lesson.

nbval compares only the oracle cells (``--nbval-lax``); a last test changes one digit in one of
them and must see nbval fail, because a comparison that never fails compares nothing.
"""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest

from cuentas.authoring.notebook import canonical_text, faults, is_oracle, read
from cuentas.course import course
from cuentas.data.region import region_slugs
from cuentas.home import DEFAULT_REGION

ROOT = Path(__file__).parents[2]
LESSONS = course().lessons
each_lesson = pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)


NBVAL = ("-q", "-p", "no:cacheprovider", "--nbval-lax", "--nbval-current-env")


def nbval(*notebooks):
    """Run nbval on notebooks, with the project's own settings, as a person would."""
    settings = ("-c", str(ROOT / "pyproject.toml"))
    return subprocess.run(
        [sys.executable, "-m", "pytest", *settings, *NBVAL, *map(str, notebooks)],
        capture_output=True,
        check=False,
        cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "widgets"), "NO_COLOR": "1"},
        encoding="utf-8",
        timeout=300,
    )


def code_cells(notebook):
    return [cell for cell in notebook.cells if cell.cell_type == "code"]


def test_nbval_finds_every_lesson_as_its_oracles_say():
    done = nbval(*[lesson.notebook for lesson in LESSONS])
    cells = sum(len(code_cells(read(lesson.notebook))) for lesson in LESSONS)
    assert done.returncode == 0, done.stdout
    assert f"{cells} passed" in done.stdout


def test_one_digit_changed_in_an_oracle_is_noticed(tmp_path):
    lesson = LESSONS[0]
    notebook = read(lesson.notebook)
    oracles = [cell for cell in notebook.cells if is_oracle(cell)]
    changed = oracles[-1]
    said = changed.outputs[0]["text"]
    said = re.sub(r"\d", lambda digit: str((int(digit[0]) + 1) % 10), said, count=1)
    changed.outputs[0]["text"] = said
    copy = tmp_path / "lesson.ipynb"
    copy.write_text(canonical_text(notebook), encoding="utf-8")
    done = nbval(copy)
    position = code_cells(notebook).index(changed)
    assert done.returncode == 1, done.stdout
    assert re.findall(r"^FAILED .*::(Cell \d+)", done.stdout, re.MULTILINE) == [f"Cell {position}"]
    assert "outputs differ" in done.stdout


@each_lesson
def test_every_moment_has_an_oracle_that_is_compared(lesson):
    cells = {cell.id: cell for cell in read(lesson.notebook).cells}
    for moment in lesson.moments:
        oracle = cells[f"{moment.id}-oraculo"]
        assert "nbval-check-output" in oracle.metadata.tags
        assert re.search(r"\d", oracle.outputs[0]["text"]), oracle.id


@each_lesson
def test_the_oracles_of_a_lesson_tell_of_more_than_one_region(lesson):
    told = "".join(cell.source for cell in read(lesson.notebook).cells if is_oracle(cell))
    assert {slug for slug in region_slugs() if f'"{slug}"' in told} > {DEFAULT_REGION}


@each_lesson
def test_a_lesson_has_no_faults(lesson):
    assert faults(read(lesson.notebook), lesson) == []


@each_lesson
def test_a_lesson_is_a_valid_notebook_in_canonical_form(lesson):
    text = lesson.notebook.read_text(encoding="utf-8")
    nbformat.validate(json.loads(text), version=4)
    assert text == canonical_text(read(lesson.notebook))


def test_every_lesson_folder_is_in_the_course():
    folders = {path.parent.name for path in (ROOT / "lessons").glob("[!_.]*/lesson.ipynb")}
    assert folders == {lesson.slug for lesson in LESSONS}
