"""Tables of the core: ledger and checkpoints, policy, requests, files, numbering, notifications, access log."""

from __future__ import annotations

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from core.triggers import append_only_triggers


class LedgerEntry(models.Model):
    """One step or decision in the chain of one record. Never changed, never deleted."""

    append_only = True

    kind = models.CharField(max_length=40)
    record = models.UUIDField()
    thread = models.UUIDField()
    seq = models.PositiveIntegerField()
    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    actor_name = models.CharField(max_length=120, blank=True)
    role = models.CharField(max_length=40, blank=True)
    step = models.CharField(max_length=60)
    from_state = models.CharField(max_length=40, blank=True)
    to_state = models.CharField(max_length=40, blank=True)
    reason = models.TextField(blank=True)
    facts = models.JSONField(default=dict)
    policies = models.JSONField(default=list)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["kind", "record", "seq"], name="ledger_one_entry_per_seq")]
        indexes = [models.Index(fields=["thread", "at"], name="ledger_thread_at")]
        triggers = append_only_triggers()


class Checkpoint(models.Model):
    """A sealed Merkle root over the chain heads that moved since the checkpoint before it."""

    append_only = True

    number = models.PositiveIntegerField(unique=True)
    at = models.DateTimeField()
    root = models.CharField(max_length=64)
    previous_root = models.CharField(max_length=64)
    last_entry = models.BigIntegerField()
    leaf_count = models.PositiveIntegerField()
    signature = models.CharField(max_length=128)

    class Meta:
        triggers = append_only_triggers()


class CheckpointLeaf(models.Model):
    """The head of one chain as a checkpoint saw it."""

    append_only = True

    checkpoint = models.ForeignKey(Checkpoint, on_delete=models.PROTECT, related_name="leaves")
    kind = models.CharField(max_length=40)
    record = models.UUIDField()
    seq = models.PositiveIntegerField()
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["checkpoint", "kind", "record"], name="leaf_once_per_checkpoint")
        ]
        indexes = [models.Index(fields=["kind", "record", "-seq"], name="leaf_latest")]
        triggers = append_only_triggers()


class PolicyVersion(models.Model):
    """The values of one topic for one scope, from a day on. A newer version supersedes; none is changed."""

    append_only = True

    topic = models.CharField(max_length=60)
    scope = models.CharField(max_length=60, default="*", help_text="Opaque; * is everywhere, else a programme code.")
    year = models.PositiveSmallIntegerField(null=True, blank=True)
    effective_on = models.DateField()
    number = models.PositiveIntegerField()
    values = models.JSONField()
    reason = models.TextField(blank=True)
    published_by = models.CharField(max_length=60, default="system")
    published_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["topic", "scope", "year", "number"], name="policy_number_once"),
        ]
        indexes = [models.Index(fields=["topic", "scope", "-effective_on"], name="policy_lookup")]
        triggers = append_only_triggers()


class HandledRequest(models.Model):
    """An idempotency key with the answer it got; written in the transaction of its effect."""

    key = models.CharField(max_length=120)
    actor = models.CharField(max_length=60)
    body_hash = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["actor", "key"], name="request_once")]


class Denial(models.Model):
    """A refusal that was given: who asked for what, and why not."""

    append_only = True

    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    action = models.CharField(max_length=120)
    record = models.CharField(max_length=80, blank=True)
    kind = models.CharField(max_length=8)
    code = models.CharField(max_length=60)
    facts = models.JSONField(default=dict)

    class Meta:
        triggers = append_only_triggers()


class AccessEntry(models.Model):
    """A read of sensitive data: who saw which records, by which page."""

    append_only = True

    at = models.DateTimeField()
    actor = models.CharField(max_length=60)
    action = models.CharField(max_length=60)
    records = models.JSONField(default=list)

    class Meta:
        triggers = append_only_triggers()


class StoredFile(models.Model):
    """A file in the content-addressed store: its bytes live under its SHA-256."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveBigIntegerField()
    mime = models.CharField(max_length=120)
    stored_at = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(sha256__regex=r"^[0-9a-f]{64}$"), name="file_sha256_form")]


class NumberSeries(models.Model):
    """The last number given out in one series."""

    name = models.CharField(max_length=80, unique=True)
    last = models.PositiveIntegerField(default=0)


class CalendarOverride(models.Model):
    """A working day or day off that the published calendar does not know."""

    day = models.DateField(unique=True)
    is_working = models.BooleanField()
    note = models.CharField(max_length=120, blank=True)


class Notification(models.Model):
    """A message to a person, seen in the application."""

    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    to = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notifications")
    topic = models.CharField(max_length=60)
    subject = models.CharField(max_length=200)
    body = models.TextField(blank=True)
    address = models.CharField(max_length=200, blank=True)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["to", "-at"], name="notification_of_user")]


class Channel(models.TextChoices):
    MAIL = "mail", _("Mail")
    SMS = "sms", _("SMS")


class OutboxMessage(models.Model):
    """A mail or SMS to be sent, written in the transaction of what it reports; delivered at least once by a job."""

    key = models.CharField(max_length=160, unique=True, help_text="Stable, so that a receiver can drop a repetition.")
    channel = models.CharField(max_length=8, choices=Channel.choices)
    address = models.CharField(max_length=254)
    subject = models.CharField(max_length=200, blank=True)
    body = models.TextField()
    at = models.DateTimeField()
    attempts = models.PositiveSmallIntegerField(default=0)
    sent_at = models.DateTimeField(null=True, blank=True)
    last_error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["sent_at", "at"], name="outbox_unsent")]
