"""A lesson rehearsed once: the same for everybody, the same as a lesson opened by itself."""

from __future__ import annotations

import asyncio
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psutil
import pytest
from jupyter_client import BlockingKernelClient
from jupyter_client.connect import write_connection_file

from classroom.tiny_course import FIRST, UNPREPARED, make_course
from cuentas.classroom.kernel import forks
from cuentas.classroom.kernel.forks import ForkedProcess, ForkingError, Zygote, can_fork
from cuentas.classroom.kernel.stages import Stages, in_one_spelling
from cuentas.classroom.kernel.versions import version_of
from cuentas.course import course
from cuentas.home import datasets_folder

SLUGS = tuple(lesson.slug for lesson in course().lessons)
READING = "02_leer_un_presupuesto"
REGION = "moquegua"
ELSEWHERE = "distrito=180302&anio=2022"
needs_fork = pytest.mark.skipif(not can_fork(), reason="este sistema no puede bifurcar procesos")


@pytest.fixture(scope="module")
def zygote():
    """One zygote for all tests but those that end it."""
    own = Zygote()
    yield own
    own.stop()


@pytest.fixture
def lonely_zygote():
    """A zygote that may be lost."""
    own = Zygote()
    yield own
    own.stop()


@pytest.fixture(autouse=True)
def in_use(request, monkeypatch):
    name = "lonely_zygote" if "lonely_zygote" in request.fixturenames else "zygote"
    monkeypatch.setattr(forks, "_shared", request.getfixturevalue(name))


def scene(slug, query=""):
    return asyncio.run(Stages().scene(course().lesson(slug), REGION, query))


LATE = """
from cuentas.data.tables import Dataset
from cuentas.course import course
from cuentas.classroom.kernel.rehearsal import rehearse

read, late = Dataset._typed, []

def told(self, resource):
    late.append(f"{lesson.slug}: {self.folder.name}, {resource['name']}")
    return read(self, resource)

for lesson in course().lessons:
    rehearsal = rehearse(lesson.slug)
    Dataset._typed = told
    for here in rehearsal.heres:
        for district in here.pack.region.districts:
            here.follow(f"distrito={district.ubigeo}")
            for name in filter(here.pack.has, lesson.datasets):
                here.pack.rows(name)
    Dataset._typed = read
print("late", late)
"""


def test_what_a_lesson_reads_it_has_read_when_it_was_rehearsed():
    """A file that changes afterwards is never mixed with what was read before."""
    command = [sys.executable, "-c", LATE]
    environment = forks.environment()
    done = subprocess.run(command, capture_output=True, env=environment, check=True, timeout=300)
    assert done.stdout.decode().splitlines()[-1] == "late []"


def drawn_alone(slug, query, start=""):
    """The page that a fresh process makes, opened with ``start`` and then led to ``query``."""
    environment = forks.environment() | {"QUERY_STRING": start}
    command = [sys.executable, "-m", "cuentas.classroom.kernel.draw", slug, query]
    done = subprocess.run(command, capture_output=True, env=environment, check=True, timeout=120)
    return json.loads(done.stdout)


def texts(states):
    """All that a learner would read or choose, without the widgets' own names."""
    shown = [
        model["state"].get(name)
        for model in states.values()
        for name in ("value", "description", "options", "_options_labels")
    ]
    return sorted(re.sub(r"-v\d+-|\bw[0-9a-f]+\b", "", str(one)) for one in shown if one)


@needs_fork
@pytest.mark.parametrize("slug", SLUGS)
def test_every_lesson_is_rehearsed_without_a_fault(slug):
    shown = scene(slug)
    assert shown.outputs
    assert None not in shown.outputs.values()
    assert len(shown.states) > 100


@needs_fork
@pytest.mark.parametrize("slug", SLUGS)
def test_a_lesson_led_to_a_district_is_the_lesson_opened_there(slug):
    led = scene(slug, ELSEWHERE)
    opened = drawn_alone(slug, ELSEWHERE, start=ELSEWHERE)
    assert texts(led.states) == texts(opened["states"])


