"""Write a draft: sections with optimistic versions, typed tables, attachments. Versions, not ledger entries."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import IO, Any

from django.db import models, transaction
from guardian.shortcuts import assign_perm

from accounts.models import Institution, Person, User
from accounts.permissions import acts_for, when
from accounts.queries import institutions_of
from core import clock, files
from core.policy import in_force
from core.transitions import lock, open_record
from core.verdict import YES, Refused, Verdict, any_yes, no, require
from projects.applications.models import (
    Application,
    Attachment,
    Avoidance,
    BudgetLine,
    Indicator,
    Section,
    SectionVersion,
    TeamMember,
    YearPlan,
)
from projects.applications.permissions import call_takes_applications, leads, may_edit_application
from projects.applications.policy import ApplicationPolicy
from projects.applications.queries import rows_of
from projects.applications.rules import GRANTED, SELF_RAISED, named_once
from projects.applications.tables import Aim, Avoid, Basics, Member, Money, Plan, tag_of
from projects.calls.form_definition import current_form, sections_of
from projects.calls.models import Call, Direction
from projects.calls.permissions import manages_programme
from projects.calls.rules import institution_may_lead

KEYS: dict[type[models.Model], str] = {
    TeamMember: "team",
    BudgetLine: "budget",
    Indicator: "indicators",
    YearPlan: "year_plan",
    Avoidance: "avoidance",
}


def open_application(call: Call, *, by: User, institution: Institution, leader: Person | None = None) -> Application:
    """Begin a draft under an open call, for an institution to which one belongs; the leader is oneself unless named."""
    require(any_yes(when(institution.pk in institutions_of(by)), acts_for(by, institution)))
    require(call_takes_applications(call, clock.now()))
    require(institution_may_lead(institution.kind, call.may_lead))
    person = leader or by.person
    if person is None:
        raise Refused(no("who", "not-yours"))
    return _open(call, institution, person, by)


def open_application_for(call: Call, *, by: User, institution: Institution, leader: Person) -> Application:
    """Begin a draft for somebody else (an import): by an officer of the programme, or of the institution.

    While it is filled in it is ``by``'s to write; ``hand_to_leader`` then gives it away.
    """
    require(any_yes(manages_programme(by, call.programme), acts_for(by, institution)))
    require(call_takes_applications(call, clock.now()))
    require(institution_may_lead(institution.kind, call.may_lead))
    return _open(call, institution, leader, by)


def hand_to_leader(application: Application, *, by: User) -> Application:
    """The draft becomes its leader's own: whoever opened it for him may write in it no longer."""
    with transaction.atomic():
        locked = _editable(application, by)
        locked.opened_by = User.objects.filter(person=locked.principal_investigator).first()
        locked.save(update_fields=["opened_by"])
    return locked


def _open(call: Call, institution: Institution, person: Person, by: User) -> Application:
    application = Application(call=call, institution=institution, principal_investigator=person, opened_by=by)
    application.thread = application.uuid
    with transaction.atomic():
        open_record(application, by=by)
        TeamMember.objects.create(
            application=application,
            position=1,
            person=person,
            name=person.name,
            institution=institution,
            institution_name=institution.name,
            title=person.title,
        )
    return application


def _editable(application: Application, by: User) -> Application:
    """The application, locked, if ``by`` may change it now."""
    locked = lock(application)
    require(may_edit_application(by, locked, clock.now()))
    return locked


def save_section(
    application: Application, key: str, content: Mapping[str, str], *, base_version: int, by: User
) -> Section:
    """Save a free section over version ``base_version``.

    Raises Refused (*what*, ``stale-version``) with ``theirs``, ``version`` and ``saved_at`` in its facts when somebody
    saved a newer version; the caller keeps what was typed and shows both.
    """
    with transaction.atomic():
        locked = _editable(application, by)
        form = current_form(locked.call)
        section_form = next((s for s in sections_of(form) if s.key == key and not s.is_typed), None)
        if section_form is None:
            raise Refused(no("what", "section-unknown"))
        kept = {field.key: str(content.get(field.key, ""))[: 4 * field.most] for field in section_form.fields}
        at = clock.now()
        section, _is_new = Section.objects.select_for_update().get_or_create(
            application=locked, key=key, defaults={"saved_at": at, "form_version": form.version}
        )
        if section.content == kept and section.version:
            return section
        if section.version != base_version:
            raise Refused(
                no("what", "stale-version", saved_at=section.saved_at, theirs=section.content, version=section.version)
            )
        section.content, section.version, section.saved_by, section.saved_at = kept, section.version + 1, by, at
        section.save()
        SectionVersion.objects.create(section=section, version=section.version, content=kept, saved_by=by, saved_at=at)
    return section


def save_basics(application: Application, basics: Basics, *, by: User, base: str | None = None) -> Application:
    """Title, direction, period, field. ``base``: the tag of what the writer saw, or None."""
    with transaction.atomic():
        locked = _editable(application, by)
        require(rows_unchanged(rows_of(locked, "basics"), base))
        locked.direction = (
            Direction.objects.filter(call=locked.call, code=basics.direction_code).first()
            if basics.direction_code
            else None
        )
        for name in ("title", "title_en", "discipline", "keywords", "starts_on", "ends_on"):
            setattr(locked, name, getattr(basics, name))
        if locked.starts_on and locked.ends_on and locked.ends_on <= locked.starts_on:
            raise Refused(no("what", "period-backwards"))
        locked.save(update_fields=["direction", "title", "title_en", "discipline", "keywords", "starts_on", "ends_on"])
    return locked


