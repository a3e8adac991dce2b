"""What changed, in sentences to read out; and new files without losing the old ones."""

import csv
import json
import re
import shlex
import shutil

import pytest

from cuentas.data import stamp
from cuentas.data.check import check_pack
from cuentas.region.orders import course_regions, pack_words, with_out
from cuentas.region.updating import update as updates
from region import regions
from support import ROOT, copy_pack, edit, raw_rows

SPACE = "\N{NO-BREAK SPACE}"


@pytest.fixture
def old(run, asked, tmp_path):
    budget = regions.amigable(tmp_path / "feb.csv")
    assert run(*asked(budget, day="2025-02-11"))[0] == 0
    return tmp_path / "out" / "moquegua"


@pytest.fixture
def newer(tmp_path):
    path = regions.amigable(tmp_path / "mar.csv", years=(2024,), spent=70)
    return ["--budget", path, "--query-date", "2025-03-08", "--out", tmp_path / "out"]


@pytest.fixture
def both(run, old, newer):
    edit(old / "region.toml", 'name = "Torata"', 'name = "Torata, la de los molles"')
    before = regions.contents(old)
    status, said, complained = run("update", "moquegua", *newer)
    assert (status, complained) == (0, "")
    assert "region diff" in said
    kept = old.with_name("_moquegua-2025-02-11")
    assert regions.contents(kept) == before
    return kept, old


def test_the_new_pack_passes_and_the_old_one_is_whole(both):
    for folder in both:
        assert check_pack(folder).faults == ()


def test_what_was_just_made_or_brought_up_to_date_opens_at_once(run, old, newer):
    assert stamp.holds(old)
    run("update", "moquegua", *newer)
    assert stamp.holds(old)


def test_what_was_read_before_is_still_in_the_new_pack(both):
    kept, now = both
    lines = {name: raw_rows("budget", name, now) for name in ("data", "revisions")}
    assert {row["year"]: row["query_date"] for row in lines["data"]} == {
        "2022": "2025-02-11",
        "2023": "2025-02-11",
        "2024": "2025-03-08",
    }
    replaced = [row for row in raw_rows("budget", folder=kept) if row["year"] == "2024"]
    assert lines["revisions"] == replaced


def test_what_people_wrote_stays(both):
    _kept, now = both
    assert "Torata, la de los molles" in (now / "region.toml").read_text(encoding="utf-8")


def test_old_controls_stay_and_those_that_moved_say_why(both):
    kept, now = both
    assert len(check_pack(now).controls) > len(check_pack(kept).controls)
    apart = [one for one in check_pack(now).controls if not one.agrees]
    assert [one.sentence for one in apart] == ["Devengado de todas las municipalidades en 2024"]
    assert all(one.reason for one in apart)


