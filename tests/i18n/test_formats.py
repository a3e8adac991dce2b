from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuentas.i18n import formats, plural, text
from cuentas.model.money import rounded


def plain(words):
    """Easier to read in a test: ordinary spaces and hyphens."""
    return words.replace(formats.SPACE, " ").replace(formats.MINUS, "-")


def back(words):
    """The number that people read in ``words``."""
    return Decimal(plain(words).removesuffix(" %").replace("S/ ", "").replace(" ", ""))


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (0, "S/ 0"),
        (1, "S/ 1"),
        (1_234_567, "S/ 1 234 567"),
        (-1_234_567, "-S/ 1 234 567"),
        (Decimal("0.50"), "S/ 1"),
        (Decimal("1424196054.79"), "S/ 1 424 196 055"),
    ],
)
def test_soles_are_whole_with_thousands_apart(amount, shown):
    assert plain(formats.soles(amount)) == shown


@given(st.integers(-(10**14), 10**14))
def test_soles_read_back_to_the_same_amount(amount):
    assert back(formats.soles(amount)) == amount


@given(st.decimals(-(10**9), 10**9, places=2, allow_nan=False))
def test_numbers_read_back_to_the_same_number(value):
    assert back(formats.number(value)) == value
    assert back(formats.number(value, 1)) == rounded(value, 1)


@given(st.integers(-(10**6), 10**6))
def test_percentages_read_back_to_the_same_percentage(tenths):
    value = Decimal(tenths).scaleb(-1)
    assert back(formats.percent(value)) == value


def test_no_amount_ever_breaks_over_two_lines():
    written = [formats.soles(-1_234_567), formats.percent(Decimal("84.4")), formats.millions(10**9)]
    assert not any(" " in words for words in written)


def test_a_percentage_drops_a_zero_and_says_when_it_is_unknown():
    assert plain(formats.percent(Decimal("84.0"))) == "84 %"
    assert plain(formats.percent(Decimal("-0.4"))) == "-0.4 %"
    assert formats.percent(None) == "sin dato"


def test_a_decimal_that_is_a_zero_is_not_written():
    assert [formats.tenths(value) for value in (5, Decimal("5.04"), Fraction(51, 10))] == [
        "5",
        "5",
        "5.1",
    ]
    assert formats.of_hundred(Fraction(25, 2)) == "12.5 de cada 100"


@pytest.mark.parametrize(
    ("value", "shown"),
    [(Fraction(26, 25), "1 vez"), (Fraction(11, 10), "1.1 veces"), (5, "5 veces")],
)
def test_times_agree_in_number_with_what_is_written(value, shown):
    assert formats.times(value) == shown


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (124_093_638, "S/ 124.1 millones"),
        (1_000_000, "S/ 1 millón"),
        (1_040_000, "S/ 1 millón"),
        (2_000_000, "S/ 2 millones"),
        (2_296_140_745, "S/ 2 296.1 millones"),
        (-400_000_000, "-S/ 400 millones"),
        (-1_000_000, "-S/ 1 millón"),
    ],
)
def test_millions_agree_in_number(amount, shown):
    assert plain(formats.millions(amount)) == shown


@given(st.integers(1, 999_999))
def test_less_than_a_million_is_never_shown_as_none(amount):
    assert formats.millions(amount) == formats.soles(amount)


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        (0, "cero soles"),
        (1, "un sol"),
        (2, "dos soles"),
        (21, "veintiún soles"),
        (31, "treinta y un soles"),
        (101, "ciento un soles"),
        (1_001, "mil un soles"),
        (21_000, "veintiún mil soles"),
        (1_000_000, "un millón de soles"),
        (21_000_000, "veintiún millones de soles"),
        (124_100_000, "ciento veinticuatro millones cien mil soles"),
        (2_000_000_000, "dos mil millones de soles"),
        (124_093_638, "cerca de ciento veinticuatro millones cien mil soles"),
        (19_387, "cerca de diecinueve mil soles"),
    ],
)
def test_an_amount_in_words_agrees_and_says_when_it_is_rounded(amount, words):
    assert formats.in_words(amount) == words


def test_dates_are_written_as_in_peru():
    assert formats.long_date(date(2024, 9, 9)) == "9 de setiembre de 2024"
    assert formats.month(date(2024, 3, 31)) == "marzo de 2024"


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ([], ""),
        (["Torata"], "Torata"),
        (["Torata", "Yunga"], "Torata y Yunga"),
        (["Torata", "Carumas", "Ilo"], "Torata, Carumas e Ilo"),
        (["Torata", "Ichuña"], "Torata e Ichuña"),
        (["agua", "hielo"], "agua y hielo"),
        (["agua", "higiene"], "agua e higiene"),
    ],
)
def test_a_list_ends_with_the_right_y(words, shown):
    assert formats.listing(words) == shown


@pytest.mark.parametrize(("count", "noun"), [(0, "soles"), (1, "sol"), (2, "soles"), (21, "soles")])
def test_only_one_is_singular(count, noun):
    assert plural("sol", "soles", count) == noun


def test_a_language_without_translation_reads_spanish(monkeypatch):
    monkeypatch.setenv("CUENTAS_LANG", "qu")
    assert text("sin dato") == "sin dato"
    assert plural("sol", "soles", 2) == "soles"


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("S/ 8 738.98 millones", "S/~8~738.98 millones"),
        ("más de 96 % de 5 221 filas", "más de 96~% de 5~221 filas"),
        ("del 18 de octubre de 2025 a 2026", "del 18 de octubre de 2025 a 2026"),
        ("CUI: 4 117", "CUI: 4~117"),
        ("de 10 2500 veces", "de 10 2500 veces"),
    ],
)
def test_numbers_that_somebody_typed_stay_on_one_line(typed, kept):
    assert formats.unbroken(typed) == kept.replace("~", formats.SPACE)
