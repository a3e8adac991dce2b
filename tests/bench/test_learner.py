"""The load generator sees what a learner would see: answers, wrong figures, silence, no room."""

from __future__ import annotations

import asyncio
import io
import json

import pytest

from bench import crowd, line
from bench.crowd import Class, Teller, source_of
from bench.learner import Learner, Ledger
from bench.line import Trouble
from bench.pretend import Pretender, pretending
from bench.sight import Change
from bench.wire import PageError, read_page


def visit(pretender, steps, source=None):
    """What ``steps`` of one learner on this server give."""

    async def run():
        async with pretending(pretender) as address:
            learner = Learner(address, "/l", Ledger(), source, seed=1)
            try:
                return await steps(learner)
            finally:
                await learner.leave()

    return asyncio.run(run())


async def arrive_and_change(learner, times=3):
    steps = await learner.arrive()
    for _time in range(times):
        await learner.change()
    return steps


def trouble_of(pretender, steps=arrive_and_change):
    with pytest.raises(Trouble) as met:
        visit(pretender, steps)
    return met.value.kind


@pytest.mark.parametrize("stock", [False, True], ids=["ours", "stock"])
def test_a_learner_arrives_and_every_change_reaches_the_kernel(stock):
    pretender = Pretender(stock=stock)
    steps = visit(pretender, arrive_and_change)
    assert list(steps) == ["page", "kernel", "ready"]
    assert pretender.changes == 3
    assert len(pretender.ended) == 1
    assert len(pretender.visits) == (0 if stock else 1)


def test_a_figure_of_another_choice_is_noticed():
    assert trouble_of(Pretender(wrong_after=2)) == "wrong"


def test_a_figure_that_differs_from_the_neighbours_is_noticed():
    ledger = Ledger()
    change = pretended_change()
    ledger.check("/l", change, ["<svg>2022</svg>"])
    ledger.check("/l", change, ["<svg>2022</svg>"])
    with pytest.raises(Trouble, match="wrong"):
        ledger.check("/l", change, ["<svg>2022, otro</svg>"])


def pretended_change():
    return Change("year", 0, 1, "2023", "2022")


def test_the_ids_of_two_kernels_do_not_make_two_figures():
    figure = '<svg id="{0}"></svg><p id="{0}-t">Torata devengó 74.</p>'
    ledger, change = Ledger(), Change("w1", 0, 1, "2015", "74")
    ledger.check("l", change, [figure.format("0db0ca5b3e38648f9a3b44309f268352")])
    ledger.check("l", change, [figure.format("f4b4e22d78784eb699736b076283c3d6")])
    with pytest.raises(Trouble):
        ledger.check("l", change, [figure.format("0").replace("Torata", "Ilo")])


def test_a_change_without_any_figure_is_trouble():
    assert trouble_of(Pretender(silent_after=0)) == "control"


def test_a_closed_connection_is_noticed():
    async def change_twice(learner):
        await learner.arrive()
        await learner.change()
        await asyncio.wait_for(learner.line.closed.wait(), 5)
        await learner.change()

    assert trouble_of(Pretender(hangs_up_after=0), change_twice) == "closed"


def test_a_kernel_that_never_answers_is_slow(monkeypatch):
    wait = line.Line.wait
    monkeypatch.setattr(
        line.Line, "wait", staticmethod(lambda asked, _patience=0: wait(asked, 0.05))
    )
    monkeypatch.setattr(Pretender, "_told", lambda *_all: [])
    assert trouble_of(Pretender()) == "slow"


def test_a_page_that_fails_or_says_nothing_is_trouble():
    assert trouble_of(Pretender(page_status=500)) == "page"
    with pytest.raises(PageError):
        read_page("<p>Hola</p>")


def test_a_server_that_is_not_there_is_trouble():
    async def knock():
        learner = Learner("http://127.0.0.1:1", "/l", Ledger())
        try:
            await learner.arrive()
        finally:
            await learner.line.end()

    with pytest.raises(Trouble, match="unreachable"):
        asyncio.run(knock())


def test_in_a_full_class_the_learner_keeps_its_turn():
    pretender = Pretender(full_times=2)
    visit(pretender, arrive_and_change)
    assert [asked.get("ticket") for asked in pretender.visits] == [None, "t7", "t7"]


@pytest.mark.parametrize("again", ["reload", "come_back"])
def test_choices_survive_a_new_kernel(again):
    pretender = Pretender()

    async def steps(learner):
        await arrive_and_change(learner)
        pretender.kernels.clear()
        said = learner.said
        await getattr(learner, again)()
        return said, learner.sight.figures()

    said, figures = visit(pretender, steps)
    assert said in figures[0]
    assert len(pretender.visits) == 2


@pytest.mark.parametrize("again", ["reload", "come_back"])
def test_forgotten_choices_are_noticed(again):
    pretender = Pretender(forgets=True)

    async def steps(learner):
        await learner.arrive()
        while learner.said in {"", "2023"}:
            await learner.change()
        pretender.kernels.clear()
        await getattr(learner, again)()

    assert trouble_of(pretender, steps) == "forgot"


def test_a_kernel_that_lives_is_taken_up_without_a_question():
    pretender = Pretender()

    async def steps(learner):
        await arrive_and_change(learner)
        await learner.line.cut()
        await learner.come_back()
        return await learner.change()

    assert visit(pretender, steps) >= 0
    assert len(pretender.visits) == 1


def test_a_second_visit_of_an_unchanged_page_is_not_sent_again():
    pretender = Pretender()

    async def steps(learner):
        await learner.arrive()
        await learner.reload()

    visit(pretender, steps)
    assert pretender.not_modified == 1


def test_another_learners_messages_are_counted():
    async def steps(learner):
        await arrive_and_change(learner)
        return learner.line.strangers

    assert visit(Pretender(stranger=True), steps) > 0
    assert visit(Pretender(), steps) == 0


def test_each_phone_has_its_own_network_address():
    pretender = Pretender()
    visit(pretender, arrive_and_change, source_of(3))
    assert pretender.sources == {"127.0.0.5"}
    assert len({source_of(number) for number in range(1000)}) == 1000


def test_a_class_tells_who_was_ready_what_changed_and_who_met_trouble(monkeypatch, capsys):
    monkeypatch.setattr(crowd, "SECONDS_BETWEEN", 0.02)
    monkeypatch.setattr(crowd, "RETRY", 0.01)
    pretender = Pretender(hangs_up_after=20)
    words = iter(["go", "stop"])

    async def word():
        told = next(words)
        if told == "stop":
            await pretender.busy.wait()
        return told

    monkeypatch.setattr(crowd, "wait_for_word", word)

    async def run():
        async with pretending(pretender) as address:
            await Class(address, "/l", 5, Teller()).run()

    asyncio.run(run())
    told = [json.loads(one) for one in io.StringIO(capsys.readouterr().out)]
    kinds = [one["what"] for one in told]
    assert kinds.count("ready") == 5
    assert kinds.count("change") >= 40
    assert {one["kind"] for one in told if one["what"] == "trouble"} == {"closed"}
    assert kinds.count("back") == kinds.count("trouble") == 1
