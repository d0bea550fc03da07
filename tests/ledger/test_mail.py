"""Checkpoints go out by mail through a real SMTP server: with STARTTLS and a login, refused once and taken later."""

import ssl
from datetime import UTC, datetime, timedelta

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from django.core import mail

from hengjian.ledger.charter import charter
from hengjian.ledger.integrate import integrate_all
from hengjian.ledger.models import Publication
from hengjian.ledger.publish import lags, publish
from hengjian.ledger.record import record_many
from tests.ledger.make import NOW, draft, history
from tests.waiting import free_port

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


class Box:
    """Keeps what it is given; says no as often as `refusals` says."""

    def __init__(self):
        self.mails, self.refusals = [], 0

    async def handle_DATA(self, _server, session, envelope):  # noqa: N802 (the server's name for it)
        if self.refusals:
            self.refusals -= 1
            return "451 try again later"
        self.mails.append((session.ssl is not None, envelope.mail_from, envelope.rcpt_tos, envelope.content.decode()))
        return "250 taken"


def certificate(folder):
    """A certificate for 127.0.0.1 and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(1)
        .not_valid_before(now - HOUR)
        .not_valid_after(now + HOUR)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = folder / "localhost.pem"
    secret = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path.write_bytes(made.public_bytes(serialization.Encoding.PEM) + secret)
    return path


@pytest.fixture
def box(tmp_path, settings, monkeypatch):
    """A server that wants STARTTLS and the right password before it takes anything; the house is set to use it."""
    settings.HOME, pem = tmp_path / "home", certificate(tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(pem)
    monkeypatch.setenv("SSL_CERT_FILE", str(pem))
    right = lambda _server, _session, _envelope, _way, given: AuthResult(success=given.password == b"p@ss", handled=False)  # noqa: E731
    box = Box()
    server = Controller(
        box, hostname="localhost", port=free_port(), tls_context=context, require_starttls=True, authenticator=right, auth_required=True
    )
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "localhost", server.port
    settings.EMAIL_HOST_USER, settings.EMAIL_HOST_PASSWORD, settings.EMAIL_USE_TLS = "house", "p@ss", True
    settings.CHECKPOINTS_TO = ["mailto:records@court.example"]
    history(12)
    yield box
    server.stop()


def test_a_checkpoint_arrives_whole_over_tls(box):
    assert publish(NOW) == 1, Publication.objects.get().trouble
    ((secret, sender, to, text),) = box.mails
    assert (secret, sender, to) == (True, "hengjian@localhost", ["records@court.example"])
    assert f"Subject: {charter().origin} 12" in text and "old 0\n" in text.replace("\r\n", "\n")
    assert mail.outbox == []


def test_what_the_server_refuses_is_tried_again_and_told(box):
    box.refusals = 1
    assert publish(NOW) == 0
    assert (Publication.objects.get().tries, "451" in Publication.objects.get().trouble) == (1, True)
    assert publish(NOW + timedelta(seconds=30)) == 0
    assert publish(NOW + timedelta(minutes=2)) == 1
    record_many([draft("more")], now=NOW)
    integrate_all(NOW)
    assert [publish(NOW + 2 * HOUR), publish(NOW + 25 * HOUR), len(box.mails)] == [0, 1, 2]


def test_a_wrong_password_or_no_server_is_named_and_never_shown_in_clear(box, settings):
    settings.EMAIL_HOST_PASSWORD = "wrong-secret"
    assert publish(NOW) == 0
    trouble = Publication.objects.get().trouble
    assert "535" in trouble and "wrong-secret" not in trouble
    settings.EMAIL_PORT = 1
    assert publish(NOW + HOUR) == 0
    late = lags(NOW + timedelta(days=3))[0]
    assert late.since and "records@court.example" in late.sentence
    assert box.mails == []
