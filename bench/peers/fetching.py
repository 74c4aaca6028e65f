"""Two clients that know nothing of postings, against the loopback server: aiohttp, and sockets with bare HTTP.

FILE: `host`, `port`, `paths` and `together`, the connections at once. Found: answers with a body.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator
from typing import Any

from harness import answer


def of_aiohttp(given: dict[str, Any]) -> Callable[[], int]:
    """Return an aiohttp client with a session of so many connections."""
    import aiohttp  # noqa: PLC0415 - each peer has an environment of its own

    async def fetched() -> int:
        paths = iter(given["paths"])
        root = f"http://{given['host']}:{given['port']}"

        async def work(session: aiohttp.ClientSession) -> int:
            found = 0
            for path in paths:
                async with session.get(root + path) as response:
                    found += bool(await response.read())
            return found

        connector = aiohttp.TCPConnector(limit=given["together"])
        async with aiohttp.ClientSession(connector=connector) as session:
            return sum(await asyncio.gather(*(work(session) for _ in range(given["together"]))))

    return lambda: asyncio.run(fetched())


def of_sockets(given: dict[str, Any]) -> Callable[[], int]:
    """Return connections that ask ahead and only look for each answer's length: what the loopback gives at most."""

    async def fetched() -> int:
        paths: list[str] = given["paths"]
        parts = [paths[at :: given["together"]] for at in range(given["together"])]
        return sum(await asyncio.gather(*(_asked(given["host"], given["port"], part) for part in parts)))

    return lambda: asyncio.run(fetched())


async def _asked(host: str, port: int, paths: list[str]) -> int:
    reader, writer = await asyncio.open_connection(host, port, limit=1 << 22)
    requests: Iterator[bytes] = (f"GET {path} HTTP/1.1\r\nHost: {host}\r\n\r\n".encode() for path in paths)
    writer.write(b"".join(requests))
    found = 0
    async for body in _bodies(reader, len(paths)):
        found += bool(body)
    writer.close()
    return found


async def _bodies(reader: asyncio.StreamReader, n: int) -> AsyncIterator[bytes]:
    for _ in range(n):
        head = await reader.readuntil(b"\r\n\r\n")
        yield await reader.readexactly(int(head.rpartition(b"Content-Length: ")[2]))


if __name__ == "__main__":
    answer({"aiohttp": of_aiohttp, "sockets": of_sockets})
