"""The web server of the preview: the site's files, and a word to every open page when something changed."""

from __future__ import annotations

import functools
import json
import queue
import threading
from collections.abc import Iterable
from http import HTTPStatus
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

EVENTS = "/__normbook/events"
_SCRIPT = """<script>
(() => {
  const events = new EventSource("EVENTS");
  let box;
  events.addEventListener("reload", (e) => {
    const pages = JSON.parse(e.data);
    if (!pages.length || pages.some((page) => location.pathname.endsWith("/" + page))) location.reload();
  });
  events.addEventListener("problems", (e) => {
    const text = JSON.parse(e.data);
    if (!text) { box?.remove(); box = undefined; return; }
    if (!box) {
      box = document.createElement("div");
      box.setAttribute("role", "alert");
      box.style.cssText = "position:fixed;inset:auto 0 0 0;max-height:50vh;overflow:auto;z-index:99;" +
        "background:#7f1d1d;" +
        "color:#fff;padding:1rem;font:14px/1.5 monospace;white-space:pre-wrap";
      document.body.append(box);
    }
    box.textContent = "The page shows the last good state.\\n\\n" + text;
  });
})();
</script></body>""".replace("EVENTS", EVENTS)


class Audience:
    """The open pages, each with a queue of what it has yet to be told."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._queues: set[queue.Queue[tuple[str, str]]] = set()
        self._standing = ""

    def join(self) -> queue.Queue[tuple[str, str]]:
        """A new page; it hears of the problems that stand."""
        mine: queue.Queue[tuple[str, str]] = queue.Queue()
        with self._lock:
            self._queues.add(mine)
            mine.put(("problems", json.dumps(self._standing)))
        return mine

    def leave(self, mine: queue.Queue[tuple[str, str]]) -> None:
        with self._lock:
            self._queues.discard(mine)

    def reload(self, pages: Iterable[str]) -> None:
        """Tell the pages at these addresses, or all if none is named, to load again."""
        self._say("reload", list(pages))

    def problems(self, text: str) -> None:
        """Show problems in every page; an empty text takes them away."""
        self._standing = text
        self._say("problems", text)

    def _say(self, event: str, data: object) -> None:
        with self._lock:
            for each in self._queues:
                each.put((event, json.dumps(data)))


class _Handler(SimpleHTTPRequestHandler):
    """Files of the site; pages get the script that listens."""

    audience: Audience

    def do_GET(self) -> None:
        if self.path == EVENTS:
            self._stream()
        else:
            super().do_GET()

    def _stream(self) -> None:
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/event-stream")
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        mine = self.audience.join()
        try:
            while True:
                try:
                    event, data = mine.get(timeout=10)
                    self.wfile.write(f"event: {event}\ndata: {data}\n\n".encode())
                except queue.Empty:
                    self.wfile.write(b": still here\n\n")  # a page that has gone shows itself by a broken pipe
                self.wfile.flush()
        except OSError:
            pass
        finally:
            self.audience.leave(mine)

    def send_head(self) -> BytesIO | BinaryIO | None:
        path = Path(self.translate_path(self.path))
        if self.path.partition("?")[0].endswith("/") and path.is_dir():
            path /= "index.html"
        if path.suffix != ".html" or not path.is_file():
            return super().send_head()
        page = path.read_bytes()
        head, found, tail = page.rpartition(b"</body>")
        body = head + _SCRIPT.encode() + tail if found else page
        self.send_response(HTTPStatus.OK)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.end_headers()
        return BytesIO(body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing of requests: the terminal is for problems."""


class _Quiet(ThreadingHTTPServer):
    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that hangs up is no error."""


class Server:
    """The server, bound to this machine only."""

    def __init__(self, site: Path, port: int, audience: Audience) -> None:
        handler = type("Handler", (_Handler,), {"audience": audience})
        self._server = _Quiet(("127.0.0.1", port), functools.partial(handler, directory=str(site)))

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    def run(self) -> None:
        """Serve until interrupted."""
        self._server.serve_forever()

    def stop(self) -> None:
        self._server.shutdown()
