"""A dataset of a pack and a new reading of it, made one: what the new one lacks stays as it was.

Both are folders, and their cells are compared as they are written: what is not read again keeps
its very bytes, and the same reading twice gives the same folder.
"""

from __future__ import annotations

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any

from cuentas.data.controls import COLUMNS, NO, YES, controls
from cuentas.data.pack import Pack
from cuentas.data.tables import ENCODING, open_dataset
from cuentas.i18n import formats
from cuentas.i18n import text as _
from cuentas.i18n.datasets import in_words
from cuentas.model.place import plain
from cuentas.region.datasets.investments import largest
from cuentas.region.datasets.sheets import span
from cuentas.region.parts.names import SMALL
from cuentas.region.parts.tables import write_package, write_rows
from cuentas.region.sources import Surprise
from cuentas.region.updating.joined_package import notes_of, package_of

Cells = dict[str, str]
Rows = Sequence[Cells]
Unit = tuple[str, ...]
Units = Mapping[Unit, Rows]
"""The rows of a table by what a later reading replaces as a whole."""
_OF_THE_READING = frozenset({"query_date", "source_key"})


@dataclass(frozen=True)
class Join:
    """How two readings of a table go together."""

    unit: tuple[str, ...]
    """The columns that say what a later reading replaces as a whole."""
    fills: bool = False
    """Whether a cell that the later reading leaves empty keeps what the earlier one said."""
    named: tuple[str, ...] = ()
    name: str = ""
    """The column of our own words, which people may have changed, and what it names."""


JOINS = {
    "budget": Join(("year", "ubigeo")),
    "totals": Join(("year",), named=("entity",), name="name"),
    "spending": Join(
        ("year", "classification"), named=("classification", "name"), name="plain_name"
    ),
    "spending_by_function": Join(("year", "ubigeo"), named=("code",), name="plain_name"),
    "spending_by_rubro": Join(("year", "ubigeo"), named=("code",), name="plain_name"),
    "population": Join(("ubigeo",), fills=True),
    "investments": Join(("cui",), fills=True, named=("cui",), name="short_name"),
    "progress": Join(("cui", "period")),
}


@dataclass(frozen=True)
class Folder:
    """A dataset folder as it is written: every table as text, by the resource's name."""

    path: Path
    package: dict[str, Any]
    tables: Mapping[str, Rows]

    @property
    def name(self) -> str:
        """The folder's name, by which lessons ask for it."""
        return self.path.name

    @property
    def notes(self) -> str:
        """Its README."""
        return (self.path / "README.md").read_text(encoding=ENCODING)

    @property
    def every(self) -> Rows:
        """The widest table: every investment where there is such a list, else the data."""
        return self.tables.get("all", self.tables["data"])

    @property
    def years(self) -> str:
        """The years of the data, as its title says them; empty where it has no years."""
        return years_of(self.tables["data"])


def folder_of(path: Path) -> Folder:
    """A dataset folder with every table that it describes.

    Raises:
        DatasetError: its description cannot be read.
    """
    package = open_dataset(path).package
    tables = {one["name"]: text_rows(path / one["path"]) for one in package["resources"]}
    return Folder(path, package, tables)


def units_of(pack: Pack, name: str) -> Units:
    """What a dataset of a pack says, whatever day it was read on; of others, only that it is.

    Raises:
        DatasetError: its description cannot be read.
    """
    how = JOINS.get(name)
    if how is None:
        return {}
    found: dict[Unit, list[Cells]] = {}
    for row in folder_of(pack.folder / name).every:
        said = {key: cell for key, cell in row.items() if cell and key not in _OF_THE_READING}
        found.setdefault(_unit(how, row), []).append(said)
    return found


def text_rows(path: Path) -> list[Cells]:
    """The rows of a CSV file as they are written."""
    with path.open(encoding=ENCODING, newline="") as lines:
        return list(csv.DictReader(lines, restval=""))


def join(before: Path, read: Path, districts: Mapping[str, str]) -> tuple[Surprise, ...]:
    """Make of the folder ``read`` the whole that it is together with ``before``.

    Args:
        before: the dataset as the pack has it; it is not touched.
        read: the same dataset as the new files have it.
        districts: the names of the districts of the pack, by ubigeo.

    Returns:
        What must be told of it: rows that are older than what was there, and rows that the new
        reading should carry and does not.
    """
    old, new = folder_of(before), folder_of(read)
    tables = _joined(old, new, districts)
    again = {_unit(JOINS[new.name], row) for row in new.every}
    whole = all(_unit(JOINS[new.name], row) in again for row in old.every)
    package = package_of(old.package, new.package, tables, whole=whole)
    joined = Folder(read, _dated(package, old.years, years_of(tables["data"])), tables)
    for resource in joined.package["resources"]:
        names = [column["name"] for column in resource["schema"]["fields"]]
        write_rows(read / resource["path"], names, tables[resource["name"]])
    write_package(read, joined.package)
    _join_controls(old, new, joined)
    return tuple(_told(old, new, districts))


