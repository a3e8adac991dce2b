"""A course of two tiny lessons, made by the tests, and a server that serves it."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import nbformat
import psutil
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from small_lesson import lesson_toml

SOURCE_ROOT = Path(__file__).resolve().parents[2] / "widgets"
FIRST, SECOND, DRAFT = "01_plata", "02_obra", "03_borrador"
UNPREPARED, ENDLESS = "04_sin_preparar", "05_sin_fin"
ORACLE_WORDS = "Torata gastó 84 de cada 100 soles, dice el oráculo"
PATIENCE = 60

COURSE = f"""
title = "Curso de prueba"
tagline = "Dos lecciones pequeñas"
[[modules]]
letter = "A"
title = "De dónde viene la plata"
[[modules.lessons]]
slug = "{FIRST}"
status = "published"
prerequisites = []
[[modules.lessons]]
slug = "{SECOND}"
status = "review"
prerequisites = ["{FIRST}"]
[[modules.lessons]]
slug = "{DRAFT}"
status = "draft"
prerequisites = []
[[modules.lessons]]
slug = "{UNPREPARED}"
status = "draft"
prerequisites = []
[[modules.lessons]]
slug = "{ENDLESS}"
status = "draft"
prerequisites = []
"""
FIGURE = """
import ipywidgets as ui
year = ui.IntSlider(description="Año", min=2015, max=2024, value=2023)
shown = ui.HTML()
def draw(change):
    choice = f"distrito=180106&amp;anio={year.value}"
    shown.value = (
        f'<p class="cc-title" data-selection="{choice}">Torata en {year.value}</p>'
        '<details data-keep="tabla"><summary>Ver como tabla</summary><p>filas</p></details>'
    )
