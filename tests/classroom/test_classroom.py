"""The class without a server: addresses, door, laptop, terminal and journal."""

from __future__ import annotations

import io
import logging
import re
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

import pytest

from cuentas.classroom import door, journal, kept, machine, wall, welcome
from cuentas.classroom.addresses import Network, phone_addresses
from cuentas.classroom.command import Command
from cuentas.classroom.fairness import Fairness
from cuentas.classroom.machine import Attendance, Health, Machine, Sense
from cuentas.classroom.state import Classroom
from cuentas.classroom.watch import Watch

LOOPBACK = Network("lo", "127.0.0.1")
WIFI = Network("wlp2s0", "192.168.1.5")
CABLE = Network("enp3s0", "10.0.0.7")


def test_phones_get_the_wifi_and_never_what_lives_inside_the_laptop():
    inside = [
        Network("docker0", "172.17.0.1"),
        Network("br-1a2b3c4d5e6f", "172.18.0.1"),
        Network("virbr0", "192.168.122.1"),
        Network("vEthernet (WSL)", "172.20.0.1"),
        Network("VirtualBox Host-Only Network", "192.168.56.1"),
        Network("tailscale0", "100.64.0.3"),
        Network("wg0", "10.9.0.2"),
        Network("wlp9s0", "169.254.3.4"),
    ]
    assert phone_addresses([LOOPBACK, *inside, WIFI]) == ["192.168.1.5"]
    assert phone_addresses([LOOPBACK, *inside]) == []


def test_a_network_that_is_down_is_no_way_in():
    assert phone_addresses([Network("wlp2s0", "192.168.1.5", is_up=False)]) == []


def test_the_address_that_goes_out_comes_before_the_others():
    assert phone_addresses([CABLE, WIFI], "192.168.1.5") == ["192.168.1.5", "10.0.0.7"]
    assert phone_addresses([CABLE, WIFI], "10.0.0.7") == ["10.0.0.7", "192.168.1.5"]


def test_private_networks_come_before_public_ones_and_none_comes_twice():
    public = Network("eth9", "8.8.4.4")
    assert phone_addresses([public, CABLE, CABLE]) == ["10.0.0.7", "8.8.4.4"]


@pytest.mark.parametrize("ip", ["10.42.0.1", "192.168.137.1", "192.168.2.1"])
def test_a_hotspot_of_the_laptop_comes_first_even_when_a_cable_goes_out(ip):
    shared = Network("hotspot", ip)
    assert phone_addresses([CABLE, shared], "10.0.0.7")[0] == ip


class Request:
    """A request, as far as the door looks at it."""

    def __init__(self, classroom=None, **cookies):
        self.settings = {"classroom": classroom}
        self.cookies = cookies

    def get_cookie(self, name, default=None):
        return self.cookies.get(name, default)


def test_outside_a_class_everybody_may_enter():
    assert door.may_enter(Request())
    assert not door.is_facilitator(Request())


def test_only_the_cookie_of_this_class_opens_its_door():
    ours, other = Classroom(code="1234"), Classroom(code="1234")
    assert not door.may_enter(Request(ours))
    assert door.may_enter(Request(ours, cuentas_aula=ours.pass_value))
    assert not door.may_enter(Request(ours, cuentas_aula=other.pass_value))
    assert not door.may_enter(Request(ours, cuentas_aula="1234"))
    assert not door.may_enter(Request(ours, cuentas_aula="ñ"))


def test_the_facilitator_may_enter_and_a_phone_is_no_facilitator():
    ours = Classroom()
    assert door.may_enter(Request(ours, cuentas_clave=ours.facilitator_pass))
    assert not door.is_facilitator(Request(ours, cuentas_clave=ours.pass_value))
    assert not door.is_facilitator(Request(ours, cuentas_aula=ours.facilitator_pass))


def test_the_cookie_tells_neither_code_nor_key():
    ours = Classroom(code="1234")
    assert "1234" not in ours.pass_value
    assert ours.key not in ours.facilitator_pass
    assert ours.key not in repr(ours)


def test_after_ten_wrong_codes_an_address_waits_and_others_do_not():
    tries = Fairness()
    for _try in range(10):
        assert tries.wait("code", "192.168.1.7") == 0
        assert tries.take("code", "192.168.1.7") == 0
    assert 0 < tries.wait("code", "192.168.1.7") <= 60
    assert tries.wait("code", "192.168.1.8") == 0


