"""The letter follows the learner's choice, and respects what the learner wrote."""

from urllib.parse import unquote

import pytest

from cuentas.i18n import formats
from cuentas.view.controls import is_shown
from support import SAN_ANTONIO, TORATA, here

MINE = "Escribo yo misma."


@pytest.fixture
def lesson():
    return here(TORATA, 2023)


def offers_renewal(letter):
    return is_shown(letter.renewal)


def test_the_letter_is_written_with_the_numbers_of_the_choice(lesson):
    letter = lesson.act()
    assert "Municipalidad Distrital de Torata" in letter.body.value
    assert formats.soles(124_093_638) in letter.body.value
    assert "{" not in letter.body.value
    assert not offers_renewal(letter)


def test_a_new_choice_writes_a_new_letter(lesson):
    letter = lesson.act()
    lesson.chooser().choose(SAN_ANTONIO)
    assert "Municipalidad Distrital de San Antonio" in letter.body.value
    assert "Torata" not in letter.body.value + letter.heading.value


def test_what_a_person_wrote_survives_a_change_of_district(lesson):
    letter = lesson.act()
    letter.body.value = MINE
    assert "cámbialo arriba" in letter.heading.value
    lesson.chooser().choose(SAN_ANTONIO)
    assert letter.body.value == MINE
    assert offers_renewal(letter)
    assert "cámbialo arriba" not in letter.heading.value


def test_a_letter_changed_by_hand_can_be_written_anew(lesson):
    letter = lesson.act()
    letter.body.value = MINE
    lesson.chooser().choose(SAN_ANTONIO)
    letter.renewal.click()
    assert "San Antonio" in letter.body.value
    assert not offers_renewal(letter)
    assert not letter.changed_by_hand


def test_paper_and_download_carry_what_is_written_now_and_escape_it(lesson):
    letter = lesson.act()
    letter.body.value = "<script>Yo</script>"
    assert "&lt;script&gt;Yo" in letter.tools.value
    assert "<script>" not in letter.tools.value
    link = letter.tools.value.split('href="')[1].split('"')[0]
    assert unquote(link).endswith("\ufeff<script>Yo</script>")


def test_the_file_is_named_after_the_choice(lesson):
    assert lesson.act().letter.file_name == "pregunta_180106_2023.txt"


def test_no_one_is_asked_to_type_a_name_or_an_identity_number(lesson):
    letter = lesson.act()
    assert "DNI ____" in letter.body.value
    assert "Complétalos a mano" in letter.heading.value
