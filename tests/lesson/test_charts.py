"""The learner makes a chart lie and puts it right; the title always tells both."""

import re

import pytest

from cuentas.i18n import formats
from support import SAN_ANTONIO, TORATA, controls_of, here, pack, raw_rows

SLUG = "04_graficos_que_enganan"
STORIES = ("whole", "rise", "fall")
COUNTS = ("census_2025", "projection_2025", "mixed")


def lesson(ubigeo=TORATA, year=2023):
    return here(ubigeo, year, SLUG)


def plain(words):
    return words.replace(formats.SPACE, " ")


def switches(explorer):
    return [one for one in explorer.children if one.__class__.__name__ == "Checkbox"]


def test_cutting_the_axis_makes_the_eye_believe_what_the_table_denies():
    explorer = lesson().cut_axis()
    assert explorer.figure.title.startswith("El ojo y el número dicen lo mismo")
    [axis] = controls_of(explorer)
    axis.value = 3
    title, rows = plain(explorer.figure.title), explorer.figure.table.rows
    assert "es 5 veces el de" in title
    assert f"{max(row[1] for row in rows)} %" in title
    assert f"{min(row[1] for row in rows)} %" in title
    axis.value = 0
    assert explorer.figure.title.startswith("El ojo y el número dicen lo mismo")


def test_each_step_of_the_axis_lies_more_than_the_one_before():
    explorer = lesson().cut_axis()
    [axis] = controls_of(explorer)
    seen = []
    for step in range(1, 5):
        axis.value = step
        seen.append(float(re.search(r"es ([\d.]+) veces", plain(explorer.figure.title))[1]))
    assert seen == sorted(seen)
    assert len(set(seen)) == 4


def test_the_axis_of_the_drawing_is_written_on_it():
    figure = lesson().cut_axis(start=3).figure
    assert "empieza en" in figure.svg()
    assert "El eje empieza en" in figure.description


def test_two_stories_are_told_with_the_same_years():
    explorer = lesson().picked_years()
    [wished] = controls_of(explorer)
    told = {}
    for story in STORIES:
        wished.value = story
        told[story] = plain(explorer.figure.title)
    assert "se dispara" in told["rise"]
    assert "se cae" in told["fall"]
    assert told["whole"].startswith("Con todos los años a la vista")
    moves = {re.search(r"\d+ subidas? y \d+ bajadas?", one)[0] for one in told.values()}
    assert len(moves) == 1


def test_the_picked_years_are_those_of_the_table_and_the_others_are_said_to_be_hidden():
    figure = lesson().picked_years("rise").figure
    drawn = [row for row in figure.table.rows if row[2] == "sí"]
    assert len(drawn) == 2
    pims = {row["year"]: int(row["pim"]) for row in raw_rows("budget") if row["ubigeo"] == TORATA}
    assert {row[0]: int(row[1]) for row in figure.table.rows} == pims
    assert f"esconde {len(pims) - 2}" in figure.description


def test_measuring_the_share_leaves_out_the_years_without_everybody():
    explorer = lesson().picked_years()
    [share] = switches(explorer)
    share.value = True
    figure = explorer.figure
    assert [row[0] for row in figure.table.rows] == [str(year) for year in range(2015, 2025)]
    assert "sin descontar la inflación" not in figure.footer
    share.value = False
    assert "sin descontar la inflación" in explorer.figure.footer


def test_picked_years_say_since_when_the_data_have_a_budget():
    words = lesson(SAN_ANTONIO, 2023).picked_years().figure.description
    assert "En estos datos, esta municipalidad tiene presupuesto desde 2022." in words


def test_nominal_soles_say_what_is_missing():
    assert "índice de precios" in lesson().picked_years("rise").figure.description


def test_mixing_the_counts_is_told_and_put_right():
    explorer = lesson().mixed_counts()
    assert "Con la misma cuenta" in explorer.figure.title
    [counted] = controls_of(explorer)
    counted.value = "mixed"
    assert explorer.figure.title.startswith("El ojo cree que")
    assert "con el mismo censo" in explorer.figure.title
    assert len({row[1] for row in explorer.figure.table.rows}) == 2


