import pytest

from cuentas.model.place import plain
from support import pack


@pytest.mark.parametrize(
    ("typed", "names"),
    [
        ("ichuna", ["Ichuña"]),
        ("ICHUÑA", ["Ichuña"]),
        ("san cristobal", ["San Cristóbal"]),
        ("  San   Cristóbal ", ["San Cristóbal"]),
        ("san", ["San Cristóbal", "San Antonio"]),
        ("ilo", ["Ilo"]),
        ("Lima", []),
        ("", []),
        ("   ", []),
    ],
)
def test_a_district_is_found_without_accents_or_capitals(typed, names):
    assert [district.name for district in pack().region.search(typed)] == names


def test_every_district_is_found_by_its_own_name():
    region = pack().region
    for district in region.districts:
        assert region.search(plain(district.name)) == (district,)


def test_an_unknown_code_is_an_error_not_another_district():
    with pytest.raises(KeyError, match="189999"):
        pack().region.district("189999")


def test_every_district_has_its_own_tile_on_the_map():
    tiles = [district.tile for district in pack().region.districts]
    assert len(set(tiles)) == len(tiles) == 21


def test_every_district_belongs_to_a_named_province():
    region = pack().region
    names = {region.province_name(district.province) for district in region.districts}
    assert names == {"Mariscal Nieto", "General Sánchez Cerro", "Ilo"}


def test_a_misspelled_name_and_a_province_still_find_their_districts():
    region = pack().region
    assert [one.name for one in region.search("moqegua")] == ["Moquegua"]
    assert [one.name for one in region.search("Quinistaqilla")] == ["Quinistaquillas"]
    province = {one.name for one in region.search("mariscal nieto")}
    assert {"Torata", "Carumas"} <= province
    assert region.search("zzzz") == ()