def join_notes(before: Path, now: Path, care: str) -> None:
    """Write in ``now`` the notes of ``before``, with the years, sources and care of today."""
    old, joined = folder_of(before), folder_of(now)
    first, _line, rest = old.notes.partition("\n")
    words = f"{respanned(first, old.years, joined.years)}\n{rest}"
    notes = notes_of(words, joined.package, _gone(old, joined), care)
    (now / "README.md").write_text(notes, encoding="utf-8")


def _dated(package: dict[str, Any], before: str, now: str) -> dict[str, Any]:
    """The description whose titles say the years that the table now holds."""
    resources = [
        one | {"title": respanned(one.get("title", ""), before, now)}
        for one in package["resources"]
    ]
    title = respanned(package["title"], before, now)
    return package | {"title": title, "resources": resources}


def respanned(words: str, before: str, now: str) -> str:
    """Words that say the years ``before``, saying the years ``now``."""
    return words.replace(before, now) if before else words


def years_of(rows: Rows) -> str:
    """The years of a table, as its title says them; empty where it has no years."""
    return span(int(row["year"]) for row in rows if "year" in row)


def _gone(old: Folder, joined: Folder) -> list[dict[str, Any]]:
    """The sources that no row comes from any more."""
    return [one for one in old.package["sources"] if one not in joined.package["sources"]]


def _joined(old: Folder, new: Folder, districts: Collection[str]) -> dict[str, Rows]:
    how = JOINS[new.name]
    both = {
        name: _latest(JOINS.get(name, how), old.tables.get(name, ()), new.tables.get(name, ()))
        for name in {**old.tables, **new.tables}
    }
    if new.name == "budget":
        readings = _readings(how, *(_every_reading(one) for one in (old, new)))
        both |= {"data": _last(readings), "revisions": _earlier(readings)}
    elif new.name == "investments":
        everything = _latest(how, old.every, new.every)
        everything = _named(how, everything, (*old.every, *old.tables["data"]))
        both |= {"all": everything, "data": _chosen(old, everything, districts)}
    else:
        both["data"] = _named(how, both["data"], old.tables["data"])
    return both


def _every_reading(folder: Folder) -> Rows:
    return (*folder.tables.get("revisions", ()), *folder.tables["data"])


def _latest(how: Join, old: Rows, new: Rows) -> Rows:
    if not how.fills:
        return _last(_readings(how, old, new))
    before = {_unit(how, row): row for row in old}
    return [_respelt(before.get(_unit(how, row), {}), row) for row in _filled(how, old, new)]


def _readings(how: Join, *tables: Rows) -> dict[Unit, dict[str, list[Cells]]]:
    """The rows of each unit by query date; of one day, those of the last table."""
    found: dict[Unit, dict[str, list[Cells]]] = {}
    for rows in tables:
        own: dict[Unit, dict[str, list[Cells]]] = {}
        for row in rows:
            days = own.setdefault(_unit(how, row), {})
            days.setdefault(_day(row), []).append(row)
        for unit, days in own.items():
            found.setdefault(unit, {}).update(days)
    return {unit: found[unit] for unit in sorted(found)}


def _unit(how: Join, row: Cells) -> Unit:
    return tuple(row[name] for name in how.unit)


def _day(row: Cells) -> str:
    return row.get("query_date", "")


def _last(readings: Mapping[Unit, Mapping[str, Rows]]) -> list[Cells]:
    return [row for days in readings.values() for row in days[max(days)]]


def _earlier(readings: Mapping[Unit, Mapping[str, Rows]]) -> list[Cells]:
    return [row for days in readings.values() for day in sorted(days)[:-1] for row in days[day]]


def _filled(how: Join, *tables: Rows) -> list[Cells]:
    """One row for each unit: the latest, with what it does not carry from the earlier ones."""
    rows = [row for table in tables for row in table]
    found: dict[Unit, Cells] = {_unit(how, row): {} for row in rows}
    for row in sorted(rows, key=_day):
        unit = _unit(how, row)
        found[unit] = {**row, **found[unit], **{name: cell for name, cell in row.items() if cell}}
    return list(found.values())


def _respelt(before: Cells, now: Cells) -> Cells:
    """The row as it was written before, wherever it says the same; and where it was placed.

    An investment that is in several places stays in the one that the pack had chosen.
    """
    same = {name for name, cell in now.items() if _says_the_same(before.get(name, ""), cell)}
    if now.get("places", "") > "1":
        same |= {"ubigeo", "district"} & before.keys()
    return {name: before[name] if name in same else cell for name, cell in now.items()}


def _says_the_same(before: str, now: str) -> bool:
    """Whether two cells differ at most in how a name or a number is written."""
    if not before or _words(before) == _words(now):
        return bool(before)
    try:
        return Decimal(before) == Decimal(now)
    except InvalidOperation:
        return False


def _words(name: str) -> list[str]:
    """A name as it is heard: no accents, no capitals, and «de» or «la» may be there or not."""
    return [word for word in plain(name).split() if word not in SMALL]


