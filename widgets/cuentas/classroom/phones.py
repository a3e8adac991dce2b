"""Which phone a network address stands for."""

from __future__ import annotations

from ipaddress import IPv6Address, ip_address

_IPV6_HOME_BITS = 64


def phone_of(address: str) -> str:
    """The name under which a phone is counted, kept in memory only.

    A phone chooses freely among the addresses of its IPv6 network, so all of them count as
    one. An IPv4 address that came through an IPv6 socket counts as itself. What is not an
    address counts as one more phone.
    """
    try:
        known = ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if isinstance(known, IPv6Address):
        if known.ipv4_mapped:
            return str(known.ipv4_mapped)
        return f"{int(known) >> _IPV6_HOME_BITS:x}::/{_IPV6_HOME_BITS}"
    return str(known)
