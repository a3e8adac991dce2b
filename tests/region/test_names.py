"""Names as people write them: accents and hyphens back, and a seat cut only where it is one."""

import csv
from datetime import date
from decimal import Decimal

import pytest

from cuentas.model.place import DEPARTMENTS
from cuentas.region.datasets.plain_names import FUNCTIONS, plain_name
from cuentas.region.parts.names import Names, in_title
from cuentas.region.sources import (
    BudgetRow,
    Place,
    PopulationRow,
    budget_rows,
    engine,
    population_rows,
    recognise,
)
from cuentas.region.sources.words import folded
from region import real
from region.real import MARCH, PROJECTION

DAY = date(2025, 3, 1)


def budget(ubigeo, entity, province):
    amounts = [Decimal(1)] * 7
    return BudgetRow(2024, ubigeo, "300001", entity, province, "JUNIN", *amounts, DAY, "0")


def people(ubigeo, name, province, source="projection"):
    return PopulationRow(ubigeo, name, ubigeo[:4], province, source, 9, None, None, DAY, "0")


def named(entity, district="", province="YAULI", ubigeo="120803", source="projection"):
    known = [people(ubigeo, district, province, source)] if district else []
    return Names.of(known).named(budget(ubigeo, entity, province))


HYPHENS = {
    "MUNICIPALIDAD DISTRITAL DE HUAY - HUAY": ("Huay-Huay", "Distrital de Huay-Huay", "Huay-Huay"),
    "MUNICIPALIDAD PROVINCIAL DE YAULI - LA OROYA": (
        "La Oroya",
        "Provincial de Yauli",
        "Yauli (La Oroya)",
    ),
    "MUNICIPALIDAD PROVINCIAL DEL SANTA - CHIMBOTE": (
        "Chimbote",
        "Provincial del Santa",
        "Santa (Chimbote)",
    ),
    "MUNICIPALIDAD PROVINCIAL EL COLLAO - ILAVE": (
        "Ilave",
        "Provincial El Collao",
        "El Collao (Ilave)",
    ),
    "MUNICIPALIDAD DISTRITAL JESUS NAZARENO": (
        "Jesús Nazareno",
        "Distrital Jesús Nazareno",
        "Jesús Nazareno",
    ),
    "MUNICIPALIDAD DISTRITAL DE ATE - VITARTE": ("Ate", "Distrital de Ate-Vitarte", "Ate"),
}
"""As the MEF writes it; the district as INEI does, the municipality, and what a sentence says."""


@pytest.mark.parametrize("entity", HYPHENS)
def test_only_a_provincial_municipality_has_a_seat_in_its_name(entity):
    district, municipality, short = HYPHENS[entity]
    found = named(entity, district)
    assert found.municipality == f"Municipalidad {municipality}"
    assert (found.district, found.short) == (district, short)


@pytest.mark.parametrize(
    ("entity", "district"),
    [
        ("MUNICIPALIDAD DISTRITAL DE HUAY - HUAY", "Huay-Huay"),
        ("MUNICIPALIDAD PROVINCIAL DE YAULI - LA OROYA", "La Oroya"),
        ("MUNICIPALIDAD DISTRITAL DE TORATA", "Torata"),
    ],
)
def test_without_people_the_budget_names_the_district(entity, district):
    assert named(entity).district == district


def test_a_municipality_takes_the_accents_of_its_district_or_its_province():
    found = named("MUNICIPALIDAD PROVINCIAL DE JUNIN - OCROS", "Ócros", "Junín")
    assert (found.municipality, found.province) == ("Municipalidad Provincial de Junín", "Junín")
    found = named("MUNICIPALIDAD DISTRITAL DE SAN CRISTOBAL", "San Cristóbal")
    assert found.municipality == "Municipalidad Distrital de San Cristóbal"