OURS = (
    "/lecciones/01_plata",
    "/lecciones/01_plata/",
    "/lecciones/01_plata?distrito=180106&anio=2024",
    "/ayuda",
    "/lecciones/x?a=http:&b=%2F%2F",
)
FOREIGN = (
    "",
    "/",
    "//malo.example",
    "//malo.example/lecciones/x",
    "///malo.example",
    "/\\malo.example",
    "\\\\malo.example",
    "/lecciones\\x",
    "http://malo.example/",
    "https:malo.example",
    "javascript:alert(1)",
    "lecciones/x",
    " /lecciones/x",
    "/lecciones/x ",
    "/\tlecciones",
    "/lecciones/x\r\nSet-Cookie:a=b",
    "/lecciones/x\n",
    "/lecciones//malo.example",
    "/lecciones/../../otra",
    "/%2e%2e/otra",
    "/%2F%2Fmalo.example",
    "/lecciones/x?a=//malo.example",
    '/lecciones/x?a="><script>',
    "/lecciones/x#parte",
    "/@malo.example",
    "/lecciones/ñ",
    "/lecciones/" + "x" * 300,
)


@pytest.mark.parametrize("way", OURS)
def test_the_door_leads_on_to_our_own_pages(way):
    assert door.is_ours(way, "/")
    assert unquote(door.leading_to(way, "/")) == f"entrar?a={way}"
    assert "&" not in door.leading_to(way, "/")
    assert door.is_ours("/ana" + way, "/ana/")


@pytest.mark.parametrize("way", FOREIGN)
def test_the_door_leads_nowhere_else(way):
    assert not door.is_ours(way, "/")
    assert door.leading_to(way, "/") == "entrar"


@pytest.mark.parametrize("way", ["/lecciones/x", "/anabel/x", "/ana", "/ana/", "/ana//x"])
def test_below_a_base_address_its_own_pages_are_meant(way):
    assert not door.is_ours(way, "/ana/")


def classroom(*found, **given):
    return Classroom(code="1234", port=8866, addresses=lambda: list(found), **given)


def test_the_address_is_short_and_the_qr_carries_the_code():
    ours = classroom("192.168.1.5")
    assert ours.address == "http://192.168.1.5:8866"
    assert ours.joining_address == "http://192.168.1.5:8866/entrar?codigo=1234"
    assert ours.facilitator_address == f"http://127.0.0.1:8866/aula?clave={ours.key}"


def test_the_usual_port_of_the_web_is_not_written():
    ours = classroom("192.168.1.5")
    ours.port = 80
    assert ours.address == "http://192.168.1.5"


def test_the_address_that_was_chosen_wins_and_base_addresses_are_kept():
    ours = classroom("192.168.1.5", chosen="10.0.0.7", base_url="/ana/")
    assert ours.address == "http://10.0.0.7:8866/ana"


def test_a_code_has_four_digits():
    assert re.fullmatch(r"[1-9]{4}", Classroom().code)


TYPED = Command(for_class=True)


class Screen(io.StringIO):
    encoding = "utf-8"

    def isatty(self):
        return True


def test_the_terminal_says_address_code_qr_and_apart_the_facilitators_link():
    ours, screen = classroom("192.168.1.5"), Screen()
    welcome.write(ours, screen, TYPED)
    told = screen.getvalue()
    assert "    http://192.168.1.5:8866\n" in told
    assert "Código: 1234" in told
    assert "█" in told
    assert "varias redes" not in told
    assert told.index("█") < told.index("Solo para ti") < told.index(ours.key)


def test_a_terminal_without_such_letters_gets_no_qr():
    old = Screen()
    old.encoding = "ascii"
    welcome.write(classroom("192.168.1.5"), old, TYPED)
    assert "█" not in old.getvalue()


def test_several_networks_are_told_with_the_command_that_chooses():
    screen = Screen()
    welcome.write(classroom("192.168.1.5", "10.0.0.7"), screen, replace(TYPED, port=9000))
    assert "    cuentas serve --class --address 10.0.0.7 --port 9000\n" in screen.getvalue()


