"""Examine whether experts may judge applications; a person decides what the rules leave open, with a reason."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import connection, transaction

from accounts.models import User
from core import clock, ledger
from core.clock import local_day
from core.policy import in_force
from core.transitions import lock
from core.verdict import Refused, no, require
from experts.roster.models import Expert
from projects.applications.models import Application
from reviews.conflicts.models import Finding, Outcome, Pair
from reviews.conflicts.permissions import may_decide_findings
from reviews.conflicts.policy import ConflictPolicy
from reviews.conflicts.queries import Key, relations_between, relations_of
from reviews.conflicts.rules import ConflictRule, Found, findings, is_clear
from reviews.rounds.models import Round

PAIR_LOCK = 72
LONGEST_EVIDENCE = 300
AT_ONCE = 2_000


@dataclass(frozen=True)
class Examination:
    """``clear``: the pairs (expert id, application id) that may be assigned. ``late``: pairs that turned although an
    assignment lives on them; whoever asked looks at each again, which voids it first."""

    clear: frozenset[Key]
    late: tuple[Pair, ...]


def reference_day(application: Application) -> date:
    """Ties are looked at as of the applicants' deadline (CN-CITY profile)."""
    return local_day(application.call.closes_at)


def rules_for(application: Application) -> list[ConflictRule]:
    call = application.call
    return in_force(ConflictPolicy, scope=call.programme.code, year=call.year).values.table()


def found_between(expert: Expert, application: Application) -> list[Found]:
    """What stands between the two now; writes nothing."""
    return _short(findings(relations_between(expert, application), rules_for(application), reference_day(application)))


def would_be_clear(expert: Expert, application: Application) -> bool:
    """The answer that an examination would give now; writes nothing."""
    return _is_clear(found_between(expert, application), _dismissed([expert], [application])[expert.pk, application.pk])


def examine_pair(expert: Expert, application: Application) -> Pair:
    """Find the conflicts of a pair and keep them; safe against two examinations at once.

    A finding dismissed by a person stays dismissed. When the pair is no longer clear, whoever turns it first voids what
    hangs on it (the database refuses otherwise).
    """
    with transaction.atomic():
        _lock_examination([application])
        found = found_between(expert, application)
        clear = _is_clear(found, _dismissed([expert], [application])[expert.pk, application.pk])
        at = clock.now()
        pair = Pair.objects.select_for_update().filter(expert=expert, application=application).first()
        if pair is None:
            pair = Pair.objects.create(expert=expert, application=application, clear=clear, examined_at=at)
        else:
            pair.clear, pair.examined_at = clear, at
            pair.save(update_fields=["clear", "examined_at"])
        _keep([(pair, each) for each in found])
    return pair


def examine_pairs(experts: Sequence[Expert], applications: Sequence[Application]) -> Examination:
    """The same as ``examine_pair`` for every expert and application at once: some fifteen queries for any number."""
    with transaction.atomic():
        _lock_examination(applications)
        relations = relations_of(experts, applications)
        by_id = {each.pk: each for each in applications}
        rules = {each.pk: rules_for(each) for each in {each.call_id: each for each in applications}.values()}
        of_call = {by_id[key].call_id: table for key, table in rules.items()}
        found = {
            key: _short(findings(known, of_call[by_id[key[1]].call_id], reference_day(by_id[key[1]])))
            for key, known in relations.items()
        }
        dismissed = _dismissed(experts, applications)
        wanted = {
            (expert.pk, each.pk): _is_clear(found.get((expert.pk, each.pk), ()), dismissed[expert.pk, each.pk])
            for expert in experts
            for each in applications
        }
        pairs, late = _write_pairs(wanted)
        _keep([(pairs[key], each) for key, all_found in found.items() for each in all_found])
    turned = {(each.expert_id, each.application_id) for each in late}
    return Examination(frozenset(key for key, clear in wanted.items() if clear and key not in turned), tuple(late))


