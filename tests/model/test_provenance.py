from datetime import date

from support import pack


def test_a_figure_of_one_year_names_only_the_source_read_on_that_day():
    source = pack().provenance("budget")
    read = source.read_on(date(2025, 3, 8))
    assert [one.key for one in read.consulted] == ["MEF-CA-2025-03-08"]
    assert read.title == source.title


def test_a_day_that_no_source_has_keeps_all_sources():
    source = pack().provenance("budget")
    assert source.read_on(date(1999, 1, 1)).consulted == source.consulted
