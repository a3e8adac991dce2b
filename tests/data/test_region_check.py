"""A trainer edits ``region.toml`` by hand and trusts the check: each slip is one clear sentence."""

import re

import pytest

from cuentas.data.check import check_pack
from cuentas.data.region import read_region
from cuentas.data.tables import DatasetError
from support import ROOT, copy_pack, edit

TORATA = 'name = "Torata"\n'
MINE = '[[mines]]\nname = "Cuajone"'


@pytest.fixture
def copy(tmp_path):
    return copy_pack(tmp_path)


def told(folder):
    """What the check complains of."""
    return list(check_pack(folder).faults)


SLIPS = {
    "an empty name": (
        ('name = "Moquegua"', 'name = ""'),
        'region.toml: «name» dice "" y debe ser un texto entre comillas, que no esté vacío.',
    ),
    "an empty district": (
        (TORATA, 'name = "  "\n'),
        (
            'region.toml, distrito 180106: «name» dice "  " y debe ser un texto entre comillas, '
            "que no esté vacío."
        ),
    ),
    "a year between quotes": (
        ("start_year = 2024", 'start_year = "2024"'),
        'region.toml: «start_year» dice "2024" y debe ser un año de cuatro cifras, sin comillas.',
    ),
    "a code without quotes": (
        ('ubigeo = "180106"', "ubigeo = 180106"),
        "region.toml, distrito Torata: «ubigeo» dice 180106 y debe ser un código entre comillas.",
    ),
    "a tile below one": (
        ("tile = [5, 4]", "tile = [0, -5]"),
        (
            "region.toml, distrito Torata: «tile» dice [0, -5] y debe ser [fila, columna]: dos "
            "números enteros del 1 al 99, sin comillas."
        ),
    ),
    "a tile out of any map": (
        ("tile = [5, 4]", "tile = [5, 900000]"),
        (
            "region.toml, distrito Torata: «tile» dice [5, 900000] y debe ser [fila, columna]: dos "
            "números enteros del 1 al 99, sin comillas."
        ),
    ),
    "a tile of one number": (
        ("tile = [5, 4]", "tile = [5]"),
        (
            "region.toml, distrito Torata: «tile» dice [5] y debe ser [fila, columna]: dos números "
            "enteros del 1 al 99, sin comillas."
        ),
    ),
    "a word for yes": (
        ("mining = true", 'mining = "sí"'),
        'region.toml, distrito Torata: «mining» dice "sí" y debe ser true o false, sin comillas.',
    ),
    "a district without its tile": (
        ("tile = [5, 4]\n", ""),
        "region.toml, distrito Torata: falta «tile».",
    ),
    "no first year": (("start_year = 2024", ""), "region.toml: falta «start_year»."),
    "a mine in one word": (
        ('districts = ["180106"]', 'districts = "180106"'),
        (
            'region.toml, mina Cuajone: «districts» dice "180106" y debe ser una lista de códigos, '
            "cada uno entre comillas."
        ),
    ),
    "a department that is none": (
        ('department = "18"', 'department = "81"'),
        (
            'region.toml: «department» dice "81" y debe ser el código del MEF entre comillas, de '
            '"01" a "25".'
        ),
    ),
    "another folder's slug": (
        ('slug = "moquegua"', 'slug = "apurimac"'),
        (
            "region.toml: «slug» dice «apurimac» y la carpeta se llama «moquegua». Escribe "
            "en «slug» "
            "el nombre de la carpeta."
        ),
    ),
    "another department": (
        ('department = "18"', 'department = "03"'),
        (
            "region.toml: «department» dice «03» y hay distritos con otro código: Moquegua "
            "(180101), "
            "Carumas (180102), Cuchumbaya (180103) y 18 más."
        ),
    ),
    "two districts on one tile": (
        ("tile = [5, 4]", "tile = [5, 3]"),
        (
            "region.toml: estos distritos están en el mismo cuadro [5, 3]: Samegua (180104) "
            "y Torata "
            "(180106). Cambia «tile» en los que sobran."
        ),
    ),
    "a code twice": (
        ('ubigeo = "180103"', 'ubigeo = "180102"'),
        "region.toml: el código 180102 está en varios distritos. Deja uno.",
    ),
    "a year without data": (
        ("start_year = 2024", "start_year = 1990"),
        (
            "region.toml: «start_year» dice 1990 y Torata no tiene presupuesto de ese año. "
            "Tiene de "
            "estos: 2015, 2016, 2017, 2018, 2019, 2020, 2021, 2022, 2023, 2024, 2025."
        ),
    ),
    "a first district that is not": (
        ('start_district = "180106"', 'start_district = "180199"'),
        "region.toml: el distrito inicial 180199 no está en la lista.",
    ),
    "a mine elsewhere": (
        ('districts = ["180106"]', 'districts = ["999999"]'),
        "region.toml, mina Cuajone: el distrito 999999 no está en la lista.",
    ),
    "a mine by hearsay": (
        ('since = 1976\nsource = "PR-TOR"', 'since = 1976\nsource = "NOEXISTE"'),
        (
            "region.toml, mina Cuajone: la fuente «NOEXISTE» no está en datasets/sources.csv. Si "
            "nadie la verificó, escribe «GK»."
        ),
    ),
    "a mark by hearsay": (
        ('mining_source = "PR-TOR"', 'mining_source = "NOEXISTE"'),
        (
            "region.toml, distrito Torata: la fuente «NOEXISTE» no está en "
            "datasets/sources.csv. Si "
            "nadie la verificó, escribe «GK»."
        ),
    ),
    "a mark without a source": (
        ('mining_source = "PR-TOR"\n', ""),
        (
            "region.toml, distrito Torata: «mining» dice que hay una mina y falta «mining_source», "
            "la fuente que lo dice. Si nadie lo verificó, escribe «GK»."
        ),
    ),
    "a kind that is none": (
        (f'{MINE}\nkind = "mine"', f'{MINE}\nkind = "tajo"'),
        (
            'region.toml, mina Cuajone: «kind» dice "tajo" y debe ser "mine" (mina), "project" '
            '(proyecto) o "plant" (planta).'
        ),
    ),
    "a mine of no kind": (
        (f'{MINE}\nkind = "mine"\n', f"{MINE}\n"),
        "region.toml, mina Cuajone: falta «kind».",
    ),
    "two offices of one key": (
        ('key = "obras"', 'key = "oci"'),
        "region.toml: «key» dice «oci» en varios bloques [[offices]]. Cambia los que sobran.",
    ),
    "a language that is none": (
        ('code = "quz"', 'code = "xx"'),
        (
            'region.toml, lengua Quechua: «code» dice "xx" y debe ser "es", o el código '
            'ISO 639-3 de la lengua: tres letras, como "quz" o "ayr".'
        ),
    ),
    "a province of another": (
        ('name = "Torata"\nprovince = "1801"', 'name = "Torata"\nprovince = "1802"'),
        "region.toml, distrito Torata: «province» dice «1802» y su código empieza con 1801.",
    ),
    "a province code cut": (
        ('code = "1801"', 'code = "181"'),
        "region.toml: el código de provincia «181» debe tener 4 cifras.",
    ),
}
"""Each slip: what is written instead of what, and what the trainer is told."""


