"""A new lesson starts whole, runs at once, and never leaves half of itself behind."""

import codecs

import pytest

from cuentas.authoring.new_lesson import NewLessonError, new_lesson
from cuentas.course import course

COMMENT = "# Un comentario de quien ordena el curso.\n"


def tree(folder):
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def lessons(course_copy):
    folder = course_copy / "lessons"
    listing = folder / "course.toml"
    listing.write_text(COMMENT + listing.read_text(encoding="utf-8"), encoding="utf-8")
    return folder


def test_a_new_lesson_has_its_title_and_stands_last_as_a_draft(lessons):
    before = [lesson.slug for lesson in course(lessons).lessons]
    folder = new_lesson(lessons, "14_la_obra", "¿Y la obra?")
    made = course(lessons).lessons[-1]
    assert [lesson.slug for lesson in course(lessons).lessons] == [*before, "14_la_obra"]
    assert (made.slug, made.title, made.status) == ("14_la_obra", "¿Y la obra?", "draft")
    notebook = (folder / "lesson.ipynb").read_text(encoding="utf-8")
    assert "# ¿Y la obra?" in notebook
    assert "_template" not in notebook


def test_the_course_keeps_every_line_that_it_had(lessons):
    before = (lessons / "course.toml").read_text(encoding="utf-8")
    new_lesson(lessons, "14_la_obra", "¿Y la obra?")
    after = (lessons / "course.toml").read_text(encoding="utf-8")
    entry = '\n[[modules.lessons]]\nslug = "14_la_obra"\nstatus = "draft"\nprerequisites = []\n'
    assert after == before + entry


@pytest.mark.parametrize("name", ["course.toml", "_template/lesson.toml"])
def test_a_file_that_another_editor_saved_with_its_mark_is_read_all_the_same(lessons, name):
    path = lessons / name
    path.write_bytes(codecs.BOM_UTF8 + path.read_bytes())
    new_lesson(lessons, "14_la_obra", "¿Y la obra?")
    assert course(lessons).lessons[-1].title == "¿Y la obra?"
    for made in (lessons / "course.toml", lessons / "14_la_obra" / "lesson.toml"):
        assert not made.read_bytes().startswith(codecs.BOM_UTF8)


def test_a_lesson_can_join_an_earlier_module(lessons):
    listing = lessons / "course.toml"
    module = '\n# Lo que sigue.\n[[modules]]\nletter = "B"\ntitle = "Desconfiar bien"\n'
    first = '\n[[modules.lessons]]\nslug = "15_b"\nstatus = "draft"\nprerequisites = []\n'
    new_lesson(lessons, "15_b", "¿B?")
    text = listing.read_text(encoding="utf-8").replace(first, module + first)
    listing.write_text(text, encoding="utf-8")
    new_lesson(lessons, "14_a", "¿A?", module="A")
    found = {one.slug: one.module_letter for one in course(lessons).lessons}
    assert (found["14_a"], found["15_b"]) == ("A", "B")
    assert list(found).index("14_a") < list(found).index("15_b")
    assert "# Lo que sigue." in listing.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "slug",
    [
        "",
        "obra",
        "4_obra",
        "04obra",
        "04-obra",
        "14_Obra",
        "14_año",
        "14_",
        "../14_x",
        "14_x/y",
        "14_x\n",
    ],
)
def test_a_malformed_name_is_refused_and_nothing_is_written(lessons, slug):
    before = tree(lessons)
    with pytest.raises(NewLessonError, match="no sirve como nombre"):
        new_lesson(lessons, slug, "¿Título?")
    assert tree(lessons) == before


def test_a_taken_name_is_refused_listed_or_not(lessons):
    (lessons / "15_suelta").mkdir()
    before = tree(lessons)
    for slug in (course(lessons).lessons[0].slug, "15_suelta"):
        with pytest.raises(NewLessonError, match="Ya existe"):
            new_lesson(lessons, slug, "¿Título?")
    assert tree(lessons) == before


def test_a_taken_number_is_refused_with_the_lesson_that_has_it(lessons):
    first = course(lessons).lessons[0].slug
    with pytest.raises(NewLessonError, match=first):
        new_lesson(lessons, f"{first[:2]}_otra", "¿Título?")


@pytest.mark.parametrize("title", ["", "  ", "dos\nlíneas"])
def test_a_title_is_one_line(lessons, title):
    before = tree(lessons)
    with pytest.raises(NewLessonError, match="Falta el título"):
        new_lesson(lessons, "14_x", title)
    assert tree(lessons) == before


def test_an_unknown_module_is_refused(lessons):
    before = tree(lessons)
    with pytest.raises(NewLessonError, match="Módulos de este curso: A"):
        new_lesson(lessons, "14_x", "¿Título?", module="Z")
    assert tree(lessons) == before


def test_a_template_without_one_of_its_files_leaves_nothing_behind(lessons):
    (lessons / "_template" / "quiz.toml").unlink()
    before = tree(lessons)
    with pytest.raises(FileNotFoundError):
        new_lesson(lessons, "14_x", "¿Título?")
    assert tree(lessons) == before
    assert not list(lessons.glob(".new-*"))


def test_a_title_with_quotes_and_marks_survives(lessons):
    new_lesson(lessons, "14_x", '¿Qué es "avance" \\ {pim}?')
    assert course(lessons).lesson("14_x").title == '¿Qué es "avance" \\ {pim}?'
