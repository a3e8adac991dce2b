"""A moment without its dataset: what the kind box says, and to whom."""

import re
from pathlib import Path

import pytest

from cuentas.cli.region import region_update
from cuentas.course import course
from cuentas.data.pack import Pack
from cuentas.lesson.here import Here
from cuentas.lesson.needs import absent, absent_here, missing_datasets, needed_by
from cuentas.view import absence
from cuentas.view.selection import Selection
from lesson.packs import course_home, small_pack
from support import ROOT, edit, here, pack, raw_rows

LESSONS = course(ROOT / "lessons").lessons
NEEDED = sorted({name for one in dir(Here) for name in needed_by(getattr(Here, one))})


@pytest.fixture
def bare(tmp_path):
    """A pack that has nothing but budgets."""
    return Pack(small_pack(course_home(tmp_path), "solo-presupuesto"))


def opened(one, slug="03_en_que_se_gasta"):
    lesson = course(ROOT / "lessons").lesson(slug)
    return Here(lesson, one, Selection(ubigeo="180106", year=2024))


def test_the_box_says_what_is_missing_why_and_what_to_do_instead(bare):
    words = opened(bare).investments().describe()
    assert words == (
        "Aquí falta un dato: las inversiones del distrito y su costo. "
        "Todavía nadie lo cargó para Moquegua. No quiere decir que sea cero. "
        "Busca una obra que conozcas, por su nombre o su CUI, en la consulta de inversiones "
        "del MEF. "
        "Para quien prepara el curso: descarga el archivo y escribe "
        f"cuentas region update {bare.region.slug} --investments ARCHIVO"
    )


@pytest.mark.parametrize("name", sorted(absence.OPTIONS))
def test_the_order_of_the_box_is_one_that_the_command_understands(name):
    told = absent(pack(), name).order.split()
    assert told[:4] == ["cuentas", "region", "update", pack().region.slug]
    with region_update.make_context("update", told[3:]) as asked:
        given = {one: value for one, value in asked.params.items() if value}
    assert given == {"slug": "moquegua", absence.OPTIONS[name].strip("-"): (Path("ARCHIVO"),)}


@pytest.fixture
def part(bare):
    """The same, of a province that was asked for alone."""
    path = bare.folder / "region.toml"
    scope = 'scope = { province = "1801", districts = [] }'
    edit(path, 'department = "18"', f'department = "18"\n{scope}')
    edit(path, 'name = "Moquegua"', 'name = "Mariscal Nieto (provincia)"')
    return Pack(bare.folder)


def test_a_part_of_a_department_writes_to_the_government_of_all_of_it(part):
    letter = opened(part, "10_compromisos_y_dialogo").act().letter
    assert letter.addressee.endswith("del Gobierno Regional de Moquegua")
    assert "\nAl Gobierno Regional de Moquegua:\n" in letter.body
    offices = opened(part, "11_quien_es_quien_y_retos")._offices()
    assert [one for one in offices if "Gobierno Regional" in one] == [
        "Gobierno Regional de Moquegua"
    ]


@pytest.mark.parametrize("name", ["totals", "spending"])
def test_a_part_of_a_department_is_not_sent_for_what_no_file_brings(part, name):
    box = absent(part, name)
    assert not box.order
    assert box.trainer.endswith(
        "este dato es de todo un departamento, y Mariscal Nieto (provincia) es solo una parte. "
        "Lo trae el paquete de Moquegua."
    )
    assert absent(part, "investments").order


def test_what_is_for_the_trainer_is_small_and_comes_last(bare):
    html = opened(bare).investments().sheet.value
    shown = re.findall(r'<p(?: class="([\w-]+)")?', html)
    assert shown[-1] == "cc-foot"
    assert "cuentas region" not in html[: html.index('class="cc-foot"')]


def test_the_guide_to_the_tables_names_the_same_options():
    guide = (ROOT / "datasets" / "README.md").read_text("utf-8")
    for option in set(absence.OPTIONS.values()):
        assert f"cuentas region update apurimac {option} ARCHIVO" in guide


def test_the_box_is_shown_in_the_place_of_the_figure(bare):
    explorer = opened(bare).investments()
    assert 'class="cc-absence" role="note"' in explorer.sheet.value
    assert "https://ofi5.mef.gob.pe/invierte/" in explorer.sheet.value
    assert "<svg" not in explorer.sheet.value
    with pytest.raises(LookupError, match="Aquí falta un dato"):
        _ = explorer.figure


def test_a_pack_with_the_dataset_shows_its_figure():
    explorer = here(slug="03_en_que_se_gasta").investments()
    assert "<svg" in explorer.sheet.value
    assert "cc-absence" not in explorer.sheet.value


def test_a_district_without_rows_is_told_apart_from_a_region_without_them():
    place, region = absent_here("Torata", "investments"), absent(pack(), "investments")
    assert place.title == "De Torata no tenemos este dato: las inversiones del distrito y su costo."
    assert "Puedes elegir otro lugar" in place.reason
    assert not place.trainer
    assert region.trainer
    assert place.address == region.address


def test_two_missing_datasets_are_both_named():
    title = absent(pack(), "spending", "totals").title
    assert "en qué se gastó en el departamento" in title
    assert "cuánto gastó cada gobierno" in title


@pytest.mark.parametrize("name", NEEDED)
def test_every_need_has_its_everyday_words_and_its_portal(name):
    box = absent(pack(), name)
    assert "la tabla «" not in box.title
    assert box.address.startswith("https://")
    assert name in absence.PORTALS


def test_a_need_without_words_still_says_something():
    box = absent(pack(), "lagunas")
    assert box.title == "Aquí falta un dato: la tabla «lagunas»."
    assert box.address == ""
    assert "datasets/README.md" in box.trainer


@pytest.mark.parametrize("portal", sorted(set(absence.PORTALS.values())))
def test_every_portal_is_in_the_source_list(portal):
    keys = {row["key"] for row in raw_rows(".", "sources", ROOT / "datasets")}
    assert portal in keys


@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_the_datasets_of_a_lesson_are_those_that_its_figures_need(lesson):
    needed = {
        name for figure in lesson.shown_by.values() for name in needed_by(getattr(Here, figure))
    }
    assert needed <= set(lesson.datasets)


def test_what_a_pack_lacks_of_a_lesson_is_named(bare):
    lesson = course(ROOT / "lessons").lesson("03_en_que_se_gasta")
    assert set(missing_datasets(lesson, bare)) == set(lesson.datasets) - {"budget"}
    assert missing_datasets(lesson, pack()) == ()


def test_national_tables_are_in_every_pack(bare):
    assert bare.has("national/thresholds")
    assert not bare.has("thresholds")
    assert not bare.has("national/lagunas")
    assert bare.provenance("national/thresholds").title