def _replace(
    application: Application,
    by: User,
    model: type[models.Model],
    rows: Sequence[Any],
    make: Callable[[int, Any], Any],
    base: str | None,
) -> Application:
    """Put ``rows`` in the place of what a table holds. ``base``: the tag of the rows that the writer saw, or None."""
    with transaction.atomic():
        locked = _editable(application, by)
        require(rows_unchanged(rows_of(locked, KEYS[model]), base))
        model._default_manager.filter(application=locked).delete()
        model._default_manager.bulk_create([make(position, row) for position, row in enumerate(rows, 1)])
    return locked


def rows_unchanged(now: Sequence[Mapping[str, Any]], base: str | None) -> Verdict:
    """Refuses *what* when the rows are no longer those of the tag: somebody else wrote meanwhile."""
    return YES if base is None or tag_of(now) == base else no("what", "stale-rows", version=tag_of(now))


def set_team(application: Application, members: Sequence[Member], *, by: User, base: str | None = None) -> Application:
    """Replace the team. People and institutions known by name and unit are linked, so that conflicts can be seen."""
    known_units = {i.name: i for i in Institution.objects.filter(name__in={m.institution_name for m in members})}
    leader = application.principal_investigator

    def make(position: int, member: Member) -> TeamMember:
        unit = known_units.get(member.institution_name)
        person = (
            leader
            if member.name == leader.name and position == 1
            else Person.objects.filter(name=member.name, memberships__institution=unit).first()
            if unit
            else None
        )
        return TeamMember(
            application=application,
            position=position,
            person=person,
            name=member.name,
            institution=unit,
            institution_name=member.institution_name,
            title=member.title,
            task=member.task,
            months=member.months,
        )

    return _replace(application, by, TeamMember, members, make, base)


def set_budget(application: Application, lines: Iterable[Money], *, by: User, base: str | None = None) -> Application:
    """Replace the budget (yuan) and the sums that lists show."""
    kept = [line for line in lines if line.amount]
    require(named_once([(line.source, line.category) for line in kept], "budget-line-twice"))
    with transaction.atomic():
        locked = _replace(
            application,
            by,
            BudgetLine,
            kept,
            lambda _position, line: BudgetLine(
                application=application, source=line.source, category=line.category, amount=line.amount, note=line.note
            ),
            base,
        )
        locked.granted_requested = sum((x.amount for x in kept if x.source == GRANTED), start=0)
        locked.self_raised = sum((x.amount for x in kept if x.source == SELF_RAISED), start=0)
        locked.save(update_fields=["granted_requested", "self_raised"])
    return locked


def set_indicators(application: Application, aims: Sequence[Aim], *, by: User, base: str | None = None) -> Application:
    return _replace(
        application,
        by,
        Indicator,
        aims,
        lambda position, aim: Indicator(application=application, position=position, **vars(aim)),
        base,
    )


def set_year_plan(application: Application, plans: Sequence[Plan], *, by: User, base: str | None = None) -> Application:
    require(named_once([plan.year for plan in plans], "year-twice"))
    return _replace(
        application, by, YearPlan, plans, lambda _position, plan: YearPlan(application=application, **vars(plan)), base
    )


def set_avoidances(
    application: Application, avoided: Sequence[Avoid], *, by: User, base: str | None = None
) -> Application:
    if len(avoided) > 3:
        raise Refused(no("what", "avoidances-too-many"))
    return _replace(
        application,
        by,
        Avoidance,
        avoided,
        lambda position, each: Avoidance(application=application, position=position, **vars(each)),
        base,
    )


def attach_file(application: Application, *, by: User, kind: str, name: str, content: bytes | IO[bytes]) -> Attachment:
    """Attach a file; its type is told by its content. Limits are policy."""
    policy = in_force(ApplicationPolicy, scope=application.call.programme.code, year=application.call.year).values
    with transaction.atomic():
        locked = _editable(application, by)
        if locked.attachments.count() >= policy.most_attachments:
            raise Refused(no("what", "attachments-too-many", most=policy.most_attachments))
        stored = files.store(content, limit_mb=policy.file_limit_mb)
        return Attachment.objects.create(
            application=locked,
            kind=kind,
            name=files.clean_name(name),
            file=stored,
            attached_by=by,
            attached_at=clock.now(),
        )


def remove_attachment(application: Application, attachment_id: int, *, by: User) -> Application:
    with transaction.atomic():
        locked = _editable(application, by)
        locked.attachments.filter(pk=attachment_id).delete()
    return locked


def invite_to_team(application: Application, user: User, *, by: User) -> None:
    """Let a team member work on the draft (a lasting relation, kept by guardian)."""
    require(leads(by, application))
    assign_perm("projects.work_on_application", user, application)
