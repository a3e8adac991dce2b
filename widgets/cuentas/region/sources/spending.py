"""The MEF's line-by-line spending files, read once by the SQL engine.

One pass over the file leaves a small table: the lines of the department added up by entity,
genérica and función, and the other departments only counted. Everything else is asked of it.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from pathlib import Path
from string import Template
from typing import Any

from cuentas.i18n import text as _
from cuentas.region.sources import spending_sql as sql
from cuentas.region.sources.cells import no_amount, tell_repaired
from cuentas.region.sources.content import Progress, silent
from cuentas.region.sources.engine import Key, Session, is_plain, rows_of
from cuentas.region.sources.errors import Notes, SourceError
from cuentas.region.sources.files import SourceFile
from cuentas.region.sources.kinds import COMPARED, COMPARED_AS, Kind
from cuentas.region.sources.place import Known, Place, department_code
from cuentas.region.sources.records import AMOUNTS, BudgetRow, PartRow, SpendingRow, TotalRow
from cuentas.region.sources.words import amount, code, folded, repaired, tidy

_MONTHS = [f"devengado_{number:02}" for number in range(1, 13)]


class Spending:
    """One spending file for one department, already added up in a table of the session."""

    def __init__(self, session: Session, file: SourceFile, place: Place, notes: Notes) -> None:
        """A reading of ``file`` for ``place``, telling ``notes``."""
        self.session, self.file, self.place, self.notes = session, file, place, notes
        self.table = ""
        self.chosen: frozenset[str] = frozenset()

    def prepare(self, progress: Progress = silent) -> int:
        """Read the file, unless this session already did, and check it; the lines it has.

        Raises:
            SourceError: damaged lines, amounts that are not, mixed years, or another department.
        """
        self.file.refuse_changed()
        made = self.session.table(self._key, progress)
        if made is None:
            self._begin(self.session.plain(self.file, progress))
            made = self.session.table(self._key, progress)
        self.file.refuse_changed()
        self.table = made or ""
        lines = self._check_departments()
        self._check_levels()
        self._check_years()
        self._check_amounts()
        self.chosen = self.place.chosen(self.file.path, self._places())
        return lines

    @property
    def _key(self) -> Key:
        file = self.file
        return str(file.path), file.size, file.mtime_ns, file.encoding, self.place.department

    def begin(self) -> None:
        """Start to read a file before its fingerprint is known, if the engine can read it so."""
        if is_plain(self.file) and self._key not in self.session.made:
            self._begin(self.file.path)

    def _begin(self, path: Path) -> None:
        source = self.session.scan(path, self.file, self._names())
        yearly = self.file.kind is not Kind.COMPARATIVE
        monthly = self.file.kind is Kind.SPENDING_MONTHLY
        select = sql.added_up(
            source, self.place.department, list(self.cells()), years=yearly, months=monthly
        )
        self.session.begin(self._key, self.file, select)

    def _rows(self, question: Template, **parts: str) -> list[dict[str, Any]]:
        return list(rows_of(self.session, question.substitute(table=self.table, **parts)))

    def _names(self) -> list[str]:
        """Our name of every column of the file, in their order; a number where we have none."""
        ours = {at: name for name, at in {**self.file.columns, **self.cells()}.items()}
        return [ours.get(at, f"column_{at}") for at in range(len(self.file.header))]

    def cells(self) -> dict[str, int]:
        """Each amount with its position: ``pim``, or ``pim_2024`` if years are compared."""
        if self.file.kind is not Kind.COMPARATIVE:
            found = self.file.columns
            return {name: found[name] for name in (*AMOUNTS, *_MONTHS) if name in found}
        ours = {official: name for name, official in COMPARED_AS.items()}
        compared = (COMPARED.fullmatch(folded(name)) for name in self.file.header)
        return {f"{ours[one[1]]}_{one[2]}": at for at, one in enumerate(compared) if one}

    def _check_departments(self) -> int:
        rows = self._rows(sql.DEPARTMENTS)
        names: dict[str, set[str]] = {}
        for row in rows:
            found = _department(row["code"] or "")
            if not found:
                self._locate(self._column_at("departamento_ejecutora"), _department)
            if len(row["code"] or "") == 1:
                sentence = _("Códigos sin su cero de la izquierda; se repusieron.")
                self.notes.add("odd-code", sentence, row["code"], row["lines"])
            names.setdefault(repaired(row["name"] or ""), set()).add(found)
        for name, codes in names.items():
            if len(codes) > 1 or department_code(name) not in {None, *codes}:
                sentence = _(
                    "«{name}» lleva el código {codes}: el código y el nombre no coinciden."
                )
                words = sentence.format(name=name, codes=", ".join(sorted(codes)))
                raise SourceError(
                    self.file.path, words, column=self._official("departamento_ejecutora")
                )
        return sum(int(row["lines"]) for row in rows)

    def _check_levels(self) -> None:
        for row in self._rows(sql.LEVELS):
            if row["nivel_gobierno"] not in _LEVELS:
                self._locate(self._column_at("nivel_gobierno"), _is_level)

    def _check_years(self) -> None:
        if self.file.kind is Kind.COMPARATIVE:
            return
        years = [(row["year"] or "", int(row["lines"])) for row in self._rows(sql.YEARS)]
        for year, _lines in years:
            if not _is_year(year):
                self._locate(self._column_at("year"), _is_year)
        if len(years) > 1:
            found = ", ".join(f"{year} ({lines})" for year, lines in years)
            sentence = _("mezcla años: {found} filas. Usa un archivo por año.")
            words = sentence.format(found=found)
            raise SourceError(self.file.path, words, column=self._official("year"))

    def _check_amounts(self) -> None:
        cells = self.cells()
        counts = [f"{name}_{part}" for name in cells for part in ("good", "negative")]
        checks = [f"sum({count}) AS {count}" for count in (*counts, "lines")]
        found = self._rows(sql.CHECKS, checks=", ".join([*checks, "min(odd) AS odd"]))[0]
        if found["lines"] is None:
            return
        if found["odd"] is not None:
            self._locate([*cells.values()][found["odd"]], _is_amount)
        for name, at in cells.items():
            column = self.file.header[at]
            sentence = _("Montos negativos: devoluciones o correcciones; se suman con su signo.")
            self.notes.add("negative", sentence, column, int(found[f"{name}_negative"]))
        if any(found[f"{name}_good"] < found["lines"] for name in cells):
            self._tell_blanks(cells)
        self._check_months()
        self._check_opening()

    def _tell_blanks(self, cells: dict[str, int]) -> None:
        """A sum with a blank in it is short of what nobody wrote: tell whose."""
        blanks = ", ".join(f"sum(lines - {name}_good) AS {name}" for name in cells)
        sentence = _("Hay montos en blanco: la suma de esa entidad puede estar incompleta.")
        for row in self._rows(sql.BLANKS, blanks=blanks):
            for name, at in cells.items():
                example = f"{self._entity(row['entity'] or '')}: {self.file.header[at]}"
                self.notes.add("blank-amount", sentence, example, int(row[name]))

    def _check_months(self) -> None:
        """The months must add up to the year, or a digit is damaged somewhere."""
        if self.file.kind is not Kind.SPENDING_YEARLY:
            return
        names = [*_MONTHS, "devengado"]
        found = self._rows(
            sql.CHECKS, checks=", ".join(f"sum({name}) AS {name}" for name in names)
        )[0]
        months = sum((found[name] or Decimal(0) for name in _MONTHS), Decimal(0))
        if months != (found["devengado"] or Decimal(0)):
            sentence = _("Los doce meses no suman el devengado del año.")
            example = f"{months} ≠ {found['devengado']}"
            self.notes.add("months-do-not-add-up", sentence, example)

    def _check_opening(self) -> None:
        if self.file.kind is not Kind.SPENDING_MONTHLY:
            return
        found = self._rows(sql.CHECKS, checks="sum(pim) AS pim, sum(devengado) AS devengado")[0]
        if not found["pim"] and found["devengado"]:
            sentence = _("no tiene PIM: le faltan las filas del mes 0. Descárgalo completo.")
            raise SourceError(self.file.path, sentence, column=self._official("month"))

    def _official(self, name: str) -> str:
        return self.file.header[self._column_at(name)]

    def _column_at(self, name: str) -> int:
        return self.file.columns[name]

    def _locate(self, column: int, good: Callable[[str], object]) -> None:
        """Read again, slowly, to say in which line the first bad cell stands."""
        seat, name = self._column_at("departamento_ejecutora"), self.file.header[column]
        for line, cells in self.file.rows():
            everywhere = good is not _is_amount
            here = everywhere or _department(cells[seat]) == self.place.department
            if here and not good(cells[column]):
                sentence = _bad_cell(cells[column], amounts=not everywhere)
                raise SourceError(self.file.path, sentence, line=line, column=name)
        sentence = _("hay celdas dañadas. Descárgalo otra vez.")
        raise SourceError(self.file.path, sentence, column=name)

    def _places(self) -> set[Known]:
        return {
            Known(
                self._ubigeo(row),
                repaired(row["distrito_ejecutora_nombre"] or ""),
                repaired(row["provincia_ejecutora_nombre"] or ""),
            )
            for row in self._rows(sql.PLACES)
        }

    def _ubigeo(self, row: dict[str, Any]) -> str:
        try:
            province = code(row["provincia_ejecutora"] or "", 2)
            district = code(row["distrito_ejecutora"] or "", 2)
        except ValueError as error:
            sentence = _("«{words}» no es un código de provincia o distrito.")
            raise SourceError(self.file.path, sentence.format(words=error)) from error
        return f"{self.place.department}{province}{district}"

    def _amounts(self, names: list[str], year: str = "") -> str:
        """The columns of sums: those of one year where the file compares several."""
        have = self.cells()
        return ", ".join(
            f"sum({name}{year}) AS {name}" if f"{name}{year}" in have else f"NULL AS {name}"
            for name in names
        )

    def _asked(self, question: Template, names: list[str], **parts: str) -> list[dict[str, Any]]:
        """The rows of the chosen districts, with their year and ubigeo."""
        years = [f"_{year}" for year in self.file.years] or [""]
        found = [
            {**row, "year": int(row["year"] or year[1:]), "ubigeo": self._ubigeo(row)}
            for year in years
            for row in self._rows(
                question, place=sql.PLACE, amounts=self._amounts(names, year), **parts
            )
        ]
        return [row for row in found if row["ubigeo"] in self.chosen]

    def budget(self) -> list[BudgetRow]:
        """One row for each municipality and year."""
        added = _added(
            self._asked(sql.BUDGET, list(AMOUNTS)), ("year", "ubigeo", "sec_ejec"), AMOUNTS
        )
        names = {ubigeo: province for ubigeo, _name, province in self._places()}
        through = self._last_month()
        rows = []
        for row in added:
            entity = self._entity(row["ejecutora_nombre"] or "")
            if not is_municipality(entity):
                sentence = _("Entidades locales que no son municipalidades; se dejan fuera.")
                self.notes.add("left-out", sentence, entity)
                continue
            rows.append(
                BudgetRow(
                    year=row["year"],
                    ubigeo=row["ubigeo"],
                    sec_ejec=self._sec_ejec(row["sec_ejec"] or ""),
                    entity=entity,
                    province=names.get(row["ubigeo"], ""),
                    department=self.place.name.upper(),
                    **{name: row[name] for name in AMOUNTS},
                    query_date=self.file.query_date,
                    sha256=self.file.sha256,
                    through=through,
                )
            )
        return rows

    def _last_month(self) -> int:
        """The last month in which anybody in the department spent; 12 where no month is told."""
        if self.file.kind is Kind.SPENDING_MONTHLY:
            found = self._rows(sql.CHECKS, checks="max(last_month) AS last_month")[0]
            return int(found["last_month"] or 0)
        if not set(_MONTHS) <= self.cells().keys():
            return len(_MONTHS)
        sums = ", ".join(f"sum({name}) AS {name}" for name in _MONTHS)
        months = self._rows(sql.CHECKS, checks=sums)[0]
        spent = [number for number, name in enumerate(_MONTHS, start=1) if months[name]]
        return max(spent, default=0)

    def _entity(self, words: str) -> str:
        whole = repaired(words)
        if whole != words:
            tell_repaired(self.notes, words, whole)
        return whole

    def _sec_ejec(self, words: str) -> str:
        try:
            return code(words, 6)
        except ValueError as error:
            sentence = _("«{words}» no es un código de seis cifras.").format(words=words)
            raise SourceError(self.file.path, sentence, column="SEC_EJEC") from error

    def spending(self) -> list[SpendingRow]:
        """Money by genérica and by función."""
        names = ["pia", "pim", "devengado"]
        rows = []
        for what in ("generica", "funcion"):
            added = _added(self._asked(sql.SPENDING, names, what=what), ("year", "code"), names)
            rows += [
                SpendingRow(
                    year=row["year"],
                    classification=what,
                    code=row["code"] or "",
                    name=repaired(row["name"] or ""),
                    **{name: row[name] for name in names},
                    query_date=self.file.query_date,
                    sha256=self.file.sha256,
                )
                for row in added
            ]
        return rows

    def parts(self) -> list[PartRow]:
        """Money of each municipality by función and by rubro."""
        names = ["pia", "pim", "devengado", "girado"]
        keys, rows, through = ("year", "ubigeo", "sec_ejec", "code"), [], self._last_month()
        for what in ("funcion", "rubro"):
            asked = self._asked(sql.PARTS, names, what=what)
            ours = (row for row in asked if is_municipality(row["ejecutora_nombre"]))
            rows += [
                PartRow(
                    **{name: row[name] for name in ("year", "ubigeo", *names)},
                    sec_ejec=self._sec_ejec(row["sec_ejec"] or ""),
                    classification=what,
                    code=self._part_code(row["code"] or "", what),
                    name=repaired(row["name"] or ""),
                    includes="total",
                    query_date=self.file.query_date,
                    sha256=self.file.sha256,
                    through=through,
                )
                for row in _added(list(ours), keys, names)
            ]
        return rows

    def _part_code(self, words: str, column: str) -> str:
        """The two digits of a función or a rubro."""
        try:
            return code(words, 2)
        except ValueError as error:
            sentence = _("«{words}» no es un código de dos cifras.").format(words=words)
            raise SourceError(self.file.path, sentence, column=self._official(column)) from error

    def totals(self) -> list[TotalRow]:
        """Money of the whole place and of each level of government, by seat of the entity."""
        names = ["pia", "pim", "devengado", "girado"]
        asked = self._asked(sql.TOTALS, names)
        levels = _added(asked, ("year", "nivel_gobierno"), names)
        whole = [{**row, "nivel_gobierno": ""} for row in _added(asked, ("year",), names)]
        return [
            TotalRow(
                year=row["year"],
                entity=_LEVELS.get(row["nivel_gobierno"], "department"),
                name=_level_name(row["nivel_gobierno"]),
                **{name: row[name] for name in names},
                query_date=self.file.query_date,
                sha256=self.file.sha256,
            )
            for row in [*whole, *levels]
        ]


_LEVELS = {"E": "national", "R": "regional", "M": "local"}


def _level_name(level: str) -> str:
    names = {
        "": _("Todas las entidades con sede en el lugar"),
        "E": _("Gobierno nacional"),
        "R": _("Gobierno regional"),
        "M": _("Municipalidades"),
    }
    return names.get(level, level)


def is_municipality(entity: str | None) -> bool:
    """Whether a local entity is a municipality, and not an institute or an association of some."""
    return repaired(entity or "").startswith("MUNICIPALIDAD")


def _added(
    rows: list[dict[str, Any]], keys: tuple[str, ...], amounts: Sequence[str]
) -> list[dict[str, Any]]:
    """Rows with the same keys added up; an amount that no row has stays without a value."""
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    for row in rows:
        key = tuple(row[name] for name in keys)
        before = found.setdefault(key, {**row, **dict.fromkeys(amounts)})
        for name in amounts:
            if row[name] is not None:
                before[name] = tidy((before[name] or Decimal(0)) + row[name])
    return list(found.values())


def _bad_cell(words: str, *, amounts: bool) -> str:
    if amounts:
        return no_amount().format(words=words.strip())
    return _("«{words}» no es un código que se conozca.").format(words=words)


def _is_amount(cell: str) -> bool:
    try:
        amount(cell)
    except ValueError:
        return False
    return True


def _department(cell: str) -> str:
    """The two digits of a department, also of one that INEI does not have; empty if it is none."""
    try:
        return code(cell, 2)
    except ValueError:
        return ""


def _is_level(cell: str) -> bool:
    return cell.strip() in _LEVELS


def _is_year(cell: str) -> bool:
    words = cell.strip()
    return len(words) == len("2025") and words.isascii() and words.isdigit()
