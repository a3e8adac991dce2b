"""The command ``cuentas`` answers in Spanish, with a status that scripts can read."""

import csv
import errno
import io
import json
import re
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from cuentas.cli import command, main
from cuentas.course import course

ROOT = Path(__file__).parents[2]
ENGLISH = re.compile(r"\b(Usage|Options|Commands|Error|Show this|Missing|Try|required)\b")


def said(capsys, *arguments):
    status = main(list(arguments))
    return status, *capsys.readouterr()


def test_lessons_as_json_name_what_other_programs_need(capsys):
    status, out, _err = said(capsys, "lessons", "--json")
    listed = json.loads(out)
    assert status == 0
    assert [one["slug"] for one in listed] == [lesson.slug for lesson in course().lessons]
    for one, lesson in zip(listed, course().lessons, strict=True):
        assert set(one) == {"slug", "title", "minutes", "status", "url_path"}
        assert one["url_path"] == f"/lecciones/{lesson.slug}"
        assert one["minutes"] == lesson.minutes > 0


def test_lessons_for_people_say_title_and_minutes(capsys):
    _status, out, _err = said(capsys, "lessons")
    assert course().lessons[0].title in out
    assert "60 minutos · publicada" in out


def test_the_version_is_that_of_the_project(capsys):
    status, out, _err = said(capsys, "--version")
    assert status == 0
    assert re.fullmatch(r"Cuentas Claras \d+\.\d+\.\d+\n", out)


HELPED = ["", "lessons", "lesson", "lesson new", "lesson check", "lesson format", "region",
          "region list", "region check", "figure", "serve", "doctor"]  # fmt: skip


@pytest.mark.parametrize("command", HELPED)
def test_help_is_in_spanish(capsys, command):
    status, out, _err = said(capsys, *command.split(), "--help")
    assert status == 0
    assert "Se escribe: cuentas" in out
    assert "Muestra esta ayuda." in out
    assert not ENGLISH.search(out)


MISTAKES = {
    "nada": "No conozco la orden «nada»",
    "lesson nada": "No conozco la orden «nada»",
    "lessons --nada": "No conozco la opción --nada",
    "lessons nada": "Sobra: nada",
    "lesson new": "Falta 'NN_nombre'",
    "lesson new 14_x": "Falta '--title'",
    "lesson new 4x --title T": "no sirve como nombre",
    "lesson check 99_x": "No conozco la lección «99_x»",
    "lesson format 99_x": "No conozco la lección «99_x»",
    "figure chain": "Falta '--out'",
    "figure chain --year mucho --out x.svg": "El valor de '--year' no sirve: «mucho» no es",
    "serve --port": "A la opción --port le falta su valor",
    "lessons --jso": "¿Querías escribir '--json'?",
    "lessons --json=3": "va sola, sin valor",
    "region diff a b --limit 0": "fuera de lo que se admite",
    "region diff a b --before-date ayer": "no es una fecha. Se escribe AAAA-MM-DD",
    "serve --port 70000": "van del 1 al 65535",
    "serve --address 192.168.1.5": "Eso va con --class",
    "serve --new-code": "Eso va con --class",
    "serve --class --address 1.2.3.4": "no tiene la dirección 1.2.3.4. Tiene: 127.0.0.1",
}


@pytest.mark.parametrize(("typed", "told"), MISTAKES.items())
def test_a_mistyped_command_is_answered_with_a_sentence(capsys, typed, told):
    status, out, err = said(capsys, *typed.split())
    assert status == 2
    assert told in err
    assert not out
    assert not ENGLISH.search(err)


@pytest.mark.parametrize("language", ["en_US.UTF-8", "C", "fr:en", ""])
def test_a_computer_in_another_language_still_hears_spanish(run, language):
    done = run("lesson", "nada", LANG=language, LC_ALL=language, LANGUAGE=language)
    assert done.returncode == 2, done.stderr
    assert "No conozco la orden «nada»" in done.stderr
    assert "cuentas lesson --help" in done.stderr
    assert not ENGLISH.search(done.stderr)


REFUSALS = {
    "region check nada": "No conozco la región «nada»",
    "figure nada --out x.svg": "No conozco la figura «nada»",
    "figure chain --region nada --out x.svg": "No conozco la región «nada»",
    "figure chain --out /no/existe/x.svg": "No puedo usar /no/existe/x.svg: no existe.",
}


@pytest.mark.parametrize(("typed", "told"), REFUSALS.items())
def test_what_cannot_be_done_is_answered_with_a_sentence(capsys, typed, told):
    status, _out, err = said(capsys, *typed.split())
    assert status == 1
    assert told in err


def test_without_an_order_the_command_shows_its_help(capsys):
    status, out, _err = said(capsys)
    assert status == 2
    assert "Órdenes:" in out


