"""What stands before a server on loopback and speaks TLS for it, as a proxy does: for tests.

Owns a certificate that nobody trusts, and the passing on of bytes as they are. Must not know what
they say.
"""

from __future__ import annotations

import asyncio
import contextlib
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.servers.free_port import free_port
from tests.servers.loop_thread import LoopThread

_PIECE_BYTES = 64 * 1024


class TlsLine:
    """Listens on ``port`` of loopback; ``target_port`` may be set, and changed, at any time."""

    def __init__(self) -> None:
        self.port = free_port()
        self.target_port = 0
        self.swallowed: bytes | None = None
        """What has these bytes in it is not passed on, once, and the line stays open."""

    async def serve(self, context: ssl.SSLContext) -> asyncio.Server:
        """Begin to listen."""
        return await asyncio.start_server(self._pass_on, "127.0.0.1", self.port, ssl=context)

    async def _pass_on(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there, to_there = await asyncio.open_connection("127.0.0.1", self.target_port)
        except OSError:
            writer.close()
            return
        ways = [self._copy(reader, to_there), self._copy(there, writer)]
        await asyncio.gather(*ways)

    async def _copy(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with contextlib.suppress(OSError):
            while piece := await reader.read(_PIECE_BYTES):
                if self.swallowed is not None and self.swallowed in piece:
                    self.swallowed = None
                    continue
                writer.write(piece)
                await writer.drain()
        # The other way then ends, too: its peer has nobody to talk to.
        writer.close()


@contextlib.contextmanager
def tls_line(host: str, folder: Path) -> Iterator[TlsLine]:
    """A line for that name; its key is kept in the folder."""
    line = TlsLine()
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certified(host, folder))
    with LoopThread("tls") as thread:
        server = thread.do(line.serve(context))
        yield line
        server.close()


def _certified(host: str, folder: Path) -> Path:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = datetime.now(UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(
        pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path = folder / "tls.pem"
    path.write_bytes(private + certificate.public_bytes(pem))
    return path
