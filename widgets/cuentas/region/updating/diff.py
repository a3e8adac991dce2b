"""What changed between two readings of a region, in sentences that can be read out."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from pathlib import Path

from cuentas.data.pack import Pack
from cuentas.data.region import region_folder
from cuentas.data.tables import DatasetError
from cuentas.home import datasets_folder
from cuentas.i18n import formats, plural
from cuentas.i18n import text as _
from cuentas.i18n.datasets import in_words
from cuentas.model.budget import BudgetLine
from cuentas.model.money import without_sign
from cuentas.region.parts.place import scope_of
from cuentas.region.updating.joined import JOINS, Unit, Units, units_of

FIRST = {"year": 0, "dataset": 1}
"""Kinds of changes that are said before all amounts, in this order."""
MEASURES = ("pia", "pim", "devengado")
Lines = Mapping[tuple[int, str], BudgetLine]


@dataclass(frozen=True)
class Reading:
    """A region's budget as it stood, with the names of its districts."""

    name: str
    lines: Lines
    names: Mapping[str, str]
    costs: Mapping[str, tuple[str, int]]
    """Updated cost of each investment in whole soles, with its name, by CUI."""
    tables: Mapping[str, Units] | None = None
    """The other datasets as they are written; none where only some lines are compared."""

    @property
    def last_day(self) -> date | None:
        """The latest query date among its lines."""
        return max((line.query_date for line in self.lines.values()), default=None)


@dataclass(frozen=True)
class Change:
    """One difference. ``before`` or ``now`` is ``None`` where that reading has no such figure.

    ``year`` is the first one where several that follow each other appear or vanish.
    """

    kind: str
    about: str
    year: int | None
    measure: str
    before: int | None
    now: int | None
    sentence: str

    @property
    def difference(self) -> int:
        """Soles more, or fewer when negative."""
        return (self.now or 0) - (self.before or 0)


def pack_of(which: str) -> Pack:
    """A pack by its folder, by its region's slug, or by the name that ``update`` kept it under.

    Raises:
        DatasetError: there is no such pack.
    """
    for folder in (Path(which), datasets_folder() / "regions" / which):
        if (folder / "region.toml").is_file():
            return Pack(folder)
    return Pack(region_folder(which))


def reading_of(pack: Pack, day: date | None = None) -> Reading:
    """A pack as it is, or only what was read on ``day``.

    Raises:
        DatasetError: nothing of the pack was read on that day; the message lists the days.
    """
    lines = (*pack.budget_revisions, *pack.budget)
    chosen = [line for line in lines if day in (None, line.query_date)]
    if not chosen:
        days = formats.listing(sorted({line.query_date.isoformat() for line in lines}))
        sentence = _("{pack} no tiene nada leído el {day}. Sus fechas: {days}.")
        raise DatasetError(sentence.format(pack=pack.folder.name, day=day, days=days))
    kept = {(line.year, line.ubigeo): line for line in chosen}
    tables = None if day else {name: units_of(pack, name) for name in _datasets(pack)}
    return Reading(pack.folder.name, kept, _names(pack), _costs(pack), tables)


def _names(pack: Pack) -> dict[str, str]:
    """What each district is called in a sentence, told apart from another of the same name."""
    return {one.ubigeo: pack.region.full_name(one) for one in pack.region.districts}


def _datasets(pack: Pack) -> list[str]:
    return sorted(path.parent.name for path in pack.folder.glob("*/datapackage.json"))


def earlier_of(pack: Pack) -> Reading:
    """The lines of a pack that were read again later, as they stood before."""
    lines = {(line.year, line.ubigeo): line for line in pack.budget_revisions}
    return Reading(pack.folder.name, lines, _names(pack), {})


def compared(
    before: str, now: str | None, before_day: date | None, now_day: date | None
) -> tuple[Reading, Reading]:
    """The two readings that a person named: packs or days; of one pack alone, its earlier lines.

    Raises:
        DatasetError: there is no such pack, it has nothing of that day, or the two are not of the
            same place.
    """
    first, second = pack_of(before), pack_of(now or before)
    _same_place(first, second)
    new = reading_of(second, now_day)
    if now is None and before_day is None:
        old = earlier_of(first)
        return old, only_like(new, old)
    return reading_of(first, before_day), new


def _same_place(first: Pack, second: Pack) -> None:
    """Refuse to compare packs of different departments, or of different parts of one."""
    if _place(first) == _place(second):
        return
    sentence = _(
        "{one} es de {place} y {other} es de {elsewhere}: no son el mismo lugar. "
        "Da dos paquetes de la misma región."
    )
    raise DatasetError(
        sentence.format(
            one=first.folder.name,
            place=first.region.name,
            other=second.folder.name,
            elsewhere=second.region.name,
        )
    )


