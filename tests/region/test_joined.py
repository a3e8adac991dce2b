"""New files for a pack that exists: what they do not carry stays, table by table."""

from datetime import timedelta
from decimal import Decimal

import pytest

from bench.national import write
from cuentas.data.check import check_pack
from cuentas.data.pack import Pack
from cuentas.region.choice import today
from region import regions
from region.sources.official import DETAIL, as_csv, investment
from support import copy_pack, edit, raw_rows

ROAD, SCHOOL, WATER = "2500001", "2500002", "2500003"
LINES = 4_000


def report(folder):
    return (folder / "INFORME.md").read_text(encoding="utf-8")


def updated(run, folder, *words, day="2026-03-01"):
    """What ``region update`` said of a pack, which passes its check."""
    given = ["update", folder.name, *words, "--query-date", day, "--out", folder.parent]
    status, said, complained = run(*given)
    assert (status, complained) == (0, ""), complained
    assert check_pack(folder).faults == ()
    return said


@pytest.fixture
def detailed(run, tmp_path):
    """A pack of 2024 with everything that a file of the MEF gives, and a newer file of 2025."""
    _path, census, projection = regions.spending(tmp_path)
    files = [write(tmp_path / f"{y}.csv", "yearly", LINES, year=y) for y in (2024, 2025)]
    words = ["--budget", files[0], "--population", census, "--population", projection]
    given = [*words, "--query-date", "2025-03-01", "--out", tmp_path / "out"]
    assert run("new", "moquegua", "--department", "18", *given)[0] == 0
    return tmp_path / "out" / "moquegua", files[1]


@pytest.fixture
def joined(detailed, run):
    """The same pack after the file of 2025, and the old one."""
    folder, newer = detailed
    said = updated(run, folder, "--budget", newer)
    return folder, folder.with_name("_moquegua-2025-03-01"), said


@pytest.mark.parametrize("table", ["budget", "totals", "spending"])
def test_a_new_year_is_added_and_the_others_keep_their_bytes(joined, table):
    folder, old, _said = joined
    before, now = (raw_rows(table, folder=one) for one in (old, folder))
    assert [row for row in now if row["year"] == "2024"] == before
    assert len([row for row in now if row["year"] == "2025"]) == len(before)
    assert {row["year"] for row in now} == {"2024", "2025"}


@pytest.mark.parametrize("table", ["budget", "totals", "spending"])
def test_title_heading_and_sources_tell_of_both_years_and_files(joined, table):
    folder, old, _said = joined
    dataset = Pack(folder).dataset(table)
    assert dataset.package["title"].endswith(", 2024-2025")
    assert dataset.notes.splitlines()[0].endswith(", 2024-2025")
    lines = [line for line in dataset.notes.splitlines() if "SHA-256" in line]
    assert ["«2024.csv»" in lines[0], "«2025.csv»" in lines[1]] == [True, True]
    assert "Fecha de consulta: 1 de marzo de 2026." in lines[1]
    assert [one["file"] for one in dataset.package["sources"]] == ["2024.csv", "2025.csv"]
    assert len(check_pack(folder).controls) > len(check_pack(old).controls)
    assert all(one.agrees for one in check_pack(folder).controls)


def test_the_words_that_people_gave_to_a_part_stay_and_reach_the_new_years(detailed, run):
    folder, newer = detailed
    name = next(r["name"] for r in raw_rows("totals", folder=folder) if r["entity"] == "local")
    edit(folder / "totals" / "data.csv", name, "Las municipalidades de aquí")
    updated(run, folder, "--budget", newer)
    named = [row["name"] for row in raw_rows("totals", folder=folder) if row["entity"] == "local"]
    assert named == ["Las municipalidades de aquí"] * 2


def test_the_report_says_what_changed_and_what_was_not_given(joined):
    folder, old, _said = joined
    words = report(folder)
    assert "- De la lectura del 1 de marzo de 2025 a la del 1 de marzo de 2026." in words
    assert "- 2025 es un año nuevo." in words
    assert "- Sobre cuánto gastó cada gobierno del departamento: aparece 2025." in words
    assert "no traen cuántas personas viven en cada distrito: quedó como estaba." in words
    assert f"cuentas region diff {old} {folder} --all" in words


