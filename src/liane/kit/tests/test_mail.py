"""Messages: none without a mail server; one that cannot leave is said, never a failure, and the log does not name whom."""

import logging

import pytest
from django.core import mail

from liane.kit.mail import send


def test_without_a_mail_server_nothing_leaves(settings) -> None:
    settings.MAIL_IS_SET = False
    assert send("Liane", "Bonjour", "karim@exemple.fr") is False and not mail.outbox


def test_a_message_carries_what_is_joined_to_it(settings) -> None:
    settings.MAIL_IS_SET = True
    assert send("Liane", "Bonjour", "karim@exemple.fr", attached=("tete.jsonl", "{}", "application/jsonl")) is True
    (sent,) = mail.outbox
    assert sent.to == ["karim@exemple.fr"] and sent.attachments[0][:2] == ("tete.jsonl", "{}")


def test_a_message_that_cannot_leave_is_logged_without_its_address(settings, caplog: pytest.LogCaptureFixture) -> None:
    settings.MAIL_IS_SET = True
    settings.EMAIL_BACKEND, settings.EMAIL_HOST = "django.core.mail.backends.smtp.EmailBackend", "127.0.0.1"
    settings.EMAIL_PORT = 9
    with caplog.at_level(logging.WARNING, logger="liane.mail"):
        assert send("Liane", "Bonjour", "karim@exemple.fr") is False
    assert "did not leave" in caplog.text and "karim" not in caplog.text
