"""New official files for a pack that exists: the old one is kept whole under another name."""

from __future__ import annotations

import csv
import shutil
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import tomlkit

from cuentas.data.controls import COLUMNS, NO, YES, controls
from cuentas.data.pack import Pack
from cuentas.data.tables import open_dataset
from cuentas.data.toml_file import toml_words
from cuentas.i18n import text as _
from cuentas.model.budget import BudgetLine
from cuentas.region.choice import Choice
from cuentas.region.datasets import Sheets, tables
from cuentas.region.pack import Kit, gather, must_pass, write_report
from cuentas.region.pack_lines import Line, Lines
from cuentas.region.pack_place import places_of
from cuentas.region.pack_tables import Table, write_rows, write_table
from cuentas.region.runs import Wish
from cuentas.region.whole import copied, exchange, kept_name, sweep, unfinished

_DAY = "-AAAA-MM-DD"


@dataclass(frozen=True)
class Updated:
    """A pack brought up to date, and where the old one is."""

    folder: Path
    old: Path


def update_pack(choice: Choice, folder: Path, kit: Kit) -> Updated:
    """Bring a pack up to date with newly read files.

    What the files do not carry stays as it was: other datasets, other years, and everything
    that people wrote in ``region.toml``. Lines that were read again go to ``revisions``.

    Raises:
        ChoiceError: the files do not go together.
        SourceError: a file is not what it must be.
        DatasetError: the old pack cannot be read.
        PackFaultsError: the old pack, or what came out, does not pass ``region check``.
    """
    must_pass(
        folder,
        _("El paquete que ya tienes no pasa su propia comprobación, y no se tocó. Fallas:"),
    )
    sweep(kit.work.folder)
    pack = Pack(folder)
    sheets = gather(choice, kit, lines_before(pack))
    kept = kept_name(folder, max(line.query_date for line in pack.budget).isoformat())
    with unfinished(folder) as room:
        ready = room / choice.slug
        copied(folder, ready)
        _renew(ready, pack, sheets, kit.wishes)
        must_pass(ready)
        exchange(ready, folder, kept)
    return Updated(folder, kept)


def _renew(ready: Path, pack: Pack, sheets: Sheets, wishes: Sequence[Wish]) -> None:
    made = list(tables(sheets))
    for table in made:
        join = _JOINED.get(table.name) if pack.has(table.name) else None
        whole = join(pack, table, sheets) if join else table
        shutil.rmtree(ready / table.name, ignore_errors=True)
        write_table(ready, whole, sheets.read.place.department, sheets.choice.slug)
        if join:
            _keep_controls(pack.folder / table.name, ready / table.name, _read_twice(pack, sheets))
    _new_districts(ready / "region.toml", pack, sheets, [table.name for table in made])
    write_report(ready, sheets, wishes)


def lines_before(pack: Pack) -> Lines:
    """The budget of a pack as it stands, for when only other files were given."""
    return Lines(tuple(Line(line, "") for line in pack.budget), (), ())


def _with_the_old(pack: Pack, table: Table, sheets: Sheets) -> Table:
    """The budget of both: the new readings, the years that they lack, and what stood before."""
    read = [*pack.budget_revisions, *pack.budget, *_lines(sheets)]
    last = {_place_in_time(line): line for line in sorted(read, key=lambda one: one.query_date)}
    final = [last[which] for which in sorted(last)]
    earlier = _once(read, final)
    sources = [*pack.dataset("budget").package["sources"], *table.sources]
    return replace(
        table,
        title=str(pack.dataset("budget").package["title"]),
        sources=list({(one["key"], one.get("sha256")): one for one in sources}.values()),
        rows=[asdict(line) for line in final],
        others={"revisions": [asdict(line) for line in earlier]},
        notes=pack.dataset("budget").notes + "\n" + _added_note(table),
    )


