"""«Llevar el curso a otra región, en siete pasos»: done exactly as the page says."""

import re
import shlex
import shutil
import subprocess
import sys

import click
import pytest

from bench.national import entities, write
from cuentas.cli.orders import cuentas
from cuentas.region.parts.sources import OFFICIAL
from cuentas.region.sources import Kind
from region import regions
from region.sources.official import DETAIL, as_csv, investment
from support import PACKAGE, ROOT

PAGE = ROOT / "facilitator_guide" / "adaptar" / "otra_region.md"
WORDS = PAGE.read_text(encoding="utf-8")
ORDERS = re.findall(r"^cuentas .+$", WORDS, re.MULTILINE)
ANCASH = "02"


def steps():
    return re.findall(r"^## Paso (\d)\. ", WORDS, re.MULTILINE)


def ubigeos():
    cells = (one.cells for one in entities() if one.level == "M")
    names = ("DEPARTAMENTO_EJECUTORA", "PROVINCIA_EJECUTORA", "DISTRITO_EJECUTORA")
    codes = ("".join(one[name] for name in names) for one in cells)
    return [code for code in codes if code.startswith(ANCASH)]


def official_files(folder):
    """Synthetic files under the names of the page, in the official layouts."""
    folder.mkdir()
    codes = ubigeos()
    write(folder / "gasto.csv", "yearly", 4_000)
    write(folder / "gasto_nuevo.csv", "yearly", 4_000, seed=5)
    regions.census(folder / "censo.csv", codes)
    regions.projection(folder / "poblacion.csv", codes, department="Áncash")
    place = {"DEPARTAMENTO": "ANCASH", "PROVINCIA": "SINTETICA", "DISTRITO": "SINTETICO"}
    rows = [
        investment(DETAIL, f"{2_500_000 + at}", code, **place) for at, code in enumerate(codes[:20])
    ]
    as_csv(folder / "inversiones.csv", DETAIL, rows)


def typed(order, folder):
    """What a person types in a terminal that stands in the course's folder."""
    environment = regions.environment(folder.parent) | {"CUENTAS_HOME": str(folder)}
    done = subprocess.run(
        [sys.executable, "-m", "cuentas.cli", *shlex.split(order)[1:]],
        cwd=folder,
        env=environment,
        capture_output=True,
        check=False,
        encoding="utf-8",
        timeout=120,
    )
    assert (done.returncode, done.stderr) == (0, ""), order
    return done.stdout


@pytest.fixture(scope="module")
def followed(tmp_path_factory):
    """Every order of the page but ``serve``, in its order, with what each one said."""
    course = tmp_path_factory.mktemp("adapta") / "el curso"
    for name in ("lessons", "datasets"):
        shutil.copytree(ROOT / name, course / name)
    official_files(course / "archivos")
    said = {order: typed(order, course) for order in ORDERS if " serve " not in order}
    return course, said


def test_there_are_seven_steps():
    assert steps() == [str(number) for number in range(1, 8)]


def test_every_order_of_the_page_works_as_it_is_written(followed):
    _course, said = followed
    assert [order.split()[2] for order in said] == ["new", "check", "update", "diff"]
    new, check, update, diff = said.values()
    assert new.startswith("Listo: ")
    assert "La región se puede usar en clase." in check
    assert "El paquete anterior quedó en " in update
    assert re.search(r"^- El .+ de .+ en 2025 (subió|bajó) S/.+ entre el ", diff, re.MULTILINE)


def test_what_the_page_says_to_open_is_there(followed):
    course, _said = followed
    named = set(re.findall(r"`(datasets/regions/ancash/[^`]+)`", WORDS))
    assert named
    assert all((course / path).is_file() for path in named)
    toml = (course / "datasets/regions/ancash/region.toml").read_text(encoding="utf-8")
    assert 'answer = ""' in toml


def test_the_report_begins_with_the_lessons(followed):
    course, _said = followed
    report = (course / "datasets/regions/ancash/INFORME.md").read_text(encoding="utf-8")
    assert re.findall(r"^## (.+)$", report, re.MULTILINE)[0] == "Con qué lecciones alcanza"


def option_names(words):
    """The options that a command of ``words`` has."""
    command = cuentas
    for word in words:
        command = command.get_command(click.Context(command), word)
    return {name for param in command.params for name in param.opts}


@pytest.mark.parametrize("order", ORDERS, ids=lambda order: " ".join(order.split()[1:3]))
def test_every_option_of_the_page_exists(order):
    typed_words = shlex.split(order)[1:]
    names = [word for word in typed_words if not word.startswith("-")]
    path = names[: 2 if names[0] == "region" else 1]
    assert {word for word in typed_words if word.startswith("--")} <= option_names(path)


def said_by_the_kit():
    """Every sentence of the kit and of the command, as it stands in the code."""
    rooms = (PACKAGE / "region", PACKAGE / "cli", PACKAGE / "data")
    code = " ".join(
        path.read_text(encoding="utf-8") for room in rooms for path in room.rglob("*.py")
    )
    return re.sub(r'"\s*"', "", code)


def test_every_message_of_the_table_is_one_that_the_kit_says():
    rows = re.findall(r"^\| («.+?) \| .+ \|$", WORDS, re.MULTILINE)
    fragments = [one for row in rows for one in re.findall(r"«(.+?)»", row)]
    assert len(rows) > 25
    known = said_by_the_kit()
    assert [one for one in fragments if one not in known] == []


def test_every_source_key_of_the_page_is_in_the_list():
    keys = set(re.findall(r"\[([A-Z][A-Z0-9-]+)\](?!\()", WORDS))
    listed = (ROOT / "datasets" / "sources.csv").read_text(encoding="utf-8")
    known = {line.partition(",")[0] for line in listed.splitlines()}
    assert keys
    assert keys <= known


def test_the_census_is_where_the_list_of_sources_and_the_page_say():
    address = OFFICIAL[Kind.POPULATION_CENSUS][1]
    listed = (ROOT / "datasets" / "sources.csv").read_text(encoding="utf-8")
    assert address in next(line for line in listed.splitlines() if line.startswith("INEI-CENSO"))
    assert f"]({address})" in WORDS


def test_what_nobody_verified_is_marked():
    rows = [row for row in WORDS.splitlines() if row.startswith("|") and "datastorefiles" in row]
    seen = "2025-Gasto-Devengado-Mensual.csv"
    assert len(rows) >= 3
    assert all("sin verificar" in row for row in rows if seen not in row)
