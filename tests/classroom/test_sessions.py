"""A learner's lesson in a process that holds those of all the others."""

from __future__ import annotations

import asyncio
import gc
import json
import os
import random
import subprocess
import sys
from types import SimpleNamespace

import nbformat
import pytest

from classroom.tiny_course import notebook
from cuentas.classroom import controls, sessions
from cuentas.classroom.sessions import MOST_EVENTS, Session, SessionError
from cuentas.classroom.watchdog import OvertimeError, Watchdog
from cuentas.course import course
from cuentas.view.explorer import forget
from support import ROOT

SLUGS = [lesson.slug for lesson in course().lessons]
READING = "02_leer_un_presupuesto"
LEARNERS, STEPS = 8, 96
CLICK = {"method": "custom", "content": {"event": "click"}}


@pytest.fixture(scope="module", autouse=True)
def installed():
    """ipywidgets as in the class server; nothing else in this process minds."""
    before = os.environ.get("SERVER_SOFTWARE")
    os.environ["SERVER_SOFTWARE"] = "voila"
    controls.install()
    yield
    os.environ.pop("SERVER_SOFTWARE")
    if before is not None:
        os.environ["SERVER_SOFTWARE"] = before


class Learner:
    """A session, and all that its phone was told."""

    def __init__(self, lesson, region="moquegua", query=""):
        self.session = Session(lesson, region)
        self.session.follow(query)
        self.told = []
        self.session.listen(lambda *message: self.told.append(json.dumps(message)))

    def do(self, step):
        self.session.receive(*step)


def a_lesson(tmp_path, **cells):
    """A lesson made of these cells, in their order."""
    made = [
        ("inicio", "import ipywidgets as ui"),
        *((n.replace("_", "-"), s) for n, s in cells.items()),
    ]
    path = tmp_path / "lesson.ipynb"
    nbformat.write(notebook(made), path)
    return SimpleNamespace(slug="una", title="Una", notebook=path, datasets=())


def steps_of(session, seed):
    """Steps that a person might take, one after another, on the controls of a page."""
    dice = random.Random(seed)
    states = session.states()
    kinds = {
        "ButtonModel": lambda _state: {"method": "custom", "content": {"event": "click"}},
        "DropdownModel": lambda state: change(
            index=dice.randrange(len(state["_options_labels"]) or 1)
        ),
        "RadioButtonsModel": lambda state: change(
            index=dice.randrange(len(state["_options_labels"]))
        ),
        "ToggleButtonsModel": lambda state: change(
            index=dice.randrange(len(state["_options_labels"]))
        ),
        "SelectionSliderModel": lambda state: change(
            index=dice.randrange(len(state["_options_labels"]))
        ),
        "CheckboxModel": lambda _state: change(value=dice.random() < 0.5),
        "TextModel": lambda _state: change(value=dice.choice(["", "12", "S/ 1 500", "agua"])),
        "ComboboxModel": lambda _state: change(value=dice.choice(["Torata", "San", "Ilo"])),
    }
    usable = [(name, one) for name, one in states.items() if one["model_name"] in kinds]
    while True:
        name, one = dice.choice(usable)
        if one["state"].get("_options_labels", ["x"]):
            yield name, kinds[one["model_name"]](one["state"])


def change(**state):
    return {"method": "update", "state": state}


@pytest.mark.parametrize("slug", SLUGS)
def test_sessions_never_mix(slug):
    """Eight learners at once are told what each would be told alone, with nothing remembered."""
    lesson = course().lesson(slug)
    together = [Learner(lesson) for _learner in range(LEARNERS)]
    plans = [steps_of(Session(lesson, "moquegua"), seed) for seed in range(LEARNERS)]
    turns, done = random.Random(slug), [[] for _learner in range(LEARNERS)]
    for _step in range(STEPS):
        number = turns.randrange(LEARNERS)
        step = next(plans[number])
        done[number].append(step)
        together[number].do(step)
    for number, learner in enumerate(together):
        forget()
        alone = Learner(lesson)
        for step in done[number]:
            alone.do(step)
        assert learner.told == alone.told
        assert learner.session.states() == alone.session.states()
    assert sum(len(learner.told) for learner in together) > STEPS / 2


