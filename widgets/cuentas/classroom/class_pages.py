"""The pages of a class: the door, the projector page, and the health of the server."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from tornado.web import HTTPError, RequestHandler

from cuentas.classroom import door, machine, qr, wall
from cuentas.classroom.fairness import Fairness
from cuentas.classroom.page import PageMixin
from cuentas.classroom.pages import render
from cuentas.classroom.state import CODE_DIGITS, Classroom
from cuentas.classroom.version import course_version
from cuentas.course import course
from cuentas.i18n import plural
from cuentas.i18n import text as _

MAX_TYPED = 20
KNOWS_CODE = "paso"
"""The part of the door's address that says that the right code was given a moment ago."""


def routes(base_url: str, count: machine.Counter) -> list[Any]:
    """Addresses of the class, for a web application.

    Args:
        base_url: where the course starts, with a slash at both ends.
        count: counts the visits of this moment.
    """
    return [
        (f"{base_url}entrar", JoinPage, {"tries": Fairness()}),
        (f"{base_url}aula", ProjectorPage, {"count": count}),
        (f"{base_url}aula/estado", StateOfTheClass, {"count": count}),
        (f"{base_url}healthz", HealthOfTheServer, {"count": count}),
    ]


class ClassPage(PageMixin, RequestHandler):  # type: ignore[misc]  # no types upstream
    """A page that no browser keeps."""

    def set_default_headers(self) -> None:
        """Security headers; what is shown now is not true later."""
        super().set_default_headers()
        self.set_header("Cache-Control", "no-store")

    def give_pass(self, name: str, value: str, samesite: str) -> None:
        """A cookie that scripts cannot read and that ends when the browser is closed."""
        self.set_cookie(name, value, path=self.site.base_url, httponly=True, samesite=samesite)

    def classroom_of_facilitator(self) -> Classroom:
        """The class, for whoever facilitates it; for others this page does not exist."""
        classroom = door.class_of(self)
        if classroom is None or not door.is_facilitator(self):
            raise HTTPError(404)
        return classroom


class JoinPage(ClassPage):
    """The door of a class: one field for the code."""

    def initialize(self, tries: Fairness) -> None:
        """One memory of wrong codes for all requests."""
        self.tries = tries

    def get(self) -> None:
        """The field, or straight to the lessons with the code that the QR carries."""
        typed = self.get_query_argument("codigo", "")
        if door.may_enter(self):
            self.redirect(self._way())
        elif typed:
            self._try(typed)
        elif self.get_query_argument(KNOWS_CODE, ""):
            self._show(
                _(
                    "El código está bien, pero tu navegador no guarda el permiso para entrar. "
                    "Permite las cookies o galletas, sal del modo privado, o abre la dirección "
                    "con otro navegador."
                )
            )
        else:
            self._show("")

    def post(self) -> None:
        """The code that was typed."""
        if door.class_of(self) is None:
            self.redirect(self._way())
        else:
            self._try(self.get_body_argument("codigo", ""))

    def _try(self, typed: str) -> None:
        classroom, who = door.class_of(self), str(self.request.remote_ip)
        wait = self.tries.wait("code", who)
        if wait:
            slower = plural(
                "Ya probaste varias veces. Espera {n} segundo, pregunta el código y escríbelo.",
                "Ya probaste varias veces. Espera {n} segundos, pregunta el código y escríbelo.",
                wait,
            ).format(n=wait)
            self._refuse(slower, HTTPStatus.TOO_MANY_REQUESTS, wait)
        elif classroom and classroom.knows_code(typed[:MAX_TYPED]):
            self.give_pass(door.PHONE_COOKIE, classroom.pass_value, "Lax")
            self.redirect(self._once_more(), status=HTTPStatus.SEE_OTHER)
        else:
            self.tries.take("code", who)
            self._refuse(
                _("Ese no es el código de hoy. Míralo en la pizarra y escríbelo otra vez."),
                HTTPStatus.FORBIDDEN,
            )

    def _refuse(self, sentence: str, status: HTTPStatus, wait: int = 0) -> None:
        self.set_status(status)
        if wait:
            self.set_header("Retry-After", str(wait))
        self._show(sentence)

    def _show(self, trouble: str) -> None:
        page = render(
            "join.html.j2",
            self.site,
            course=course(),
            trouble=trouble,
            digits=CODE_DIGITS,
            door=self.site.to(door.leading_to(self._way(), self.site.base_url)),
        )
        self.finish(page)

    def _once_more(self) -> str:
        """The door again, for a phone that has the pass now: one without it kept no cookie."""
        return self.site.to(f"{door.leading_to(self._way(), self.site.base_url, KNOWS_CODE)}")

    def _way(self) -> str:
        """Where this phone was going: a page of ours, or else the list of lessons."""
        asked = self.get_query_argument(door.WAY, "")
        return asked if door.is_ours(asked, self.site.base_url) else self.site.page()


class CountingPage(ClassPage):
    """A page that says how many are here."""

    def initialize(self, count: machine.Counter) -> None:
        """Count visits with ``count``."""
        self.count = count


class ProjectorPage(CountingPage):
    """The wall of the class: QR, address and code in large letters."""

    def get(self) -> None:
        """The page; the link with the key leaves a cookie, so that the key leaves the address."""
        classroom, key = door.class_of(self), self.get_query_argument("clave", "")
        if classroom and key and classroom.knows_key(key):
            self.give_pass(door.FACILITATOR_COOKIE, classroom.facilitator_pass, "Strict")
            self.redirect(self.site.page("aula"))
        else:
            self._show(self.classroom_of_facilitator())

    def _show(self, classroom: Classroom) -> None:
        joining = classroom.joining_with(self.site.region.choice)
        drawing = qr.as_svg(joining, _("Código QR para entrar")) if joining else ""
        page = render(
            "projector.html.j2",
            self.site,
            course=course(),
            classroom=classroom,
            drawing=drawing,
            state=wall.state(classroom, machine.look(), self.count()),
        )
        self.finish(page)


class StateOfTheClass(CountingPage):
    """What changes on the projector page, asked for every few seconds."""

    def get(self) -> None:
        """Sentences and numbers that identify nobody."""
        self.finish(wall.state(self.classroom_of_facilitator(), machine.look(), self.count()))


class HealthOfTheServer(CountingPage):
    """Whether visits can be taken, for programs that watch over the server."""

    def get(self) -> None:
        """Numbers only; 503 when no visit can be taken."""
        visits, now = self.count(), machine.look()
        health = now.sense(visits).health
        if health is machine.Health.FULL:
            self.set_status(HTTPStatus.SERVICE_UNAVAILABLE)
        numbers = {
            "status": health.value,
            "sessions": visits.sessions,
            "room": now.room(visits),
            "memory_free_mb": now.memory_free_mb,
            "load": now.load,
            "uptime_s": machine.uptime_seconds(),
            "version": course_version(),
        }
        self.finish(numbers)
