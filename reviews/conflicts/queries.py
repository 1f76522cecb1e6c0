"""What is known between experts and applications: the facts that conflict rules read. Set-based: a pool is one look."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from accounts.models import Institution, Membership
from accounts.rules import comparable_name
from experts.roster.models import Expert
from experts.ties.models import Tie
from projects.applications.models import Application, Avoidance, TeamMember
from reviews.conflicts.models import Finding, Outcome
from reviews.conflicts.rules import Known
from reviews.rounds.models import Round
from reviews.rounds.states import RoundState

Key = tuple[int, int]  # (expert id, application id)
Found = Iterable[tuple[Key, Known]]


@dataclass(frozen=True)
class Side:
    """Whom an expert must keep away from on one application: ids of people and units, and the call."""

    people: frozenset[int]
    units: frozenset[int]
    call: int


@dataclass(frozen=True)
class Employment:
    """One membership of an expert: the unit, what it belongs to, the last day."""

    unit: int
    parent: int | None
    name: str
    until: date | None


def relations_between(expert: Expert, application: Application) -> list[Known]:
    """Every relation of the expert to the application's people and units."""
    return relations_of([expert], [application]).get((expert.pk, application.pk), [])


def relations_of(experts: Sequence[Expert], applications: Sequence[Application]) -> dict[Key, list[Known]]:
    """Every relation of every expert to every application; pairs without one are absent. Seven queries."""
    sides = sides_of(applications)
    jobs = _employments(experts)
    found: dict[Key, list[Known]] = defaultdict(list)
    for source in (
        _same_person(experts, sides),
        _same_unit(experts, sides, jobs),
        _affiliated(experts, sides, jobs),
        _ties(experts, sides),
        _same_call(experts, sides),
        _named(experts, sides, jobs),
    ):
        for key, known in source:
            found[key].append(known)
    return dict(found)


def sides_of(applications: Sequence[Application]) -> dict[int, Side]:
    people: dict[int, set[int]] = {each.pk: {each.principal_investigator_id} for each in applications}
    units: dict[int, set[int]] = {each.pk: {each.institution_id} for each in applications}
    rows = TeamMember.objects.filter(application_id__in=list(people))
    for application, person, unit in rows.values_list("application_id", "person_id", "institution_id"):
        if person:
            people[application].add(person)
        if unit:
            units[application].add(unit)
    return {each.pk: Side(frozenset(people[each.pk]), frozenset(units[each.pk]), each.call_id) for each in applications}


def _employments(experts: Sequence[Expert]) -> dict[int, list[Employment]]:
    """Memberships by person, now and before."""
    found: dict[int, list[Employment]] = defaultdict(list)
    rows = Membership.objects.filter(person_id__in=[each.person_id for each in experts])
    names = ("person_id", "institution_id", "institution__parent_id", "institution__name", "until")
    for person, unit, parent, name, until in rows.values_list(*names):
        found[person].append(Employment(unit, parent, name, until))
    return found


def _same_person(experts: Sequence[Expert], sides: Mapping[int, Side]) -> Found:
    for expert in experts:
        for application, side in sides.items():
            if expert.person_id in side.people:
                yield (expert.pk, application), Known("self", None, expert.person.name)


def _same_unit(experts: Sequence[Expert], sides: Mapping[int, Side], jobs: Mapping[int, list[Employment]]) -> Found:
    """Employment now or before, by legal person; two schools of one university are the same."""
    for expert in experts:
        for job in jobs.get(expert.person_id, ()):
            for application, side in sides.items():
                if job.unit in side.units:
                    yield (expert.pk, application), Known("employment", job.until, job.name)


def _affiliated(experts: Sequence[Expert], sides: Mapping[int, Side], jobs: Mapping[int, list[Employment]]) -> Found:
    """Employment in a unit that one of the application's units belongs to, or that belongs to it (practice.md 7)."""
    wanted = {unit for side in sides.values() for unit in side.units}
    parents = dict(Institution.objects.filter(pk__in=wanted).values_list("pk", "parent_id"))
    for expert in experts:
        for job in jobs.get(expert.person_id, ()):
            for application, side in sides.items():
                above = {parents.get(unit) for unit in side.units}
                if job.unit not in side.units and (job.unit in above or job.parent in side.units):
                    yield (expert.pk, application), Known("affiliation", job.until, job.name)


