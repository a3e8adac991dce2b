"""The datasets of a pack, from what was read: rows, controls and notes of each."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from decimal import Decimal
from typing import Any

from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.model.money import rounded
from cuentas.region.choice import Choice
from cuentas.region.pack_lines import Line, Lines
from cuentas.region.pack_place import in_title
from cuentas.region.pack_second import MEASURES, Sums
from cuentas.region.pack_sources import consulted, key
from cuentas.region.pack_tables import Check, Table, template
from cuentas.region.reading import Read
from cuentas.region.sources import InvestmentRow, SourceFile

CHOSEN = 5
"""Investments of a district that ``data.csv`` offers: as many as a figure shows."""
NAME_LENGTH = 60
PLAIN = {
    "ADQUISICION DE ACTIVOS NO FINANCIEROS": _("obras, equipos y terrenos"),
    "PERSONAL Y OBLIGACIONES SOCIALES": _("sueldos y aportes del personal"),
    "BIENES Y SERVICIOS": _("compras y servicios del día a día"),
    "PENSIONES Y OTRAS PRESTACIONES SOCIALES": _("pensiones y ayudas sociales"),
    "SERVICIO DE LA DEUDA PUBLICA": _("pago de deudas"),
    "DONACIONES Y TRANSFERENCIAS": _("dinero entregado a otras entidades"),
}
_LABELS = {"pia": "PIA", "pim": "PIM", "devengado": _("Devengado")}


@dataclass(frozen=True)
class Sheets:
    """What every dataset is made from."""

    choice: Choice
    read: Read
    lines: Lines
    second: Mapping[str, Sums]
    """The sums of the second path, by the file's fingerprint."""

    @property
    def name(self) -> str:
        """The region's name in ordinary letters."""
        return in_title(self.read.place.name)

    def files(self, fingerprints: Iterable[str]) -> list[SourceFile]:
        """The files with these fingerprints, in the order in which they were given."""
        wanted = set(fingerprints)
        return [file for file in self.read.files if file.sha256 in wanted]

    def key(self, sha256: str) -> str:
        """The source key of the file with this fingerprint."""
        file = next(file for file in self.read.files if file.sha256 == sha256)
        return key(file, self.choice.query_date(file))

    def sources(self, fingerprints: Iterable[str]) -> list[dict[str, Any]]:
        """The files with these fingerprints as a data package names them."""
        return [consulted(file, self.choice) for file in self.files(fingerprints)]


def tables(sheets: Sheets) -> Iterator[Table]:
    """Every dataset that what was read is enough for."""
    yield budget(sheets)
    if sheets.read.population:
        yield population(sheets)
    if sheets.read.investments:
        yield investments(sheets)
    if sheets.read.totals:
        yield totals(sheets)
    if sheets.read.spending:
        yield spending(sheets)


def budget(sheets: Sheets) -> Table:
    """One line per year and municipality, earlier readings apart."""
    lines = sheets.lines
    used = {one.sha256 for one in (*lines.final, *lines.revisions)}
    title = _("Presupuesto y gasto de las municipalidades de {name}, {years}")
    years = _span(lines.years)
    return Table(
        name="budget",
        title=title.format(name=sheets.name, years=years),
        description=_("Cuánto presupuesto tuvo cada municipalidad y cuánto devengó, por año."),
        sources=sheets.sources(used),
        rows=[asdict(one.line) for one in lines.final],
        checks=[*_own_checks(sheets), *_other_checks(sheets)],
        notes=_notes("budget.md", sheets, used, years=years, care=_care_of_new(lines)),
        others={"revisions": [asdict(one.line) for one in lines.revisions]},
    )


