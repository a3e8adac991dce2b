"""Packs to try lessons on: the real ones, and small ones made from Moquegua's by leaving out.

What a small pack keeps is real; what it lacks is what the test is about. Names with odd letters
are invented.
"""

from __future__ import annotations

import csv
import io
import json
import re
import shutil
from pathlib import Path

from support import REGION, ROOT

DATASETS = sorted(path.parent.name for path in REGION.glob("*/datapackage.json"))
OPTIONAL = [name for name in DATASETS if name != "budget"]
ILO, ONE = ("180301", "180302", "180303"), ("180106",)
ODD_NAMES = {"Torata": "D’Ávila Ñañá’n", "Ichuña": "O'Higgins & Ñusta <i>"}
COUNTS = {
    "census": ("census_2025", "census_2025_women", "census_2025_men"),
    "projection": ("projection_2025",),
}
NO_MONEY_YEAR, NO_MONEY_PLACE = "2023", "180202"


def course_home(folder: Path) -> Path:
    """The course's lessons and national tables, without any region."""
    (folder / "datasets" / "regions").mkdir(parents=True)
    shutil.copytree(ROOT / "lessons", folder / "lessons")
    shutil.copytree(ROOT / "datasets" / "national", folder / "datasets" / "national")
    for table in (ROOT / "datasets").glob("*.csv"):
        shutil.copy(table, folder / "datasets")
    return folder


def copy_of_moquegua(home: Path, slug: str) -> Path:
    """A pack like Moquegua's under another name."""
    folder = Path(shutil.copytree(REGION, home / "datasets" / "regions" / slug))
    _edit(folder / "region.toml", r'(?m)^slug = ".*"$', f'slug = "{slug}"')
    return folder


def leave_out(folder: Path, *names: str) -> None:
    """The pack without some of its datasets, in folders and in ``region.toml``."""
    for name in names:
        shutil.rmtree(folder / name)
    kept = json.dumps([name for name in DATASETS if name not in names])
    _edit(folder / "region.toml", r"(?ms)^datasets = \[.*?\]", f"datasets = {kept}")


def without_counts(folder: Path, *counts: str) -> None:
    """The pack with some counts of people emptied, as when a trainer has one file only."""
    columns = [column for count in counts for column in COUNTS[count]]
    _change_rows(folder / "population" / "data.csv", lambda row: row | dict.fromkeys(columns, ""))


def only_districts(folder: Path, kept: tuple[str, ...]) -> None:
    """The pack of a few districts."""
    for table in folder.glob("*/*.csv"):
        if table.name != "controls.csv":
            _keep_rows(table, kept)
    path = folder / "region.toml"
    blocks = re.split(r"(?m)^(?=\[\[)", path.read_text(encoding="utf-8"))
    stay = [block for block in blocks if _stays(block, kept)]
    path.write_text("".join(stay), encoding="utf-8")
    _edit(path, r'(?m)^start_district = ".*"', f'start_district = "{kept[0]}"')


def odd_names(folder: Path) -> None:
    """Districts with apostrophes, eñes and signs that a page could take for its own."""
    path = folder / "region.toml"
    words = path.read_text(encoding="utf-8")
    for name, odd in ODD_NAMES.items():
        words = words.replace(f'"{name}"', f'"{odd}"').replace(f' de {name}"', f' de {odd}"')
    path.write_text(words, encoding="utf-8")


def no_money(folder: Path) -> None:
    """A year in which no municipality has any PIM, and a district that never has any."""

    def emptied(row):
        if row["year"] == NO_MONEY_YEAR or row["ubigeo"] == NO_MONEY_PLACE:
            amounts = ("pia", "pim", "certificado", "compromiso", "compromiso_mensual")
            return row | dict.fromkeys((*amounts, "devengado", "girado"), "0")
        return row

    _change_rows(folder / "budget" / "data.csv", emptied)


def silent_source(folder: Path) -> None:
    """A source that gives only PIA, PIM and devengado."""
    silent = ("certificado", "compromiso", "compromiso_mensual", "girado")
    for name in ("data", "revisions"):
        table = folder / "budget" / f"{name}.csv"
        _change_rows(table, lambda row: row | dict.fromkeys(silent, ""))


SMALL = {
    **{f"sin-{name}": (lambda folder, name=name: leave_out(folder, name)) for name in OPTIONAL},
    "solo-presupuesto": lambda folder: leave_out(folder, *OPTIONAL),
    "solo-censo": lambda folder: without_counts(folder, "projection"),
    "solo-proyeccion": lambda folder: without_counts(folder, "census"),
    "sin-ningun-conteo": lambda folder: without_counts(folder, "census", "projection"),
    "una-provincia": lambda folder: only_districts(folder, ILO),
    "un-distrito": lambda folder: only_districts(folder, ONE),
    "nombres": odd_names,
    "sin-plata": no_money,
    "fuente-callada": silent_source,
}
"""How each small pack is made from a copy of Moquegua's."""


def small_pack(home: Path, name: str) -> Path:
    """One of the small packs, made in a course home."""
    folder = copy_of_moquegua(home, name)
    SMALL[name](folder)
    return folder


def _stays(block: str, kept: tuple[str, ...]) -> bool:
    if block.startswith("[[districts]]"):
        return any(f'ubigeo = "{ubigeo}"' in block for ubigeo in kept)
    if block.startswith("[[provinces]]"):
        return any(f'code = "{ubigeo[:4]}"' in block for ubigeo in kept)
    return True


def _keep_rows(table: Path, kept: tuple[str, ...]) -> None:
    names, rows = _read(table)
    if "ubigeo" in names:
        _write(table, names, [row for row in rows if row["ubigeo"] in kept])


def _change_rows(table: Path, change) -> None:
    names, rows = _read(table)
    _write(table, names, [change(row) for row in rows])


def _read(table: Path):
    with table.open(encoding="utf-8", newline="") as lines:
        reader = csv.DictReader(lines)
        return list(reader.fieldnames), list(reader)


def _write(table: Path, names, rows) -> None:
    buffer = io.StringIO()
    writer = csv.DictWriter(buffer, names, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    table.write_text(buffer.getvalue(), encoding="utf-8")


def _edit(path: Path, pattern: str, words: str) -> None:
    text, count = re.subn(pattern, lambda _m: words, path.read_text(encoding="utf-8"), count=1)
    assert count == 1, f"{path}: {pattern}"
    path.write_text(text, encoding="utf-8")