def test_the_same_update_twice_changes_nothing_and_keeps_no_copy(joined, detailed, run):
    folder, old, _said = joined
    before = regions.contents(folder.parent)
    said = updated(run, folder, "--budget", detailed[1])
    assert said.splitlines()[-1].startswith(f"Nada cambió: {folder} ya dice lo mismo")
    assert regions.contents(folder.parent) == before
    assert sorted(path.name for path in folder.parent.iterdir()) == [old.name, folder.name]


def test_the_files_of_a_new_pack_given_again_change_nothing(detailed, run, tmp_path):
    folder, _newer = detailed
    before = regions.contents(folder.parent)
    said = updated(run, folder, "--budget", tmp_path / "2024.csv", day="2025-03-01")
    assert said.startswith("Nada cambió")
    assert regions.contents(folder.parent) == before


def test_a_table_older_than_that_of_the_pack_is_told_and_left(joined, run, tmp_path):
    folder, _old, _said = joined
    before = {name: raw_rows(name, folder=folder) for name in ("budget", "totals", "spending")}
    read_again = set(Pack(folder).region.datasets) - {"population"}
    older = write(tmp_path / "vieja.csv", "yearly", LINES, year=2025, seed=5)
    said = updated(run, folder, "--budget", older, day="2026-01-05")
    assert said.count("que las del paquete, leídas el 1 de marzo de 2026.") == len(read_again)
    assert "Quedaron en revisions.csv." in said
    assert {name: raw_rows(name, folder=folder) for name in before} == before
    earlier = raw_rows("budget", "revisions", folder)
    assert {row["query_date"] for row in earlier} == {"2026-01-05"}
    assert "vieja.csv" not in Pack(folder).dataset("totals").notes
    assert "ese día no es el verdadero, haz el paquete otra vez con --query-date." in said


def test_municipalities_that_a_new_year_lacks_are_told(run, asked, tmp_path):
    assert run(*asked(regions.amigable(tmp_path / "a.csv", years=(2023,))))[0] == 0
    folder = tmp_path / "out" / "moquegua"
    part = regions.amigable(tmp_path / "b.csv", years=(2024,), districts=("180106",))
    updated(run, folder, "--budget", part)
    told = next(line for line in report(folder).splitlines() if "sin fila en uno poster" in line)
    assert "180204 Municipalidad Distrital de Ichuña: 2024" in told
    assert "180301 Municipalidad Provincial de Ilo: 2024" in told


def test_what_a_second_reading_of_a_year_lacks_stays_and_is_told(run, asked, tmp_path):
    assert run(*asked(regions.amigable(tmp_path / "a.csv", years=(2024,))))[0] == 0
    folder = tmp_path / "out" / "moquegua"
    part = regions.amigable(tmp_path / "b.csv", years=(2024,), districts=("180106",), spent=70)
    said = updated(run, folder, "--budget", part)
    assert {row["ubigeo"] for row in raw_rows("budget", folder=folder)} == set(regions.DISTRICTS)
    assert "Sobre el presupuesto de la municipalidad: los archivos nuevos no traen" in said
    assert "Por ejemplo: 2024, 180204 Ichuña; 2024, 180301 Ilo." in report(folder)


@pytest.fixture
def invested(run, asked, tmp_path):
    """A pack with two investments."""
    rows = [investment(DETAIL, cui) for cui in (ROAD, SCHOOL)]
    given = ["--investments", as_csv(tmp_path / "detalle.csv", DETAIL, rows)]
    assert run(*asked(regions.amigable(tmp_path / "gasto.csv")), *given)[0] == 0
    return tmp_path / "out" / "moquegua"