def test_a_course_that_is_not_found_is_told_without_a_traceback(run, tmp_path):
    done = run("lessons", folder=tmp_path)
    assert done.returncode == 1
    assert "No encuentro lessons/course.toml" in done.stderr
    assert "Traceback" not in done.stderr


def test_regions_are_listed_and_the_one_that_opens_is_marked(capsys, monkeypatch):
    monkeypatch.delenv("CUENTAS_REGION", raising=False)
    status, out, _err = said(capsys, "region", "list")
    listed = "apurimac  Apurímac\nmoquegua  Moquegua  (se abre primero)\n"
    assert (status, out) == (0, listed)
    monkeypatch.setenv("CUENTAS_REGION", "apurimac")
    assert "Apurímac  (se abre primero)" in said(capsys, "region", "list")[1]


def test_a_region_that_passes_prints_every_control(capsys, course_copy):
    status, out, err = said(capsys, "region", "check", "moquegua")
    declared = sum(
        len(list(csv.DictReader(path.open(encoding="utf-8"))))
        for path in (course_copy / "datasets" / "regions" / "moquegua").glob("*/controls.csv")
    )
    assert (status, err) == (0, "")
    assert (
        len(re.findall(r"^✓ .*Esperado .*, encontrado .*coincide", out, re.MULTILINE)) == declared
    )
    assert f"{declared} de {declared} controles se cumplen." in out


def test_a_control_that_does_not_agree_says_why(capsys):
    _status, out, _err = said(capsys, "region", "check", "moquegua")
    different = [line for line in out.splitlines() if ": no coincide." in line]
    assert different
    assert all("Razón: " in line for line in different)


def test_a_damaged_region_lists_every_fault(capsys, course_copy):
    folder = course_copy / "datasets" / "regions" / "moquegua"
    (folder / "population" / "data.csv").unlink()
    table = folder / "budget" / "data.csv"
    rows = table.read_text(encoding="utf-8").splitlines()
    cells = rows[1].split(",")
    cells[rows[0].split(",").index("pim")] = "1"
    rows[1] = ",".join(cells)
    table.write_text("\n".join(rows) + "\n", encoding="utf-8")
    status, out, err = said(capsys, "region", "check", str(folder))
    assert status == 1
    assert re.search(r"Falta .*population/data\.csv", err)
    assert "budget/controls.csv" in err
    assert "✗ budget" in out


@pytest.fixture
def lessons(course_copy, monkeypatch):
    """The folder ``lessons/`` of a copy of the course that the command works on."""
    monkeypatch.setenv("CUENTAS_HOME", str(course_copy))
    monkeypatch.setenv("PYTHONPATH", str(ROOT / "widgets"))
    return course_copy / "lessons"


def test_a_new_lesson_runs_at_once_and_is_already_canonical(capsys, lessons):
    status, out, _err = said(capsys, "lesson", "new", "14_obra", "--title", "¿Y la obra?")
    assert status == 0
    assert str(lessons / "14_obra" / "lesson.ipynb") in out
    status, out, _err = said(capsys, "lesson", "check", "14_obra")
    assert status == 1
    assert out.startswith("14_obra: 3\n")
    assert "lesson.ipynb: sigue como en la plantilla: objetivos, m1-texto" in out
    assert "lesson.toml: sigue como en la plantilla: sentence, goal" in out
    assert "quiz.toml: sigue como en la plantilla: what-it-says" in out
    assert "mírala con «cuentas serve» en /lecciones/14_obra" in out
    assert said(capsys, "lesson", "format", "--check", "14_obra") == (0, "14_obra: bien\n", "")


def test_check_asks_for_the_page_of_the_guide(capsys, lessons):
    pages = lessons.parent / "facilitator_guide" / "lecciones"
    pages.mkdir(parents=True)
    page = pages / "02_leer_un_presupuesto.md"
    told = "falta su página de la guía: facilitator_guide/lecciones/02_leer_un_presupuesto.md"
    assert told in said(capsys, "lesson", "check", page.stem)[1]
    page.write_text("# Lección 2\n", encoding="utf-8")
    assert said(capsys, "lesson", "check", page.stem) == (0, f"{page.stem}: bien\n", "")


def test_check_tells_every_fault_of_a_lesson(capsys, lessons):
    said(capsys, "lesson", "new", "14_obra", "--title", "¿Y la obra?")
    notebook = lessons / "14_obra" / "lesson.ipynb"
    damaged = notebook.read_text(encoding="utf-8").replace("here.quiz()", "!ls")
    notebook.write_text(damaged + "\n", encoding="utf-8")
    status, out, _err = said(capsys, "lesson", "check")
    assert status == 1
    assert "course.toml: bien" in out
    assert "14_obra: 5\n" in out
    assert "quiz: usa «!ls»" in out
    assert "cuentas lesson format 14_obra" in out


