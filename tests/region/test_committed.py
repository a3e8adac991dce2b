"""The packs of the course that came out of the kit say what the kit says today."""

import pytest

from cuentas.data.region import read_region
from cuentas.data.toml_file import toml_of
from cuentas.home import region_slugs
from cuentas.region.parts.questions import questions
from support import ROOT

PACKS = [ROOT / "datasets" / "regions" / slug for slug in region_slugs()]


@pytest.mark.parametrize("folder", PACKS, ids=lambda folder: folder.name)
def test_a_pack_asks_in_the_words_of_today(folder):
    districts = read_region(folder).districts
    later = [(one.name, one.exists_since) for one in districts if one.exists_since]
    today = {one.key: one.ask for one in questions(later)}
    asked = {one["key"]: one["ask"] for one in toml_of(folder / "region.toml").get("questions", [])}
    assert {key: ask for key, ask in asked.items() if ask != today.get(key)} == {}
