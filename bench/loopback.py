"""A server that costs as little as one can: ready answers over keep-alive connections, in a process of its own."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from multiprocessing.connection import Connection


@contextmanager
def served(answers: Mapping[str, bytes]) -> Iterator[str]:
    """Serve bodies by path and query on 127.0.0.1 until the block ends; yield the address. All else is 404."""
    parent, child = multiprocessing.Pipe()
    process = multiprocessing.Process(target=_serve, args=(dict(answers), child), daemon=True)
    process.start()
    try:
        yield f"http://127.0.0.1:{parent.recv()}"
    finally:
        process.terminate()
        process.join()


def _serve(answers: dict[str, bytes], told: Connection) -> None:
    ready = {path.encode(): _packed(b"200 OK", body) for path, body in answers.items()}
    none = _packed(b"404 Not Found", b"")

    class Answering(asyncio.Protocol):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.transport, self.rest = transport, b""

        def data_received(self, data: bytes) -> None:
            *requests, self.rest = (self.rest + data).split(b"\r\n\r\n")
            for request in requests:
                self.transport.write(ready.get(request.split(b" ", 2)[1], none))  # type: ignore[attr-defined]  # a TCP transport

    async def main() -> None:
        server = await asyncio.get_running_loop().create_server(Answering, "127.0.0.1", 0)
        told.send(server.sockets[0].getsockname()[1])
        await server.serve_forever()

    asyncio.run(main())


def _packed(status: bytes, body: bytes) -> bytes:
    kind = b"application/json" if body[:1] in {b"[", b"{"} else b"text/html; charset=utf-8"
    return b"HTTP/1.1 %b\r\nContent-Type: %b\r\nContent-Length: %d\r\n\r\n%b" % (status, kind, len(body), body)
