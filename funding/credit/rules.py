"""The credit score of fund use, a pure rule that explains itself (domain.md section 3; the Ministry of Transport's model).

C = 0.30 C1 + 0.30 C2 + 0.20 C3 + 0.10 C4 + 0.10 C5, where C1 is the year that ends today. Ck is the mean of the project
scores S of that year, 100 where there was no project. S = 0 under a veto, else max(0, 100 - points), the points of one
category capped. An event counts for five years from its day.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from core.verdict import YES, Verdict, no

FULL = Decimal(100)
WORST = "ABCD"


@dataclass(frozen=True)
class Event:
    """A credit event in force, as the score sees it."""

    key: str
    project: str
    code: str
    category: str
    points: int
    happened_on: date
    is_veto: bool = False
    self_reported: bool = False


@dataclass(frozen=True)
class Carried:
    """A project of the subject and the days from and to which it ran (None: still runs)."""

    project: str
    title: str
    starts_on: date | None
    ends_on: date | None


@dataclass(frozen=True)
class Scale:
    """The policy values that the score reads. ``year_weights`` in percent, newest year first."""

    year_weights: tuple[int, ...] = (30, 30, 20, 10, 10)
    category_cap: int = 40
    band_a: Decimal = Decimal(90)
    band_b: Decimal = Decimal(75)
    band_c: Decimal = Decimal(60)
    low_score: Decimal = Decimal(60)
    low_score_years: int = 2
    overdue_months: int = 12
    self_reported_factor: Decimal = Decimal("0.5")


@dataclass(frozen=True)
class Counted:
    """An event with the points it counts, the weight of its year and the first day on which it counts no more."""

    event: Event
    points: Decimal
    weight: int
    expires_on: date


@dataclass(frozen=True)
class ProjectScore:
    project: str
    title: str
    score: Decimal
    counted: tuple[Counted, ...] = ()
    capped: tuple[str, ...] = ()  # categories whose points were more than the cap


@dataclass(frozen=True)
class YearScore:
    """One of the five years: after ``since`` up to and including ``until``."""

    number: int
    since: date
    until: date
    weight: int
    score: Decimal
    projects: tuple[ProjectScore, ...] = ()


@dataclass(frozen=True)
class Cap:
    """Why the band is worse than the score alone would say. ``facts`` fill the words of ``code``."""

    code: str
    band: str
    facts: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class CreditScore:
    """The score to one decimal, the band it earns, the band in force after the caps, and the whole way there."""

    score: Decimal
    earned: str
    band: str
    years: tuple[YearScore, ...]
    caps: tuple[Cap, ...] = ()

    def counted(self) -> list[Counted]:
        """Every event that counts, newest first."""
        found = [each for year in self.years for project in year.projects for each in project.counted]
        return sorted(found, key=lambda each: (each.event.happened_on, each.event.key), reverse=True)


@dataclass(frozen=True)
class Later:
    """What the score will be from a day on, if nothing new happens."""

    on: date
    score: Decimal
    band: str


def credit_score(
    events: Iterable[Event],
    projects: Iterable[Carried],
    today: date,
    scale: Scale,
    *,
    overdue_since: date | None = None,
    sanctioned_until: date | None = None,
) -> CreditScore:
    """The score of one subject on a day.

    ``overdue_since``: since when its oldest acceptance application has been due and not filed. An event of a project
    that ``projects`` does not know counts all the same.
    """
    years = tuple(
        _year(number, weight, list(events), list(projects), today, scale)
        for number, weight in enumerate(scale.year_weights, 1)
    )
    exact = sum((year.score * year.weight for year in years), Decimal(0)) / 100
    score = exact.quantize(Decimal("0.1"), ROUND_HALF_UP)
    earned = band_of(score, scale)
    caps = tuple(_caps(years, today, scale, overdue_since, sanctioned_until))
    return CreditScore(score, earned, max([earned, *(cap.band for cap in caps)], key=WORST.index), years, caps)


def band_of(score: Decimal, scale: Scale) -> str:
    """A from 90, B from 75, C from 60, D below (policy)."""
    steps = ((scale.band_a, "A"), (scale.band_b, "B"), (scale.band_c, "C"))
    return next((band for least, band in steps if score >= least), "D")


def _year(
    number: int, weight: int, events: list[Event], projects: list[Carried], today: date, scale: Scale
) -> YearScore:
    since, until = years_earlier(today, number), years_earlier(today, number - 1)
    happened = [event for event in events if since < event.happened_on <= until]
    titles = {each.project: each.title for each in projects if _ran(each, since, until)}
    known = {each.project: each.title for each in projects}
    for event in happened:
        titles.setdefault(event.project, known.get(event.project, event.project))
    scored = tuple(
        project_score(name, title, [event for event in happened if event.project == name], weight, scale)
        for name, title in sorted(titles.items())
    )
    mean = sum((each.score for each in scored), Decimal(0)) / len(scored) if scored else FULL
    return YearScore(number, since, until, weight, mean, scored)


def _ran(project: Carried, since: date, until: date) -> bool:
    begun = project.starts_on is not None and project.starts_on <= until
    return begun and (project.ends_on is None or project.ends_on > since)


def project_score(name: str, title: str, events: Sequence[Event], weight: int, scale: Scale) -> ProjectScore:
    """S of one project in one year: veto x max(0, 100 - points), each category capped."""
    counted = tuple(
        Counted(event, points_of(event, scale), weight, years_later(event.happened_on, len(scale.year_weights)))
        for event in events
    )
    sums: dict[str, Decimal] = {}
    for each in counted:
        sums[each.event.category] = sums.get(each.event.category, Decimal(0)) + each.points
    capped = tuple(sorted(category for category, points in sums.items() if points > scale.category_cap))
    lost = sum((min(points, Decimal(scale.category_cap)) for points in sums.values()), Decimal(0))
    score = Decimal(0) if any(event.is_veto for event in events) else max(Decimal(0), FULL - lost)
    return ProjectScore(name, title, score, counted, capped)


def points_of(event: Event, scale: Scale) -> Decimal:
    """The points of an event; what was reported and mended before its discovery counts half (policy)."""
    return Decimal(event.points) * (scale.self_reported_factor if event.self_reported else 1)


def _caps(
    years: Sequence[YearScore], today: date, scale: Scale, overdue_since: date | None, sanctioned_until: date | None
) -> Iterable[Cap]:
    low = [p for year in years[: scale.low_score_years] for p in year.projects if p.score < scale.low_score]
    if low:
        worst = min(low, key=lambda each: each.score)
        yield Cap("low-project-score", "C", {"project": worst.project, "score": worst.score, "least": scale.low_score})
    if overdue_since and months_between(overdue_since, today) >= scale.overdue_months and overdue_since < today:
        yield Cap("long-overdue", "C", {"since": overdue_since, "months": months_between(overdue_since, today)})
    if sanctioned_until and sanctioned_until >= today:
        yield Cap("sanctioned-now", "D", {"until": sanctioned_until})


def without(
    key: str, events: Sequence[Event], projects: Sequence[Carried], today: date, scale: Scale, **standing: Any
) -> CreditScore:
    """What if this event had not been: the score without it."""
    return credit_score([each for each in events if each.key != key], projects, today, scale, **standing)


def outlook(
    events: Sequence[Event],
    projects: Sequence[Carried],
    today: date,
    scale: Scale,
    *,
    sanctioned_until: date | None = None,
    overdue_since: date | None = None,
) -> list[Later]:
    """How the score changes as events grow old, if nothing new happens: one line for each change of score or band.

    Projects that run today are taken to run on.
    """
    still = [replace(each, ends_on=None) if each.ends_on is None or each.ends_on > today else each for each in projects]
    standing = {"sanctioned_until": sanctioned_until, "overdue_since": overdue_since}
    moves = {years_later(each.happened_on, n) for each in events for n in range(1, len(scale.year_weights) + 1)}
    last, found = credit_score(events, still, today, scale, **standing), []
    for day in sorted(move for move in moves if move > today):
        then = credit_score(events, still, day, scale, **standing)
        if (then.score, then.band) != (last.score, last.band):
            found.append(Later(day, then.score, then.band))
        last = then
    return found


def years_earlier(day: date, count: int) -> date:
    """The same day ``count`` years before; 29 February -> 28 February."""
    try:
        return day.replace(year=day.year - count)
    except ValueError:
        return day.replace(year=day.year - count, day=28)


def years_later(day: date, count: int) -> date:
    """The same day ``count`` years after; 29 February -> 1 March."""
    try:
        return day.replace(year=day.year + count)
    except ValueError:
        return date(day.year + count, 3, 1)


def months_between(start: date, end: date) -> int:
    """Full months from a day to a later one."""
    return (end.year - start.year) * 12 + end.month - start.month - (end.day < start.day)


def late_report_code(due_on: date, submitted_on: date, *, days: int = 30) -> str | None:
    """Which event a late report is; None if in time. Exact days after the due day."""
    late = (submitted_on - due_on).days
    if late <= 0:
        return None
    return "report-late" if late <= days else "report-very-late"


def late_acceptance_code(due_on: date, submitted_on: date, *, months: tuple[int, int] = (3, 12)) -> str | None:
    """Which event a late application for acceptance is: up to 3 months, more, more than 12 (policy)."""
    if submitted_on <= due_on:
        return None
    late = months_between(due_on, submitted_on)
    exact = submitted_on.day == due_on.day
    for limit, code in zip(months, ("acceptance-late", "acceptance-late-3"), strict=True):
        if late < limit or (late == limit and exact):
            return code
    return "acceptance-late-12"


def in_appeal_window(last_day: date, today: date) -> Verdict:
    return YES if today <= last_day else no("when", "appeal-too-late", until=last_day)


def appeals_once(is_answered: bool) -> Verdict:
    """An event whose appeal was answered is not appealed a second time here."""
    return no("what", "appealed-already") if is_answered else YES


def is_well_founded(points: int, is_veto: bool, document_number: str) -> Verdict:
    """A veto needs a decision with a document number."""
    return no("what", "veto-without-document") if is_veto and not document_number.strip() else YES


def happened_by(happened_on: date, today: date) -> Verdict:
    return YES if happened_on <= today else no("what", "event-in-the-future", day=happened_on)