def test_the_change_is_told_in_a_sentence(both, run):
    kept, now = both
    before, after = (regions.amount(2024, "180106") * share // 100 for share in (80, 70))
    status, said, _complained = run("diff", kept, now)
    assert status == 0
    amount = f"S/{SPACE}{round((before - after) / 1e6, 1)}{SPACE}millones"
    days = "entre el 11 de febrero y el 8 de marzo de 2025"
    assert f"- El devengado de Torata, la de los molles en 2024 bajó {amount} {days}." in said
    assert "De la lectura del 11 de febrero de 2025 a la del 8 de marzo de 2025" in said
    assert run("diff", now)[1] == said


def test_the_changes_can_be_read_by_a_program(both, run):
    told = json.loads(run("diff", *both, "--json")[1])
    assert {(one["measure"], one["year"], one["about"]) for one in told} == {
        ("devengado", 2024, name) for name in ("Torata, la de los molles", "Ichuña", "Ilo")
    }
    assert all(one["now"] < one["before"] for one in told)


def test_two_query_dates_of_one_pack_are_compared(both, run):
    _kept, now = both
    dates = ["--before-date", "2025-02-11", "--now-date", "2025-03-08"]
    said = run("diff", now, now, *dates)[1]
    assert "El devengado de Ilo en 2024 bajó" in said
    status, _said, complained = run("diff", now, "--before-date", "2020-01-01")
    assert status == 1
    assert "2025-02-11" in complained


def test_an_older_reading_never_replaces_a_newer_one(old, run, newer):
    older = [*newer[:3], "2025-01-20", *newer[4:]]
    final = raw_rows("budget", folder=old)
    status, _said, complained = run("update", "moquegua", *older)
    assert (status, complained) == (0, "")
    assert raw_rows("budget", folder=old) == final
    earlier = raw_rows("budget", "revisions", old)
    assert {(row["year"], row["query_date"]) for row in earlier} == {("2024", "2025-01-20")}


def test_a_pack_is_the_same_as_itself(old, run):
    assert run("diff", old, old)[1].endswith("Nada cambió.\n")


def test_the_hand_made_region_tells_what_moved_in_2024(run):
    said = run("diff", "moquegua")[1]
    assert f"En total, el devengado bajó S/{SPACE}4{SPACE}millones." in said
    days = "entre el 11 de febrero y el 8 de marzo de 2025"
    assert f"- El devengado de Ilo en 2024 bajó S/{SPACE}2{SPACE}millones {days}." in said


def test_a_bad_file_leaves_the_pack_as_it_was(old, run, newer):
    before = regions.contents(old.parent)
    newer[1].write_text("otra cosa\n", encoding="utf-8")
    status, _said, complained = run("update", "moquegua", *newer)
    assert status == 1
    assert "mar.csv" in complained
    assert regions.contents(old.parent) == before


def test_a_change_of_names_that_fails_puts_the_old_pack_back(old, run, newer, monkeypatch):
    before = regions.contents(old.parent)

    def fails_after_the_first(ready, *more):
        ready.joinpath("region.toml").rename(ready.parent / "gone")
        ready.rename(ready.with_name("moved"))
        return real(ready, *more)

    real = updates.exchange
    monkeypatch.setattr(updates, "exchange", fails_after_the_first)
    assert run("update", "moquegua", *newer)[0] == 1
    assert regions.contents(old.parent) == before


def test_the_real_pack_can_be_brought_up_to_date(tmp_path, run):
    folder = copy_pack(tmp_path)
    newer = regions.amigable(tmp_path / "mar.csv", years=(2024,), spent=70)
    words = ["--budget", newer, "--query-date", "2026-03-08", "--out", tmp_path]
    status, _said, complained = run("update", "moquegua", *words)
    assert (status, complained) == (0, "")
    assert len(raw_rows("budget", folder=folder)) == 215
    assert len(raw_rows("budget", "revisions", folder)) == 24
    assert (tmp_path / "_moquegua-2026-11-21").is_dir()


def test_only_the_largest_changes_are_said_and_the_rest_is_counted(both, run):
    few = run("diff", *both, "--limit", "1")[1].splitlines()
    every = run("diff", *both, "--all")[1].splitlines()
    assert len(every) == 4
    assert few[:2] == every[:2]
    assert few[2].startswith("Hay 2 cambios más, de S/")
    assert "--all" in few[2]


def test_a_change_is_largest_first_and_a_new_year_comes_before_all(old, run, tmp_path):
    more = regions.amigable(tmp_path / "b.csv", years=(2021, 2022), spent=70)
    words = ["--budget", more, "--query-date", "2025-06-01", "--out", tmp_path / "out"]
    assert run("update", "moquegua", *words)[0] == 0
    said = run("diff", old.with_name("_moquegua-2025-02-11"), old)[1].splitlines()
    assert said[1] == "- 2021 es un año nuevo."
    told = json.loads(run("diff", old.with_name("_moquegua-2025-02-11"), old, "--json")[1])
    moved = [abs(one["now"] - one["before"]) for one in told if one["kind"] != "year"]
    assert moved == sorted(moved, reverse=True)


def meanwhile(monkeypatch, step, change):
    """Let ``change()`` happen once, just before a step of the update."""
    made = getattr(updates, step)

    def late(*words):
        monkeypatch.setattr(updates, step, made)
        change()
        return made(*words)

    monkeypatch.setattr(updates, step, late)


@pytest.mark.parametrize("step", ["gather", "copied", "_describe", "write_report", "exchange"])
def test_of_two_updates_at_once_none_undoes_the_other(old, newer, run, monkeypatch, step):
    census = regions.census(old.parents[1] / "nuevo.csv", people=400)
    other = ["--population", census, "--query-date", "2025-06-01", "--out", old.parent]
    said = []
    meanwhile(monkeypatch, step, lambda: said.append(run("update", "moquegua", *other)))
    status, told, complained = run("update", "moquegua", *newer)
    assert said[0][0] == 0
    assert (status, told) == (1, "")
    assert "cambió mientras se hacía esto" in complained
    assert {row["census_2025"] for row in raw_rows("population", folder=old)} == {"400"}
    assert [path.name for path in old.parent.iterdir() if "." in path.name] == []
    assert run("update", "moquegua", *newer)[0] == 0
    assert {row["census_2025"] for row in raw_rows("population", folder=old)} == {"400"}
    assert {row["query_date"] for row in raw_rows("budget", folder=old)} >= {"2025-03-08"}


def test_what_a_person_writes_during_an_update_is_not_lost(old, newer, run, monkeypatch):
    names = 'name = "Torata"', 'name = "Torata, la de los molles"'
    meanwhile(monkeypatch, "exchange", lambda: edit(old / "region.toml", *names))
    status, _told, complained = run("update", "moquegua", *newer)
    assert status == 1
    assert str(old) in complained
    assert names[1] in (old / "region.toml").read_text(encoding="utf-8")


def test_years_that_follow_each_other_are_said_together(old, run, tmp_path):
    more = regions.amigable(tmp_path / "b.csv", years=(2015, 2016, 2017, 2020, 2022))
    words = ["--budget", more, "--query-date", "2025-02-11", "--out", tmp_path / "out"]
    assert run("update", "moquegua", *words)[0] == 0
    kept = old.with_name("_moquegua-2025-02-11")
    heading, *said = run("diff", kept, old)[1].splitlines()
    assert heading == "Lo último de las dos se leyó el mismo día: el 11 de febrero de 2025."
    assert said[:2] == ["- De 2015 a 2017 son años nuevos.", "- 2020 es un año nuevo."]
    assert "- De 2015 a 2017 ya no están." in run("diff", old, kept)[1]


def test_people_alone_can_be_brought_up_to_date_and_the_other_count_stays(old, run, tmp_path):
    kept = {row["ubigeo"]: row["projection_2025"] for row in raw_rows("population", folder=old)}
    census = regions.census(tmp_path / "nuevo.csv", people=400)
    words = ["--population", census, "--query-date", "2025-06-01", "--out", tmp_path / "out"]
    status, _said, complained = run("update", "moquegua", *words)
    assert (status, complained) == (0, "")
    now = raw_rows("population", folder=old)
    assert {row["census_2025"] for row in now} == {"400"}
    assert {row["ubigeo"]: row["projection_2025"] for row in now} == kept
    report = (old / "INFORME.md").read_text(encoding="utf-8")
    assert "- `budget`: " in report
    assert "- `population`: " in report
    assert check_pack(old).faults == ()
    said = run("diff", old.with_name("_moquegua-2025-02-11"), old)[1]
    assert said.endswith("- Sobre cuántas personas viven en cada distrito: cambian 3 distritos.\n")


def test_an_update_keeps_to_the_part_that_was_asked_for(run, asked, tmp_path, newer):
    budget = regions.amigable(tmp_path / "gasto.csv")
    assert run(*asked(budget, day="2025-02-11"), "--province", "Ilo")[0] == 0
    assert run("update", "moquegua", *newer)[0] == 0
    folder = tmp_path / "out" / "moquegua"
    assert {row["ubigeo"] for row in raw_rows("budget", folder=folder)} == {"180301"}


def test_an_update_of_what_is_not_there_says_to_make_it_first(run, newer):
    status, _said, complained = run("update", "moquegua", *newer)
    assert status == 1
    assert "cuentas region new moquegua" in complained
    assert "Traceback" not in complained


def test_an_update_without_files_says_what_to_give(old, run):
    status, _said, complained = run("update", "moquegua", "--out", old.parent)
    assert status == 1
    assert "--budget" in complained


def damage_2022(pack):
    line = next(row for row in raw_rows("budget", folder=pack) if row["year"] == "2022")
    whole = ",".join(line.values())
    line["devengado"] = str(int(line["devengado"]) - 1)
    edit(pack / "budget" / "data.csv", whole, ",".join(line.values()))


def test_a_pack_that_fails_its_own_check_is_not_brought_up_to_date(old, run, newer):
    damage_2022(old)
    before = regions.contents(old.parent)
    status, _said, complained = run("update", "moquegua", *newer)
    assert status == 1
    assert "no pasa su propia comprobación" in complained
    assert "debía dar" in complained
    assert regions.contents(old.parent) == before


def test_a_control_of_a_year_not_read_again_never_becomes_a_no(old, run, newer, monkeypatch):
    damage_2022(old)
    before = regions.contents(old.parent)
    real = updates.must_pass
    monkeypatch.setattr(updates, "must_pass", lambda ready, *said: said or real(ready))
    status, _said, complained = run("update", "moquegua", *newer)
    assert status == 1
    assert "en 2022" in complained
    assert regions.contents(old.parent) == before


def test_a_pack_saved_with_a_byte_order_mark_can_be_brought_up_to_date(old, run, newer):
    path = old / "region.toml"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes())
    status, _said, complained = run("update", "moquegua", *newer)
    assert (status, complained) == (0, "")
    assert check_pack(old).faults == ()


