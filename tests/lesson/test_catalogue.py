"""The course is what its own files say."""

import shutil

import pytest

from cuentas.course import CourseError, course, read_toml
from cuentas.data.pack import sources
from support import ROOT, edit


@pytest.fixture
def lessons(tmp_path):
    return shutil.copytree(ROOT / "lessons", tmp_path / "lessons")


def test_lessons_follow_the_order_of_the_course_file():
    listed = course(ROOT / "lessons").lessons
    assert [one.number for one in listed] == list(range(1, len(listed) + 1))
    assert listed[1].url_path == "/lecciones/02_leer_un_presupuesto"
    assert all(one.notebook.is_file() for one in listed)


def test_the_minutes_of_a_lesson_are_those_of_its_plan():
    for one in course(ROOT / "lessons").lessons:
        assert one.minutes == sum(step.minutes for step in one.plan)
        assert 45 <= one.minutes <= 60


def test_neighbours_of_a_lesson_are_the_ones_before_and_after():
    whole = course(ROOT / "lessons")
    first, second = whole.lessons[:2]
    assert whole.neighbours(first.slug) == (None, second)
    assert whole.neighbours(whole.lessons[-1].slug)[1] is None


def test_prerequisites_are_earlier_lessons():
    seen = set()
    for one in course(ROOT / "lessons").lessons:
        assert set(one.prerequisites) <= seen
        seen.add(one.slug)


def test_every_source_that_a_lesson_names_is_in_the_source_list():
    for one in course(ROOT / "lessons").lessons:
        assert set(one.sources) <= sources().keys()


@pytest.mark.parametrize(
    ("before", "after", "sentence"),
    [
        ('status = "published"', 'status = "ready"', "tiene el estado «ready»"),
        ('title = "Cuentas Claras"', "", "falta 'title'"),
        ('slug = "01_de_la_mina_al_municipio"', "slug = 1", "con otra forma"),
        ('slug = "01_', 'slug = "71_', "Falta el archivo"),
        ('slug = "01_', 'slog = "01_', "falta 'slug'"),
        ("title", "= title", "No puedo leer"),
    ],
)
def test_a_mistake_in_the_course_file_is_told_with_its_place(lessons, before, after, sentence):
    edit(lessons / "course.toml", before, after)
    with pytest.raises(CourseError, match=sentence):
        course(lessons)


@pytest.mark.parametrize("entry", ["goal", "sentence", "title"])
def test_a_lesson_without_an_entry_is_told_with_its_place(lessons, entry):
    folder = lessons / "02_leer_un_presupuesto"
    edit(folder / "lesson.toml", f"{entry} = ", f"{entry}_gone = ")
    with pytest.raises(CourseError, match=f"02_leer_un_presupuesto.*falta {entry}"):
        course(lessons)


def test_an_unknown_lesson_is_an_error():
    with pytest.raises(KeyError, match="nada"):
        course(ROOT / "lessons").lesson("nada")


def test_a_file_saved_with_a_byte_order_mark_is_read_the_same(tmp_path):
    path = tmp_path / "lesson.toml"
    path.write_text('title = "Año"\n', encoding="utf-8-sig")
    assert read_toml(path) == {"title": "Año"}
    path.write_text('title = "Año"\n', encoding="cp1252")
    with pytest.raises(CourseError, match="no está guardado como UTF-8"):
        read_toml(path)
