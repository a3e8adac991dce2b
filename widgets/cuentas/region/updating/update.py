"""New official files for a pack that exists: the old one is kept whole under another name."""

from __future__ import annotations

import math
import shutil
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import tomlkit

from cuentas.data import stamp
from cuentas.data.controls import controls
from cuentas.data.pack import Pack
from cuentas.data.tables import open_dataset
from cuentas.data.toml_file import toml_words
from cuentas.i18n import text as _
from cuentas.i18n.datasets import in_words
from cuentas.region.choice import Choice
from cuentas.region.datasets import Sheets, tables
from cuentas.region.datasets.budget import care_of_new
from cuentas.region.orders import SAID, pack_words
from cuentas.region.pack import Kit, gather, must_pass, refuse, write_report
from cuentas.region.parts.lines import GONE, Line, Lines, gone
from cuentas.region.parts.place import COLUMNS, Place, first_year, places_of
from cuentas.region.parts.questions import quoted
from cuentas.region.parts.tables import Table, write_table
from cuentas.region.report import REPORT, to_hear
from cuentas.region.sources import Surprise
from cuentas.region.updating.diff import changes, heading, reading_of
from cuentas.region.updating.joined import JOINS, join, join_notes
from cuentas.region.whole import contents, copied, exchange, kept_name, unfinished


@dataclass(frozen=True)
class Updated:
    """A pack brought up to date, and where the old one is; nowhere if nothing changed."""

    folder: Path
    old: Path | None
    told: tuple[str, ...]
    """Sentences that the trainer must hear at once."""


def update_pack(choice: Choice, folder: Path, kit: Kit) -> Updated:
    """Bring a pack up to date with newly read files.

    What the files do not carry stays as it was: other datasets, other years, other
    municipalities and investments, and everything that people wrote. Budgets that were read
    again go to ``revisions``. If the pack already says all of it, it is not touched.

    Raises:
        ChoiceError: the files do not go together.
        PackChangedError: somebody else changed the pack meanwhile.
        SourceError: a file is not what it must be.
        DatasetError: the old pack cannot be read.
        PackFaultsError: the old pack, or what came out, does not pass ``region check``.
    """
    must_pass(
        folder,
        _("El paquete que ya tienes no pasa su propia comprobación, y no se tocó. Fallas:"),
    )
    before = contents(folder)
    pack = Pack(folder)
    sheets = replace(gather(choice, kit, lines_before(pack)), called=pack.region.name)
    with unfinished(folder) as room:
        ready = room / choice.slug
        copied(folder, ready)
        made = list(tables(sheets))
        names = [table.name for table in made]
        found = tuple(_renewed(ready, room / "read", pack, sheets, made))
        _describe(ready / "region.toml", pack, sheets, names)
        told = (*to_hear(sheets), *(one.sentence for one in found))
        if _but_report(before) == _but_report(contents(ready)):
            return Updated(folder, None, told)
        kept = kept_name(folder, max(line.query_date for line in pack.budget).isoformat())
        changed = tuple(_changed(pack, ready, kept, names))
        write_report(ready, folder, _telling(sheets, Pack(ready), found), kit.lessons, changed)
        must_pass(ready)
        stamp.mark(ready)
        exchange(ready, folder, kept, before)
    return Updated(folder, kept, told)


def lines_before(pack: Pack) -> Lines:
    """The budget of a pack as it stands."""
    return Lines(tuple(Line(line, "") for line in pack.budget), (), ())


def _renewed(
    ready: Path, room: Path, pack: Pack, sheets: Sheets, made: Iterable[Table]
) -> Iterator[Surprise]:
    """Put every dataset that was read into the pack, joined with what it had of it."""
    room.mkdir()
    names = {one.ubigeo: one.name for one in pack.region.districts}
    districts = {ubigeo: names.get(ubigeo, "") for ubigeo in sheets.lines.ubigeos}
    for table in made:
        write_table(room, table, sheets.read.place.department, sheets.choice.slug)
        _refuse_lost(room / table.name, table.apart)
        before, now = pack.folder / table.name, ready / table.name
        if pack.has(table.name):
            yield from join(before, room / table.name, districts)
            shutil.rmtree(now)
        (room / table.name).rename(now)
        if pack.has(table.name):
            care = care_of_new(lines_before(Pack(ready))) if table.name == "budget" else ""
            join_notes(before, now, care)


