"""A server on this machine that speaks the boards' protocols under `/<original host>/<original path>?<query>`.

It knows sockets and nothing of markets: whatever answers a Request can be served.
"""

from __future__ import annotations

import argparse
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qsl, unquote, urlsplit

from simulation.protocols.http import Answer, Request, Source

_PIECE = 512


@dataclass(frozen=True)
class Replica:
    """A running server.

    Args:
        url: Its root, without a slash at the end; a board's address there is `url/<host>/<path>`.
        requests: Every request so far, in the order of arrival.
    """

    url: str
    requests: list[Request]


@contextmanager
def serve(source: Source, port: int = 0) -> Iterator[Replica]:
    """Serve a source on 127.0.0.1 until the block ends; port 0 takes any that is free."""
    source.answer(Request("", "/robots.txt"))  # what a source makes when first asked is made before a client waits
    seen: list[Request] = []
    server = _Server(("127.0.0.1", port), _handler(source, seen))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield Replica(f"http://127.0.0.1:{server.server_address[1]}", seen)
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 64

    def handle_error(self, request: object, client_address: object) -> None:
        """Stay silent about clients that hang up; anything else is told as usual."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]  # the base class wants a socket


def _handler(source: Source, seen: list[Request]) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def do_GET(self) -> None:
            request = _request(self)
            seen.append(request)
            with suppress(BrokenPipeError, ConnectionResetError):
                _send(self, source.answer(request))

        do_POST = do_GET  # noqa: N815 - the base class names it so

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base class names it so
            """Stay silent: whoever serves prints what is worth printing."""

    return Handler


def _request(handler: BaseHTTPRequestHandler) -> Request:
    parts = urlsplit(handler.path)
    first, _, rest = parts.path.lstrip("/").partition("/")
    host, path = ("", parts.path) if first == "robots.txt" else (first, f"/{rest}")
    headers = {name.lower(): value for name, value in handler.headers.items()}
    body = handler.rfile.read(int(headers.get("content-length", 0)))
    query = dict(parse_qsl(parts.query, keep_blank_values=True))
    return Request(host, unquote(path), query, headers, handler.command, body)


def _send(handler: BaseHTTPRequestHandler, answer: Answer) -> None:
    time.sleep(answer.seconds)
    handler.send_response(answer.status)
    for name, value in answer.headers.items():
        handler.send_header(name, value)
    handler.send_header("Content-Length", str(len(answer.body)))
    handler.end_headers()
    body = answer.body if answer.sent is None else answer.body[: answer.sent]
    if not answer.drip:
        handler.wfile.write(body)
    else:
        for start in range(0, len(body), _PIECE):
            handler.wfile.write(body[start : start + _PIECE])
            time.sleep(answer.drip)
    handler.close_connection = handler.close_connection or answer.sent is not None


def main() -> None:
    """Serve a simulated market until interrupted: `python -m simulation.replica --port 8080 --seed 7`."""
    from simulation.market import Market  # noqa: PLC0415 - the server itself needs no market

    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--port", type=int, default=8080)
    parser.add_argument("--seed", type=int, default=7)
    parser.add_argument("--months", type=int, default=36)
    parser.add_argument("--end", type=date.fromisoformat, default=datetime.now(UTC).date(), help="YYYY-MM-DD")
    given = parser.parse_args()
    with serve(Market(given.seed, given.end, given.months), given.port) as replica:
        print(f"{replica.url}/<host>/<path>, until you press Ctrl-C")  # noqa: T201 - the command's only output
        with suppress(KeyboardInterrupt):
            threading.Event().wait()


if __name__ == "__main__":
    main()