def test_sessions_of_two_regions_and_choices_never_mix():
    lesson = course().lesson(READING)
    torata = Learner(lesson, query="distrito=180106&anio=2022")
    ilo = Learner(lesson, query="distrito=180301&anio=2020")
    other = Learner(lesson, region="apurimac")
    words = [json.dumps(one.session.states(), ensure_ascii=False) for one in (torata, ilo, other)]
    assert ["Estás viendo: Municipalidad Distrital de Torata, 2022" in one for one in words] == [
        True, False, False]  # fmt: skip
    assert "Ilo, 2020" in words[1]
    assert "Torata" not in words[2]


def test_every_session_of_a_lesson_calls_its_controls_the_same():
    lesson = course().lesson(READING)
    first, second = (Session(lesson, "moquegua") for _learner in range(2))
    assert first.states() == second.states()
    assert first.outputs == second.outputs


def test_what_a_session_shows_is_what_ipywidgets_shows_without_us():
    """The same notebook in a plain Python: the same controls, whatever their names."""
    code = f"""
import json, os
from ipywidgets import Widget
os.environ["SERVER_SOFTWARE"] = "voila"
names = {{}}
for cell in json.load(open({str(course().lesson(READING).notebook)!r}))["cells"]:
    if cell["cell_type"] == "code" and "oracle" not in cell["metadata"].get("tags", []):
        exec("".join(cell["source"]), names)
print(json.dumps(Widget.get_manager_state(drop_defaults=True)["state"]))
"""
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT,
        env=os.environ | {"PYTHONPATH": str(ROOT / "widgets"), "CUENTAS_REGION": "moquegua"},
    )  # fmt: skip
    plain = json.loads(done.stdout.splitlines()[-1])
    ours = Session(course().lesson(READING), "moquegua").states()
    assert shapes(plain) == shapes(json.loads(json.dumps(ours)))


def shapes(states):
    """Controls with what they show, in any order; names are those of the session.

    Of layouts and styles, whether there are some, not how many: a page of ours shares them.
    """

    def bare(state):
        text = json.dumps(state, sort_keys=True, ensure_ascii=False)
        for name in sorted(states, key=len, reverse=True):
            text = text.replace(f"IPY_MODEL_{name}", "IPY_MODEL").replace(f"-{name}-", "-x-")
            text = text.replace(f'-{name}\\"', '-x\\"').replace(f'\\"{name}\\"', '\\"x\\"')
        return text

    told = [(one["model_name"], bare(one["state"])) for one in states.values()]
    shared = [one for one in told if one[0].endswith(("LayoutModel", "StyleModel"))]
    return sorted(set(shared)), sorted(one for one in told if one not in shared)


LATER = """
box = ui.HTML("<p>hola</p>")
button = ui.Button(description="Esconder")
button.on_click(lambda _button: setattr(box.layout, "display", "none"))
ui.VBox([button, box])
"""


def test_a_layout_that_changes_later_is_told_whole_and_whose_it_is(tmp_path):
    lesson = a_lesson(tmp_path, m1_figura=LATER)
    page = Session(lesson, "moquegua").states()
    [box] = [name for name, one in page.items() if one["model_name"] == "HTMLModel"]
    [button] = [name for name, one in page.items() if one["model_name"] == "ButtonModel"]
    learner = Learner(lesson)
    learner.do((button, CLICK))
    told = [json.loads(one) for one in learner.told]
    assert [kind for kind, *_rest in told] == ["comm_open", "comm_msg", "comm_msg"]
    layout = told[0][1]["comm_id"]
    assert layout not in page
    assert (told[1][1]["comm_id"], told[1][1]["data"]["state"]) == (
        box, {"layout": f"IPY_MODEL_{layout}"})  # fmt: skip
    assert (told[2][1]["comm_id"], told[2][1]["data"]["state"]) == (layout, {"display": "none"})


def test_a_replay_that_changes_a_layout_tells_it_whole_and_whose_it_is(tmp_path):
    lesson = a_lesson(tmp_path, m1_figura=LATER)
    page = Session(lesson, "moquegua").states()
    [box] = [name for name, one in page.items() if one["model_name"] == "HTMLModel"]
    [button] = [name for name, one in page.items() if one["model_name"] == "ButtonModel"]
    back = Session(lesson, "moquegua")
    for _step in back.replay([[button, CLICK]]):
        pass
    told = back.brought_back["states"]
    layout = told[box]["state"]["layout"].removeprefix("IPY_MODEL_")
    assert told[layout]["state"]["display"] == "none"
    assert told[layout]["model_name"] == "LayoutModel"


MAKING = """
box = ui.VBox()
more = ui.Button(description="Otro")
def add(_button):
    box.children = (*box.children, ui.Text(description="Nombre"))
more.on_click(add)
ui.VBox([more, box])
"""