def _named(how: Join, rows: Rows, before: Iterable[Cells]) -> list[Cells]:
    """The rows with the words that people, or this course, had given to the same things."""
    if not how.name:
        return list(rows)
    names = {tuple(row[one] for one in how.named): row[how.name] for row in before}
    return [
        row | {how.name: names.get(tuple(row[one] for one in how.named), row[how.name])}
        for row in rows
    ]


def _chosen(old: Folder, everything: Rows, districts: Collection[str]) -> list[Cells]:
    """The investments to look at: by the course's rule, unless people had chosen others."""
    by_rule, before = _by_rule(everything, districts), old.tables["data"]
    was_by_rule = _by_rule(old.tables.get("all", ()), districts)
    if [row["cui"] for row in was_by_rule] == [row["cui"] for row in before]:
        return by_rule
    rows = {row["cui"]: row for row in everything}
    by_hand = {row["cui"]: rows[row["cui"]] for row in before}
    served = {row["ubigeo"] for row in before}
    more = {row["cui"]: row for row in by_rule if row["ubigeo"] not in served}
    return list((by_hand | more).values())


def _by_rule(everything: Rows, districts: Collection[str]) -> list[Cells]:
    rows = {row["cui"]: row for row in everything}
    here = [row | _ranks(row) for row in everything if row["ubigeo"] in districts]
    return [rows[one["cui"]] for one in largest(here)]


def _ranks(row: Cells) -> dict[str, Any]:
    """What the choice compares, as numbers."""
    return {
        "places": int(row.get("places") or 1),
        "updated_cost": Decimal(row["updated_cost"] or 0),
    }


def _told(old: Folder, new: Folder, names: Mapping[str, str]) -> Iterator[Surprise]:
    how, what = JOINS[new.name], in_words([new.name])
    before = {_unit(how, row): _day(row) for row in old.every}
    now = {_unit(how, row): _day(row) for row in new.every}
    older = [unit for unit, day in now.items() if day < before.get(unit, "")]
    if older:
        day = formats.long_date(date.fromisoformat(max(before[unit] for unit in older)))
        aside = _("Quedaron en revisions.csv.") if "revisions" in new.tables else _("No se usaron.")
        sentence = _(
            "Sobre {what}: diste filas más antiguas que las del paquete, leídas el {day}. {aside} "
            "Si ese día no es el verdadero, haz el paquete otra vez con --query-date."
        )
        words = sentence.format(what=what, day=day, aside=aside)
        yield Surprise("older-reading", words, len(older), _units(older, names))
    years = {unit[0] for unit in now}
    kept = [
        unit for unit in before.keys() - now.keys() if how.unit[0] != "year" or unit[0] in years
    ]
    if kept:
        sentence = _("Sobre {what}: los archivos nuevos no traen algo que ya estaba, y se quedó.")
        shown = _units(sorted(kept), names)
        yield Surprise("not-again", sentence.format(what=what), len(kept), shown)


def _units(found: Sequence[Unit], names: Mapping[str, str]) -> tuple[str, ...]:
    """Units as examples, each district with its name beside its code."""
    return tuple(", ".join(f"{one} {names.get(one, '')}".strip() for one in unit) for unit in found)


def _join_controls(old: Folder, new: Folder, joined: Folder) -> None:
    """The old controls and then the new ones; those that the whole no longer meets say why."""
    gone = {one["key"] for one in (*_gone(old, joined), *_gone(new, joined))}
    before = [row for row in _controls(old) if row["source"] not in gone]
    known = {_asked(row) for row in before}
    own = [
        row for row in _controls(joined) if {_asked(row), row["source"]}.isdisjoint(known | gone)
    ]
    path = joined.path / "controls.csv"
    write_rows(path, COLUMNS, [*before, *own])
    met = [one.agrees for one in controls(open_dataset(joined.path))]
    twice = {row.get("year") for row in old.every} & {row.get("year") for row in new.every}
    earlier = _("Así era en la lectura anterior.")
    part = _("El paquete tiene además lo que se leyó en otros archivos.")
    reasons = [earlier] * len(before) + [part] * len(own)
    told = zip([*before, *own], met, reasons, strict=True)
    write_rows(path, COLUMNS, [_judged(row, agrees, why, twice) for row, agrees, why in told])


def _controls(folder: Folder) -> Rows:
    return text_rows(folder.path / "controls.csv")


def _asked(row: Cells) -> Unit:
    return row["where"], row["measure"], row["resource"], row["expected"]


def _judged(row: Cells, agrees: bool, why: str, twice: Collection[str | None]) -> Cells:  # noqa: FBT001 - the result of a comparison
    if agrees:
        return row if row["agrees"] == YES else row | {"agrees": YES, "reason": ""}
    if row["agrees"] == NO or not _may_move(row, twice):
        return row
    return row | {"agrees": NO, "reason": row["reason"] or why}


def _may_move(row: Cells, twice: Collection[str | None]) -> bool:
    """Whether a control is of a year read twice, or of no single year."""
    conditions = (condition.partition("=") for condition in row["where"].split(";"))
    years = [value.strip() for name, _mark, value in conditions if name.strip() == "year"]
    return not years or years[0] in twice