def _refuse_lost(folder: Path, apart: Iterable[str]) -> None:
    """Refuse a reading that does not meet its own controls: joined, it could no longer be seen.

    ``apart`` is what the second path finds otherwise.

    Raises:
        PackFaultsError: the message is that, and every control that it does not meet.
    """
    faults = [*apart, *(one.fault for one in controls(open_dataset(folder)) if one.fault)]
    refuse(faults, _("Los archivos nuevos no se leyeron bien, y el paquete no se tocó. Fallas:"))


def _but_report(found: Mapping[Path, bytes]) -> dict[Path, bytes]:
    """The files of a pack but the report."""
    return {path: words for path, words in found.items() if path.name != REPORT}


def _telling(sheets: Sheets, pack: Pack, found: Iterable[Surprise]) -> Sheets:
    """The sheets with what the join found, and what is missing in all the years of the pack."""
    names = {one.ubigeo: one.municipality for one in pack.region.districts}
    missing = gone(names, {(line.year, line.ubigeo) for line in pack.budget})
    of_files = (one for one in sheets.lines.surprises if one.kind != GONE)
    surprises = (*of_files, *missing, *found)
    return replace(sheets, lines=replace(sheets.lines, surprises=surprises))


def _changed(pack: Pack, ready: Path, kept: Path, made: Iterable[str]) -> Iterator[str]:
    """What the report says of the change: what moved, and what was not given again."""
    before, now = reading_of(pack), reading_of(Pack(ready))
    found = changes(before, now)
    yield heading(before, now, found)
    yield from (one.sentence for one in found[:SAID])
    again = set(made)
    for name in sorted(again):
        if pack.has(name) and _by_hand(pack, name):
            sentence = _("Lee otra vez `{notes}`: lo escribió una persona, con los datos de antes.")
            yield sentence.format(notes=f"{name}/README.md")
    same = [name for name in JOINS if pack.has(name) and name not in again]
    if same:
        sentence = _("Los archivos nuevos no traen {what}: quedó como estaba.")
        yield sentence.format(what=in_words(same))
    sentence = _("Para oír todos los cambios: `cuentas region diff {old} {now} --all`.")
    yield sentence.format(old=pack_words(kept), now=pack_words(pack.folder))


def _by_hand(pack: Pack, name: str) -> bool:
    """Whether people made a table of a pack: the sources of ours carry their fingerprint."""
    return any("sha256" not in one for one in pack.dataset(name).package["sources"])


def _describe(path: Path, pack: Pack, sheets: Sheets, made: Iterable[str]) -> None:
    """Add to ``region.toml`` the places and datasets that it lacks; the rest is people's."""
    document: Any = tomlkit.parse(toml_words(path))
    lines = lines_before(Pack(path.parent))
    for district in document["districts"]:
        _begin(district, lines)
    for place in _new_places(pack, sheets, lines):
        _add_place(document, place)
    for name in made:
        if name not in document["datasets"]:
            document["datasets"].append(name)
    path.write_text(tomlkit.dumps(document), encoding="utf-8")


def _begin(district: Any, lines: Lines) -> None:  # noqa: ANN401 - tomlkit's table
    """Say the first year of a district's budget, unless what is said still holds."""
    years = [one.line.year for one in lines.final if one.line.ubigeo == district["ubigeo"]]
    if not years or min(years) >= district.get("exists_since", math.inf):
        return
    district.pop("exists_since", None)
    since = first_year(lines, district["ubigeo"])
    if since:
        district["exists_since"] = since


def _new_places(pack: Pack, sheets: Sheets, lines: Lines) -> Iterator[Place]:
    """The districts that the pack did not have, in free tiles below its map."""
    known = {district.ubigeo for district in pack.region.districts}
    last = max(district.tile[0] for district in pack.region.districts)
    read = replace(sheets.lines, known=frozenset())
    found = places_of(sheets.read, read) if sheets.read.budget else ()
    for at, place in enumerate(one for one in found if one.ubigeo not in known):
        tile = (last + 1 + at // COLUMNS, at % COLUMNS + 1)
        yield replace(place, tile=tile, exists_since=first_year(lines, place.ubigeo))


def _add_place(document: Any, place: Place) -> None:  # noqa: ANN401 - tomlkit's document
    code = place.ubigeo[:4]
    if code not in {one["code"] for one in document["provinces"]}:
        named = f"[[provinces]]\ncode = {quoted(code)}\nname = {quoted(place.province_name)}\n"
        document["provinces"].append(tomlkit.parse(named)["provinces"][0])
    document["districts"].append(tomlkit.parse(place.as_toml)["districts"][0])