@needs_fork
def test_widgets_have_the_same_names_in_a_fork_and_in_a_process_of_its_own():
    forked, alone = scene(READING, ELSEWHERE), drawn_alone(READING, ELSEWHERE)
    assert forked.states == alone["states"]
    assert forked.outputs == alone["outputs"]


@needs_fork
def test_choosing_makes_no_widget_that_a_returning_phone_could_not_name():
    assert scene(READING).states.keys() == scene(READING, ELSEWHERE).states.keys()


@needs_fork
def test_nonsense_in_the_address_is_the_lesson_as_it_opens():
    async def ask():
        stages, lesson = Stages(), course().lesson(READING)
        return [
            await stages.scene(lesson, REGION, query)
            for query in ("", "x=1&distrito=999999&anio=1066", "distrito=<script>", ELSEWHERE)
        ]

    first, nonsense, hostile, other = asyncio.run(ask())
    assert first == nonsense == hostile
    assert other.query == ELSEWHERE


def test_an_address_has_one_spelling():
    choices = {"180106": [2023, 2024], "180302": [2024]}
    assert in_one_spelling("anio=2023&distrito=180106&a=b", choices) == "distrito=180106&anio=2023"
    assert in_one_spelling("distrito=180302&anio=2023", choices) == "distrito=180302"
    assert in_one_spelling("anio=2023", choices) == "anio=2023"
    assert in_one_spelling("distrito=0&anio=x", choices) == ""


def test_the_version_changes_with_the_notebook_and_not_with_its_date(tmp_path, monkeypatch):
    monkeypatch.setenv("CUENTAS_HOME", str(make_course(tmp_path)))
    lesson = course().lesson(FIRST)
    before = version_of(lesson, REGION)
    os.utime(lesson.notebook, (1, 1))
    assert version_of(lesson, REGION) == before
    lesson.notebook.write_text(lesson.notebook.read_text("utf-8").replace("idea", "cuenta"))
    assert version_of(lesson, REGION) != before


@needs_fork
def test_a_rehearsal_that_does_not_answer_is_given_up_and_no_other(lonely_zygote):
    async def steps():
        stages, lesson = Stages(), course().lesson(READING)
        first = await stages.stage(lesson, REGION)
        await stages.check(first)
        kept = await stages.stage(lesson, REGION)
        for child in psutil.Process(lonely_zygote.pid).children():
            child.kill()
        await stages.check(first)
        second = await stages.stage(lesson, REGION)
        await stages.drop(first)
        return first is kept, first is second, await stages.stage(lesson, REGION) is second

    assert asyncio.run(steps()) == (True, False, True)


@needs_fork
def test_what_a_killed_server_left_is_removed_by_the_next():
    script = (
        "import time\n"
        "from cuentas.classroom.kernel.forks import Zygote\n"
        "kept = Zygote()\n"
        "print(kept.folder, flush=True)\n"
        "time.sleep(600)\n"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE) as server:
        folder = Path(server.stdout.readline().decode().strip())
        Zygote().stop()
        spared = folder.is_dir()
        server.kill()
    Zygote().stop()
    assert spared
    assert not folder.exists()


class Learner:
    """A kernel forked from a rehearsed lesson, and a client that talks to it."""

    def __init__(self, folder: Path, path: Path, zygote: Zygote, query: str = "") -> None:
        self.file = folder / f"k{time.monotonic_ns()}.json"
        write_connection_file(str(self.file), transport="ipc", ip=str(self.file)[:-5])
        question = {"do": "kernel", "connection_file": str(self.file), "query": query}
        answer = asyncio.run(zygote.ask_at(path, question))
        self.process = ForkedProcess(answer["pid"])
        self.client = BlockingKernelClient()
        self.client.load_connection_file(str(self.file))
        self.client.start_channels()
        self.client.wait_for_ready(timeout=20)

    def tell(self, kind, content, metadata=None):
        message = self.client.session.msg(kind, content, metadata=metadata)
        self.client.shell_channel.send(message)

    def until(self, kind):
        while True:
            heard = self.client.get_iopub_msg(timeout=20)
            if heard["msg_type"] == kind:
                return heard["content"]

    def replay(self, events):
        data = {"events": events}
        self.tell("comm_open", {"comm_id": "v", "target_name": "cuentas.visita", "data": data})
        return self.until("comm_msg")["data"]


