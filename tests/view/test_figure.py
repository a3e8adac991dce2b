"""What a figure carries besides its drawing."""

import csv
import io
from datetime import date
from decimal import Decimal
from html.parser import HTMLParser
from urllib.parse import unquote

from cuentas.model.provenance import Mark
from cuentas.view.draw.canvas import Sheet
from cuentas.view.figure import Calculation, Column, Figure, table_of

HOSTILE = '<script>alert("x")</script>'
COLUMNS = (
    Column("distrito", "Distrito"),
    Column("ubigeo", "Ubigeo", "code"),
    Column("pim", "PIM", "soles"),
    Column("avance", "Avance", "percent"),
    Column("consultado", "Consultado", "date"),
)
ROWS = [
    (HOSTILE, "020101", 1_234_567, Decimal("84.4"), date(2025, 2, 11)),
    ('Con "comillas", y coma', "180106", None, None, None),
]


BLANK = Sheet(height=10).drawing("blank")


def figure(name="x", words=HOSTILE):
    table = table_of(words, COLUMNS, ROWS)
    calculation = Calculation(words, words, table, f"{words}.csv")
    return Figure(name, words, BLANK, words, table, calculation, words, Mark.ILLUSTRATIVE)


class Reader(HTMLParser):
    """Tags, ids and references of a page."""

    def __init__(self, page):
        super().__init__()
        self.tags, self.ids, self.refers = [], [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        named = dict(attrs)
        self.tags.append(tag)
        self.ids += [named["id"]] if "id" in named else []
        for name in ("aria-labelledby", "aria-describedby"):
            self.refers += named.get(name, "").split()


def test_hostile_words_are_shown_never_run():
    page = figure().html()
    assert "script" not in Reader(page).tags
    assert "&lt;script&gt;" in page


def test_a_figure_has_title_drawing_description_table_calculation_and_footer():
    page = figure(words="Hola").html()
    for part in ("cc-title", "cc-svg", "cc-describe", "cc-table", "cc-how", "cc-foot", "cc-mark"):
        assert f'class="{part}' in page


def test_the_drawing_is_named_and_described_by_words_on_the_page():
    page = Reader(figure(words="Hola").html())
    assert page.refers
    assert set(page.refers) <= set(page.ids)


def test_the_same_figure_shown_twice_on_a_page_keeps_its_ids_apart():
    page = Reader(figure().html("a") + figure().html("b") + figure().html())
    assert len(page.ids) == len(set(page.ids)) == 6


def test_every_kind_of_number_is_marked_in_words():
    marks = {Mark(mark): figure() for mark in Mark}
    words = {
        Figure("x", "", BLANK, "", one.table, one.calculation, "", mark).mark_words
        for mark, one in marks.items()
    }
    assert len(words) == len(Mark)


def test_a_missing_cell_says_so_to_people_and_stays_empty_in_the_file():
    shown = figure().table.shown()[1]
    assert shown[2:] == ["sin dato"] * 3
    assert figure().table.csv().splitlines()[2].endswith(",180106,,,")


def test_a_cell_may_explain_why_it_is_empty():
    assert Column("cambio", "Cambio", "soles", "es el primer paso").shown(None) == (
        "es el primer paso"
    )


def test_the_file_reads_back_to_the_same_cells():
    rows = list(csv.reader(io.StringIO(figure().table.csv())))
    assert rows[0] == [column.name for column in COLUMNS]
    assert rows[1] == [HOSTILE, "020101", "1234567", "84.4", "2025-02-11"]
    assert rows[2][0] == 'Con "comillas", y coma'


def test_the_download_carries_the_rows_and_opens_with_accents_in_a_spreadsheet():
    kind, content = figure().calculation.csv_link.split(",", 1)
    assert kind == "data:text/csv;charset=utf-8"
    assert unquote(content) == "\ufeff" + figure().table.csv()
