"""The budget table: one final line per year and municipality, the other readings kept apart."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.model.budget import BudgetLine, Finality, finality
from cuentas.model.money import rounded, without_sign
from cuentas.region.choice import ChoiceError
from cuentas.region.orders import as_typed
from cuentas.region.sources import BudgetRow, Surprise
from cuentas.region.sources.words import MONTHS

AMOUNTS = (
    "pia", "pim", "certificado", "compromiso", "compromiso_mensual", "devengado", "girado",
)  # fmt: skip
NEEDED = ("pia", "pim", "devengado")
LABELS = {"pia": "PIA", "pim": "PIM", "devengado": _("Devengado")}
SHOWN, DECEMBER = 3, 12
BLANK = "blank-amount"
"""Kind of surprise: an amount is blank, so that a sum or a year is not whole."""
GONE = "gone"
"""Kind of surprise: a municipality whose line is missing in a later year."""
HALF_YEAR = "half-year"
"""Kind of surprise: the months of a file end before December."""
BARELY_BEGUN = Decimal("0.5")
"""Our own rule: a last year that spent less than half of its usual share has barely begun."""


@dataclass(frozen=True)
class Line:
    """A budget line and the file that it was read from."""

    line: BudgetLine
    sha256: str

    @property
    def key(self) -> tuple[int, str]:
        """Year and ubigeo."""
        return self.line.year, self.line.ubigeo


@dataclass(frozen=True)
class Lines:
    """Final lines and earlier readings of the same, by year and ubigeo, and what was left out."""

    final: tuple[Line, ...]
    revisions: tuple[Line, ...]
    surprises: tuple[Surprise, ...]
    unfinished: frozenset[tuple[str, int]] = frozenset()
    """Years of a file, by its fingerprint, that were not over when it was read."""
    known: frozenset[str] = frozenset()
    """Districts of a pack that these lines bring up to date."""

    @property
    def years(self) -> tuple[int, ...]:
        """The years with a final line."""
        return tuple(sorted({one.line.year for one in self.final}))

    @property
    def ubigeos(self) -> frozenset[str]:
        """The districts with a final line, and those that were known before."""
        return self.known | {one.line.ubigeo for one in self.final}


def lines_of(rows: Collection[BudgetRow], names: Mapping[str, str]) -> Lines:
    """The budget table of these rows; ``names`` are those of the files, by fingerprint.

    The latest reading of each year and municipality is final. Of a year that was still going
    on, or had barely begun, nothing is a year's figure: it is left out and told, and so is a
    municipality with a blank where an amount is needed.

    Raises:
        ChoiceError: no row is left.
    """
    blank = [row for row in rows if _lacking(row)]
    read = [Line(_whole(row), row.sha256) for row in rows if not _lacking(row)]
    ends = {(row.sha256, row.year): row.through for row in rows if row.through < DECEMBER}
    unfinished = _in_course(read) | _barely_begun(read) | ends.keys()
    whole = _once(one for one in read if (one.sha256, one.line.year) not in unfinished)
    if not whole:
        told = " ".join(one.sentence for one in _ended_early(ends))
        sentence = _("Los archivos de presupuesto no traen ningún año completo de este lugar.")
        raise ChoiceError(f"{sentence} {told}".strip())
    final = {one.key: one for one in whole}
    entities = {row.ubigeo: row.entity for row in rows}
    return Lines(
        tuple(final[which] for which in sorted(final)),
        _earlier(whole, final),
        (
            *_told(read, unfinished - ends.keys()),
            *_ended_early(ends),
            *_contradictions(whole, final, names, entities),
            *_incomplete(blank),
            *gone(entities, {*final, *((row.year, row.ubigeo) for row in blank)}),
        ),
        frozenset(unfinished),
    )


def _ended_early(ends: Mapping[tuple[str, int], int]) -> Iterator[Surprise]:
    """Years of which a file has no spending in the last months: half a year is not the year."""
    for (sha256, year), month in sorted(ends.items(), key=lambda one: one[0][1]):
        sentence = _("De {year} trae gasto solo hasta {month}. Las filas de ese año no se usan.")
        told = sentence.format(year=year, month=MONTHS[month - 1] if month else _("ningún mes"))
        yield Surprise(HALF_YEAR, told, 1, sha256=sha256)


def _lacking(row: BudgetRow) -> list[str]:
    """The needed amounts that a row does not have."""
    return [name for name in NEEDED if getattr(row, name) is None]


def _incomplete(rows: Iterable[BudgetRow]) -> Iterator[Surprise]:
    """Municipalities whose year is left out because its amounts are blank: not a year of zero."""
    told = [
        f"{row.entity}, {row.year}: {formats.listing([LABELS[name] for name in _lacking(row)])}"
        for row in rows
    ]
    if told:
        sentence = _(
            "Municipalidades con una celda vacía en PIA, PIM o devengado. Ese año no se usa: "
            "vacío no es cero."
        )
        yield Surprise(BLANK, sentence, len(told), tuple(told))


def _earlier(whole: Iterable[Line], final: Mapping[tuple[int, str], Line]) -> tuple[Line, ...]:
    """The readings of other days, one for each day."""
    found = {
        (*one.key, one.line.query_date): one
        for one in whole
        if one.line.query_date != final[one.key].line.query_date
    }
    return tuple(found[which] for which in sorted(found))


def _once(lines: Iterable[Line]) -> list[Line]:
    """Each line of a day once, even if several files carry it; the latest and fullest last."""
    found: dict[BudgetLine, Line] = {}
    for one in lines:
        found.setdefault(one.line, one)
    return sorted(found.values(), key=_when)


def _contradictions(
    whole: Iterable[Line],
    final: Mapping[tuple[int, str], Line],
    names: Mapping[str, str],
    entities: Mapping[str, str],
) -> Iterator[Surprise]:
    """Files of one day that say different amounts: a control says how much, and this says where."""
    found: dict[tuple[str, str, bool], list[Line]] = defaultdict(list)
    for one in whole:
        last = final[one.key]
        if _contradicts(one.line, last.line):
            found[one.sha256, last.sha256, _when(one) == _when(last)].append(one)
    for (other, used, alike), lines in found.items():
        words = _alike() if alike else _fuller()
        said = as_typed(f"{names[used]}=AAAA-MM-DD")
        shown = tuple(_shown(one.line.ubigeo, entities, one.line.year) for one in lines[:SHOWN])
        sentence = words.format(other=names[other], used=names[used], said=said)
        yield Surprise("files-contradict", sentence, len(lines), shown)


def _fuller() -> str:
    return _(
        "«{other}» y «{used}» son del mismo día y dicen montos distintos. "
        "Se usó «{used}», que trae más columnas llenas."
    )


def _alike() -> str:
    return _(
        "«{other}» y «{used}» dicen ser del mismo día y traen lo mismo lleno, con montos "
        "distintos. Se usó «{used}», el último que diste. "
        "Da el día de cada uno: --query-date {said}."
    )


def gone(names: Mapping[str, str], lines: Collection[tuple[int, str]]) -> Iterator[Surprise]:
    """Municipalities, called by ``names``, with a line in one year and none in a later one."""
    first: dict[str, int] = {}
    for year, ubigeo in sorted(lines):
        first.setdefault(ubigeo, year)
    years = sorted({year for year, _ubigeo in lines})
    missing = [
        _shown(ubigeo, names, year)
        for ubigeo, since in sorted(first.items())
        for year in years
        if year > since and (year, ubigeo) not in lines
    ]
    if missing:
        sentence = _(
            "Municipalidades con presupuesto en un año y sin fila en uno posterior. "
            "Averigua si al archivo le faltan."
        )
        yield Surprise(GONE, sentence, len(missing), tuple(missing[:SHOWN]))


def _shown(ubigeo: str, names: Mapping[str, str], year: int) -> str:
    """A municipality in a year, as an example: by its code and its name."""
    return f"{ubigeo} {names[ubigeo]}: {year}"


def _contradicts(one: BudgetLine, final: BudgetLine) -> bool:
    """Whether amounts that both have differ by more than what rounding to whole soles explains."""
    pairs = ((getattr(one, name), getattr(final, name)) for name in AMOUNTS)
    apart = any(None not in pair and without_sign(pair[0] - pair[1]) > 1 for pair in pairs)
    return one.query_date == final.query_date and apart


def _when(one: Line) -> tuple[str, int]:
    filled = sum(getattr(one.line, name) is not None for name in AMOUNTS)
    return one.line.query_date.isoformat(), filled


def _whole(row: BudgetRow) -> BudgetLine:
    if row.query_date is None:
        raise ChoiceError(_("Falta la fecha de consulta de {entity}.").format(entity=row.entity))
    amounts = {name: _soles(getattr(row, name)) for name in AMOUNTS}
    return BudgetLine(
        year=row.year,
        ubigeo=row.ubigeo,
        sec_ejec=row.sec_ejec,
        query_date=row.query_date,
        **amounts,  # type: ignore[arg-type]  # rows that lack a needed one were left out
    )


def _soles(amount: Decimal | None) -> int | None:
    return None if amount is None else int(rounded(amount, 0))


def _in_course(read: Sequence[Line]) -> set[tuple[str, int]]:
    return {
        (one.sha256, one.line.year)
        for one in read
        if finality(one.line.year, one.line.query_date) is Finality.IN_YEAR
    }


def _barely_begun(read: Sequence[Line]) -> set[tuple[str, int]]:
    """The last year of a file, when its share of devengado is far below the other years'."""
    found = set()
    for sha256 in {one.sha256 for one in read}:
        shares = _shares([one.line for one in read if one.sha256 == sha256])
        *before, last = sorted(shares)
        if before and shares[last] < BARELY_BEGUN * median(shares[year] for year in before):
            found.add((sha256, last))
    return found


def _shares(lines: Iterable[BudgetLine]) -> dict[int, Decimal]:
    sums: dict[int, list[int]] = defaultdict(lambda: [0, 0])
    for line in lines:
        sums[line.year][0] += line.devengado
        sums[line.year][1] += line.pim
    return {year: Decimal(devengado) / max(pim, 1) for year, (devengado, pim) in sums.items()}


def _told(read: Sequence[Line], unfinished: set[tuple[str, int]]) -> Iterable[Surprise]:
    for sha256, year in sorted(unfinished, key=lambda one: one[1]):
        left = [one for one in read if (one.sha256, one.line.year) == (sha256, year)]
        day = left[0].line.query_date
        going_on = _("{year} no estaba terminado el {day}. Las filas de ese año no se usan.")
        just_begun = _(
            "De {year} trae muy poco gasto: parece de cuando el año empezaba. "
            "Las filas de ese año no se usan. Mira qué día se descargó."
        )
        sentence = going_on if finality(year, day) is Finality.IN_YEAR else just_begun
        told = sentence.format(year=year, day=formats.long_date(day))
        yield Surprise("left-out", told, len(left), sha256=sha256)