def _place(pack: Pack) -> tuple[str, frozenset[str], frozenset[str]]:
    """The department of a pack, and the province and districts that it was asked for."""
    scope = scope_of(pack.folder)
    provinces = {one.code for one in pack.region.provinces} if scope["province"] else ()
    return scope["department"], frozenset(provinces), frozenset(scope["districts"])


def _costs(pack: Pack) -> dict[str, tuple[str, int]]:
    if not pack.has("investments"):
        return {}
    return {one.cui: (one.short_name, int(one.updated_cost)) for one in pack.investments}


def changes(before: Reading, now: Reading) -> list[Change]:
    """Every difference: whole years and datasets first, then the largest.

    Amounts are compared where both have them.
    """
    found = [*_of_lines(before, now), *_of_costs(before, now), *_of_tables(before, now)]
    return sorted(
        found,
        key=lambda one: (
            FIRST.get(one.kind, len(FIRST)),
            -without_sign(one.difference),
            one.year or 0,
            one.sentence,
        ),
    )


def _of_lines(before: Reading, now: Reading) -> Iterator[Change]:
    names = {**before.names, **now.names}
    years = {year for year, _ubigeo in before.lines} & {year for year, _ubigeo in now.lines}
    for year, ubigeo in sorted({*before.lines, *now.lines}):
        if year not in years:
            continue
        old, new = before.lines.get((year, ubigeo)), now.lines.get((year, ubigeo))
        name = names.get(ubigeo, ubigeo)
        if old is None or new is None:
            yield _appeared(name, year, old, new)
        else:
            yield from _moved(name, old, new)
    yield from _years(before, now)


def _appeared(name: str, year: int, old: BudgetLine | None, new: BudgetLine | None) -> Change:
    sentence = (
        _("{name} aparece en {year}, y antes no estaba.")
        if old is None
        else _("{name} ya no aparece en {year}.")
    )
    told = sentence.format(name=name, year=year)
    return Change(
        "line", name, year, "pim", old.pim if old else None, new.pim if new else None, told
    )


def _moved(name: str, old: BudgetLine, new: BudgetLine) -> Iterator[Change]:
    for measure in MEASURES:
        before, now = getattr(old, measure), getattr(new, measure)
        if before != now:
            rose = _("El {what} de {name} en {year} subió {amount}{between}.")
            fell = _("El {what} de {name} en {year} bajó {amount}{between}.")
            sentence = (rose if now > before else fell).format(
                what=_in_words(measure),
                year=old.year,
                name=name,
                amount=formats.millions(without_sign(now - before)),
                between=_between(old.query_date, new.query_date),
            )
            yield Change("amount", name, old.year, measure, before, now, sentence)


def _between(before: date, now: date) -> str:
    """«entre el 11 de febrero y el 8 de marzo de 2025»; nothing when it is one day."""
    if before == now:
        return ""
    first = formats.long_date(before)
    year = _(" de {year}").format(year=before.year)
    if before.year == now.year:
        first = first.removesuffix(year)
    return _(" entre el {before} y el {now}").format(before=first, now=formats.long_date(now))


def _in_words(measure: str) -> str:
    return measure if measure == "devengado" else measure.upper()


def _years(before: Reading, now: Reading) -> Iterator[Change]:
    """The years that appear or vanish, those that follow each other in one sentence."""
    old, new = ({year for year, _ubigeo in one.lines} for one in (before, now))
    for come, years in ((True, new - old), (False, old - new)):
        in_a_row = groupby(enumerate(sorted(years)), key=lambda one: one[1] - one[0])
        for _apart, run in in_a_row:
            found = [year for _at, year in run]
            yield Change("year", "", found[0], "", None, None, _of_years(found, come=come))


def _of_years(years: Sequence[int], *, come: bool) -> str:
    first, last = years[0], years[-1]
    if first == last:
        sentence = _("{year} es un año nuevo.") if come else _("{year} ya no está.")
        return sentence.format(year=first)
    sentence = (
        _("De {first} a {last} son años nuevos.") if come else _("De {first} a {last} ya no están.")
    )
    return sentence.format(first=first, last=last)