@pytest.fixture
def stage():
    stages, lesson = Stages(), course().lesson(READING)
    first = asyncio.run(stages.scene(lesson, REGION, ""))
    return asyncio.run(stages.stage(lesson, REGION)).path, first


@pytest.fixture
def learner(tmp_path, stage):
    one = Learner(tmp_path, stage[0], forks.shared())
    yield one
    one.client.stop_channels()
    one.process.kill()


def chosen(learner, control):
    """The place of the chosen option, as the learner's own kernel knows it."""
    opening = {"comm_id": "all", "target_name": "jupyter.widget.control", "data": {}}
    learner.tell("comm_open", opening, {"version": "1.0.0"})
    learner.tell("comm_msg", {"comm_id": "all", "data": {"method": "request_states"}})
    return learner.until("comm_msg")["data"]["states"][control]["state"]["index"]


def year_control(states):
    return next(
        name
        for name, model in states.items()
        if model["model_name"] == "DropdownModel" and "2022" in str(model["state"])
    )


@needs_fork
def test_a_learner_moves_a_control_and_gets_the_new_figures(learner, stage):
    control = year_control(stage[1].states)
    data = {"method": "update", "state": {"index": 3}}
    learner.tell("comm_msg", {"comm_id": control, "data": data})
    changed = learner.until("comm_msg")
    assert changed["data"]["method"] == "update"


@needs_fork
def test_a_kernel_runs_no_code(learner, tmp_path):
    proof = tmp_path / "proof"
    code = f"open({str(proof)!r}, 'w').close()"
    learner.client.execute(code)
    learner.client.control_channel.send(
        learner.client.session.msg("execute_request", {"code": code, "silent": False})
    )
    learner.replay([])
    assert not proof.exists()


@needs_fork
def test_the_past_is_played_again_without_a_word_and_strangers_are_skipped(learner, stage):
    control = year_control(stage[1].states)
    events = [
        [control, {"method": "update", "state": {"index": 2}}],
        ["w-nobody", {"method": "update", "state": {}}],
        [control, {"method": "execute", "code": "1"}],
        "not an event",
        [control],
    ]
    told = learner.replay(events)
    assert (told["replayed"], told["skipped"]) == (1, 4)
    assert told["states"][control]["state"] == {"index": 2}
    assert any("<svg" in str(one["state"].get("value")) for one in told["states"].values())
    assert len(told["states"]) < len(stage[1].states) / 10


@needs_fork
def test_an_event_that_makes_no_sense_breaks_nothing(learner, stage):
    control = year_control(stage[1].states)
    absurd = [control, {"method": "update", "state": {"index": "mucho", "layout": 7}}]
    told = learner.replay([absurd])
    assert told["replayed"] + told["skipped"] == 1
    assert learner.process.poll() is None


@needs_fork
def test_a_lost_kernel_is_noticed_and_its_handle_never_means_another_process(learner):
    os.kill(learner.process.pid, signal.SIGKILL)
    assert learner.process.wait(timeout=10) == 0
    assert learner.process.poll() == 0
    learner.process.kill()


@needs_fork
def test_kernels_outlive_a_lost_zygote_and_the_next_lesson_gets_a_new_one(lonely_zygote, learner):
    os.kill(lonely_zygote.pid, signal.SIGKILL)
    lonely_zygote._process.wait(timeout=10)
    assert learner.replay([]) == {"replayed": 0, "skipped": 0, "states": {}}
    other = asyncio.run(Stages().scene(course().lesson(SLUGS[0]), REGION, ""))
    assert other.states


