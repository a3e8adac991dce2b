"""Each way of damaging a lesson's notebook is told, with the cell where it happens."""

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from cuentas.authoring.notebook import NotebookError, faults, place_names, read


def cell(notebook, cell_id):
    return next(one for one in notebook.cells if one.id == cell_id)


def with_code(source):
    def damage(notebook):
        cell(notebook, "m1-figura").source = source

    return damage


def with_text(cell_id, source):
    def damage(notebook):
        cell(notebook, cell_id).source = source

    return damage


def added_to(cell_id, words):
    def damage(notebook):
        cell(notebook, cell_id).source += words

    return damage


def changed(cell_id, old, new):
    def damage(notebook):
        assert old in cell(notebook, cell_id).source
        cell(notebook, cell_id).source = cell(notebook, cell_id).source.replace(old, new)

    return damage


def without(cell_id):
    def damage(notebook):
        notebook.cells = [one for one in notebook.cells if one.id != cell_id]

    return damage


def extra_cell(notebook):
    notebook.cells.append(new_code_cell("here.quiz()", id="otra"))


def swapped(notebook):
    notebook.cells[-1], notebook.cells[-2] = notebook.cells[-2], notebook.cells[-1]


def too_many(notebook):
    extra = [new_markdown_cell("Más texto.", id=f"extra-{n}") for n in range(20)]
    notebook.cells += extra


def other_kind(notebook):
    position = next(n for n, one in enumerate(notebook.cells) if one.id == "quiz")
    notebook.cells[position] = new_markdown_cell("Preguntas.", id="quiz")


def untagged(notebook):
    cell(notebook, "m1-oraculo").metadata.tags = ["oracle"]


def silent(notebook):
    cell(notebook, "m1-oraculo").outputs = []


def tagged_elsewhere(notebook):
    cell(notebook, "quiz").metadata.tags = ["oracle"]


def attached(notebook):
    cell(notebook, "ojo").attachments = {"foto.png": {"image/png": "AAAA"}}


DAMAGES = {
    "missing cell": (without("m1-predice"), "m1-predice", "falta"),
    "extra cell": (extra_cell, "otra", "sobra"),
    "wrong order": (swapped, "fuentes", "fuera de su sitio"),
    "too many cells": (too_many, "el cuaderno", "35 celdas"),
    "wrong kind": (other_kind, "quiz", "tipo code"),
    "long code": (with_code("a = 1\nb = 2\nc = 3\nhere.chain()"), "m1-figura", "4 líneas"),
    "function": (with_code("def f():\n    return 1"), "m1-figura", "función o una clase"),
    "class": (with_code("class A:\n    x = 1"), "m1-figura", "función o una clase"),
    "lambda": (with_code("f = lambda: 1"), "m1-figura", "función o una clase"),
    "for": (with_code("for x in [1]:\n    print(x)"), "m1-figura", "bucle"),
    "while": (with_code("while False:\n    pass"), "m1-figura", "bucle"),
    "comprehension": (with_code("[x for x in [1]]"), "m1-figura", "bucle"),
    "import": (with_code("import requests"), "m1-figura", "«requests»"),
    "import from": (with_code("from pandas import DataFrame"), "m1-figura", "«pandas»"),
    "look-alike import": (with_code("import cuentas_otras"), "m1-figura", "«cuentas_otras»"),
    "network": (with_code('here.load("https://example.org/x")'), "m1-figura", "internet"),
    "absolute path": (with_code('here.load("/home/ana/x.csv")'), "m1-figura", "otra computadora"),
    "home path": (with_code('here.load("~/x.csv")'), "m1-figura", "otra computadora"),
    "Windows path": (with_code('here.load("C:/x.csv")'), "m1-figura", "otra computadora"),
    "pip": (with_code("%pip install x"), "m1-figura", "órdenes del sistema"),
    "shell": (with_code("!ls"), "m1-figura", "órdenes del sistema"),
    "magic": (with_code("%matplotlib inline"), "m1-figura", "órdenes del sistema"),
    "warnings": (with_code("warnings.simplefilter(1)"), "m1-figura", "«warnings»"),
    "open": (with_code("open('x')"), "m1-figura", "«open»"),
    "not Python": (with_code("here.chain("), "m1-figura", "no es Python"),
    "empty": (with_code("  "), "m1-figura", "está vacía"),
    "other title": (with_text("portada", "# ¿Otra cosa?"), "portada", "¿Funciona la prueba?"),
    "other length": (changed("portada", "20 minutos", "35 minutos"), "portada", "«20 minutos»"),
    "other sentence": (changed("portada", "Di en una", "Di una"), "portada", "«Di en una frase"),
    "two titles": (added_to("portada", "\n\n# Otro"), "portada", "único título"),
    "objectives differ": (added_to("objetivos", "\n- Algo más."), "objetivos", "exactamente"),
    "moment without title": (with_text("m1-texto", "Sin título."), "m1-texto", "## Una sola idea"),
    "long moment": (added_to("m1-texto", "\npalabra" * 120), "m1-texto", "se permiten 120"),
    "two dollars": (added_to("ojo", "\nDe $5 a $7."), "ojo", "signos $"),
    "a district": (added_to("ojo", "\nComo en Torata."), "ojo", "«Torata»"),
    "the region": (added_to("ojo", "\nComo en Moquegua."), "ojo", "«Moquegua»"),
    "leftover": (added_to("ojo", "\nTODO: ejemplo."), "ojo", "«TODO»"),
    "filler": (added_to("ojo", "\nLorem ipsum dolor."), "ojo", "sin escribir"),
    "attachment": (attached, "ojo", "adjunto"),
    "oracle without tag": (untagged, "m1-oraculo", "nadie compara"),
    "oracle without output": (silent, "m1-oraculo", "cuentas lesson format"),
    "oracle tag elsewhere": (tagged_elsewhere, "quiz", "no es un oráculo"),
}


@pytest.mark.parametrize(("damage", "where", "what"), DAMAGES.values(), ids=DAMAGES)
def test_a_damaged_notebook_is_told(made, made_notebook, damage, where, what):
    damage(made_notebook)
    found = faults(made_notebook, made)
    assert any(where in fault and what in fault for fault in found), found


def test_the_template_itself_is_free_of_faults(made, made_notebook):
    assert faults(made_notebook, made) == []


def test_one_damage_is_one_fault(made, made_notebook):
    added_to("ojo", "\nComo en Torata.")(made_notebook)
    assert len(faults(made_notebook, made)) == 1


def test_soles_and_escaped_dollars_are_no_formula(made, made_notebook):
    added_to("ojo", "\nDe S/ 5 a S/ 7, o de \\$5 a \\$7, o US$ 3.")(made_notebook)
    assert faults(made_notebook, made) == []


def test_a_name_inside_another_word_is_no_place(made, made_notebook):
    added_to("ojo", "\nEl hilo de la conversación.")(made_notebook)
    assert "Ilo" in place_names()
    assert faults(made_notebook, made) == []


@pytest.mark.parametrize("content", ["", "{", "[]", "{}"])
def test_a_file_that_is_no_notebook_is_told(tmp_path, content):
    path = tmp_path / "lesson.ipynb"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(NotebookError, match="no es un cuaderno"):
        read(path)


def test_a_missing_notebook_is_told(tmp_path):
    with pytest.raises(NotebookError, match="Falta el cuaderno"):
        read(tmp_path / "lesson.ipynb")
