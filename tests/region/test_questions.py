"""What is asked about districts whose budget comes midway: first whether they are new at all."""

from cuentas.region.parts.questions import ALWAYS, questions


def last(*later):
    return list(questions(later))[-1]


def test_nobody_is_asked_where_every_district_was_there_from_the_start():
    assert tuple(questions(())) == ALWAYS


def test_one_district_is_asked_about_in_the_singular():
    assert last(("Ilo", 2016)).ask == (
        "Ilo no tiene presupuesto en los datos antes de 2016. ¿Es un distrito nuevo? "
        "¿De cuál se separó? Si es nuevo, escribe `split_since` y `split_name` en el antiguo."
    )


def test_several_districts_are_asked_about_together_each_with_its_year():
    one = last(("Rocchacc", 2016), ("Torata", 2018), ("Ilo", 2021))
    assert one.key == "distritos-nuevos"
    assert one.ask == (
        "Estos distritos no tienen presupuesto en los datos antes del año entre paréntesis: "
        "Rocchacc (2016), Torata (2018) e Ilo (2021). ¿Son distritos nuevos? "
        "¿De cuáles se separaron? "
        "Si son nuevos, escribe `split_since` y `split_name` en los antiguos."
    )