def test_investments_are_joined_by_their_cui(invested, run, tmp_path):
    was = {row["cui"]: row for row in raw_rows("investments", "all", invested)}
    short = was[SCHOOL]["short_name"]
    edit(invested / "investments" / "data.csv", f"{SCHOOL},{short}", f"{SCHOOL},El colegio")
    said_in_the_file, heard = was[SCHOOL]["entity"], "Municipalidad Distrital Torata"
    assert said_in_the_file != heard
    for _row in was:
        edit(invested / "investments" / "all.csv", said_in_the_file, heard)
    rows = [
        investment(DETAIL, SCHOOL, COSTO_ACTUALIZADO="9000.5", AVANCE_FISICO=""),
        investment(DETAIL, WATER),
    ]
    newer = as_csv(tmp_path / "nuevo.csv", DETAIL, rows)
    updated(run, invested, "--investments", newer)
    now = {row["cui"]: row for row in raw_rows("investments", "all", invested)}
    assert now[ROAD] == was[ROAD] | {"entity": heard}
    assert now[SCHOOL]["entity"] == heard
    assert set(now) == {ROAD, SCHOOL, WATER}
    assert Decimal(now[SCHOOL]["updated_cost"]) == Decimal("9000.5")
    assert now[SCHOOL]["physical_progress"] == was[SCHOOL]["physical_progress"]
    assert now[SCHOOL]["query_date"] == "2026-03-01"
    chosen = {row["cui"]: row for row in raw_rows("investments", folder=invested)}
    assert chosen[SCHOOL]["short_name"] == "El colegio"
    assert set(chosen) == set(now)
    said = run("diff", invested.with_name("_moquegua-2025-03-01"), invested)[1]
    assert "su costo: aparece 1 inversión; cambia 1 inversión." in said


def test_a_choice_of_investments_that_people_made_stays_theirs(run, tmp_path):
    folder = copy_pack(tmp_path)
    before = raw_rows("investments", folder=folder)
    again = before[2]
    rows = [
        investment(
            DETAIL,
            again["cui"],
            again["ubigeo"],
            COSTO_ACTUALIZADO="77.7",
            MONTO_VIABLE=str(Decimal(again["viable_cost"]).normalize()),
            SECTOR=again["sector"].upper(),
        ),
        investment(DETAIL, WATER, "180106"),
    ]
    newer = as_csv(tmp_path / "detalle.csv", DETAIL, rows)
    updated(run, folder, "--investments", newer)
    now = raw_rows("investments", folder=folder)
    assert [row["cui"] for row in now] == [row["cui"] for row in before]
    kept = ("short_name", "viable_cost", "sector", "ubigeo")
    assert [[row[one] for one in kept] for row in now] == [
        [row[one] for one in kept] for row in before
    ]
    assert Decimal(now[2]["updated_cost"]) == Decimal("77.7")
    everything = {row["cui"] for row in raw_rows("investments", "all", folder)}
    assert everything == {WATER, *(row["cui"] for row in before)}
    assert "- Lee otra vez `investments/README.md`: lo escribió una persona" in report(folder)
    assert "Lee otra vez `budget" not in report(folder)
    assert "Nada cambió" in updated(run, folder, "--investments", newer)


def test_a_choice_by_the_course_follows_its_rule(invested, run, tmp_path):
    rows = [
        investment(DETAIL, f"26000{at:02}", COSTO_ACTUALIZADO=str(9_000_000 + at))
        for at in range(5)
    ]
    updated(run, invested, "--investments", as_csv(tmp_path / "nuevo.csv", DETAIL, rows))
    chosen = {row["cui"] for row in raw_rows("investments", folder=invested)}
    assert chosen == {f"26000{at:02}" for at in range(5)}


def test_an_investment_of_several_places_stays_where_the_pack_had_it(invested, run, tmp_path):
    edit(invested / "investments" / "all.csv", "180106", "180204")
    moved = raw_rows("investments", "all", invested)[0]["cui"]
    rows = [investment(DETAIL, moved, one) for one in ("180106", "180301")]
    newer = as_csv(tmp_path / "nuevo.csv", DETAIL, rows)
    updated(run, invested, "--investments", newer)
    now = {row["cui"]: row for row in raw_rows("investments", "all", invested)}
    assert (now[moved]["places"], now[moved]["ubigeo"]) == ("2", "180204")