def orders_in(words):
    """Every order that a text prints, as a person copies it."""
    return [shlex.split(one)[2:] for one in re.findall(r"`(cuentas region [^`…]+)`", words)]


def test_the_orders_of_the_report_work_as_they_are_printed(run, asked, tmp_path, monkeypatch):
    budget = regions.amigable(tmp_path / "feb.csv")
    monkeypatch.chdir(tmp_path)
    words = [*asked(budget)[:-4], "--out", "mis regiones", "--query-date", "2025-03-01"]
    assert run(*words)[0] == 0
    folder = tmp_path / "mis regiones" / "moquegua"
    report = (folder / "INFORME.md").read_text(encoding="utf-8")
    (check,) = orders_in(report)
    assert run(*check)[0] == 0
    assert f"El curso busca las regiones en `{course_regions()}`." in report
    assert "mueve allí `mis regiones/moquegua`" in report.replace("\\", "/")
    complained = run(*words)[2]
    (update,) = re.findall(r"cuentas region (update [^.]+)\.", complained)
    newer = regions.amigable(tmp_path / "mar.csv", years=(2024,), spent=70)
    given = ["--budget", newer, "--query-date", "2025-06-01"]
    assert run(*shlex.split(update), *given)[::2] == (0, "")
    now = (folder / "INFORME.md").read_text(encoding="utf-8")
    said = [run(*order) for order in orders_in(now)]
    assert [status for status, _said, _complained in said] == [0, 0]


