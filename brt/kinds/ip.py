"""Ip: an address, IPv4 or IPv6, or a block of them (CIDR)."""

from brt.kinds.base import Bad, Kind
from brt.say import N_


def parse(text: str) -> str:
    """Return the address in its shortest form, with its prefix length when one was given."""
    from ipaddress import ip_address, ip_interface

    try:
        if "%" in text:  # a zone means something on one machine only
            raise ValueError(text)
        return str(ip_interface(text) if "/" in text else ip_address(text))
    except ValueError:
        raise Bad(N_("{value} is not an IP address, such as 203.0.113.8 or 203.0.113.8/29"), value=text) from None


KIND = Kind("ip", parse=parse, example="203.0.113.8/29", schema={"type": "string", "pattern": "^[0-9A-Fa-f.:/]+$"})