@needs_fork
def test_a_lost_rehearsal_is_made_again_by_itself(lonely_zygote):
    async def lose_and_ask():
        stages, lesson = Stages(), course().lesson(READING)
        await stages.scene(lesson, REGION, "")
        for child in psutil.Process(lonely_zygote.pid).children(recursive=True):
            child.kill()
        return await stages.scene(lesson, REGION, ELSEWHERE)

    assert asyncio.run(lose_and_ask()).query == ELSEWHERE


@needs_fork
def test_everything_ends_with_the_server(lonely_zygote, learner):
    family = psutil.Process(lonely_zygote.pid).children(recursive=True)
    assert learner.process.pid in {one.pid for one in family}
    lonely_zygote.stop()
    _gone, alive = psutil.wait_procs(family, timeout=10)
    assert not alive


@needs_fork
def test_everything_ends_even_if_the_server_is_killed():
    script = (
        "import asyncio, time\n"
        "from cuentas.course import course\n"
        "from cuentas.classroom.kernel import forks\n"
        "from cuentas.classroom.kernel.stages import Stages\n"
        f"asyncio.run(Stages().scene(course().lesson({READING!r}), {REGION!r}, ''))\n"
        "print(forks.shared().pid, flush=True)\n"
        "time.sleep(600)\n"
    )
    command = [sys.executable, "-c", script]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        root = psutil.Process(int(server.stdout.readline()))
        family = [root, *root.children(recursive=True)]
        server.kill()
    _gone, alive = psutil.wait_procs(family, timeout=10)
    assert len(family) >= 2
    assert not alive


@needs_fork
def test_what_one_learner_does_is_unknown_to_the_other(tmp_path, stage, learner):
    other = Learner(tmp_path, stage[0], forks.shared())
    control = year_control(stage[1].states)
    learner.replay([[control, {"method": "update", "state": {"index": 4}}]])
    other.tell("comm_open", {"comm_id": "c", "target_name": "cuentas.visita", "data": {}})
    assert other.until("comm_msg")["data"]["replayed"] == 0
    assert (chosen(learner, control), chosen(other, control)) == (4, 1)
    other.client.stop_channels()
    other.process.kill()


WARM = "import sys; from cuentas.classroom.kernel.zygote import warm_up; warm_up(sys.argv[1])"


@pytest.mark.parametrize(
    ("region", "drawn", "trouble"), [(REGION, 1, ""), ("atlantida", 0, ""), ("rota", 0, "rota")]
)
def test_what_all_lessons_load_is_loaded_once_and_never_stops_them(
    region, drawn, trouble, tmp_path
):
    home = make_course(tmp_path / "curso")
    packs = home / "datasets" / "regions"
    shutil.copytree(datasets_folder(), home / "datasets")
    (packs / "rota").mkdir()
    (packs / "rota" / "region.toml").write_text("slug = 'rota'", "utf-8")
    folder = tmp_path / "dibujos"
    environment = forks.environment() | {"CUENTAS_HOME": str(home), "CUENTAS_REGION": region}
    command = [sys.executable, "-c", WARM, str(folder)]
    done = subprocess.run(command, capture_output=True, env=environment, text=True, check=True)
    assert len(list(folder.iterdir())) == drawn
    assert trouble in done.stderr
    assert bool(done.stderr) == bool(trouble)


@needs_fork
def test_a_lesson_that_cannot_begin_is_told_in_a_line(lonely_zygote, tmp_path, monkeypatch):

    monkeypatch.setenv("CUENTAS_HOME", str(make_course(tmp_path)))
    with pytest.raises(ForkingError, match="inicio"):
        asyncio.run(Stages().scene(course().lesson(UNPREPARED), REGION, ""))
    assert psutil.Process(lonely_zygote.pid).is_running()