year.observe(draw, "value")
draw(None)
ui.VBox([year, shown])
"""
CONTROLS = """
import ipywidgets as ui
long = "Casi todo: más de 90 de cada 100 soles, porque las obras del año seguían en marcha"
asked = ui.HTML('<p data-group-label>¿Qué crees?</p>')
group = ui.VBox([asked, ui.RadioButtons(options=[long, "La mitad"], value=None)])
group.add_class("cc-group")
pressed = ui.Button(description="Torata").add_class("cc-toggle").add_class("cc-pressed")
ui.VBox([
    group,
    pressed,
    ui.Dropdown(options=["2022", "2023"]),
    ui.Text(placeholder="Tu número"),
    ui.Checkbox(description=long, indent=False),
    ui.ToggleButtons(options=["Por persona", "Total"]),
    ui.SelectionSlider(options=["uno", "dos"], description="Paso"),
    ui.Combobox(options=["Ilo"]),
    ui.VBox([ui.Button(description="Girar").add_class("cc-step")]).add_class("cc-order"),
])
"""
ACT = """
import ipywidgets as ui
letter = ui.Textarea(value="Pido información.", description="Carta").add_class("cc-letter")
tools = ui.HTML(
    '<button type="button" data-copy=".cc-letter textarea">Copiar</button>'
    '<button type="button" data-print="act">Imprimir</button>'
    '<pre class="cc-letter-paper">Pido información.</pre>'
)
again = ui.Button(description="Escribir de nuevo")
ui.VBox([ui.HTML("<p>Estás viendo: Torata</p>"), letter, again, tools]).add_class("cc-act")
"""
CELLS = (
    ("portada", "# ¿Cuánto {subject}?"),
    ("objetivos", "## Al terminar podrás…\n\n- Leer una figura."),
    ("inicio", "import math"),
    ("m1-texto", "## Una idea\n\nEl texto se lee antes que la figura."),
    ("m1-predice", CONTROLS),
    ("m1-figura", FIGURE),
    ("m1-conversa", "### Observa y conversa\n\n¿Con qué lo comparas?"),
    ("m1-oraculo", f"print('{ORACLE_WORDS}')"),
    ("quiz", "from IPython.display import HTML\nHTML('<p>Una pregunta</p>')"),
    ("acto", ACT),
)
FAILING = ("practica", "1 / 0")
WHERE = """
from cuentas.home import current_region
from IPython.display import HTML
HTML(f"<p>Datos de {current_region()}</p>")
"""
LESSONS = {
    FIRST: CELLS,
    SECOND: (*CELLS, FAILING),
    DRAFT: CELLS,
    UNPREPARED: [(name, "1 / 0" if name == "inicio" else source) for name, source in CELLS],
    ENDLESS: [(name, "while True: pass" if name == "inicio" else source) for name, source in CELLS],
}


SOUND = LESSONS | {SECOND: CELLS}
"""The same, where nothing breaks in what learners see."""


def make_course(folder: Path, made: Mapping[str, Sequence[tuple[str, str]]] = LESSONS) -> Path:
    """A folder for ``CUENTAS_HOME``, with lessons that work and lessons that break."""
    lessons = folder / "lessons"
    for slug, cells in made.items():
        (lessons / slug).mkdir(parents=True)
        subject = slug[3:]
        (lessons / slug / "lesson.toml").write_text(lesson_toml(f"¿Cuánto {subject}?"), "utf-8")
        nbformat.write(notebook(cells, subject), lessons / slug / "lesson.ipynb")
    (lessons / "course.toml").write_text(COURSE, "utf-8")
    return folder


def add_regions(home: Path, names: dict[str, str]) -> Path:
    """Give the course a pack for each region (name by slug), and a cell that says which it is."""
    for slug, name in names.items():
        folder = home / "datasets" / "regions" / slug
        folder.mkdir(parents=True)
        (folder / "region.toml").write_text(f'name = "{name}"\n', "utf-8")
    told = (*CELLS, ("fuentes", WHERE))
    nbformat.write(notebook(told), home / "lessons" / FIRST / "lesson.ipynb")
    return home


def notebook(cells, subject="plata"):
    """A notebook from pairs of cell id and source; Markdown unless the id is one of code."""
    made = [_cell(name, source.replace("{subject}", subject)) for name, source in cells]
    kernel = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=made, metadata={"kernelspec": kernel})


def _cell(name, source):
    is_text = source.startswith("#")
    cell = new_markdown_cell(source) if is_text else new_code_cell(source)
    cell.id = name
    if name.endswith("oraculo"):
        cell.metadata.tags = ["oracle", "nbval-check-output"]
    return cell


@dataclass
class Server:
    """A server process on loopback, and how to ask it."""

    process: subprocess.Popen
    address: str

    @property
    def port(self):
        return int(self.address.split(":")[2].split("/")[0])

    def get(self, path="", method="GET", headers=None):
        """Status, headers and text, also of errors."""
        status, found, body = self.fetch(path, method, None, headers)
        return status, found, body.decode()

    def fetch(self, path="", method="GET", body=None, headers=None):
        """Status, headers and bytes, also of errors."""
        request = urllib.request.Request(self.address + path, body, headers or {}, method=method)
        try:
            with urllib.request.urlopen(request, timeout=PATIENCE) as answer:
                return answer.status, answer.headers, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.headers, error.read()

    def visit(self, html, slug=""):
        """Status and answer when the page ``html`` asks for a session."""
        found = re.search(r'id="cc-visit">(.*?)</script>', html)
        nothing = {"lesson": slug, "version": "", "query": "", "region": ""}
        page = json.loads(found[1]) if found else nothing
        asked = {name: page[name] for name in nothing}
        kind = {"Content-Type": "application/json"}
        status, _headers, body = self.fetch("visitas", "POST", json.dumps(asked).encode(), kind)
        return status, json.loads(body)

    def session(self, slug):
        """The id of a new session of a lesson."""
        return self.visit(self.get(f"lecciones/{slug}")[2])[1]["kernel"]

    def sessions(self):
        """How many sessions the server says it has."""
        return json.loads(self.get("healthz")[2])["sessions"]

    def family(self):
        """Process ids of all that the server started, directly or not."""
        return [one.pid for one in psutil.Process(self.process.pid).children(recursive=True)]

    def stop(self, how=signal.SIGTERM):
        """Ask the server to end; its exit status and what it wrote."""
        if self.process.poll() is None:
            self.process.send_signal(how)
        out, err = self.process.communicate(timeout=PATIENCE)
        return self.process.returncode, out, err


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def launch(home, port, base_url="/", **environment):
    """A server process, not waited for."""
    code = (
        "import sys; from cuentas.classroom.run import serve; "
        f"sys.exit(serve({port}, {base_url!r}))"
    )
    variables = os.environ | {"CUENTAS_HOME": str(home), "PYTHONPATH": str(SOURCE_ROOT)}
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env=variables | environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def start(home, base_url="/", **environment):
    """A server that has told its address."""
    process = launch(home, free_port(), base_url, **environment)
    line = process.stdout.readline()
    if not line.startswith("Las lecciones están en http://127.0.0.1:"):
        process.kill()
        raise AssertionError(line + process.communicate()[1])
    return Server(process, line.split()[4])


def eventually(condition, seconds=20):
    """Whether ``condition`` becomes true in time."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if condition():
            return True
        time.sleep(0.1)
    return False