def _own_checks(sheets: Sheets) -> Iterator[Check]:
    """Totals of each year, as the second path adds up the same files."""
    for year in sheets.lines.years:
        lines = [one for one in sheets.lines.final if one.line.year == year]
        source = sheets.key(lines[0].sha256)
        where = f"year={year}"
        sentence = _("Municipalidades con presupuesto en {year}").format(year=year)
        seen = {one.key for one in lines if one.key in sheets.second[one.sha256]}
        yield Check(sentence, where, "count", len(seen), source)
        for name in MEASURES:
            sentence = _("{what} de todas las municipalidades en {year}")
            told = sentence.format(what=_LABELS[name], year=year)
            yield Check(told, where, name, _second_total(sheets, lines, name), source)


def _second_total(sheets: Sheets, lines: Iterable[Line], name: str) -> int:
    found = (sheets.second[one.sha256].get(one.key) for one in lines)
    return sum(int(rounded(one[name], 0)) for one in found if one)


def _other_checks(sheets: Sheets) -> Iterator[Check]:
    """The same years in the other files, where they carry every municipality."""
    for sha256, sums in sheets.second.items():
        for year in sheets.lines.years:
            lines = [one for one in sheets.lines.final if one.line.year == year]
            if any(one.sha256 == sha256 or one.key not in sums for one in lines):
                continue
            yield from (_other_check(sheets, sha256, lines, name) for name in MEASURES)


def _other_check(sheets: Sheets, sha256: str, lines: Sequence[Line], name: str) -> Check:
    year = lines[0].line.year
    expected = sum(int(rounded(sheets.second[sha256][one.key][name], 0)) for one in lines)
    agrees = expected == sum(getattr(one.line, name) for one in lines)
    day = formats.long_date(sheets.choice.query_date(sheets.files([sha256])[0]).day)
    sentence = _("{what} de {year} en la otra fuente, leída el {day}")
    reason = _(
        "Las dos fuentes se leyeron en días distintos o cuentan distinto. "
        "Un año cerrado todavía se mueve."
    )
    return Check(
        sentence.format(what=_LABELS[name], year=year, day=day),
        f"year={year}",
        name,
        expected,
        sheets.key(sha256),
        agrees,
        "" if agrees else reason,
    )


def _care_of_new(lines: Lines) -> str:
    first: dict[str, int] = {}
    for one in lines.final:
        first.setdefault(one.line.ubigeo, one.line.year)
    new = [f"{ubigeo} ({year})" for ubigeo, year in first.items() if year != lines.years[0]]
    if not new:
        return ""
    told = _(
        "- **Hay distritos que empiezan después**: {new}. "
        "Antes eran parte de otro: no compares sin decirlo.\n"
    )
    return told.format(new=formats.listing(new))


def population(sheets: Sheets) -> Table:
    """Both counts of people of each district that has a budget."""
    people: dict[str, dict[str, Any]] = defaultdict(dict)
    inside = [row for row in sheets.read.population if row.ubigeo in sheets.lines.ubigeos]
    for row in inside:
        counted = {"projection_2025": row.total} if row.source != "census" else _census(row)
        people[row.ubigeo] |= {"ubigeo": row.ubigeo, "province": row.ubigeo[:4], **counted}
    used = {row.sha256 for row in inside}
    return Table(
        name="population",
        title=_("Población de los distritos de {name}").format(name=sheets.name),
        description=_("Población por distrito, contada de una o de dos maneras."),
        sources=sheets.sources(used),
        rows=[people[ubigeo] for ubigeo in sorted(people)],
        checks=_people_checks(sheets),
        notes=_notes("population.md", sheets, used),
    )


def _census(row: Any) -> dict[str, int | None]:  # noqa: ANN401 - a PopulationRow
    return {
        "census_2025": row.total,
        "census_2025_women": row.women,
        "census_2025_men": row.men,
    }


def _people_checks(sheets: Sheets) -> list[Check]:
    """People by province, and women and men together, added up from the file's own rows."""
    sums: Counter[tuple[str, str, str]] = Counter()
    for row in sheets.read.population:
        if row.ubigeo in sheets.lines.ubigeos:
            name = "census_2025" if row.source == "census" else "projection_2025"
            sums[row.ubigeo[:4], name, row.sha256] += row.total
            if name == "census_2025" and row.women is not None and row.men is not None:
                sums["", "census_2025", row.sha256] += row.women + row.men
            if name == "projection_2025":
                sums["", name, row.sha256] += row.total
    return [_people_check(sheets, *which, total) for which, total in sorted(sums.items())]


