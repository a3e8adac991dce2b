"""What a class has: its code, the facilitator's key, and the address that phones use."""

from __future__ import annotations

import hmac
import secrets
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from hashlib import sha256
from urllib.parse import urlencode

from cuentas.classroom.addresses import this_computer

CODE_DIGITS = 4
"""Few enough to be called across a room."""
DEFAULT_HTTP_PORT = 80
"""The port that no address has to name."""
LOOPBACK = "127.0.0.1"
EVERYWHERE = "0.0.0.0"  # noqa: S104 - a class comes in through the Wi-Fi; its door asks the code


def new_code() -> str:
    """Four digits that are easy to call across a room."""
    return "".join(secrets.choice("123456789") for _digit in range(CODE_DIGITS))


@dataclass
class Classroom:
    """One class, from the moment it is opened until the server ends.

    Attributes:
        code: the digits that phones type to come in.
        key: the facilitator's secret, part of a link that only this laptop's terminal shows.
        secret: makes the cookie of those who typed the code; it is never sent.
        chosen: the address that phones use, where the facilitator chose one.
        addresses: the addresses of this computer now; Wi-Fi may come and go.
        port: the port that was opened.
        base_url: where the course starts.
        is_kept: it can be opened again with the same code after the laptop went out.
    """

    code: str = field(default_factory=new_code)
    key: str = field(default_factory=lambda: secrets.token_urlsafe(16), repr=False)
    secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)
    chosen: str | None = None
    addresses: Callable[[], list[str]] = this_computer
    port: int = DEFAULT_HTTP_PORT
    base_url: str = "/"
    is_kept: bool = True

    @property
    def interface(self) -> str:
        """Where to listen: on the network that was chosen, or else on all of them."""
        return self.chosen or EVERYWHERE

    @property
    def host(self) -> str | None:
        """The address that phones use, ``None`` while this laptop is in no network."""
        return self.chosen or next(iter(self.addresses()), None)

    @property
    def address(self) -> str | None:
        """The address that people type, ``http://192.168.1.5:8866``."""
        return self._at(self.host).rstrip("/") if self.host else None

    @property
    def joining_address(self) -> str | None:
        """The address in the QR, which carries the code."""
        return self.joining_with({})

    def joining_with(self, choice: Mapping[str, str]) -> str | None:
        """The same, leading to lessons opened with a choice, such as that of a region."""
        if not self.host:
            return None
        return f"{self._at(self.host)}entrar?{urlencode({'codigo': self.code, **choice})}"

    @property
    def facilitator_address(self) -> str:
        """The link of the projector page; opened on this laptop, it never travels by air."""
        return f"{self._at(self.chosen or LOOPBACK)}aula?{urlencode({'clave': self.key})}"

    @property
    def pass_value(self) -> str:
        """The cookie of a phone that typed the code: the same for all, so it names nobody."""
        return hmac.new(self.secret, self.code.encode(), sha256).hexdigest()

    @property
    def facilitator_pass(self) -> str:
        """The cookie of whoever opened the facilitator's link."""
        return hmac.new(self.secret, self.key.encode(), sha256).hexdigest()

    def knows_code(self, typed: str) -> bool:
        """Whether these are the digits of this class; spaces between them do not matter."""
        return _same("".join(typed.split()), self.code)

    def knows_key(self, given: str) -> bool:
        """Whether this is the facilitator's key."""
        return _same(given, self.key)

    def _at(self, host: str) -> str:
        port = "" if self.port == DEFAULT_HTTP_PORT else f":{self.port}"
        return f"http://{host}{port}{self.base_url}"


def _same(given: str, expected: str) -> bool:
    """Compared in a time that tells nothing about how much of it is right."""
    return hmac.compare_digest(given.encode(), expected.encode())
