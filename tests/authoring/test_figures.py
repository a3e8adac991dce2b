"""A named figure is the same file on every run; a wrong choice is answered with the right ones."""

from xml.etree import ElementTree as ET

import pytest

from cuentas.authoring.figures import FigureError, as_file, figure

NAMES = (
    "opening",
    "chain",
    "hundred",
    "years",
    "neighbours",
    "person",
    "investments",
    "kind",
    "government",
    "road",
    "shock",
    "calendar",
)
TORATA = "180106"


@pytest.mark.parametrize("name", NAMES)
def test_a_named_figure_is_that_figure_drawn_as_svg(name):
    drawn = figure(name, "moquegua", TORATA, 2023)
    assert drawn.name == name
    assert ET.fromstring(drawn.svg()).tag == "{http://www.w3.org/2000/svg}svg"


def test_the_same_figure_is_the_same_bytes_on_two_runs(run, tmp_path):
    files = [tmp_path / "one.svg", tmp_path / "two.svg"]
    for seed, path in enumerate(files):
        done = run(
            "figure", "chain", "--district", TORATA, "--year", "2023", "--out", str(path),
            PYTHONHASHSEED=str(seed),
        )  # fmt: skip
        assert done.returncode == 0, done.stderr
        assert "S/\N{NO-BREAK SPACE}124.1" in done.stdout
    assert files[0].read_bytes() == files[1].read_bytes()
    words = " ".join(ET.fromstring(files[0].read_bytes()).itertext())
    drawn = figure("chain", "moquegua", TORATA, 2023)
    for said in (drawn.title, drawn.description, drawn.footer):
        assert " ".join(said.split())[:20] in " ".join(words.split())


def test_a_picture_is_as_wide_as_a_phone_shows_and_brings_its_words(tmp_path, run):
    path = tmp_path / "chain.png"
    done = run("figure", "chain", "--district", TORATA, "--year", "2023", "--out", str(path))
    assert done.returncode == 0, done.stderr
    picture = path.read_bytes()
    assert picture.startswith(b"\x89PNG")
    width, height = (int.from_bytes(picture[place : place + 4], "big") for place in (16, 20))
    assert width >= 1080
    assert height > width
    again = figure("chain", "moquegua", TORATA, 2023)
    assert as_file(again, ".png") == picture
    assert as_file(again, ".PDF").startswith(b"%PDF")


def test_a_form_that_nobody_writes_is_refused_and_leaves_no_file(tmp_path, run):
    path = tmp_path / "chain.gif"
    done = run("figure", "chain", "--out", str(path))
    assert done.returncode == 1
    assert "No escribo figuras como «.gif». Usa .svg, .png o .pdf." in done.stderr
    assert not path.exists()


def test_a_district_is_known_by_its_code_or_its_name():
    assert figure("chain", "moquegua", "torata", 2023) == figure("chain", "moquegua", TORATA, 2023)


def test_a_figure_without_a_choice_opens_where_the_region_says():
    assert "Torata" in figure("chain", "moquegua").title


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("nada", "moquegua", None, None), "opening"),
        (("chain", "moquegua", "Lima", None), r"Torata \(180106\)"),
        (("chain", "moquegua", "san", None), "San Antonio"),
        (("chain", "moquegua", "180107", 2019), "2022"),
    ],
)
def test_a_wrong_choice_is_answered_with_what_there_is(arguments, told):
    with pytest.raises(FigureError, match=told):
        figure(*arguments)
