"""Messages to people: in the application, by mail and SMS through an outbox written in the same transaction."""

from __future__ import annotations

import smtplib
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Protocol
from urllib.parse import urlparse

import structlog
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import translation

from core import clock
from core.models import Channel, Notification, OutboxMessage

MOST_ATTEMPTS = 8
log = structlog.get_logger(__name__)


def notify(
    users: Iterable[Any],
    *,
    topic: str,
    subject: Any,
    body: Any = "",
    address: str = "",
    key: str = "",
    sms: bool = False,
) -> int:
    """Tell each user once, in the user's own language; returns how many were told.

    ``address`` is the page to open, ``key`` makes mail and SMS stable (default: topic and address). Lazy strings are
    translated per user. Runs in the caller's transaction: if it rolls back, nothing was said.
    """
    at = clock.now()
    notes: list[Notification] = []
    messages: list[OutboxMessage] = []
    for user in {user.pk: user for user in users}.values():
        with translation.override(user.language or settings.LANGUAGE_CODE):
            head, text = str(subject)[:200], str(body)
        notes.append(Notification(to=user, topic=topic, subject=head, body=text, address=address, at=at))
        stable = f"{key or topic + ':' + address}:{user.uuid}"
        if user.email:
            messages.append(_message(stable, Channel.MAIL, user.email, head, text, at))
        if sms and user.phone:
            messages.append(_message(stable, Channel.SMS, user.phone, "", f"{head} {text}".strip(), at))
    Notification.objects.bulk_create(notes)
    OutboxMessage.objects.bulk_create(messages, ignore_conflicts=True)
    return len(notes)


def _message(key: str, channel: Channel, address: str, subject: str, body: str, at: Any) -> OutboxMessage:
    return OutboxMessage(
        key=f"{channel}:{key}"[:160], channel=channel, address=address, subject=subject, body=body, at=at
    )


def mark_read(user: Any, uuids: Iterable[Any] | None = None) -> int:
    """Mark a user's notifications read (all, or those named)."""
    unread = Notification.objects.filter(to=user, read_at=None)
    if uuids is not None:
        unread = unread.filter(uuid__in=list(uuids))
    return unread.update(read_at=clock.now())


class Sender(Protocol):
    """One way out: raises OSError (smtplib's errors are) when the message could not be handed over."""

    def send(self, message: OutboxMessage) -> None: ...


class LogSender:
    """Says only that a message left, never its words."""

    def send(self, message: OutboxMessage) -> None:
        log.info("message.sent", channel=message.channel, key=message.key)


class FileSender:
    """One text file per message in a folder, named by its key; the same key overwrites itself."""

    def __init__(self, folder: str) -> None:
        self.folder = Path(folder)

    def send(self, message: OutboxMessage) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        name = "".join(c if c.isalnum() or c in "-_" else "_" for c in message.key)
        text = f"To: {message.address}\nSubject: {message.subject}\nKey: {message.key}\n\n{message.body}\n"
        (self.folder / f"{name}.txt").write_text(text, encoding="utf-8")


class MailSender:
    """Django's mail backend; the key goes as Message-ID so that a receiver can drop a repetition."""

    def send(self, message: OutboxMessage) -> None:
        mail = EmailMessage(message.subject, message.body, to=[message.address], headers={"X-Keheng-Key": message.key})
        try:
            mail.send(fail_silently=False)
        except smtplib.SMTPException as error:
            raise OSError(str(error)) from error


def sender_for(channel: str) -> Sender:
    """The sender configured for a channel: ``log://``, ``file:///folder`` or, for mail, smtp."""
    url = urlparse(settings.EMAIL_URL if channel == Channel.MAIL else settings.SMS_URL)
    if url.scheme == "file":
        return FileSender(url.path)
    if channel == Channel.MAIL and url.scheme.startswith("smtp"):
        return MailSender()
    return LogSender()


def deliver_outbox(limit: int = 200) -> int:
    """Send what waits, each message in a transaction of its own; returns how many left. At least once."""
    sent = 0
    for _attempt in range(limit):
        with transaction.atomic():
            message = (
                OutboxMessage.objects.select_for_update(skip_locked=True)
                .filter(sent_at=None, attempts__lt=MOST_ATTEMPTS)
                .order_by("attempts", "at")
                .first()
            )
            if message is None:
                return sent
            message.attempts += 1
            try:
                sender_for(message.channel).send(message)
                message.sent_at = clock.now()
                sent += 1
            except OSError as error:
                message.last_error = str(error)[:300]
            message.save(update_fields=["attempts", "sent_at", "last_error"])
    return sent
