"""The budget of a pack: one line per year and municipality, earlier readings apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict
from decimal import Decimal

from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.model.money import rounded
from cuentas.region.datasets.one_by_one import Cells, Key, differences
from cuentas.region.datasets.second_look import municipalities, readings
from cuentas.region.datasets.sheets import Sheets, span
from cuentas.region.parts.lines import AMOUNTS, LABELS, Line, Lines
from cuentas.region.parts.tables import Check, Table
from cuentas.region.second_path.reading import MEASURES, Money


def budget(sheets: Sheets) -> Table:
    """One line per year and municipality, earlier readings apart."""
    lines = sheets.lines
    return sheets.table(
        "budget",
        _("Presupuesto y gasto de las municipalidades de {name}, {years}"),
        _("Cuánto presupuesto tuvo cada municipalidad y cuánto devengó, por año."),
        (one.sha256 for one in (*lines.final, *lines.revisions)),
        [asdict(one.line) for one in lines.final],
        checks=[*_own_checks(sheets), *_printed_checks(sheets), *_other_checks(sheets)],
        apart=[*_apart(sheets)],
        others={"revisions": [asdict(one.line) for one in lines.revisions]},
        years=span(lines.years),
        care=care_of_new(lines),
    )


def _apart(sheets: Sheets) -> Iterator[str]:
    """What the second path finds otherwise: the year's figure, and each reading that was kept."""
    chosen: dict[Key, Cells] = {
        which: _whole_soles(one.row) for which, one in municipalities(sheets).items()
    }
    final = [asdict(one.line) for one in sheets.lines.final]
    yield from differences(final, ("year", "ubigeo"), chosen, sheets.places)
    every: dict[Key, Cells] = {which: _whole_soles(row) for which, row in readings(sheets).items()}
    kept = [asdict(one.line) | {"sha256": one.sha256} for one in sheets.lines.revisions]
    yield from differences(kept, ("sha256", "year", "ubigeo"), every, sheets.places)


def _whole_soles(row: Money) -> Cells:
    """Every amount of a municipality as the table has it."""
    amounts = {name: getattr(row, name) for name in AMOUNTS}
    return {name: None if amount is None else _soles(amount) for name, amount in amounts.items()}


def _own_checks(sheets: Sheets) -> Iterator[Check]:
    """Totals of each year, as the second path finds them in the same files."""
    found = municipalities(sheets)
    for year in sorted({year for year, _ubigeo in found}):
        rows = [one for (when, _ubigeo), one in found.items() if when == year]
        source, where = sheets.key(rows[0].sha256), f"year={year}"
        sentence = _("Municipalidades con presupuesto en {year}").format(year=year)
        yield Check(sentence, where, "count", len(rows), source)
        for name in MEASURES:
            sentence = _("{what} de todas las municipalidades en {year}")
            told = sentence.format(what=LABELS[name], year=year)
            yield Check(told, where, name, _sum((one.row for one in rows), name), source)


def _printed_checks(sheets: Sheets) -> Iterator[Check]:
    """The sums that a file prints above its own table, where it is of all the place."""
    for file in sheets.files({one.sha256 for one in sheets.lines.final}):
        said, where = file.said, f"year={file.said.year}"
        lines = [one for one in sheets.lines.final if one.line.year == said.year]
        alone = all(one.sha256 == file.sha256 for one in lines)
        if said.printed is None or said.within != sheets.read.place.whole or not alone:
            continue
        for name, printed in zip(AMOUNTS, said.printed[1], strict=False):
            if name in MEASURES:
                sentence = _("{what} de {year}, como lo imprime el mismo archivo")
                told = sentence.format(what=LABELS[name], year=said.year)
                agrees = printed == sum(getattr(one.line, name) for one in lines)
                reason = "" if agrees else _("El portal redondea cada fila a soles enteros.")
                yield Check(told, where, name, printed, sheets.key(file.sha256), agrees, reason)


def _sum(rows: Iterable[Money], name: str) -> int:
    """An amount of some municipalities, each rounded to whole soles as the table has it."""
    return sum(_soles(getattr(row, name)) for row in rows)


def _soles(amount: Decimal) -> int:
    return int(rounded(amount, 0))


def _other_checks(sheets: Sheets) -> Iterator[Check]:
    """The same years in the other files, where they carry every municipality."""
    by_file: dict[str, dict[tuple[int, str], Money]] = defaultdict(dict)
    for (sha256, *_which), row in readings(sheets).items():
        by_file[sha256][row.year, row.ubigeo] = row
    for sha256, found in by_file.items():
        for year in sheets.lines.years:
            lines = [one for one in sheets.lines.final if one.line.year == year]
            if any(one.sha256 == sha256 or one.key not in found for one in lines):
                continue
            said = [found[one.key] for one in lines]
            yield from (_other_check(sheets, sha256, lines, said, name) for name in MEASURES)


def _other_check(
    sheets: Sheets, sha256: str, lines: Sequence[Line], said: Sequence[Money], name: str
) -> Check:
    year, expected = lines[0].line.year, _sum(said, name)
    agrees = expected == sum(getattr(one.line, name) for one in lines)
    day = formats.long_date(sheets.choice.query_date(sheets.files([sha256])[0]).day)
    sentence = _("{what} de {year} en la otra fuente, leída el {day}")
    reason = _(
        "Las dos fuentes se leyeron en días distintos o cuentan distinto. "
        "Un año cerrado todavía se mueve."
    )
    return Check(
        sentence.format(what=LABELS[name], year=year, day=day),
        f"year={year}",
        name,
        expected,
        sheets.key(sha256),
        agrees,
        "" if agrees else reason,
    )


def care_of_new(lines: Lines) -> str:
    """Municipalities without a row in the first year: why, the files do not say."""
    first: dict[str, int] = {}
    for one in lines.final:
        first.setdefault(one.line.ubigeo, one.line.year)
    new = [f"{ubigeo} ({year})" for ubigeo, year in first.items() if year != lines.years[0]]
    if not new:
        return ""
    told = _(
        "- **Hay municipalidades sin fila en los primeros años**: {new}. "
        "Puede ser un distrito nuevo, o una fila que faltaba: averígualo antes de comparar.\n"
    )
    return told.format(new=formats.listing(new))
