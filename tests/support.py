"""What several rooms of tests need: the real pack, a lesson to work in, plain readings of files."""

from __future__ import annotations

import csv
import json
import shutil
import subprocess
from functools import cache
from pathlib import Path

from cuentas.course import course
from cuentas.data.pack import Pack
from cuentas.lesson.here import Here
from cuentas.model.comparison import Population, neighbours, own_past
from cuentas.view.explorer import Explorer
from cuentas.view.selection import Selection
from cuentas.view.show import budget, compare
from cuentas.view.show.people import per_person

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "widgets" / "cuentas"
REGION = ROOT / "datasets" / "regions" / "moquegua"
TORATA, SAN_ANTONIO, MATALAQUE, CHOJATA = "180106", "180107", "180207", "180202"
SLUG = "02_leer_un_presupuesto"


@cache
def pack(slug=REGION.name):
    return Pack(REGION.with_name(slug))


def raw_rows(dataset, name="data", folder=REGION):
    """Rows of a table as plain text, read without any code of the project."""
    with (folder / dataset / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def raw_sum(rows, column):
    """An exact sum of whole soles, read from text."""
    return sum(int(row[column]) for row in rows if row[column])


def here(ubigeo=TORATA, year=2023, slug=SLUG):
    """A lesson opened on one district and year, on the real pack."""
    lesson = course(ROOT / "lessons").lesson(slug)
    return Here(lesson, pack(), Selection(ubigeo=ubigeo, year=year))


MOMENTS = (
    "canon_road",
    "price_shock",
    "canon_calendar",
    "advance_too_large",
    "canon_simulator",
    "opening",
    "chain",
    "hundred",
    "compared",
    "per_person",
    "two_counts",
    "spending_by_kind",
    "spending_by_government",
    "investments",
    "three_lenses",
    "time_cost",
    "voices",
    "quota",
    "few_projects",
    "actor_map",
    "problems",
    "funnel",
    "sentences",
    "two_meetings",
    "better_question",
    "request",
    "deadline",
    "ledger",
    "silence",
    "conflicts",
    "purses",
    "missing_piece",
    "who_answers",
    "prior_consultation",
    "participatory_phases",
    "council",
    "presentation",
    "inherited",
    "cut_axis",
    "picked_years",
    "mixed_counts",
    "many_slices",
)
"""Every figure that a lesson can ask for without arguments."""


def explorers(lesson):
    """One of every kind of explorer, by the name that notebooks use."""
    shown = {name: getattr(lesson, name)() for name in MOMENTS}
    return shown | {"work_and_money": lesson.work_and_money(40, 70, 60)}


@cache
def yearly(ubigeo, year, slug=REGION.name):
    """The figures of one municipality in one year, by name."""
    own = pack(slug)
    line, district = own.line(ubigeo, year), own.region.district(ubigeo)
    source, people = own.provenance("budget"), own.people[ubigeo]
    counts, past = own.provenance("population"), own_past(own.budget, ubigeo)
    around = neighbours(own.budget, year)
    return {
        "opening": budget.opening_and_modified(line, district, source),
        "chain": budget.execution_chain(line, district, source),
        "hundred": budget.of_every_hundred(line, district, source),
        "census": per_person(line, people, Population.CENSUS, district, (source, counts)),
        "projection": per_person(line, people, Population.PROJECTION, district, (source, counts)),
        "past": compare.own_years(past, year, district, source),
        "neighbours": compare.all_municipalities(around, ubigeo, own.region, source),
    }


@cache
def of_district(ubigeo):
    """The figures that follow the district and no year, by name."""
    lesson = here(ubigeo, pack().region.start_year)
    names = ("canon_road", "canon_simulator", "investments")
    return {name: getattr(lesson, name)().figure for name in names}


@cache
def fixed():
    """The figures that are the same everywhere, by name."""
    lesson, moved = here(), yearly(TORATA, 2023).keys() | of_district(TORATA).keys()
    moved |= {"per_person", "compared"}
    return {name: one.figure for name, one in explorers(lesson).items() if name not in moved}


def every_figure():
    """Every figure of the course, for every municipality and every year of the pack."""
    yield from fixed().values()
    for district in pack().region.districts:
        yield from of_district(district.ubigeo).values()
    for line in pack().budget:
        yield from yearly(line.ubigeo, line.year).values()


def controls_of(explorer):
    """The controls that stand directly in an explorer, sliders and choices."""
    return [child for child in explorer.children if hasattr(child, "options")]


def faces(explorer: Explorer):
    """What people meet: drawing, description and table."""
    figure = explorer.figure
    return figure.svg(), figure.describe(), figure.table.rows


def copy_pack(folder: Path) -> Path:
    """A copy of the real pack to damage."""
    return Path(shutil.copytree(REGION, folder / "moquegua"))


def edit(path: Path, before: str, after: str) -> None:
    """Replace the first ``before`` in a file; it must be there."""
    words = path.read_text(encoding="utf-8")
    assert before in words, f"{path.name}: {before}"
    path.write_text(words.replace(before, after, 1), encoding="utf-8")


def edit_json(path: Path, change) -> None:
    """Change a JSON file through a function of its content."""
    content = json.loads(path.read_text(encoding="utf-8"))
    change(content)
    path.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")


def end_other(process, patience=30):
    """End a program that is not ours; how long it takes to say goodbye is its own affair."""
    process.terminate()
    try:
        process.wait(patience)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait(patience)
