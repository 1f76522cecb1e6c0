"""Table of experts."""

from __future__ import annotations

from typing import ClassVar

from django.db import models

from accounts.models import Person
from core.records import Record
from core.triggers import state_triggers
from experts.roster.states import EXPERT, ExpertKind, ExpertState


class Expert(Record):
    """A person who may be asked to judge."""

    kind: ClassVar = "expert"
    lifecycle: ClassVar = EXPERT

    state = models.CharField(max_length=30, choices=ExpertState.choices, default=ExpertState.CANDIDATE)
    person = models.OneToOneField(Person, on_delete=models.PROTECT, related_name="expert")
    expert_kind = models.CharField(max_length=12, choices=ExpertKind.choices, default=ExpertKind.TECHNICAL)
    disciplines = models.JSONField(default=list)
    keywords = models.CharField(max_length=300, blank=True)
    is_local = models.BooleanField(default=True)
    max_load = models.PositiveSmallIntegerField(default=20)
    admitted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        triggers = state_triggers(EXPERT)
