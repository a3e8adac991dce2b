"""The pack as lessons see it, against the same tables read as plain text."""

from datetime import date
from decimal import Decimal

import pytest

from cuentas.data.pack import explanations, sources
from cuentas.data.pack import pack as pack_of
from cuentas.data.tables import DatasetError, open_dataset
from cuentas.model.budget import BudgetLine
from cuentas.model.provenance import Mark
from support import SAN_ANTONIO, TORATA, pack, raw_rows

AMOUNTS = ("pia", "pim", "certificado", "compromiso", "compromiso_mensual", "devengado", "girado")


def as_text(line):
    cells = {name: getattr(line, name) for name in AMOUNTS}
    written = {name: "" if cell is None else str(cell) for name, cell in cells.items()}
    place = {"year": str(line.year), "ubigeo": line.ubigeo, "sec_ejec": line.sec_ejec}
    return place | written | {"query_date": line.query_date.isoformat()}


def test_every_budget_row_is_read_without_losing_anything():
    assert [as_text(line) for line in pack().budget] == raw_rows("budget")
    assert [as_text(line) for line in pack().budget_revisions] == raw_rows("budget", "revisions")


def test_soles_are_exact_integers_never_floats():
    for line in pack().budget:
        assert {type(getattr(line, name)) for name in AMOUNTS} <= {int, type(None)}


def test_costs_with_cents_are_exact_decimals():
    one = next(one for one in pack().investments if one.cui == "2615695")
    assert one.updated_cost == Decimal("97548997.44")
    assert {type(one.viable_cost) for one in pack().investments} == {Decimal}


def test_a_missing_amount_stays_missing():
    assert pack().line(TORATA, 2025).certificado is None


def test_torata_2023_is_the_line_that_the_course_opens_with():
    assert pack().line(TORATA, 2023) == BudgetLine(
        year=2023,
        ubigeo=TORATA,
        sec_ejec="301486",
        pia=95_720_558,
        pim=124_093_638,
        certificado=120_158_146,
        compromiso=113_420_934,
        compromiso_mensual=pack().line(TORATA, 2023).compromiso_mensual,
        devengado=104_706_035,
        girado=104_612_292,
        query_date=date(2025, 2, 11),
    )


def test_a_year_before_the_district_existed_has_no_line():
    assert pack().line(SAN_ANTONIO, 2019) is None
    assert pack().line(SAN_ANTONIO, 2022).pia == 0


def test_people_are_found_by_district():
    rows = {row["ubigeo"]: row for row in raw_rows("population")}
    assert {ubigeo: str(one.census_2025) for ubigeo, one in pack().people.items()} == {
        ubigeo: row["census_2025"] for ubigeo, row in rows.items()
    }


@pytest.mark.parametrize(
    ("dataset", "mark"), [("budget", Mark.OFFICIAL), ("transfers", Mark.PRESS)]
)
def test_official_and_press_figures_carry_different_marks(dataset, mark):
    assert pack().provenance(dataset).mark is mark


def test_every_source_of_every_dataset_is_dated_and_is_in_the_source_list():
    for name in pack().region.datasets:
        for consulted in pack().provenance(name).consulted:
            assert consulted.key in sources()
            assert consulted.url.startswith(("https://", "http://"))
            assert isinstance(consulted.query_date, date)


def test_every_law_that_the_model_cites_is_in_the_source_list():
    assert {"L27506", "L28258", "DL1440", "DU006-2024", "INVM"} <= sources().keys()


def test_official_terms_are_explained_in_plain_words():
    assert {"devengado", "girado", "canon minero"} <= explanations().keys()
    assert all(explanations().values())


def test_an_unknown_region_is_refused_with_those_that_exist():
    with pytest.raises(DatasetError, match=r"«arequipa».*moquegua"):
        pack_of("arequipa")


def test_an_unknown_table_is_refused_by_name():
    with pytest.raises(DatasetError, match="no describe «nada»"):
        pack().rows("budget", "nada")


def test_a_dataset_that_is_not_there_is_known_before_asking():
    assert pack().has("budget")
    assert not pack().has("secrets")
    with pytest.raises(DatasetError, match="Falta"):
        open_dataset(pack().folder / "secrets")


def test_each_dataset_says_what_it_does_not_say():
    assert "## Qué NO dice" in pack().dataset("budget").notes