def test_a_class_that_could_not_be_kept_is_told_in_one_line():
    kept_one, lost = Screen(), Screen()
    welcome.write(classroom("192.168.1.5"), kept_one, TYPED)
    welcome.write(classroom("192.168.1.5", is_kept=False), lost, TYPED)
    sentence = "\nNo pude guardar la clase: si la laptop se apaga, el código cambiará.\n"
    assert sentence in lost.getvalue()
    assert sentence not in kept_one.getvalue()


def test_a_command_that_is_proposed_repeats_what_was_typed():
    typed = Command(
        for_class=True,
        address="10.0.0.7",
        port=8866,
        base_url="/clase/",
        log=Path("mi clase.log"),
        open_browser=True,
    )
    assert str(typed.on_another_port()) == (
        "cuentas serve --class --address 10.0.0.7 --port 8867 --base-url /clase/ "
        "--log 'mi clase.log' --open"
    )
    assert str(Command()) == "cuentas serve"


@pytest.mark.parametrize(("port", "other"), [(None, 9000), (80, 9000), (8866, 8867), (65535, 9000)])
def test_another_port_is_one_that_can_be_opened(port, other):
    assert Command(port=port).on_another_port().port == other


def test_without_a_network_the_terminal_says_what_to_do():
    screen = Screen()
    welcome.write(classroom(), screen, TYPED)
    assert "Conecta la laptop al Wi-Fi o crea un punto de acceso." in screen.getvalue()
    assert "/aula?clave=" in screen.getvalue()
    assert "█" not in screen.getvalue()


EASY = Machine(memory_free_mb=3000, load=0.2)


@pytest.mark.parametrize(
    ("laptop", "attendance", "sense", "health"),
    [
        (EASY, Attendance(), Sense.WELL, Health.OK),
        (EASY, Attendance(waiting=1), Sense.CROWDED, Health.TIGHT),
        (EASY, Attendance(room=0), Sense.NO_SEATS, Health.FULL),
        (Machine(memory_free_mb=3000, load=2.0), Attendance(), Sense.BUSY, Health.TIGHT),
        (Machine(memory_free_mb=527, load=0.2), Attendance(), Sense.LITTLE_MEMORY, Health.TIGHT),
        (Machine(memory_free_mb=501, load=0.2), Attendance(room=9), Sense.NO_MEMORY, Health.FULL),
    ],
)
def test_the_laptop_says_how_it_is_doing_and_what_is_missing(laptop, attendance, sense, health):
    assert laptop.sense(attendance) is sense
    assert sense.health is health


def test_room_is_promised_only_where_nothing_is_tight():
    told = wall.state(classroom(), EASY, Attendance(room=200))
    assert told["room"] == "Caben 200 más."
    busy = wall.state(classroom(), replace(EASY, load=2.0), Attendance(room=200))
    assert busy["machine"] == "La laptop va justa: el procesador está muy ocupado."
    short = wall.state(classroom(), replace(EASY, memory_free_mb=527), Attendance(room=200))
    assert short["machine"] == "La laptop va justa: queda poca memoria."
    assert (busy["room"], short["room"]) == ("", "")
    full = wall.state(classroom(), EASY, Attendance(room=0))
    assert full["machine"] == "La laptop está al límite: no caben más celulares."
    assert full["room"] == "Quien llegue espera su turno y puede leer."


def test_the_guide_has_a_remedy_for_each_sentence_of_the_laptop():
    page = Path(__file__).parents[2] / "facilitator_guide" / "antes" / "clase.md"
    rows = [row.split("»")[0] for row in page.read_text("utf-8").splitlines() if row[:3] == "| «"]
    ends = [row.removeprefix("| «").removeprefix("…").removeprefix("La laptop ") for row in rows]
    sentences = [machine.in_words(sense).rstrip(".") for sense in Sense]
    assert sorted(ends) == sorted(
        next(end for end in ends if sentence.endswith(end)) for sentence in sentences
    )


def test_learners_are_counted_after_what_the_laptop_needs_itself():
    assert Machine(memory_free_mb=590, load=0).learners == 30
    assert Machine(memory_free_mb=100, load=0).learners == 0


def test_the_wall_says_numbers_in_words_and_nothing_of_anybody():
    attendance = Attendance(phones={"02_leer_un_presupuesto": 28, "x": 1}, waiting=1, room=3)
    told = wall.state(classroom("192.168.1.5"), EASY, attendance)
    assert told["joined"] == "29"
    assert told["joined_words"] == "celulares con una lección abierta"
    assert told["waiting"] == "1 celular espera su turno."
    assert told["room"] == ""
    assert told["machine"] == "La laptop va justa: llegan muchos celulares a la vez."
    [lesson] = told["lessons"]
    assert lesson.endswith(" 28")