@pytest.mark.parametrize("slip", SLIPS)
def test_each_slip_is_told_in_one_sentence_with_its_place(copy, slip):
    (before, after), sentence = SLIPS[slip]
    edit(copy / "region.toml", before, after)
    faults = [one for one in told(copy) if one.startswith("region.toml")]
    assert sentence in faults
    words = set(re.findall(r"[a-z]+", " ".join(faults)))
    assert not words & {"is", "not", "of", "type", "required", "property", "expected", "does"}


def test_slips_are_told_together(copy):
    slips = [SLIPS[name] for name in ("an empty name", "a mine elsewhere", "a year without data")]
    for words, _sentence in slips:
        edit(copy / "region.toml", *words)
    assert {sentence for _words, sentence in slips} <= set(told(copy))


def test_who_reads_a_broken_region_hears_the_same_sentence(copy):
    (before, after), sentence = SLIPS["a tile of one number"]
    edit(copy / "region.toml", before, after)
    with pytest.raises(DatasetError, match=re.escape(sentence)):
        read_region(copy)


def test_an_older_reading_that_was_kept_aside_may_be_checked(copy):
    kept = copy.rename(copy.with_name("_moquegua-2025-02-11"))
    assert told(kept) == []


def test_a_source_that_the_tables_of_the_pack_name_is_known(copy):
    path = copy / "budget" / "datapackage.json"
    words = path.read_text(encoding="utf-8")
    path.write_text(words.replace("MEF-CA-2025-02-11", "MEF-CA-2027-01-01"), encoding="utf-8")
    edit(copy / "region.toml", '"MEF-CA-2025-02-11"', '"MEF-CA-2027-01-01"')
    assert not any("MEF-CA-2027-01-01" in one and "region.toml" in one for one in told(copy))


@pytest.mark.parametrize("slug", ["moquegua", "apurimac"])
def test_the_packs_of_the_course_have_no_fault(slug):
    assert told(ROOT / "datasets" / "regions" / slug) == []
