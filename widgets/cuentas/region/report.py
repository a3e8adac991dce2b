"""``INFORME.md``: what the trainer must know of a pack, in plain words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.region.pack_datasets import Sheets
from cuentas.region.pack_questions import open_questions
from cuentas.region.pack_sources import OFFICIAL, title
from cuentas.region.pack_tables import Table
from cuentas.region.reading import Told
from cuentas.region.sources import Kind, SourceFile, Surprise

REPORT = "INFORME.md"
LESSONS = {
    "01_de_la_mina_al_municipio": ("budget", "population"),
    "02_leer_un_presupuesto": ("budget", "population"),
    "03_en_que_se_gasta": ("budget", "population", "spending", "totals", "investments"),
}
"""What each lesson needs to show everything; a test compares it with the lessons themselves."""
WHERE = {
    "budget": Kind.AMIGABLE,
    "population": Kind.POPULATION_CENSUS,
    "investments": Kind.INVESTMENTS,
    "totals": Kind.SPENDING_YEARLY,
    "spending": Kind.SPENDING_YEARLY,
}
"""The official file that a missing dataset comes from."""


def report(sheets: Sheets, made: Sequence[Table], folder: Path) -> str:
    """The trainer's report of a pack that was just built in ``folder``."""
    parts = (
        _("# Informe del paquete de {name}\n").format(name=sheets.name),
        _("Lo escribió `cuentas region`. Léelo antes de enseñar con este paquete.\n"),
        _("## Qué se leyó\n"),
        *(_file(sheets, file) for file in sheets.read.files),
        "",
        *(_counted(told) for told in sheets.read.told),
        "",
        _("## Qué salió\n"),
        *(_table(table) for table in made),
        "",
        _("## Sorpresas y lo que quedó fuera\n"),
        *_surprises(sheets),
        "",
        _("## Con qué lecciones alcanza\n"),
        *_lessons({table.name for table in made}, _without_census(made)),
        "",
        _("## Preguntas abiertas, para alguien de aquí\n"),
        *(f"- {one.ask}" for one in open_questions(folder)),
        "",
    )
    return "\n".join(parts)


def _file(sheets: Sheets, file: SourceFile) -> str:
    dated = sheets.choice.query_date(file)
    precisions = {
        "day": _("leído el {day}"),
        "month": _("leído en el mes que termina el {day}"),
        "no_later_than": _("leído a más tardar el {day}"),
        "latest_record": _("con registros hasta el {day}"),
    }
    when = precisions[dated.precision.value].format(day=formats.long_date(dated.day))
    sentence = _("- «{name}»: {title} ({layout}), {when}. SHA-256 `{sha256}…`.")
    told = sentence.format(
        name=file.path.name,
        title=title(file.kind),
        layout=file.layout,
        when=when,
        sha256=file.sha256[:16],
    )
    unsaid = _(" Nadie dijo el día: es el día en que se guardó el archivo. Usa --query-date.")
    return told + ("" if sheets.choice.says_date_of(file) else unsaid)


def _counted(told: Told) -> str:
    names = ", ".join(f"«{file.path.name}»" for file in told.files)
    sentence = _("- {names}: {kept} filas de este lugar, de {read} que traía.")
    return sentence.format(
        names=names, kept=formats.number(told.kept), read=formats.number(told.read)
    )


def _table(table: Table) -> str:
    rows = plural("{count} fila", "{count} filas", len(table.rows)).format(count=len(table.rows))
    checks = plural("{count} control", "{count} controles", len(table.checks))
    apart = sum(not check.agrees for check in table.checks)
    told = f"- `{table.name}/`: {table.title}. {rows}, {checks.format(count=len(table.checks))}"
    note = plural(
        ", {count} no coincide y dice por qué", ", {count} no coinciden y dicen por qué", apart
    )
    return told + (note.format(count=apart) if apart else "") + "."


def _surprises(sheets: Sheets) -> Iterator[str]:
    told = [one for file in sheets.read.files for one in file.surprises]
    told += [one for told_of in sheets.read.told for one in told_of.surprises]
    listed = dict.fromkeys((*told, *sheets.lines.surprises))
    if not listed:
        yield _("Ninguna.")
    yield from map(_surprise, listed)


def _surprise(one: Surprise) -> str:
    examples = _(" Por ejemplo: {examples}.").format(examples="; ".join(one.examples))
    return f"- {one.sentence}" + (examples if one.examples else "")


def _without_census(made: Sequence[Table]) -> bool:
    people = [row for table in made if table.name == "population" for row in table.rows]
    return bool(people) and not all(row.get("census_2025") for row in people)


def _lessons(present: set[str], no_census: bool) -> Iterator[str]:  # noqa: FBT001 - one fact of the pack
    for slug, needed in LESSONS.items():
        missing = [name for name in needed if name not in present]
        if missing:
            sentence = _("- `{slug}`: le falta {missing}.")
            yield sentence.format(
                slug=slug, missing=formats.listing([f"`{name}/`" for name in missing])
            )
        else:
            yield _("- `{slug}`: tiene todo.").format(slug=slug)
    for name in sorted(set(WHERE) - present):
        kind = WHERE[name]
        sentence = _("- `{name}/` sale de: {title}, en <{address}>.")
        yield sentence.format(name=name, title=title(kind), address=OFFICIAL[kind][1])
    if no_census:
        yield _(
            "- Falta el Censo 2025 de algún distrito: lo «por persona» y el reparto del canon lo "
            "necesitan. Está en <{address}>."
        ).format(address=OFFICIAL[Kind.POPULATION_CENSUS][1])
