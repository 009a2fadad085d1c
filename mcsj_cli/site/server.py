"""The site as a host would serve it, on this machine alone."""

import errno
from collections.abc import Callable
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from mcsj_cli.errors import WrongUsageError
from mcsj_cli.i18n import _
from mcsj_cli.site.addresses import FEED, Key

LOOPBACK = "127.0.0.1"
_HOSTS = ("localhost", LOOPBACK, "[::1]")
_HTTP_PORT = 80
_MISSING = Key("missing").path("es")


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    allow_reuse_address = True

    def __init__(self, port: int, folder: Path, root: str) -> None:
        self.folder = folder.resolve()
        self.root = root
        super().__init__((LOOPBACK, port), _Handler)
        self.hosts = {f"{host}:{self.server_port}" for host in _HOSTS}
        if self.server_port == _HTTP_PORT:
            self.hosts.update(_HOSTS)


class _Handler(SimpleHTTPRequestHandler):
    """Serves files of the folder, but none that are hidden or outside, and no lists."""

    server: _Server
    server_version, sys_version = "mcsj", ""
    extensions_map = {  # noqa: RUF012  http.server's own name
        "": "application/octet-stream",
        ".html": "text/html; charset=utf-8",
        ".css": "text/css; charset=utf-8",
        ".ics": "text/calendar; charset=utf-8",
        ".svg": "image/svg+xml",
        ".png": "image/png",
        ".txt": "text/plain; charset=utf-8",
        ".xml": "application/xml",
    }

    def parse_request(self) -> bool:
        """Answer only requests that name this server.

        A page of somebody else's, whose name leads to this machine, reads nothing here.
        """
        if not super().parse_request():
            return False
        named = [host.strip().casefold() for host in self.headers.get_all("Host", [])]
        if len(named) == 1 and named[0] in self.server.hosts:
            return True
        self.close_connection = True
        self.send_error(HTTPStatus.MISDIRECTED_REQUEST)
        return False

    def guess_type(self, path: object) -> str:
        if Path(str(path)).name == FEED:
            return "application/atom+xml"
        return super().guess_type(str(path))

    def send_head(self) -> BytesIO | BinaryIO | None:
        """Redirect to the site's root from that of the host, and from its path without a slash."""
        if self.path in {"/", self.server.root.rstrip("/")} - {self.server.root}:
            self.send_response(HTTPStatus.FOUND)
            self.send_header("Location", self.server.root)
            self.send_header("Content-Length", "0")
            self.end_headers()
            return None
        return super().send_head()

    def translate_path(self, path: str) -> str:
        """Find the file of an address.

        A file that is hidden or outside of the folder, also by a link, is one that does not exist.
        """
        self.directory = str(self.server.folder)
        missing = f"{self.directory}/.none"
        if not path.startswith(self.server.root):
            return missing
        found = Path(super().translate_path(path.removeprefix(self.server.root.rstrip("/"))))
        hidden = any(part.startswith(".") for part in found.relative_to(self.server.folder).parts)
        if hidden or not self._is_inside(found):
            return missing
        return str(found) + ("/" if path.endswith("/") else "")

    def _is_inside(self, path: Path) -> bool:
        try:
            return path.resolve().is_relative_to(self.server.folder)
        except (OSError, ValueError, RuntimeError):
            # The name is impossible for a file, or its links form a circle.
            return False

    def list_directory(self, path: object) -> None:  # noqa: ARG002  its signature
        """Answer that there is nothing, as hosts do that list no folders."""
        self.send_error(HTTPStatus.NOT_FOUND)

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:
        """Show the site's own page for missing files, with links that hold at any depth."""
        page = self.server.folder / _MISSING
        if code != HTTPStatus.NOT_FOUND or not page.is_file():
            super().send_error(code, message, explain)
            return
        content = page.read_bytes().replace(
            b"<head>", f'<head><base href="{self.server.root}">'.encode(), 1
        )
        self.send_response(code)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(content)

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002  its signature
        """Log nothing: the preview is in the browser."""


def _start_server(folder: Path, port: int, root: str) -> _Server:
    try:
        return _Server(port, folder, root)
    except OSError as error:
        if error.errno not in (errno.EADDRINUSE, errno.EACCES):
            raise
        raise WrongUsageError(
            _("The port {port} is taken, or closed to us.").format(port=port),
            _("Choose another: --port {port}, or 0 for any free one.").format(port=port + 1),
        ) from error


def serve(folder: Path, port: int, root: str, tell: Callable[[str], None]) -> None:
    """Serve a folder under a path until interrupted; port 0 is any free one.

    The address is told first. Raises WrongUsageError for a port that cannot be used.
    """
    with _start_server(folder, port, root) as server:
        tell(f"http://{LOOPBACK}:{server.server_port}{root}")
        server.serve_forever(poll_interval=0.1)