def test_format_says_what_it_would_change_and_then_changes_it(capsys, lessons, made):
    canonical = made.notebook.read_text(encoding="utf-8")
    stale = re.sub(r"S/\s95\.7", "S/ 11.1", canonical)
    assert stale != canonical
    made.notebook.write_text(stale, encoding="utf-8")
    told = said(capsys, "lesson", "format", "--check", made.slug)
    assert told == (1, f"{made.slug}: cambiaría\n", "")
    assert made.notebook.read_text(encoding="utf-8") == stale
    assert said(capsys, "lesson", "format", made.slug) == (0, f"{made.slug}: corregida\n", "")
    assert made.notebook.read_text(encoding="utf-8") == canonical
    assert made.folder.parent == lessons


def test_a_notebook_that_cannot_be_written_whole_stays_as_it_was(
    capsys, monkeypatch, lessons, made
):
    stale = re.sub(r"S/\s95\.7", "S/ 11.1", made.notebook.read_text(encoding="utf-8"))
    made.notebook.write_text(stale, encoding="utf-8")
    files = sorted(lessons.rglob("*"))

    def full(*_arguments):
        raise OSError(errno.ENOSPC, "full", str(made.notebook))

    monkeypatch.setattr(Path, "replace", full)
    status, _out, err = said(capsys, "lesson", "format", made.slug)
    assert status == 1
    assert "el disco está lleno" in err
    assert made.notebook.read_text(encoding="utf-8") == stale
    assert sorted(lessons.rglob("*")) == files


def test_a_lesson_that_does_not_run_names_its_cell(capsys, lessons, made):
    broken = made.notebook.read_text(encoding="utf-8").replace("here.opening()", "here.nada()")
    made.notebook.write_text(broken, encoding="utf-8")
    status, _out, err = said(capsys, "lesson", "format", made.slug)
    assert status == 1
    assert f"{made.slug}: La celda «m1-figura» no se puede ejecutar: AttributeError" in err
    assert (lessons / made.slug / "lesson.ipynb").read_text(encoding="utf-8") == broken


def test_serve_passes_on_what_was_typed(capsys, monkeypatch):
    calls = []

    def pretend(**options):
        calls.append(options)
        return 0

    monkeypatch.setattr("cuentas.classroom.run.serve", pretend)
    status, *_said = said(capsys, "serve", "--port", "9000", "--base-url", "/ana/", "--open")
    assert status == 0
    assert calls == [
        {
            "port": 9000,
            "base_url": "/ana/",
            "open_browser": True,
            "classroom": None,
            "log": None,
            "region": None,
        }
    ]


def test_once_the_answer_is_known_nobody_can_interrupt_it():
    late = "import atexit, os, signal; atexit.register(os.kill, os.getpid(), signal.SIGINT)"
    code = f"{late}; from cuentas.cli import command; command()"
    done = subprocess.run(
        [sys.executable, "-c", code, "lessons"], capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


EVERY = ["doctor", "lessons", "lessons --json", "region list", "region check moquegua",
         "lesson check 02_leer_un_presupuesto", "figure nada --out x.svg", "nada", ""]  # fmt: skip


def on_a_terminal(monkeypatch, encoding, typed):
    """The status of an order, and the bytes that a terminal of this encoding gets."""
    printed = io.BytesIO()
    for name in ("stdout", "stderr"):
        monkeypatch.setattr(sys, name, io.TextIOWrapper(printed, encoding, write_through=True))
    monkeypatch.setattr(sys, "argv", ["cuentas", *typed.split()])
    monkeypatch.setattr("cuentas.cli._leave_in_peace", lambda: None)
    with pytest.raises(SystemExit) as ended:
        command()
    return ended.value.code, printed.getvalue()


@pytest.mark.parametrize("encoding", ["cp1252", "cp850", "cp437", "latin-1", "ascii"])
@pytest.mark.parametrize("typed", EVERY)
def test_a_sign_that_the_terminal_lacks_never_ends_an_order(monkeypatch, encoding, typed):
    status, printed = on_a_terminal(monkeypatch, encoding, typed)
    assert status in {0, 1, 2}
    assert printed


@pytest.mark.parametrize(
    ("encoding", "typed", "read"),
    [
        ("cp437", "", "Ordenes:"),
        ("cp437", "region check moquegua", "+ population"),
        ("cp437", "doctor --port {taken}", "x "),
    ],
)
def test_what_stands_for_a_lost_sign_can_be_read(monkeypatch, encoding, typed, read):
    with socket.create_server(("127.0.0.1", 0)) as other_program:
        typed = typed.format(taken=other_program.getsockname()[1])
        _status, printed = on_a_terminal(monkeypatch, encoding, typed)
    assert read in printed.decode(encoding)