@pytest.fixture
def written(tmp_path):
    file = tmp_path / "clase.log"
    journal.set_up(logging.WARNING, file)
    yield lambda: file.read_text("utf-8").splitlines()
    journal.set_up()


def test_the_journal_says_what_changed_and_does_not_repeat_itself(written):
    now = [Attendance(phones={"uno": 3}), Attendance(phones={"uno": 3}), Attendance(waiting=2)]
    watch = Watch(lambda: now.pop(0), look=lambda: EASY, disk_mb=lambda: 150)
    for _time in range(3):
        watch.now()
    told = [line.split(" ", 2)[2] for line in written()]
    assert told == [
        "Hay 3 celulares con una lección abierta.",
        "La laptop va bien.",
        "Aviso: Quedan 150 MB libres en el disco. Borra archivos que ya no uses.",
        "Hay 0 celulares con una lección abierta.",
        "2 celulares esperan su turno.",
        "La laptop va justa: llegan muchos celulares a la vez.",
    ]


def test_the_journal_has_local_times_and_neither_addresses_nor_questions(written):
    journal.logger().error("192.168.1.77 pidió /entrar?codigo=1234 desde fe80::1:2")
    journal.lesson_ended("01_plata", ValueError("mal"))
    first, reason, second = written()
    assert reason.endswith("Problema: mal")
    assert re.match(r"\d{4}-\d{2}-\d{2} \d{2}:\d{2}:\d{2} Problema: ··· pidió /entrar desde", first)
    assert second.endswith(
        "Aviso: La lección 01_plata se detuvo en un celular. Al tocar la pantalla sigue."
    )
    assert not re.search(r"1234|fe80|192\.", first)


def test_the_screen_stays_quiet_outside_a_class(capsys):
    journal.set_up()
    journal.opened()
    journal.phones(3)
    assert capsys.readouterr().err == ""


def test_the_screen_tells_the_class(capsys):
    journal.set_up(logging.INFO)
    journal.phones(1)
    assert re.fullmatch(
        r"\d{2}:\d{2} Hay 1 celular con una lección abierta\.\n", capsys.readouterr().err
    )
    journal.set_up()


def test_the_journals_file_stays_small(monkeypatch, tmp_path):
    monkeypatch.setattr(journal, "FILE_BYTES", 2000)
    journal.set_up(file=tmp_path / "clase.log")
    for _line in range(200):
        journal.phones_wait(20)
    journal.set_up()
    kept = sorted(tmp_path.iterdir())
    assert [path.name for path in kept] == ["clase.log", "clase.log.1", "clase.log.2"]
    assert all(path.stat().st_size <= 2000 for path in kept)


def test_a_class_opened_again_today_keeps_its_door(tmp_path):
    first = kept.classroom(folder=tmp_path / "nueva")
    again = kept.classroom("10.0.0.7", folder=tmp_path / "nueva")
    assert (again.code, again.key) == (first.code, first.key)
    assert again.pass_value == first.pass_value
    assert again.chosen == "10.0.0.7"
    assert (tmp_path / "nueva" / kept.FILE).stat().st_mode & 0o077 == 0


def test_another_day_or_another_code_makes_another_class(tmp_path, monkeypatch):
    first = kept.classroom(folder=tmp_path)
    fresh = kept.classroom(folder=tmp_path, fresh=True)
    assert fresh.key != first.key
    monkeypatch.setattr(kept, "SECONDS", 0)
    assert kept.classroom(folder=tmp_path).key != fresh.key


def test_a_class_is_held_even_where_nothing_can_be_kept(tmp_path):
    (tmp_path / "archivo").write_text("", "utf-8")
    lost = kept.classroom(folder=tmp_path / "archivo")
    assert lost.code
    assert not lost.is_kept
    assert kept.classroom(folder=tmp_path / "nueva").is_kept
    assert kept.classroom(folder=tmp_path / "nueva").is_kept
    (tmp_path / kept.FILE).write_text("[1, 2", "utf-8")
    assert kept.classroom(folder=tmp_path).code
