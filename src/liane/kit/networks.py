"""Addresses of the network, as servers write them. Reads nothing of Django: the settings use it."""

from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network


def networks(text: str) -> list[Network]:
    """The fronts of LIANE_PROXIES: addresses or networks, separated by commas. ValueError when one is neither."""
    return [ip_network(part.strip(), strict=False) for part in text.split(",") if part.strip()]


def address(text: str) -> Address | None:
    """An address as servers write it: with a port, in brackets, or an IPv4 dressed as an IPv6."""
    text = text.strip()
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        found = ip_address(text)
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def visitor(peer: Address | None, told: str, fronts: Iterable[Network]) -> Address | None:
    """Who comes: read from the right, the first address that is not one of our fronts."""
    fronts = tuple(fronts)
    seen = peer
    for part in reversed([part for part in told.split(",") if part.strip()]):
        if seen is None or not among(seen, fronts):
            break
        seen = address(part)
    return seen


def among(one: Address, fronts: tuple[Network, ...]) -> bool:
    """Is this address one of them?"""
    return any(one in front for front in fronts if front.version == one.version)
