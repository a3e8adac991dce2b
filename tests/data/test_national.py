"""Every national table is described, dated, sourced and adds up, like those of a region."""

import pytest

from cuentas.data.check import _dataset_faults
from cuentas.data.controls import controls
from cuentas.data.pack import national, sources
from support import ROOT

TABLES = sorted(path.parent.name for path in (ROOT / "datasets/national").glob("*/data.csv"))


def test_there_are_national_tables():
    assert len(TABLES) > 10


@pytest.mark.parametrize("name", TABLES)
def test_a_national_table_has_its_notes_its_sources_and_its_schema(name):
    assert list(_dataset_faults(national(name).folder, None)) == []
    assert {one.key for one in national(name).provenance.consulted} <= sources().keys()


@pytest.mark.parametrize("name", TABLES)
def test_a_national_table_keeps_its_controls(name):
    assert [one for one in controls(national(name)) if not one.kept] == []


@pytest.mark.parametrize("name", TABLES)
def test_a_row_that_names_its_source_names_one_that_exists(name):
    named = [row["source_key"] for row in national(name).rows() if row.get("source_key")]
    assert {key for keys in named for key in keys.replace(";", " ").split()} <= sources().keys()
