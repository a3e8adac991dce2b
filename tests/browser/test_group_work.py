"""One phone for a whole class: what it counts and writes is there after loading again."""

from __future__ import annotations

import re

from playwright.sync_api import expect

VOICES = "08_lentes_de_genero"
WALL = "11_quien_es_quien_y_retos"


def wrote(field, words):
    field.fill(words)
    field.blur()


def test_forty_turns_counted_on_one_phone_are_there_after_loading_again(phone):
    page = phone.live(VOICES)
    room = page.locator("#m3")
    wrote(room.get_by_label("Mujeres en la sala"), "18")
    wrote(room.get_by_label("Hombres en la sala"), "12")
    for number in range(40):
        name = ("Mujer", "Hombre", "Mujer joven", "Hombre")[number % 4]
        room.get_by_role("button", name=name, exact=True).click()
    expect(room.locator(".cc-describe")).to_contain_text("Mujeres: 20 veces, 20 minutos")
    phone.again()
    expect(room.locator(".cc-title")).to_contain_text("50 fueron de mujeres")
    expect(room.locator(".cc-describe")).to_contain_text("60 de cada 100 personas")
    room.get_by_role("button", name="Deshacer").click()
    expect(room.locator(".cc-describe")).to_contain_text("Hombres: 19 veces")
    assert phone.errors == []


def test_the_map_the_wall_and_the_votes_are_there_after_loading_again(phone):
    page = phone.live(WALL)
    people, wall, votes = (page.locator(f"#{name}") for name in ("m1", "m2", "m3"))
    people.locator("select:visible").nth(1).select_option(label="Municipalidad distrital")
    wrote(people.locator("input[type=text]:visible").first, "Municipalidad nuestra")
    people.get_by_role("button", name="Siguiente actor").click()
    wall.get_by_role("button", name="Mostrar cinco filas más").click()
    for number in range(1, 8):
        wrote(wall.get_by_label(f"Problema {number}", exact=True), f"Algo pasa {number}")
        letter = wall.get_by_label(f"Reto del {number}", exact=True)
        letter.select_option("A" if number < 5 else "B")
    for letter in "AB":
        wrote(votes.get_by_label(f"Puntos del reto {letter}"), "30")
    votes.get_by_label("¿Cuántos retos pasan?").select_option("1")
    tie = re.compile("Empatan los retos A y B, con 30 puntos")
    expect(votes.locator(".cc-title")).to_have_text(tie)
    phone.again()
    expect(votes.locator(".cc-title")).to_have_text(tie)
    expect(wall.get_by_label("Problema 7", exact=True)).to_have_value("Algo pasa 7")
    expect(people.locator(".cc-title")).to_contain_text("Tu mapa tiene 1 actor.")
    expect(people.locator("select:visible").first).to_have_value(re.compile("Actor 2"))
    votes.get_by_label("Si hay un empate en el borde").select_option(index=1)
    expect(votes.locator(".cc-title")).to_contain_text("2 retos pasan a propuesta")
    assert phone.errors == []
