"""A new lesson, copied from the template and listed in the course as a draft."""

from __future__ import annotations

import re
import shutil
import tempfile
from pathlib import Path
from typing import Any

import tomlkit

from cuentas.authoring.notebook import canonical_text, read
from cuentas.course import Lesson, course, read_toml
from cuentas.data.toml_file import toml_words
from cuentas.i18n import text as _

TEMPLATE = "_template"
FILES = ("lesson.ipynb", "lesson.toml", "quiz.toml")
FIRST_STATUS = "draft"
OWN = ("sentence", "goal", "out_of_scope", "moments", "plan")
"""Entries of a ``lesson.toml`` that whoever writes a lesson changes."""
_SLUG = re.compile(r"\d{2}(_[a-z0-9]+)+")


class NewLessonError(ValueError):
    """The lesson cannot be made; nothing was written."""


def new_lesson(root: Path, slug: str, title: str, module: str | None = None) -> Path:
    """Make a lesson in ``root`` (the folder ``lessons/``) and list it in ``course.toml``.

    Args:
        root: the folder with ``course.toml`` and the template.
        slug: two digits and words in lower case without accents, ``04_graficos_que_enganan``.
        title: the question that the lesson answers.
        module: letter of the module, by default the last one.

    Returns:
        The new folder. It appears whole or not at all.

    Raises:
        NewLessonError: the slug is malformed or taken, the title is empty, or the module does
            not exist.
    """
    _refuse(root, slug, title)
    listing = _listed(root / "course.toml", slug, module)
    folder = root / slug
    with _workshop(root) as workshop:
        made = Path(workshop) / slug
        _copy_template(root / TEMPLATE, made, slug, title.strip())
        new_course = Path(workshop) / "course.toml"
        new_course.write_text(listing, encoding="utf-8")
        made.rename(folder)
        try:
            new_course.replace(root / "course.toml")
        except OSError:
            shutil.rmtree(folder)
            raise
    return folder


def unwritten(lesson: Lesson) -> list[str]:
    """What still stands in each file of a lesson as the template has it."""
    template = lesson.folder.parent / TEMPLATE
    if not template.is_dir():
        return []
    found = {
        "lesson.toml": _same(_entries(lesson.folder), _entries(template)),
        "lesson.ipynb": _same(_texts(lesson.folder), _texts(template)),
        "quiz.toml": _same(_questions(lesson.folder), _questions(template)),
    }
    sentence = _("{file}: sigue como en la plantilla: {names}.")
    return [sentence.format(file=file, names=", ".join(one)) for file, one in found.items() if one]


def without_page(lesson: Lesson) -> list[str]:
    """That the guide, where there is one, has no page of this lesson."""
    guide = lesson.folder.parents[1] / "facilitator_guide" / "lecciones"
    page = guide / f"{lesson.slug}.md"
    if page.is_file() or not guide.is_dir():
        return []
    return [_("falta su página de la guía: {page}").format(page="/".join(page.parts[-3:]))]


def _same(own: dict[str, Any], model: dict[str, Any]) -> list[str]:
    return [name for name, said in own.items() if model.get(name) == said]


def _entries(folder: Path) -> dict[str, Any]:
    """The entries of a ``lesson.toml`` that no two lessons share."""
    written = read_toml(folder / "lesson.toml")
    return {name: written.get(name) for name in OWN}


def _texts(folder: Path) -> dict[str, str]:
    cells = read(folder / "lesson.ipynb").cells
    return {cell.id: cell.source for cell in cells if cell.cell_type == "markdown"}


def _questions(folder: Path) -> dict[str, Any]:
    asked = read_toml(folder / "quiz.toml").get("question", [])
    return {one.get("id", ""): one for one in asked if isinstance(one, dict)}


def _workshop(root: Path) -> tempfile.TemporaryDirectory[str]:
    try:
        return tempfile.TemporaryDirectory(dir=root, prefix=".new-")
    except OSError as error:
        error.filename = str(root)  # what a person knows
        raise


def _refuse(root: Path, slug: str, title: str) -> None:
    if not _SLUG.fullmatch(slug):
        raise NewLessonError(
            _(
                "«{slug}» no sirve como nombre de carpeta. Escribe dos cifras y palabras en "
                "minúscula sin tildes ni eñes, unidas por _, como 04_graficos_que_enganan."
            ).format(slug=slug)
        )
    listed = [lesson.slug for lesson in course(root).lessons]
    if slug in listed or (root / slug).exists():
        raise NewLessonError(
            _("Ya existe la lección «{slug}». Elige otro nombre.").format(slug=slug)
        )
    same = next((one for one in listed if one.startswith(slug[:3])), None)
    if same:
        raise NewLessonError(
            _("El número {number} ya es de «{same}». Elige otro número.").format(
                number=slug[:2], same=same
            )
        )
    if not title.strip() or "\n" in title:
        raise NewLessonError(
            _("Falta el título. Escríbelo como pregunta y en una línea: --title «¿…?»")
        )


def _listed(path: Path, slug: str, letter: str | None) -> str:
    """The text of ``course.toml`` with the lesson at the end of its module, comments kept."""
    document: Any = tomlkit.parse(toml_words(path))
    letters = [str(module["letter"]) for module in document["modules"]]
    if letter is not None and letter not in letters:
        raise NewLessonError(
            _("No existe el módulo «{letter}». Módulos de este curso: {letters}.").format(
                letter=letter, letters=", ".join(letters)
            )
        )
    position = letters.index(letter) if letter is not None else -1
    entry = tomlkit.table()
    entry.add("slug", slug)
    entry.add("status", FIRST_STATUS)
    entry.add("prerequisites", [])
    document["modules"][position]["lessons"].append(entry)
    return _spaced(tomlkit.dumps(document))


def _spaced(text: str) -> str:
    """A blank line before every table, as the rest of the file has."""
    return re.sub(r"(?<=[^\n])\n(?=\[\[)", "\n\n", text)


def _copy_template(template: Path, made: Path, slug: str, title: str) -> None:
    """Copy the three files; slug and title take the place of the template's own."""
    old_title = str(read_toml(template / "lesson.toml")["title"])
    made.mkdir()
    for name in FILES:
        shutil.copyfile(template / name, made / name)
    _rename_in_toml(made / "lesson.toml", title)
    notebook = read(made / "lesson.ipynb")
    for cell in notebook.cells:
        if cell.cell_type == "code":
            cell.source = cell.source.replace(f'"{TEMPLATE}"', f'"{slug}"')
        else:
            cell.source = cell.source.replace(f"# {old_title}", f"# {title}")
    (made / "lesson.ipynb").write_text(canonical_text(notebook), encoding="utf-8")


def _rename_in_toml(path: Path, title: str) -> None:
    document = tomlkit.parse(toml_words(path))
    document["title"] = title
    path.write_text(tomlkit.dumps(document), encoding="utf-8")
