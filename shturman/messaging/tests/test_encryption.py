"""Letters go by TLS and STARTTLS, and only to a server whose certificate is trusted."""

from __future__ import annotations

import ssl
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from django.utils import timezone

from shturman.messaging.actions import check_mail_server
from shturman.messaging.tests.conftest import set_up_mail
from shturman.messaging.tests.servers import PASSWORD, Mailbox, knows_one_password, mail_server
from shturman.world.story import Story

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """For «localhost», signed by itself: the certificate and its key in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), timezone.now()
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = x509.CertificateBuilder(name, name, key.public_key(), 1, now - timedelta(days=1), now + timedelta(days=1))
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
    signed = made.sign(key, hashes.SHA256()).public_bytes(serialization.Encoding.PEM)
    written = key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path_factory.mktemp("tls") / "localhost.pem"
    path.write_bytes(signed + written)
    return path


def options_of(security: str, certificate: Path) -> dict[str, Any]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return {"ssl_context": context, "auth_require_tls": False} if security == "tls" else {"tls_context": context}


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_letter_goes_encrypted_to_a_trusted_server(
    story: Story, mailbox: Mailbox, certificate: Path, security: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mail_server(mailbox, host="localhost", authenticator=knows_one_password, **options_of(security, certificate)) as port:
        set_up_mail(story, port, host="localhost", security=security, login="crm", password=PASSWORD)
        outcome = check_mail_server(by=story.owner)
    assert (outcome.fate, len(mailbox.received)) == ("sent", 1), outcome.answer


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_a_server_that_is_not_trusted_gets_neither_the_password_nor_the_letter(
    story: Story, mailbox: Mailbox, certificate: Path, security: str
) -> None:
    with mail_server(mailbox, host="localhost", authenticator=knows_one_password, **options_of(security, certificate)) as port:
        set_up_mail(story, port, host="localhost", security=security, login="crm", password=PASSWORD)
        outcome = check_mail_server(by=story.owner)
    assert "Сертификат" in outcome.answer and mailbox.talks == 0


def test_it_says_that_the_encryption_does_not_fit_the_port(story: Story, mailbox: Mailbox) -> None:
    with mail_server(mailbox) as port:
        set_up_mail(story, port, security="tls")
        assert "Шифрование не подходит" in check_mail_server(by=story.owner).answer