def test_a_district_of_a_new_province_is_added_with_its_province(run, tmp_path):
    ubigeos = ("180106", "180204")
    budget = regions.amigable(tmp_path / "a.csv", years=(2023,), districts=ubigeos)
    people = regions.projection(tmp_path / "p.csv", ubigeos)
    words = ["--budget", budget, "--population", people, "--query-date", "2025-03-01"]
    out = ["--out", tmp_path / "out"]
    assert run("new", "moquegua", "--department", "18", *words, *out)[0] == 0
    folder = tmp_path / "out" / "moquegua"
    newer = regions.amigable(tmp_path / "b.csv", years=(2024,))
    more = regions.projection(tmp_path / "p2.csv")
    updated(run, folder, "--budget", newer, "--population", more)
    region = Pack(folder).region
    assert [one.code for one in region.provinces] == ["1801", "1802", "1803"]
    ilo = region.district("180301")
    assert ilo.exists_since == 2024
    assert len({one.tile for one in region.districts}) == len(region.districts) == 3
    assert "180301 (2024)" in Pack(folder).dataset("budget").notes


def test_a_district_begins_in_the_first_year_of_all_that_is_known_of_it(run, tmp_path):
    def given(name, year, *ubigeos):
        return regions.amigable(tmp_path / name, years=(year,), districts=ubigeos)

    torata, ichuna, ilo = regions.DISTRICTS
    files = given("a.csv", 2023, torata, ichuna), given("b.csv", 2024, torata, ichuna, ilo)
    words = [word for path in files for word in ("--budget", path)]
    people = ["--population", regions.projection(tmp_path / "p.csv")]
    dated = ["--query-date", "2025-03-01", "--out", tmp_path / "out"]
    assert run("new", "moquegua", "--department", "18", *words, *people, *dated)[0] == 0
    folder = tmp_path / "out" / "moquegua"

    def since():
        region = Pack(folder).region
        return [region.district(one).exists_since for one in (torata, ichuna, ilo)]

    assert since() == [None, None, 2024]
    updated(run, folder, "--budget", given("c.csv", 2022, torata, ilo), day="2025-03-02")
    assert since() == [None, 2023, None]


def test_a_part_keeps_its_name_in_the_tables_that_an_update_adds(run, asked, tmp_path):
    budget = regions.amigable(tmp_path / "gasto.csv")
    assert run(*asked(budget), "--province", "Ilo")[0] == 0
    folder = tmp_path / "out" / "moquegua"
    edit(folder / "region.toml", 'name = "Ilo (provincia)"', 'name = "Ilo, el puerto"')
    rows = [investment(DETAIL, ROAD, "180301", PROVINCIA="ILO", DISTRITO="ILO")]
    given = as_csv(tmp_path / "detalle.csv", DETAIL, rows)
    updated(run, folder, "--investments", given)
    title = Pack(folder).dataset("investments").package["title"]
    assert title == "Inversiones públicas de Ilo, el puerto"


def test_a_day_that_has_not_come_is_refused(run, asked, tmp_path):
    tomorrow = today() + timedelta(days=1)
    for words in (tomorrow.isoformat(), f"hasta:{tomorrow}", f"{today().year + 1}-01"):
        status, said, complained = run(*asked(regions.amigable(tmp_path / "a.csv"), day=words))
        assert (status, said) == (1, "")
        assert "todavía no llega" in complained
    assert not (tmp_path / "out" / "moquegua").exists()


def test_this_month_is_at_most_today(run, asked, tmp_path):
    assert run(*asked(regions.amigable(tmp_path / "a.csv"), day=f"{today():%Y-%m}"))[0] == 0
    rows = raw_rows("budget", folder=tmp_path / "out" / "moquegua")
    assert {row["query_date"] for row in rows} == {today().isoformat()}


def test_a_date_that_is_not_one_explains_the_three_ways(run, asked, tmp_path):
    complained = run(*asked(regions.amigable(tmp_path / "a.csv"), day="marzo"))[2]
    assert "Si solo sabes el mes, AAAA-MM." in complained
    assert "Si solo sabes que fue ese día o antes, hasta:AAAA-MM-DD." in complained
    assert "hasta:AAAA-MM-DD" in " ".join(run("new", "--help")[1].split())