def test_names_of_a_census_that_shouts_are_written_in_ordinary_letters():
    found = named("MUNICIPALIDAD DISTRITAL DE HUAY - HUAY", "HUAY-HUAY", "YAULI", source="census")
    assert (found.district, found.province) == ("Huay-Huay", "Yauli")


def test_the_projection_has_the_last_word_because_it_has_accents():
    known = [
        people("120501", "Junín", "Junín"),
        people("120501", "JUNIN", "JUNIN", "census"),
        people("120502", "Ondores", "", "census"),
    ]
    names = Names.of(known)
    assert (names.districts["120501"], names.provinces["1205"]) == ("Junín", "Junín")


@pytest.mark.parametrize(
    ("shouted", "said"), [("HUAC-HUAS", "Huac-Huas"), ("RUPA-RUPA", "Rupa-Rupa")]
)
def test_both_sides_of_a_hyphen_begin_with_a_capital(shouted, said):
    assert in_title(shouted) == said


@pytest.mark.parametrize(
    ("shouted", "said"),
    [
        ("EDUCACION", "Educación"),
        ("ENERGÍA", "Energía"),
        (
            "PLANEAMIENTO, GESTION Y RESERVA DE CONTINGENCIA",
            "Planeamiento, Gestión y Reserva de Contingencia",
        ),
        ("BIENES Y SERVICIOS", "compras y servicios del día a día"),
        ("ALGO QUE NADIE CONOCE", "Algo Que Nadie Conoce"),
    ],
)
def test_what_money_is_spent_on_and_for_has_its_accents(shouted, said):
    assert plain_name(shouted) == said


@real.needed
def test_functions_have_the_accents_that_the_file_of_investments_gives_them():
    path = real.DATA / "invierte-sobrecosto-moquegua" / "moquegua_sobrecosto_con-nombre.csv"
    with path.open(encoding="utf-8-sig", newline="") as lines:
        written = {row["FUNCION"] for row in csv.DictReader(lines)}
    assert len(written) > 10
    assert written <= {name.upper() for name in FUNCTIONS}
    assert len(set(FUNCTIONS)) == 25


@pytest.fixture(scope="module")
def country():
    """Every municipality of the real files, and the names that INEI gives."""
    rows, names = [], []
    files = recognise(MARCH), recognise(PROJECTION)
    with engine() as session:
        for code in DEPARTMENTS:
            rows += budget_rows(session, [files[0]], Place(code)).rows
            names += population_rows(session, [files[1]], Place(code)).rows
    return {row.ubigeo: (row.entity, Names.of(names).named(row)) for row in rows}


@real.needed
def test_every_district_of_the_country_keeps_its_whole_name(country):
    """What a letter says is the whole official name; the seat is in parentheses, nowhere else."""
    assert len(country) > 1_800
    for entity, found in country.values():
        official, written = folded(entity), folded(found.municipality)
        if "PROVINCIAL" in entity and " - " in entity:
            assert official.startswith(f"{written}_")
            assert found.short.endswith(f" ({found.district})") or found.short == found.district
        else:
            assert (written, found.short) == (official, found.district)
        assert " - " not in found.municipality + found.short


@real.needed
def test_the_names_that_were_cut_are_whole(country):
    municipalities = {ubigeo: found.municipality for ubigeo, (_entity, found) in country.items()}
    assert municipalities["120803"] == "Municipalidad Distrital de Huay-Huay"
    assert municipalities["050607"] == "Municipalidad Distrital de Huac-Huas"
    assert municipalities["150103"] == "Municipalidad Distrital de Ate-Vitarte"
    assert municipalities["120801"] == "Municipalidad Provincial de Yauli"
    assert municipalities["021801"] == "Municipalidad Provincial del Santa"


@real.needed
def test_provinces_of_the_country_have_their_accents(country):
    provinces = {ubigeo[:4]: found.province for ubigeo, (_entity, found) in country.items()}
    assert (provinces["1202"], provinces["1205"]) == ("Concepción", "Junín")
    assert provinces["0305"] == "Cotabambas"
