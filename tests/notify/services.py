"""A small server as push services and other programs are: it keeps what is posted, and answers as it is told."""

from __future__ import annotations

import json
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from kulanz.notify.webpush import encode


@dataclass
class Service:
    """What a server heard: paths, fields and bodies, in their order."""

    url: str = ""
    status: int = 201
    posts: list[tuple[str, dict[str, str], bytes]] = field(default_factory=list)

    def bodies(self) -> list[Any]:
        """What was posted as JSON."""
        return [json.loads(body) for _path, _fields, body in self.posts]


@contextmanager
def service(certificate: tuple[Path, Path] | None = None) -> Iterator[Service]:
    """Serve on a free port of this machine; with a certificate and its key over TLS."""
    heard = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            heard.posts.append((self.path, dict(self.headers), body))
            self.send_response(heard.status)
            self.send_header("Location", "http://127.0.0.1:1/elsewhere")
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: Any) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        if certificate is not None:
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(*certificate)
            server.socket = context.wrap_socket(server.socket, server_side=True)
        scheme = "https" if certificate is not None else "http"
        heard.url = f"{scheme}://127.0.0.1:{server.server_address[1]}"
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield heard
        finally:
            server.shutdown()
            thread.join()


class Browser:
    """A browser that was subscribed: it opens what was sealed for it (RFC 8291, the receiver's side)."""

    def __init__(self) -> None:
        self._key = ec.generate_private_key(ec.SECP256R1())
        self._secret = bytes(range(16))
        self._point = self._key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
        self.public_key, self.secret = encode(self._point), encode(self._secret)

    def open(self, body: bytes) -> Any:
        """Return what a sealed message says."""
        salt, theirs, sealed = body[:16], body[21:86], body[86:]
        shared = self._key.exchange(ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(ec.SECP256R1(), theirs))
        key = _derive(shared, self._secret, b"WebPush: info\0" + self._point + theirs, 32)
        opened = AESGCM(_derive(key, salt, b"Content-Encoding: aes128gcm\0", 16)).decrypt(
            _derive(key, salt, b"Content-Encoding: nonce\0", 12), sealed, None
        )
        assert opened[-1:] == b"\x02"
        return json.loads(opened[:-1])


def _derive(secret: bytes, salt: bytes, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length, salt, info).derive(secret)
