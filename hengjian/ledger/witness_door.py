"""The HTTP door of a witness (C2SP tlog-witness): a request comes by POST, a cosignature goes back, or the size that was seen."""

from __future__ import annotations

import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from hengjian.ledger.vkeys import BadNote
from hengjian.ledger.witness import Refusal, Witness

LARGEST = 1 << 20


def door(witness: Witness, log: str, clock: Callable[[], int], host: str, port: int) -> ThreadingHTTPServer:
    """A server that answers for this witness, one request after the other; run `serve_forever`. `clock` gives seconds since 1970."""
    turn = threading.Lock()

    class Door(BaseHTTPRequestHandler):
        """One request."""

        timeout = 10

        def do_POST(self) -> None:  # noqa: N802 (the name that http.server calls)
            length = int(self.headers.get("Content-Length") or 0)
            if not 0 < length <= LARGEST:
                self.answer(400, "a request has between 1 byte and 1 MiB\n")
                return
            text = self.rfile.read(length).decode("utf-8", "replace")
            try:
                with turn:
                    cosigned = witness.cosign(text, log, clock())
                self.answer(200, cosigned.splitlines()[-1] + "\n")
            except Refusal as refusal:
                self.answer(409, f"{refusal.size}\n", "text/x.tlog.size")
            except BadNote as problem:
                self.answer(403, f"{problem}\n")

        def answer(self, code: int, said: str, kind: str = "text/plain; charset=utf-8") -> None:
            content = said.encode()
            self.send_response(code)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_words: object) -> None:
            """Nothing is logged: the state in the witness's folder says what was seen."""

    return ThreadingHTTPServer((host, port), Door)