def _of_costs(before: Reading, now: Reading) -> Iterator[Change]:
    for cui in sorted({*before.costs} & {*now.costs}):
        name, old = before.costs[cui]
        new = now.costs[cui][1]
        if old != new:
            rose = _("El costo de «{name}» (CUI {cui}) subió {amount}.")
            fell = _("El costo de «{name}» (CUI {cui}) bajó {amount}.")
            sentence = (rose if new > old else fell).format(
                name=name, cui=cui, amount=formats.millions(without_sign(new - old))
            )
            yield Change("cost", cui, None, "updated_cost", old, new, sentence)


def _of_tables(before: Reading, now: Reading) -> Iterator[Change]:
    """Datasets that appear or vanish, and in one sentence each what moved in the others."""
    if before.tables is None or now.tables is None:
        return
    for name in sorted({*before.tables, *now.tables}):
        old, new = before.tables.get(name), now.tables.get(name)
        if old is None or new is None:
            sentence = _("Es nuevo: {what}.") if old is None else _("Ya no está: {what}.")
            yield _of_table(name, sentence.format(what=in_words([name])))
        elif name in JOINS and name != "budget" and old != new:
            parts = "; ".join(_parts(name, old, new))
            yield _of_table(
                name, _("Sobre {what}: {parts}.").format(what=in_words([name]), parts=parts)
            )


def _of_table(name: str, sentence: str) -> Change:
    return Change("dataset", name, None, "", None, None, sentence)


def _parts(name: str, old: Units, new: Units) -> Iterator[str]:
    """What appeared, what vanished and what moved in a dataset, by year where it has years."""
    moved = {unit for unit in old.keys() & new.keys() if old[unit] != new[unit]}
    for units, one, several in (
        (new.keys() - old.keys(), _("aparece {what}"), _("aparecen {what}")),
        (old.keys() - new.keys(), _("ya no está {what}"), _("ya no están {what}")),
        (moved, _("cambia {what}"), _("cambian {what}")),
    ):
        if units:
            yield (one if len(units) == 1 else several).format(what=_counted(name, units))


def _counted(name: str, units: Collection[Unit]) -> str:
    """The years of some units, or how many districts or investments they are."""
    if JOINS[name].unit[0] == "year":
        return formats.listing([_year(*unit) for unit in sorted(units)])
    nouns = {
        "population": plural("{count} distrito", "{count} distritos", len(units)),
        "investments": plural("{count} inversión", "{count} inversiones", len(units)),
    }
    return nouns[name].format(count=formats.number(len(units)))


def _year(year: str, kind: str = "") -> str:
    kinds = {"generica": _("genérica"), "funcion": _("función")}
    return _("{year} por {kind}").format(year=year, kind=kinds.get(kind, kind)) if kind else year


def told(found: Sequence[Change], limit: int | None = None) -> Iterator[str]:
    """The sentences of the largest changes, and how many more there are beyond ``limit``.

    Without changes, the sentence that says so.
    """
    if not found:
        yield _("Nada cambió.")
    yield from (f"- {one.sentence}" for one in found[:limit])
    rest = found[limit:] if limit is not None else ()
    if rest:
        sentence = plural(
            "Hay {count} cambio más, de {amount} o menos. Para verlos todos: --all",
            "Hay {count} cambios más, de {amount} o menos cada uno. Para verlos todos: --all",
            len(rest),
        )
        largest = formats.millions(without_sign(rest[0].difference))
        yield sentence.format(count=formats.number(len(rest)), amount=largest)


def heading(before: Reading, now: Reading, found: Iterable[Change]) -> str:
    """What is compared with what, and how much the devengado moved in all."""
    moved = sum(one.difference for one in found if one.measure == "devengado")
    days = [one.last_day for one in (before, now) if one.last_day]
    if not days:
        return _("Solo hay una lectura; no hay otra con que compararla.")
    first, last = (formats.long_date(day) for day in (days[0], days[-1]))
    whole = (
        _("De la lectura del {before} a la del {now}.")
        if first != last
        else _("Lo último de las dos se leyó el mismo día: el {now}.")
    ).format(before=first, now=last)
    if days[-1] < days[0]:
        whole += " " + _("Ojo: lo segundo se leyó antes que lo primero. Quizá van al revés.")
    if not moved:
        return whole
    rose, fell = (
        _("En total, el devengado subió {amount}."),
        _("En total, el devengado bajó {amount}."),
    )
    total = (rose if moved > 0 else fell).format(amount=formats.millions(without_sign(moved)))
    return f"{whole} {total}"


def only_like(reading: Reading, other: Reading) -> Reading:
    """Only the lines that ``other`` has too: two query dates of the same years."""
    lines = {which: line for which, line in reading.lines.items() if which in other.lines}
    return Reading(reading.name, lines, reading.names, {})
