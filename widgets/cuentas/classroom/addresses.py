"""Which address of this computer the phones of a class can reach."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterable
from dataclasses import dataclass
from ipaddress import IPv4Address

import psutil

VIRTUAL = re.compile(
    r"docker|podman|veth|virbr|vmnet|vmware|vboxnet|virtualbox|hyper-v|wsl|loopback|tailscale"
    r"|^(?:lxc|lxd|cni|flannel|zt|tun|tap|utun|wg|ppp|br-[0-9a-f]{6})",
    re.IGNORECASE,
)
"""Names of networks that live inside this computer or lead to a far office."""
SHARED = frozenset({"10.42.0.1", "192.168.137.1", "192.168.2.1"})
"""What Linux, Windows and macOS call this computer in the hotspot that it makes itself."""
_FAR_AWAY = ("192.0.2.1", 9)
"""An address kept for examples: asking for the way there sends nothing."""


@dataclass(frozen=True)
class Network:
    """An address of this computer, and the network it belongs to."""

    name: str
    ip: str
    is_up: bool = True


def phone_addresses(networks: Iterable[Network], default_ip: str | None = None) -> list[str]:
    """The addresses that phones may use, the likeliest first.

    Args:
        networks: every address of this computer.
        default_ip: the address from which this computer goes out, if it goes anywhere.

    Returns:
        IPv4 addresses; none when this computer is in no network with others. A hotspot of
        its own comes first, since it exists for phones; then the address that goes out, then
        those of private networks, then the others.
    """
    usable = [one for one in networks if _is_usable(one)]
    ranked = sorted(
        usable,
        key=lambda one: (
            one.ip not in SHARED,
            one.ip != default_ip,
            not IPv4Address(one.ip).is_private,
        ),
    )
    return list(dict.fromkeys(one.ip for one in ranked))


def this_computer() -> list[str]:
    """The addresses that phones may use now."""
    return phone_addresses(networks(), _default_ip())


def networks() -> list[Network]:
    """Every IPv4 address of this computer."""
    states = psutil.net_if_stats()
    return [
        Network(name, address.address, is_up=name in states and states[name].isup)
        for name, addresses in psutil.net_if_addrs().items()
        for address in addresses
        if address.family == socket.AF_INET
    ]


def _is_usable(network: Network) -> bool:
    address = IPv4Address(network.ip)
    is_real = network.is_up and not VIRTUAL.search(network.name)
    return is_real and not (address.is_loopback or address.is_link_local or address.is_unspecified)


def _default_ip() -> str | None:
    """The address from which this computer would go out; nothing is sent to find out."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_FAR_AWAY)
        except OSError:
            return None
        return str(probe.getsockname()[0])