def _ties(experts: Sequence[Expert], sides: Mapping[int, Side]) -> Found:
    """Ties in either direction with a person, or with a unit."""
    by_person = {each.person_id: each.pk for each in experts}
    people = {person for side in sides.values() for person in side.people}
    units = {unit for side in sides.values() for unit in side.units}
    rows = Tie.objects.filter(
        Q(person_id__in=by_person, other_id__in=people)
        | Q(other_id__in=by_person, person_id__in=people)
        | Q(person_id__in=by_person, institution_id__in=units)
    ).select_related("person", "other", "institution")
    for row in rows:
        ends = [(row.person_id, row.other_id, row.institution or row.other), (row.other_id, row.person_id, row.person)]
        for mine, theirs, other in ends:
            if mine not in by_person:
                continue
            words = f"{other}: {row.evidence}" if row.evidence else str(other)
            for application, side in sides.items():
                if theirs in side.people or (mine == row.person_id and row.institution_id in side.units):
                    yield (by_person[mine], application), Known(row.kind, row.until, words)


def _same_call(experts: Sequence[Expert], sides: Mapping[int, Side]) -> Found:
    """Whoever applies or takes part in the same call is out of its review."""
    by_person = {each.person_id: each.pk for each in experts}
    rows = TeamMember.objects.filter(
        person_id__in=by_person, application__call_id__in={side.call for side in sides.values()}
    ).exclude(application__state__in=["draft", "withdrawn"])
    for person, call, own, number in rows.values_list(
        "person_id", "application__call_id", "application_id", "application__number"
    ):
        if person is None:
            continue
        for application, side in sides.items():
            if side.call == call and application != own:
                yield (by_person[person], application), Known("same_call", None, str(number))


def _named(experts: Sequence[Expert], sides: Mapping[int, Side], jobs: Mapping[int, list[Employment]]) -> Found:
    """Persons and units that the applicant asks to be kept from the review, by comparable name."""
    by_name: dict[str, list[Expert]] = defaultdict(list)
    by_unit: dict[str, list[Expert]] = defaultdict(list)
    for expert in experts:
        by_name[comparable_name(expert.person.name)].append(expert)
        for job in jobs.get(expert.person_id, ()):
            if job.until is None:
                by_unit[comparable_name(job.name)].append(expert)
    for avoided in Avoidance.objects.filter(application_id__in=list(sides)):
        people: Collection[Expert] = (
            by_name[comparable_name(avoided.person_name)]
            if avoided.person_name
            else by_unit[comparable_name(avoided.institution_name)]
        )
        for expert in people:
            words = avoided.person_name or avoided.institution_name
            yield (expert.pk, avoided.application_id), Known("named", None, words)


def findings_of_round(round_: Round) -> list[Finding]:
    """What was found between the roster and the round's items, to be decided first. One query."""
    return list(
        Finding.objects.filter(pair__application__round_items__round=round_)
        .select_related("pair__expert__person", "pair__application", "decided_by__person")
        .order_by("stands", "outcome", "pair__application__number", "pair__expert__person__name", "pk")
    )


def open_holds(round_: Round) -> list[Finding]:
    """Findings of the round that wait for a decision."""
    return [each for each in findings_of_round(round_) if each.outcome == Outcome.HOLD and each.stands is None]


def rounds_with_open_holds(rounds: QuerySet[Round]) -> list[tuple[Round, int]]:
    """Rounds that are not locked yet and have undecided holds, with how many."""
    waiting = Q(
        items__application__pairs__findings__outcome=Outcome.HOLD,
        items__application__pairs__findings__stands__isnull=True,
        items__application__pairs__findings__isnull=False,
    )
    found = (
        rounds.filter(state__in=[RoundState.DRAFT, RoundState.DRAWING, RoundState.SCORING])
        .filter(waiting)
        .annotate(holds=Count("items__application__pairs__findings", filter=waiting, distinct=True))
        .order_by("pk")
    )
    return [(each, each.holds) for each in found]