def test_a_control_made_on_the_way_comes_whole_also_after_a_replay(tmp_path):
    lesson = a_lesson(tmp_path, m1_figura=MAKING)
    page = Session(lesson, "moquegua").states()
    [more] = [name for name, one in page.items() if one["model_name"] == "ButtonModel"]
    click = {"method": "custom", "content": {"event": "click"}}
    learner, back = Learner(lesson), Session(lesson, "moquegua")
    learner.do((more, click))
    opened = [json.loads(one)[1] for one in learner.told if '"comm_open"' in one]
    assert {one["data"]["state"]["_model_name"] for one in opened} == {
        "LayoutModel", "TextStyleModel", "TextModel"}  # fmt: skip
    for _step in back.replay([[more, click]]):
        pass
    brought = back.brought_back
    assert (brought["replayed"], brought["skipped"]) == (1, 0)
    text = [
        one["state"] for one in brought["states"].values() if one.get("model_name") == "TextModel"
    ]
    assert [one["description"] for one in text] == ["Nombre"]
    named = {f"IPY_MODEL_{name}" for name in {**page, **brought["states"]}}
    assert {text[0]["layout"], text[0]["style"]} <= named


def test_what_a_cell_displays_and_prints_is_that_cells_and_that_sessions(tmp_path):
    source = "from IPython.display import HTML\nprint('uno')\ndisplay(HTML('<b>dos</b>'))\n3"
    lesson = a_lesson(tmp_path, m1_figura=source, m2_figura="print('otro')")
    first, second = Session(lesson, "moquegua"), Session(lesson, "moquegua")
    for session in (first, second):
        shown = session.outputs["m1-figura"]
        assert [one.get("text/html") or one["text/plain"] for one in shown] == [
            "uno\n",
            "<b>dos</b>",
            "3",
        ]
        assert session.outputs["m2-figura"] == [{"text/plain": "otro\n"}]


TASK = """
import asyncio
label = ui.HTML("nada")
async def later():
    await asyncio.sleep(0)
    label.value = "listo"
    made = ui.HTML("nuevo")
button = ui.Button()
def start(_button):
    global task
    task = asyncio.get_running_loop().create_task(later())
button.on_click(start)
ui.VBox([button, label])
"""


def test_a_task_begun_in_a_callback_stays_in_its_session(tmp_path):
    lesson = a_lesson(tmp_path, m1_figura=TASK)
    [button] = [
        name for name, one in Session(lesson, "moquegua").states().items()
        if one["model_name"] == "ButtonModel"
    ]  # fmt: skip

    async def story():
        learner, other = Learner(lesson), Learner(lesson)
        learner.do((button, {"method": "custom", "content": {"event": "click"}}))
        await asyncio.sleep(0.05)
        return learner.told, other.told

    told, others = asyncio.run(story())
    assert any("listo" in one for one in told)
    assert any("nuevo" in one for one in told)
    assert others == []


def test_a_session_that_ended_takes_nothing_out_of_another(tmp_path):
    lesson = a_lesson(tmp_path, m1_figura="ui.VBox([ui.HTML(str(n)) for n in range(50)])")
    staying = Learner(lesson)
    before = staying.session.states()
    for _visit in range(5):
        leaving = Session(lesson, "moquegua")
        leaving.end()
        forgotten = Session(lesson, "moquegua")  # collected without ever being ended
        del leaving, forgotten
        staying.session._context.run(gc.collect)
    assert staying.session.states() == before
    assert staying.told == []


FAILS = """
button = ui.Button(description="Falla")
button.on_click(lambda _button: 1 / 0)
choice = ui.Dropdown(options=["a", "b"])
choice.observe(lambda _change: [][0], "value")
text = ui.Text()
ui.VBox([button, choice, text])
"""


@pytest.mark.parametrize(
    ("kind", "data", "error"),
    [("ButtonModel", CLICK, "ZeroDivisionError"), ("DropdownModel", change(index=1), "IndexError")],
)
def test_a_callback_that_fails_is_told_and_a_replay_leaves_it_out(tmp_path, kind, data, error):
    lesson = a_lesson(tmp_path, m1_figura=FAILS)
    states = Session(lesson, "moquegua").states()
    named = {one["model_name"]: name for name, one in states.items()}
    learner = Learner(lesson)
    with pytest.raises(SessionError, match=error):
        learner.do((named[kind], data))
    again = Session(lesson, "moquegua")
    for _step in again.replay([[named[kind], data], [named["TextModel"], change(value="sigo")]]):
        pass
    assert (again.brought_back["replayed"], again.brought_back["skipped"]) == (1, 1)
    assert again.brought_back["states"][named["TextModel"]]["state"]["value"] == "sigo"


