"""The real national files, where this machine has them: whole packs, compared with our own."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from cuentas.course import course
from cuentas.data.pack import Pack
from lesson.packs import course_home
from region import real, regions
from region.real import CENSUS, FEBRUARY, INVESTMENTS, MARCH, PROJECTION
from support import REGION, ROOT, raw_rows, raw_sum

pytestmark = real.needed


def made(folder, slug, department, *more):
    status, said, complained = regions.order(
        folder,
        *("new", slug, "--department", department),
        *("--budget", FEBRUARY, "--budget", MARCH, "--population", PROJECTION, *more),
        *("--query-date", f"{FEBRUARY.name}=2025-02-11"),
        *("--query-date", f"{MARCH.name}=hasta:2025-03-08"),
        *("--query-date", "hasta:2026-11-21", "--out", folder),
    )
    assert (status, complained) == (0, ""), said
    return folder / slug


@pytest.fixture(scope="module")
def moquegua(tmp_path_factory):
    more = ("--population", CENSUS, "--investments", INVESTMENTS)
    return made(tmp_path_factory.mktemp("moquegua"), "moquegua", "18", *more)


@pytest.fixture(scope="module")
def apurimac(tmp_path_factory):
    return made(tmp_path_factory.mktemp("apurimac"), "apurimac", "Apurímac")


def test_both_pass_their_check(moquegua, apurimac, tmp_path):
    for folder in (moquegua, apurimac):
        status, said, complained = regions.order(tmp_path, "check", folder)
        assert (status, complained) == (0, "")
        assert "La región se puede usar en clase." in said


def test_every_lesson_runs_on_what_came_out(moquegua, apurimac, tmp_path):
    """As the server opens them, without a browser: no fault, and no cell without its figure."""
    home = course_home(tmp_path / "curso")
    for folder in (moquegua, apurimac):
        (home / "datasets" / "regions" / folder.name).symlink_to(folder)
        here = {"CUENTAS_HOME": str(home), "CUENTAS_REGION": folder.name}
        done = subprocess.run(
            [sys.executable, str(Path(__file__).with_name("open_lessons.py"))],
            capture_output=True,
            check=False,
            env=regions.environment(tmp_path) | here | {"SERVER_SOFTWARE": "voila/0"},
            encoding="utf-8",
            timeout=600,
        )
        assert done.returncode == 0, done.stderr
        pages = json.loads(done.stdout)
        assert set(pages) == {lesson.slug for lesson in course(ROOT / "lessons").lessons}
        assert {slug: wrong for slug, wrong in pages.items() if wrong} == {}


def test_the_budget_of_moquegua_is_the_one_made_by_hand(moquegua):
    """Our 2025 comes from another file, so it is not compared."""
    by_hand = [row for row in raw_rows("budget") if row["year"] != "2025"]
    assert raw_rows("budget", folder=moquegua) == by_hand
    assert raw_rows("budget", "revisions", moquegua) == raw_rows("budget", "revisions")


def test_the_people_of_moquegua_are_those_counted_by_hand(moquegua):
    assert raw_rows("population", folder=moquegua) == raw_rows("population")


def test_every_investment_chosen_by_hand_has_the_same_costs(moquegua):
    every = {row["cui"]: row for row in raw_rows("investments", "all", moquegua)}
    assert len(every) == 4_117
    own = Pack(REGION).investments
    read = {one["cui"]: one for one in Pack(moquegua).rows("investments", "all")}
    assert {one.cui: (one.viable_cost, one.updated_cost) for one in own} == {
        one.cui: (read[one.cui]["viable_cost"], read[one.cui]["updated_cost"]) for one in own
    }


@pytest.mark.parametrize(
    ("year", "municipalities", "devengado"), [(2015, 81, 425_087_297), (2024, 85, 976_409_395)]
)
def test_apurimac_has_its_municipalities_and_its_totals(apurimac, year, municipalities, devengado):
    rows = [row for row in raw_rows("budget", folder=apurimac) if row["year"] == str(year)]
    assert (len(rows), raw_sum(rows, "devengado")) == (municipalities, devengado)


def test_the_two_readings_of_2024_tell_what_moved(moquegua, tmp_path):
    said = regions.order(tmp_path, "diff", moquegua)[1]
    assert (
        "El devengado de Ilo en 2024 bajó S/\N{NO-BREAK SPACE}2\N{NO-BREAK SPACE}millones"
        " entre el 11 de febrero y el 8 de marzo de 2025." in said
    )
    assert "En total, el devengado bajó S/\N{NO-BREAK SPACE}4\N{NO-BREAK SPACE}millones." in said