def _with_the_old_people(pack: Pack, table: Table, _sheets: Sheets) -> Table:
    """The people of both: a census that was not given again stays, and so does a projection."""
    old = {row["ubigeo"]: row for row in pack.rows("population")}
    new = {row["ubigeo"]: row for row in table.rows}
    given = tuple(str(source["key"])[: -len(_DAY)] for source in table.sources)
    kept = [
        source
        for source in pack.dataset("population").package["sources"]
        if not str(source["key"]).startswith(given)
    ]
    return replace(
        table,
        sources=[*kept, *table.sources],
        rows=[{**old.get(one, {}), **new.get(one, {})} for one in sorted({*old, *new})],
    )


def _lines(sheets: Sheets) -> list[BudgetLine]:
    return [one.line for one in (*sheets.lines.revisions, *sheets.lines.final)]


def _once(lines: Iterable[BudgetLine], final: Sequence[BudgetLine]) -> list[BudgetLine]:
    """Each reading of a year and municipality once; those that are final now are not earlier."""
    now = {(*_place_in_time(line), line.query_date) for line in final}
    found = {(*_place_in_time(line), line.query_date): line for line in lines}
    return [found[which] for which in sorted(found) if which not in now]


def _place_in_time(line: BudgetLine) -> tuple[int, str]:
    return line.year, line.ubigeo


def _added_note(table: Table) -> str:
    days = ", ".join(str(source["query_date"]) for source in table.sources)
    sentence = _(
        "## Puesto al día\n\n- Con `cuentas region update` y archivos leídos el {days}. "
        "Lo anterior está en `revisions.csv`.\n"
    )
    return sentence.format(days=days)


_JOINED = {"budget": _with_the_old, "population": _with_the_old_people}
"""How a dataset is joined with what the old pack had; the others are written anew."""


def _read_twice(pack: Pack, sheets: Sheets) -> frozenset[str]:
    """The years that both the old pack and the new files carry."""
    before, now = ({line.year for line in lines} for lines in (pack.budget, _lines(sheets)))
    return frozenset(map(str, before & now))


def _keep_controls(old: Path, new: Path, twice: frozenset[str]) -> None:
    """Add the old controls to the new ones; those that a second reading moved say why."""
    own = _control_rows(new)
    known = {(row["where"], row["measure"], row["resource"], row["expected"]) for row in own}
    before = [
        row
        for row in _control_rows(old)
        if (row["where"], row["measure"], row["resource"], row["expected"]) not in known
    ]
    write_rows(new / "controls.csv", COLUMNS, [*own, *before])
    found = controls(open_dataset(new))
    judged = [
        _judged(row, one.agrees) if one.agrees or _may_move(row, twice) else row
        for row, one in zip([*own, *before], found, strict=True)
    ]
    write_rows(new / "controls.csv", COLUMNS, judged)


def _may_move(row: dict[str, str], twice: frozenset[str]) -> bool:
    """Whether a control is of a year read twice, or of no single year."""
    conditions = (condition.partition("=") for condition in row["where"].split(";"))
    years = [value.strip() for name, _mark, value in conditions if name.strip() == "year"]
    return not years or years[0] in twice


def _control_rows(folder: Path) -> list[dict[str, str]]:
    with (folder / "controls.csv").open(encoding="utf-8-sig", newline="") as lines:
        return list(csv.DictReader(lines, restval=""))


def _judged(row: dict[str, str], agrees: bool) -> dict[str, str]:  # noqa: FBT001 - the result of a comparison
    if agrees:
        return row | {"agrees": YES}
    reason = row["reason"] or _("Así era en la lectura anterior.")
    return row | {"agrees": NO, "reason": reason} if row["agrees"] == YES else row


def _new_districts(path: Path, pack: Pack, sheets: Sheets, datasets: Iterable[str]) -> None:
    """Add to ``region.toml`` only districts and datasets that it lacks; the rest is people's."""
    document: Any = tomlkit.parse(toml_words(path))
    known = {district.ubigeo for district in pack.region.districts}
    for place in places_of(sheets.read, sheets.lines) if sheets.read.budget else ():
        if place.ubigeo not in known:
            document["districts"].append(tomlkit.parse(place.as_toml)["districts"][0])
    for name in datasets:
        if name not in document["datasets"]:
            document["datasets"].append(name)
    path.write_text(tomlkit.dumps(document), encoding="utf-8")