def _people_check(sheets: Sheets, province: str, name: str, sha256: str, total: int) -> Check:
    counts = {"census_2025": _("censo"), "projection_2025": _("proyección")}
    sentence = (
        _("Población de la provincia {province}, {count}")
        if province
        else _("Población de toda la región, {count}")
    )
    return Check(
        sentence.format(province=province, count=counts[name]),
        f"province={province}" if province else "",
        name,
        total,
        sheets.key(sha256),
    )


def investments(sheets: Sheets) -> Table:
    """A choice by district, and every CUI apart."""
    rows = [_investment(row) for row in sheets.read.investments if _complete(row)]
    chosen = _chosen([row for row in rows if row["ubigeo"] in sheets.lines.ubigeos])
    used = {row.sha256 for row in sheets.read.investments}
    everything = {"all": rows}
    return Table(
        name="investments",
        title=_("Inversiones públicas de {name}").format(name=sheets.name),
        description=_("Las inversiones de mayor costo de cada distrito, y todas en otra lista."),
        sources=sheets.sources(used),
        rows=chosen,
        checks=list(_investment_checks(sheets, min(used), len(rows), chosen)),
        notes=_notes("investments.md", sheets, used, shown=str(CHOSEN)),
        others=everything,
    )


def _complete(row: InvestmentRow) -> bool:
    """Whether it has both costs and lies in the department: without them it cannot be shown."""
    return None not in (row.viable_cost, row.updated_cost) and bool(row.ubigeo)


def _investment(row: InvestmentRow) -> dict[str, Any]:
    told = asdict(row)
    name = " ".join(row.name.split()).capitalize()
    short = name if len(name) <= NAME_LENGTH else name[: NAME_LENGTH - 1].rstrip() + "…"
    return told | {
        "short_name": short,
        "entity": in_title(row.entity),
        "entity_level": row.level or "national",
        "district": in_title(row.district),
        "sector": row.sector.capitalize(),
    }


