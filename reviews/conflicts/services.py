"""Examine whether an expert may judge an application; a late conflict voids the assignment in the same transaction."""

from __future__ import annotations

from datetime import date

from django.db import connection, transaction

from core import clock
from core.clock import local_day
from core.policy import in_force
from experts.roster.models import Expert
from projects.applications.models import Application
from reviews.conflicts.models import Finding, Pair
from reviews.conflicts.policy import ConflictPolicy
from reviews.conflicts.queries import relations_between
from reviews.conflicts.rules import Found, findings, is_clear

PAIR_LOCK = 72


def reference_day(application: Application) -> date:
    """Ties are looked at as of the applicants' deadline (CN-CITY profile)."""
    return local_day(application.call.closes_at)


def examine_pair(expert: Expert, application: Application) -> Pair:
    """Find the conflicts of a pair and keep them; safe against two examinations at once.

    A finding dismissed by a person stays dismissed. When the pair is no longer clear, whoever turns it first voids what
    hangs on it (the database refuses otherwise).
    """
    policy = in_force(ConflictPolicy, scope=application.call.programme.code, year=application.call.year)
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [PAIR_LOCK, application.pk])
        found = findings(relations_between(expert, application), policy.values.table(), reference_day(application))
        pair = Pair.objects.select_for_update().filter(expert=expert, application=application).first()
        if pair is None:
            pair = Pair.objects.create(
                expert=expert, application=application, clear=is_clear(found), examined_at=clock.now()
            )
        dismissed = set(pair.findings.filter(stands=False).values_list("rule", "evidence"))
        pair.clear = is_clear(each for each in found if (each.code, each.evidence) not in dismissed)
        pair.examined_at = clock.now()
        pair.save(update_fields=["clear", "examined_at"])
        _keep(pair, found)
    return pair


def would_be_clear(expert: Expert, application: Application) -> bool:
    """The answer that an examination would give now; writes nothing."""
    policy = in_force(ConflictPolicy, scope=application.call.programme.code, year=application.call.year).values
    found = findings(relations_between(expert, application), policy.table(), reference_day(application))
    dismissed = set(
        Finding.objects.filter(pair__expert=expert, pair__application=application, stands=False).values_list(
            "rule", "evidence"
        )
    )
    return is_clear(each for each in found if (each.code, each.evidence) not in dismissed)


def _keep(pair: Pair, found: list[Found]) -> None:
    Finding.objects.bulk_create(
        [
            Finding(pair=pair, rule=each.code, outcome=each.outcome, evidence=each.evidence[:300], found_at=clock.now())
            for each in found
        ],
        ignore_conflicts=True,
    )
