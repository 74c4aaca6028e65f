"""Which addresses a crawl may ask: public ones, over HTTP or HTTPS, wherever a board or its redirects may point."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.error import DNSLookupError

_LOCAL = ("localhost", ".localhost", ".local", ".internal", ".lan", ".home.arpa")


class PrivateAddressError(IgnoreRequest):
    """An address that is not public, or no web address at all.

    Args:
        reason: What it is, without who named it.
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)


def require_public(url: str) -> None:
    """Refuse an address whose host is private by its own writing; names are looked at again when they are resolved.

    Raises:
        PrivateAddressError: A scheme other than HTTP and HTTPS, a local name, or an IP address that is not public.
    """
    parts = urlsplit(url)
    host = (parts.hostname or "").rstrip(".")
    if parts.scheme not in {"http", "https"} or not host:
        raise PrivateAddressError(f"no web address ({parts.scheme or 'no scheme'})")
    if not is_public(host) or any(host == name or host.endswith(name) for name in _LOCAL):
        raise PrivateAddressError(f"a private address ({host})")


def is_public(host: str) -> bool:
    """Return whether a host may be asked: any name, and any IP address that is globally reachable."""
    try:
        address = ip_address(host)
    except ValueError:
        # Resolvers also read 2130706433, 0x7f.1 and 127.1 as addresses: no public host is written so.
        return not host.replace(".", "").isdigit() and not host.startswith("0x")
    mapped = getattr(address, "ipv4_mapped", None)
    return (mapped or address).is_global and not address.is_multicast


class PublicAddresses:
    """Downloader middleware: every request, redirected ones as well, goes to a public address or not at all."""

    def process_request(self, request: Request) -> None:
        """Let the request pass, or refuse it."""
        require_public(request.url)


PRIVATE_NAMES: set[str] = set()
"""Names that a resolver of this process refused: Twisted passes on no more than that a lookup failed."""


class PublicResolver(CachingThreadedResolver):
    """Refuses names that resolve to an address within our own network."""

    def getHostByName(self, name: str, timeout: object = ()) -> Deferred[str]:  # noqa: N802 - Twisted's name
        """Return the address of a name; its lookup fails where that is private."""
        return super().getHostByName(name, timeout).addCallback(_require_public_ip, name)  # type: ignore[arg-type]  # Scrapy overrides the timeout


def _require_public_ip(address: str, name: str) -> str:
    if not is_public(address):
        PRIVATE_NAMES.add(name)
        raise DNSLookupError(f"{name} is at the private address {address}")
    return address
