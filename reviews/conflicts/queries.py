"""What is known between an expert and an application: the facts that conflict rules read."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Q

from accounts.models import Membership
from accounts.rules import comparable_name
from experts.roster.models import Expert
from experts.ties.models import Tie
from projects.applications.models import Application, TeamMember
from reviews.conflicts.rules import Known


def relations_between(expert: Expert, application: Application) -> list[Known]:
    """Every relation of the expert to the application's people and units. Seven queries at most."""
    team = list(application.team.select_related("institution"))
    people = {member.person_id for member in team if member.person_id} | {application.principal_investigator_id}
    units = {member.institution_id for member in team if member.institution_id} | {application.institution_id}
    return [
        *_same_person(expert, people),
        *_same_unit(expert, units),
        *_ties(expert, people, units),
        *_same_call(expert, application),
        *_named(expert, application),
    ]


def _same_person(expert: Expert, people: set[int]) -> Iterable[Known]:
    if expert.person_id in people:
        yield Known("self", None, expert.person.name)


def _same_unit(expert: Expert, units: set[int]) -> Iterable[Known]:
    """Employment now or before, by legal person; two schools of one university are the same."""
    rows = Membership.objects.filter(person_id=expert.person_id, institution_id__in=units).select_related("institution")
    return [Known("employment", row.until, row.institution.name) for row in rows]


def _ties(expert: Expert, people: set[int], units: set[int]) -> Iterable[Known]:
    """Ties in either direction with a person, or with a unit."""
    mine = expert.person_id
    rows = Tie.objects.filter(
        Q(person_id=mine, other_id__in=people)
        | Q(other_id=mine, person_id__in=people)
        | Q(person_id=mine, institution_id__in=units)
    ).select_related("person", "other", "institution")
    for row in rows:
        other = row.institution or (row.other if row.person_id == mine else row.person)
        yield Known(row.kind, row.until, f"{other}: {row.evidence}" if row.evidence else str(other))


def _same_call(expert: Expert, application: Application) -> Iterable[Known]:
    """Whoever applies or takes part in the same call is out of its review."""
    rows = (
        TeamMember.objects.filter(person_id=expert.person_id, application__call_id=application.call_id)
        .exclude(application_id=application.pk)
        .exclude(application__state__in=["draft", "withdrawn"])
        .values_list("application__number", flat=True)
    )
    return [Known("same_call", None, str(number)) for number in rows]


def _named(expert: Expert, application: Application) -> Iterable[Known]:
    """Persons and units that the applicant asks to be kept from the review, by comparable name."""
    own_units = {
        comparable_name(name)
        for name in Membership.objects.filter(person_id=expert.person_id, until=None).values_list(
            "institution__name", flat=True
        )
    }
    for avoided in application.avoidances.all():
        by_name = comparable_name(avoided.person_name) == comparable_name(expert.person.name)
        by_unit = comparable_name(avoided.institution_name) in own_units
        if (avoided.person_name and by_name) or (avoided.institution_name and not avoided.person_name and by_unit):
            yield Known("named", None, avoided.person_name or avoided.institution_name)