STUCK = """
def forever(_button):
    while True:
        try:
            while True:
                pass
        except Exception:
            pass
button = ui.Button()
button.on_click(forever)
button
"""


def test_a_callback_that_never_ends_is_ended_and_leaves_no_trace(tmp_path, monkeypatch):
    monkeypatch.setattr(sessions, "watchdog", Watchdog(cpu_seconds=0.3))
    lesson = a_lesson(tmp_path, m1_figura=STUCK)
    [button] = [
        name for name, one in Session(lesson, "moquegua").states().items()
        if one["model_name"] == "ButtonModel"
    ]  # fmt: skip
    learner, other = Learner(lesson), Session(lesson, "moquegua")
    with pytest.raises(OvertimeError):
        learner.do((button, CLICK))
    assert sum(range(1_000_000)) == 499_999_500_000  # an error on its way would arrive here
    assert other.states()


def test_work_that_ends_in_time_is_left_alone():
    dog = Watchdog(cpu_seconds=0.4)
    assert [dog.run(lambda number=number: number) for number in range(1000)] == list(range(1000))
    with pytest.raises(ValueError, match="mal"):
        dog.run(lambda: int("mal"))


def test_a_session_that_grows_beyond_measure_ends(tmp_path, monkeypatch):
    monkeypatch.setattr(sessions, "MOST_WIDGETS", 20)
    lesson = a_lesson(tmp_path, m1_figura=MAKING)
    states = Session(lesson, "moquegua").states()
    [more] = [name for name, one in states.items() if one["model_name"] == "ButtonModel"]
    learner = Learner(lesson)
    clicks = [lambda: learner.do((more, CLICK))] * 20
    with pytest.raises(SessionError, match="controles"):
        _all = [click() for click in clicks]


HANDMADE = [
    ["w1"],
    "nada",
    None,
    ["no-existe", change(value=1)],
    ["w1", {"method": "open"}],
    ["", {"method": "follow", "query": 7}],
    ["w1", {"method": "update", "state": "x"}],
    [7, change(value=1)],
    {"w1": 1},
]


def test_a_log_made_by_hand_is_skipped_step_by_step():
    session = Session(course().lesson(READING), "moquegua")
    for _step in session.replay(
        [*HANDMADE, ["", {"method": "follow", "query": "distrito=180301"}]]
    ):
        pass
    told = session.brought_back
    assert (told["replayed"], told["skipped"]) == (1, len(HANDMADE))
    assert "de Ilo" in json.dumps(told["states"], ensure_ascii=False)


def test_of_a_log_without_end_only_so_much_is_done():
    session = Session(course().lesson(READING), "moquegua")
    for _step in session.replay([["no-existe", change(value=1)]] * (MOST_EVENTS + 7)):
        pass
    assert session.brought_back["skipped"] == MOST_EVENTS + 7


def test_a_past_of_many_steps_is_drawn_once(monkeypatch):
    session = Session(course().lesson(READING), "moquegua")
    states = session.states()
    [year, *_others] = [
        name for name, one in states.items()
        if one["model_name"] == "DropdownModel" and one["state"].get("description") == "Año"
    ]  # fmt: skip
    drawn = []
    forget()
    for explorer in [one for one in session._controls.widgets.values() if hasattr(one, "draw")]:
        draw = explorer.draw
        monkeypatch.setattr(explorer, "draw", lambda draw=draw: drawn.append(1) or draw())
    steps = session.replay([[year, change(index=1 + n % 5)] for n in range(200)])
    assert sum(1 for _step in steps) == 200
    assert 0 < len(drawn) < 20


@pytest.mark.parametrize("name", ["_model_name", "layout", "children", "no_existe", "comm", "keys"])
@pytest.mark.parametrize("value", ["x", 7, None, [1], {"a": 1}, "IPY_MODEL_w1", 1e308])
def test_states_of_the_wrong_kind_hurt_nobody(tmp_path, name, value):
    lesson = a_lesson(tmp_path, m1_figura="ui.VBox([ui.HTML('hola'), ui.Dropdown(options=['a'])])")
    victim, other = Learner(lesson), Session(lesson, "moquegua")
    before = other.states()
    for widget in before:
        try:
            victim.do((widget, change(**{name: value})))
        except SessionError:
            victim = Learner(lesson)
    assert other.states() == before