def _write_pairs(wanted: dict[Key, bool]) -> tuple[dict[Key, Pair], list[Pair]]:
    """Pair rows as they are wanted; those that an assignment holds are left and returned."""
    at = clock.now()
    rows = Pair.objects.select_for_update().filter(
        expert_id__in={key[0] for key in wanted}, application_id__in={key[1] for key in wanted}
    )
    known = {(each.expert_id, each.application_id): each for each in rows.order_by("pk")}
    turning = [each.pk for key, each in known.items() if each.clear and not wanted[key]]
    held = set(Pair.objects.filter(pk__in=turning, assignments__live_clear=True).values_list("pk", flat=True))
    for clear in (True, False):
        changed = [each.pk for key, each in known.items() if wanted[key] is clear and each.pk not in held]
        Pair.objects.filter(pk__in=changed).update(clear=clear, examined_at=at)
    made = Pair.objects.bulk_create(
        [
            Pair(expert_id=expert, application_id=application, clear=clear, examined_at=at)
            for (expert, application), clear in wanted.items()
            if (expert, application) not in known
        ],
        batch_size=AT_ONCE,
    )
    late = [each for each in known.values() if each.pk in held]
    return known | {(each.expert_id, each.application_id): each for each in made}, late


def decide_finding(round_: Round, *, by: User, finding: Finding, stands: bool, reason: str) -> Round:
    """Decide a HOLD: does the conflict stand? Once, with a reason; noted on the finding and in the round's ledger."""
    with transaction.atomic():
        locked = lock(round_)
        at = clock.now()
        require(may_decide_findings(by, locked, at))
        row = Finding.objects.select_for_update().select_related("pair__expert", "pair__application").get(pk=finding.pk)
        if not locked.items.filter(application_id=row.pair.application_id).exists():
            raise Refused(no("what", "finding-of-another-round"))
        if row.outcome != Outcome.HOLD or row.stands is not None:
            raise Refused(no("when", "finding-decided"))
        row.stands, row.reason, row.decided_by, row.decided_at = stands, reason, by, at
        row.save(update_fields=["stands", "reason", "decided_by", "decided_at"])
        pair = examine_pair(row.pair.expert, row.pair.application)
        facts = {
            "expert": row.pair.expert.uuid,
            "application": row.pair.application.uuid,
            "rule": row.rule,
            "stands": stands,
            "clear": pair.clear,
        }
        ledger.append(locked, step="conflicts", by=by, at=at, role="officer", reason=reason, facts=facts)
    return locked


def _lock_examination(applications: Sequence[Application]) -> None:
    """One examination of an application at a time; in ascending order, so that two rounds do not wait for each other."""
    with connection.cursor() as cursor:
        for key in sorted(each.pk for each in applications):
            cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [PAIR_LOCK, key])


def _short(found: Sequence[Found]) -> list[Found]:
    """As the table keeps them."""
    return [Found(each.code, each.outcome, each.evidence[:LONGEST_EVIDENCE]) for each in found]


def _is_clear(found: Sequence[Found], dismissed: set[tuple[str, str]]) -> bool:
    return is_clear(each for each in found if (each.code, each.evidence) not in dismissed)


def _dismissed(
    experts: Sequence[Expert], applications: Sequence[Application]
) -> defaultdict[Key, set[tuple[str, str]]]:
    """(rule, evidence) of what a person decided not to stand, by pair."""
    rows = Finding.objects.filter(pair__expert__in=experts, pair__application__in=applications, stands=False)
    found: defaultdict[Key, set[tuple[str, str]]] = defaultdict(set)
    for expert, application, rule, evidence in rows.values_list(
        "pair__expert_id", "pair__application_id", "rule", "evidence"
    ):
        found[expert, application].add((rule, evidence))
    return found


def _keep(found: Sequence[tuple[Pair, Found]]) -> None:
    at = clock.now()
    Finding.objects.bulk_create(
        [
            Finding(pair=pair, rule=each.code, outcome=each.outcome, evidence=each.evidence, found_at=at)
            for pair, each in found
        ],
        ignore_conflicts=True,
    )
