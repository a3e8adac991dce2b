"""``INFORME.md``: what the trainer must know of a pack, in plain words, what matters most first."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from cuentas.data.controls import controls
from cuentas.data.pack import Pack
from cuentas.data.tables import Dataset
from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.region.agreement import OTHER_NAME
from cuentas.region.datasets import Sheets
from cuentas.region.datasets.sheets import WITHOUT_BUDGET
from cuentas.region.orders import course_regions, in_course, pack_words, with_out
from cuentas.region.parts.lines import HALF_YEAR
from cuentas.region.parts.questions import open_questions
from cuentas.region.parts.sources import title
from cuentas.region.reading import Told
from cuentas.region.runs import Run, where_from
from cuentas.region.sources import SourceFile, Surprise
from cuentas.region.sources.breakdown import UNUSED

REPORT = "INFORME.md"
EXAMPLES = 3
MENDED = frozenset(
    {"encoding", "repaired-text", "odd-code", "title-rows", "repeated-row", "several-places"}
)
LEFT_OUT = frozenset({"left-out", "without-code", "unknown-columns", "same-file"})
"""Kinds of surprises that need no more care; all the others are to be looked at."""
HEARD = frozenset({WITHOUT_BUDGET, HALF_YEAR, UNUSED, OTHER_NAME, "other-day"})
"""Kinds of surprises that are said at once, besides standing in the report."""


def report(
    sheets: Sheets, folder: Path, found: Sequence[Run], final: Path, changed: Sequence[str]
) -> str:
    """The trainer's report of a pack that was just written in ``folder``.

    ``found`` says how the lessons run on it, ``final`` where it will be, and ``changed`` what
    an update changed.
    """
    pack = Pack(folder)
    worth, left_out, mended = _surprises(sheets)
    parts = (
        (_("Con qué lecciones alcanza"), [run.sentence for run in found]),
        (_("Qué falta y dónde está"), list(where_from(found))),
        (_("Qué cambió"), changed),
        (_("Mira esto antes de enseñar"), [*undated(sheets), *worth]),
        (_("Lo que quedó fuera"), left_out),
        (_("Preguntas para alguien de aquí"), [one.ask for one in open_questions(folder)]),
        (_("Qué hay en el paquete"), list(_datasets(pack))),
        (_("Qué se leyó"), [*_files(sheets), *map(_counted, sheets.read.told)]),
        (_("Lo que se arregló solo"), mended),
        (_("Ahora"), _next(final)),
    )
    heading = _("# Informe de {name}\n\nLéelo antes de enseñar. Lo más importante va primero.\n")
    return heading.format(name=sheets.name) + "".join(_part(*part) for part in parts)


def to_hear(sheets: Sheets) -> Iterator[str]:
    """What a trainer must hear at once, without opening the report."""
    yield from undated(sheets)
    names = {file.sha256: file.path.name for file in sheets.read.files}
    heard = (one for one in sheets.surprises if one.kind in HEARD)
    yield from (_surprise(one, names.get(one.sha256)) for one in heard)


def undated(sheets: Sheets) -> Iterator[str]:
    """The files of which nobody said the day: what is compared later hangs on it."""
    names = [
        f"«{file.path.name}»" for file in sheets.read.files if not sheets.choice.says_date_of(file)
    ]
    if names:
        sentence = plural(
            "Nadie dijo qué día se descargó {names}. "
            "Si lo sabes, haz el paquete otra vez con --query-date.",
            "Nadie dijo qué día se descargaron {names}. "
            "Si lo sabes, haz el paquete otra vez con --query-date.",
            len(names),
        )
        yield sentence.format(names=formats.listing(names))


def _part(heading: str, sentences: Sequence[str]) -> str:
    listed = "".join(f"- {one}\n" for one in sentences)
    return f"\n## {heading}\n\n{listed}" if sentences else ""


def _surprises(sheets: Sheets) -> tuple[list[str], list[str], list[str]]:
    """What to look at, what was left out and what was mended, each in the file that it is about."""
    names = {file.sha256: file.path.name for file in sheets.read.files}
    parts: tuple[list[str], list[str], list[str]] = [], [], []
    for one in sorted(sheets.surprises, key=lambda one: -one.count):
        part = 1 if one.kind in LEFT_OUT else 2 if one.kind in MENDED else 0
        parts[part].append(_surprise(one, names.get(one.sha256)))
    return parts


def _surprise(one: Surprise, file: str | None) -> str:
    parts = [f"«{file}»: {one.sentence}" if file else one.sentence]
    if one.count > 1:
        parts.append(_("Fueron {count}.").format(count=formats.number(one.count)))
    if one.examples:
        shown = "; ".join(one.examples[:EXAMPLES])
        parts.append(_("Por ejemplo: {examples}.").format(examples=shown.rstrip(" .")))
    return " ".join(parts)


def _datasets(pack: Pack) -> Iterator[str]:
    for path in sorted(pack.folder.glob("*/datapackage.json")):
        yield _dataset(pack.dataset(path.parent.name))


def _dataset(dataset: Dataset) -> str:
    count = len(dataset.rows())
    apart = sum(not control.agrees for control in controls(dataset))
    rows = plural("{count} fila", "{count} filas", count).format(count=formats.number(count))
    every = _every(dataset)
    told = _("`{name}`: {title}. {offer} {rows}{every}.").format(
        name=dataset.name,
        title=dataset.package["title"],
        offer=_("Ofrece para mirar") if every else _("Tiene"),
        rows=rows,
        every=every,
    )
    note = plural(
        "{count} control no coincide, y dice por qué.",
        "{count} controles no coinciden, y dicen por qué.",
        apart,
    )
    return f"{told} {note.format(count=apart)}" if apart else told


def _every(dataset: Dataset) -> str:
    """Where all of the rows are, when ``data.csv`` is a choice of them."""
    if not any(one["name"] == "all" for one in dataset.package["resources"]):
        return ""
    sentence = _("; en `all.csv` están todas: {count}")
    return sentence.format(count=formats.number(len(dataset.rows("all"))))


def _files(sheets: Sheets) -> Iterator[str]:
    for file in sheets.read.files:
        sentence = _("«{name}»: {title}, {when}.")
        yield sentence.format(name=file.path.name, title=title(file.kind), when=_when(sheets, file))


def _when(sheets: Sheets, file: SourceFile) -> str:
    dated = sheets.choice.query_date(file)
    precisions = {
        "day": _("leído el {day}"),
        "month": _("leído en el mes que termina el {day}"),
        "no_later_than": _("leído a más tardar el {day}"),
        "latest_record": _("con registros hasta el {day}"),
    }
    return precisions[dated.precision.value].format(day=formats.long_date(dated.day))


def _counted(told: Told) -> str:
    names = formats.listing([f"«{file.path.name}»" for file in told.files])
    sentence = plural(
        "De {names} salieron {kept} filas para este lugar, de {read} que trae.",
        "De {names} salieron {kept} filas para este lugar, de {read} que traen.",
        len(told.files),
    )
    return sentence.format(
        names=names, kept=formats.number(told.kept), read=formats.number(told.read)
    )


def _next(final: Path) -> list[str]:
    check = _("Comprueba: `cuentas region check {pack}`.").format(pack=pack_words(final))
    course = _("Abre el curso: `cuentas serve --region {slug}`.").format(slug=final.name)
    if in_course(final):
        return [check, course]
    move = _("El curso busca las regiones en `{course}`. Para abrir esta, mueve allí `{folder}`.")
    return [
        check,
        _("Con datos nuevos: `cuentas region update {pack} --budget …`.").format(
            pack=with_out(final)
        ),
        move.format(course=course_regions(), folder=final),
        course,
    ]
