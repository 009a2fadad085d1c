"""Servers of others on loopback.

A real Radicale that counts what it is asked, and one that answers as it is told.
"""

import os
import signal
import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any, NamedTuple
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

from radicale import app, config

USER, PASSWORD = "coordinacion", "secreto-ñ"
Before = Callable[[str, int], None]


class _QuietHandler(WSGIRequestHandler):
    def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  its own name for it
        """Say nothing."""


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True
    request_queue_size = 32


class Radicale:
    """A real Radicale with one user; `asked` are the methods of all requests, and their paths.

    `before` and `after` are called with a method and how many of it there have been, this one
    included.
    """

    def __init__(self, folder: Path) -> None:
        users = folder / "users"
        users.write_text(f"{USER}:{PASSWORD}\n", encoding="utf-8")
        settings: dict[str, dict[str, Any]] = {
            "auth": {
                "type": "htpasswd",
                "htpasswd_filename": str(users),
                "htpasswd_encryption": "plain",
                "delay": 0,
            },
            "storage": {"filesystem_folder": str(folder / "collections")},
            "logging": {"level": "critical"},
        }
        configuration = config.load()
        configuration.update(settings, "test", privileged=True)
        self.folder = folder / "collections" / "collection-root"
        self.asked: list[tuple[str, str]] = []
        self.before: Before = lambda _method, _count: None
        self.after: Before = lambda _method, _count: None
        self._at_work = 0
        self._done = threading.Condition()
        self._application = app.Application(configuration)
        self._server = make_server("127.0.0.1", 0, self._answer, _Server, _QuietHandler)
        self.url = f"http://127.0.0.1:{self._server.server_port}/{USER}/reuniones/"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def _answer(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        method = environ["REQUEST_METHOD"]
        with self._done:
            self._at_work += 1
        try:
            self.asked.append((method, environ["PATH_INFO"]))
            count = self.count(method)
            self.before(method, count)
            content: Iterable[bytes] = self._application(environ, start_response)
            self.after(method, count)
            return content
        finally:
            with self._done:
                self._at_work -= 1
                self._done.notify_all()

    def settle(self) -> None:
        """Wait until nothing is asked any more.

        A request outlives the client that was killed while it asked.
        """
        with self._done:
            assert self._done.wait_for(lambda: not self._at_work, 30)

    def count(self, method: str) -> int:
        return sum(asked == method for asked, _path in self.asked)

    def counts(self) -> dict[str, int]:
        """Count the requests that change something since the last time, and begin anew."""
        found = {
            method: self.count(method)
            for method in ("MKCALENDAR", "PUT", "DELETE")
            if self.count(method)
        }
        self.asked.clear()
        return found

    @property
    def files(self) -> dict[str, bytes]:
        """Give the objects of the calendar as they lie on its disk, by name."""
        folder = self.folder / USER / "reuniones"
        return {path.name: path.read_bytes() for path in sorted(folder.glob("*.ics"))}

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def run_radicale(folder: Path) -> Iterator[Radicale]:
    server = Radicale(folder)
    try:
        yield server
    finally:
        server.close()


class Reply(NamedTuple):
    """What the told server answers; `cut` bytes of the body are promised and not sent."""

    status: int
    body: bytes = b""
    headers: tuple[tuple[str, str], ...] = ()
    cut: int = 0


class Request(NamedTuple):
    """What the told server was asked."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Script = Callable[[Request], "Reply | bytes | None"]


class ToldServer:
    """A server over HTTP/1.1 that keeps connections open and answers each request by its script.

    Where that gives bytes they are sent as they are, and where it gives None the connection is
    closed without a word.
    """

    def __init__(self, script: Script) -> None:
        self.script = script
        self.asked: list[Request] = []
        owner = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self) -> None:
                body = self.rfile.read(int(self.headers.get("content-length") or 0))
                headers = {name.lower(): value for name, value in self.headers.items()}
                request = Request(self.command, self.path, headers, body)
                owner.asked.append(request)
                reply = owner.script(request)
                if isinstance(reply, Reply):
                    self._send(reply)
                else:
                    self.wfile.write(reply or b"")
                    self.close_connection = True

            def _send(self, reply: Reply) -> None:
                self.send_response(reply.status)
                for name, value in reply.headers:
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(reply.body) + reply.cut))
                self.end_headers()
                self.wfile.write(reply.body)
                self.close_connection = bool(reply.cut)

            do_PROPFIND = do_REPORT = do_PUT = do_DELETE = do_MKCALENDAR = do_GET = handle_any  # noqa: N815

            def log_message(self, format: str, *args: Any) -> None:  # noqa: A002  its own name for it
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.port = self._server.server_port
        self.url = f"http://127.0.0.1:{self.port}/dav/reuniones/"
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@contextmanager
def run_told(script: Script) -> Iterator[ToldServer]:
    server = ToldServer(script)
    try:
        yield server
    finally:
        server.close()


def kill(process: int) -> None:
    """End a process as a power cut would."""
    os.kill(process, signal.SIGKILL)