@pytest.mark.parametrize("ubigeo", ["180101", "180201", "180301"])
def test_a_provincial_municipality_is_compared_with_another_provincial_one(ubigeo):
    rows = lesson(ubigeo).mixed_counts().figure.calculation.rows.rows
    assert {row[1][-2:] for row in rows} == {"01"}


def test_the_pie_has_a_slice_for_everyone_and_the_bars_only_a_few():
    explorer = lesson().many_slices()
    [pie] = switches(explorer)
    assert len(re.findall("de cada 100", explorer.figure.svg())) == 6
    pie.value = True
    assert "El ojo ve 21 tajadas" in explorer.figure.title
    assert len(explorer.figure.table.rows) == 21


def test_the_share_of_the_title_is_that_of_the_table():
    rows = [row for row in raw_rows("budget") if row["year"] == "2023"]
    whole = sum(int(row["pim"]) for row in rows)
    mine = next(int(row["pim"]) for row in rows if row["ubigeo"] == TORATA)
    title = plain(lesson().many_slices().figure.title)
    assert f"tiene {round(100 * mine / whole, 1):g} soles de cada 100" in title


def settings():
    yield from (("cut_axis", (step,)) for step in range(5))
    yield from (("picked_years", (story,)) for story in STORIES)
    yield from (("mixed_counts", (count,)) for count in COUNTS)


@pytest.mark.parametrize("district", pack().region.districts, ids=lambda one: one.ubigeo)
def test_every_trick_can_be_played_in_every_district(district):
    year = max(line.year for line in pack().budget if line.ubigeo == district.ubigeo)
    opened = lesson(district.ubigeo, year)
    figures = [getattr(opened, name)(*given).figure for name, given in settings()]
    figures += [opened.picked_years(story, by_share=True).figure for story in STORIES]
    figures += [opened.many_slices(in_pie=on).figure for on in (False, True)]
    for figure in figures:
        assert figure.title.endswith(".")
        assert figure.table.rows
        assert figure.calculation.expression
        assert figure.calculation.rows.rows
        assert figure.footer.startswith("Fuente: MEF")
        assert not re.search(
            r"\b(corrup|robó|robaron|culpa|fácil|mient)", figure.describe().lower()
        )


def test_another_district_is_told_of_the_same_slices():
    opened = lesson()
    explorer = opened.many_slices()
    before = explorer.figure
    opened.chooser().choose(SAN_ANTONIO)
    assert explorer.figure.title != before.title
    assert explorer.figure.table == before.table


def test_what_is_missing_in_a_chart_goes_into_the_letter():
    opened = lesson()
    questions, letter = opened.chart_questions(), opened.act()
    assert "______________________" in letter.body.value.split("no encontramos:")[1]
    questions.lines["chart"].value = "las obras del año"
    questions.lines["place"].value = "un afiche en la plaza"
    questions.boxes["table"].value = True
    questions.boxes["date"].value = True
    assert "trata de: las obras del año" in letter.body.value
    assert "Lo vimos en: un afiche en la plaza" in letter.body.value
    assert "- La tabla con los números del gráfico." in letter.body.value
    assert "- La fecha en que se leyó el dato." in letter.body.value
    assert "Marcaste 2 cosas que faltan" in questions.summary.value
    questions.boxes["table"].value = False
    assert "- La tabla con los números del gráfico." not in letter.body.value


def test_braces_that_somebody_types_stay_as_typed():
    opened = lesson()
    questions, letter = opened.chart_questions(), opened.act()
    questions.lines["chart"].value = "{pim} y {nada}"
    assert "trata de: {pim} y {nada}" in letter.body.value


def test_a_letter_changed_by_hand_is_kept_when_the_list_changes():
    opened = lesson()
    questions, letter = opened.chart_questions(), opened.act()
    letter.body.value = "Lo escribí yo."
    questions.boxes["source"].value = True
    assert letter.body.value == "Lo escribí yo."
    letter.renewal.click()
    assert "- La fuente: qué oficina dio cada dato." in letter.body.value
