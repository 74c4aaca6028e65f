"""Unpacking bodies that were stored packed (gzip), no further than a crawl would read an unpacked one."""

from __future__ import annotations

import zlib

from spiders.faults import CrawlFault

_GZIP = b"\x1f\x8b"
LARGEST = 64 << 20
"""Bytes; the same bound as for an answer."""


def unpacked(body: bytes, who: str) -> bytes:
    """Return a body as it was before it was packed; one that is not packed as it is.

    Args:
        body: What came.
        who: What sent it and what it is, for the fault: `x.example sent a packed sitemap`.

    Raises:
        CrawlFault: It is broken, cut off or too large.
    """
    if not body.startswith(_GZIP):
        return body
    unpacker = zlib.decompressobj(wbits=31)
    try:
        whole = unpacker.decompress(body, LARGEST)
    except zlib.error as error:
        raise CrawlFault(f"{who} that is broken ({error})") from None
    if not unpacker.eof:
        raise CrawlFault(f"{who} that is cut off or larger than {LARGEST >> 20} MB")
    return whole
