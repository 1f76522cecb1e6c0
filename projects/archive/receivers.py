"""When a project starts, its archive file is opened in the same transaction."""

from __future__ import annotations

from typing import Any

from django.dispatch import receiver

from core.lifecycle import Step
from core.signals import step_taken
from projects.archive.services import open_archive
from projects.contracts.models import Project


@receiver(step_taken, sender=Project)
def open_with_project(record: Project, step: Step, by: Any, **_kwargs: Any) -> None:
    if step.name == "start":
        open_archive(record, by=by)
