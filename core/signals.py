"""Signals sent inside the transaction, so that upper rooms can write what must not be lost."""

from django.dispatch import Signal

# step_taken: sender=model; record, step (core.lifecycle.Step), by (user or None), at, facts.
step_taken = Signal()
# record_opened: sender=model; record, by, at.
record_opened = Signal()