def test_a_pack_in_the_course_is_called_by_its_name(tmp_path, monkeypatch):
    monkeypatch.setenv("CUENTAS_HOME", str(ROOT))
    inside, outside = course_regions() / "moquegua", tmp_path / "mis regiones" / "moquegua"
    assert (pack_words(inside), with_out(inside)) == ("moquegua", "moquegua")
    assert pack_words(outside) == f'"{outside}"'
    assert with_out(outside) == f'moquegua --out "{outside.parent}"'


def test_a_check_of_no_name_says_which_regions_there_are(run):
    status, _said, complained = run("check", "")
    assert status == 1
    assert "Regiones de este curso: apurimac, moquegua" in complained


def test_two_places_are_not_compared(run, old, asked, tmp_path):
    status, said, complained = run("diff", "moquegua", "apurimac")
    assert (status, said) == (1, "")
    assert "moquegua es de Moquegua y apurimac es de Apurímac" in complained
    words = asked(tmp_path / "feb.csv", slug="ilo")
    assert run(*words, "--province", "Ilo")[0] == 0
    assert run("diff", old, old.with_name("ilo"))[0] == 1


def test_a_comparison_backwards_in_time_says_so(both, run):
    kept, now = both
    assert "Quizá van al revés." in run("diff", now, kept)[1]
    assert "Quizá van al revés." not in run("diff", kept, now)[1]


def test_a_dataset_that_appears_or_vanishes_is_said(both, run):
    kept, now = both
    shutil.rmtree(kept / "population")
    said = run("diff", kept, now)[1].splitlines()
    assert said[1] == "- Es nuevo: cuántas personas viven en cada distrito."
    said = run("diff", now, kept)[1].splitlines()
    assert said[1] == "- Ya no está: cuántas personas viven en cada distrito."


def test_a_pack_of_one_reading_has_nothing_to_compare(old, run):
    assert run("diff", old)[1].splitlines()[0].startswith("Solo hay una lectura")


def test_the_fuller_of_two_files_of_one_day_is_used_and_named(run, asked, tmp_path):
    fuller = regions.amigable(tmp_path / "llena.csv", spent=80)
    poorer = regions.amigable(tmp_path / "otra.csv", spent=75)
    header, *rows = poorer.read_text(encoding="utf-8").splitlines()
    assert "Girado" in header
    emptied = [",".join(row) for row in map(without_girado, csv.reader(rows))]
    poorer.write_text("\n".join([header, *emptied]) + "\n", encoding="utf-8")
    assert run(*asked(fuller, poorer))[0] == 0
    report = (tmp_path / "out" / "moquegua" / "INFORME.md").read_text(encoding="utf-8")
    assert "Se usó «llena.csv», que trae más columnas llenas." in report


def without_girado(row):
    """A row whose «girado» is blank."""
    return [f'"{cell}"' if at != 10 else "" for at, cell in enumerate(row)]
