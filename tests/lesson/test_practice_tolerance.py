"""A practice is right when it is near, and near means near to its own answer."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cuentas.course import course
from cuentas.data.pack import pack
from cuentas.data.region import region_slugs
from cuentas.lesson.here import Here
from cuentas.model.quiz import Verdict, fair_tolerance, grade
from cuentas.view.selection import Selection
from support import ROOT

LESSONS = course(ROOT / "lessons").lessons
SUM = 1000
"""Answers from here on are sums of money: a hundredth of them is already many soles."""


def asked_everywhere(lesson, region):
    """The practice of a lesson for every district and year of a region."""
    opened = Here(lesson, pack(region), Selection())
    for line in opened.pack.budget:
        opened.selection.set_trait("ubigeo", line.ubigeo)
        opened.selection.set_trait("year", line.year)
        question = opened._practice_question()
        if question is not None and question.answer:
            yield question


@pytest.mark.parametrize("region", region_slugs())
@pytest.mark.parametrize("lesson", LESSONS, ids=lambda lesson: lesson.slug)
def test_a_zero_is_never_near_and_a_sum_is_near_within_a_hundredth(lesson, region):
    for question in asked_everywhere(lesson, region):
        assert grade(question, "0").verdict is not Verdict.RIGHT, question.text
        if question.unit == "soles" and abs(question.answer) >= SUM:
            assert question.tolerance <= abs(question.answer) / 100, question.text


@given(st.decimals(0, 10**7, places=1), st.decimals(-(10**9), 10**9, places=2))
def test_a_tolerance_is_never_wider_than_stated_nor_reaches_zero(stated, answer):
    fair = fair_tolerance(stated, answer)
    assert 0 <= fair <= stated
    assert fair < abs(answer) or not answer
    assert fair <= max(Decimal(1), abs(answer) / 100)