def _chosen(rows: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    by_district: dict[str, list[dict[str, Any]]] = defaultdict(list)
    for row in sorted(rows, key=lambda row: (row["places"] > 1, -row["updated_cost"], row["cui"])):
        by_district[row["ubigeo"]].append(row)
    return [row for ubigeo in sorted(by_district) for row in by_district[ubigeo][:CHOSEN]]


def _investment_checks(
    sheets: Sheets, sha256: str, every: int, chosen: Sequence[dict[str, Any]]
) -> Iterator[Check]:
    source = sheets.key(sha256)
    yield Check(_("Inversiones, cada CUI una sola vez"), "", "count", every, source, resource="all")
    wanted = {row["cui"] for row in chosen}
    rows = [row for row in sheets.read.investments if row.cui in wanted]
    for name, label in (
        ("viable_cost", _("Suma del costo viable de la elección")),
        ("updated_cost", _("Suma del costo actualizado de la elección")),
    ):
        yield Check(label, "", name, sum((getattr(row, name) for row in rows), Decimal(0)), source)


def totals(sheets: Sheets) -> Table:
    """Whole department and its levels of government, by year."""
    rows = _latest([asdict(row) for row in sheets.read.totals], "entity")
    years = _span(sorted({row["year"] for row in rows}))
    used = {row["sha256"] for row in rows}
    return Table(
        name="totals",
        title=_("Presupuesto y gasto del departamento de {name}, {years}").format(
            name=sheets.name, years=years
        ),
        description=_("Suma de todas las entidades con sede en el departamento, y sus partes."),
        sources=sheets.sources(used),
        rows=rows,
        checks=list(_totals_checks(sheets, rows)),
        notes=_notes("totals.md", sheets, used, years=years),
    )


def _totals_checks(sheets: Sheets, rows: Sequence[Mapping[str, Any]]) -> Iterator[Check]:
    """The parts add up to the whole, and municipalities to what the second path says."""
    for whole in (row for row in rows if row["entity"] == "department"):
        year, source = whole["year"], sheets.key(whole["sha256"])
        for name in MEASURES:
            sentence = _("{what} {year}: el total y sus partes suman dos veces el total")
            told = sentence.format(what=_LABELS[name], year=year)
            yield Check(told, f"year={year}", name, 2 * whole[name], source)
            local = _local(sheets.second[whole["sha256"]], year, name)
            sentence = _("{what} {year} de las municipalidades, sumado por otro camino")
            told = sentence.format(what=_LABELS[name], year=year)
            yield Check(told, f"year={year};entity=local", name, local, source)


def _local(sums: Sums, year: int, name: str) -> Decimal:
    return sum((amounts[name] for (when, _u), amounts in sums.items() if when == year), Decimal(0))


def spending(sheets: Sheets) -> Table:
    """On what and for what: genérica and function."""
    found = [asdict(row) for row in sheets.read.spending]
    rows = _latest(found, "classification", "name")
    told = [
        row
        | {
            "plain_name": PLAIN.get(row["name"], in_title(row["name"])),
            "source_key": sheets.key(row["sha256"]),
        }
        for row in rows
    ]
    years = _span(sorted({row["year"] for row in rows}))
    used = {row["sha256"] for row in rows}
    return Table(
        name="spending",
        title=_("En qué se gastó la plata pública con sede en {name}, {years}").format(
            name=sheets.name, years=years
        ),
        description=_("El presupuesto mirado por genérica de gasto y por función."),
        sources=sheets.sources(used),
        rows=told,
        checks=list(_spending_checks(sheets, told)),
        notes=_notes("spending.md", sheets, used, years=years),
    )


def _spending_checks(sheets: Sheets, rows: Sequence[Mapping[str, Any]]) -> Iterator[Check]:
    """Each list adds up to the whole department."""
    wholes = {
        (row.year, row.sha256): asdict(row)
        for row in sheets.read.totals
        if row.entity == "department"
    }
    for kind, year, sha256 in sorted(
        {(row["classification"], row["year"], row["sha256"]) for row in rows}
    ):
        for name in MEASURES:
            sentence = _("{what} {year} de todo el departamento, contra la lista por {kind}")
            yield Check(
                sentence.format(what=_LABELS[name], year=year, kind=kind),
                f"year={year};classification={kind}",
                name,
                wholes[year, sha256][name],
                sheets.key(sha256),
            )


def _latest(rows: Sequence[dict[str, Any]], *names: str) -> list[dict[str, Any]]:
    """Of each year, only the rows of its latest file; years that were not over are left out."""
    closed = [row for row in rows if row["query_date"].year > row["year"]]
    last = {}
    for row in sorted(closed, key=lambda row: row["query_date"]):
        last[row["year"]] = row["sha256"]
    kept = [row for row in closed if row["sha256"] == last[row["year"]]]
    return sorted(kept, key=lambda row: (row["year"], *(row[name] for name in names)))


def _span(years: Sequence[int]) -> str:
    return str(years[0]) if len(years) == 1 else f"{years[0]}-{years[-1]}"


def _notes(name: str, sheets: Sheets, used: Iterable[str], **words: str) -> str:
    listed = "\n".join(f"- {_source_line(one)}" for one in sheets.sources(used))
    return template(name).format(**{"name": sheets.name, "sources": listed, "care": "", **words})


def _source_line(source: Mapping[str, Any]) -> str:
    sentence = _(
        "{title}: <{path}>. Clave `{key}`. Archivo «{file}», SHA-256 `{sha256}`. "
        "Fecha de consulta: {when}. Licencia del dato: sin verificar."
    )
    late = source["query_date_precision"] == "no_later_than"
    when = _("a más tardar el {day}") if late else "{day}"
    return sentence.format(**source, when=when.format(day=source["query_date"]))
