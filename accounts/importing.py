"""Match the institutions and people that imported lists name, or open them unverified, many at a time."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.models import Institution, InstitutionKind, Membership, MembershipRole, Person
from accounts.rules import comparable_name
from accounts.services import add_membership, register_person
from core.records import Origin
from core.verdict import Refused, no

Named = tuple[str, str, str, str]  # name, province, credit code, kind


class InstitutionMatcher:
    """Match names to institutions, or open unverified ones; loads every name once (for imports of many rows)."""

    def __init__(self) -> None:
        self.known: dict[str, Institution] = {}
        self.by_code: dict[str, Institution] = {}
        self.fresh: set[str] = set()
        self.rows: dict[str, int] = {}
        for institution in Institution.objects.order_by("-is_verified", "pk").iterator():
            self.known.setdefault(institution.comparable, institution)
            for former in institution.former_names:
                self.known.setdefault(comparable_name(former), institution)
            if institution.credit_code:
                self.by_code[institution.credit_code] = institution

    @property
    def opened(self) -> int:
        return len(self.fresh)

    def used(self) -> dict[str, tuple[bool, int]]:
        """Name -> (opened here, rows that named it)."""
        return {self.known[key].name: (key in self.fresh, count) for key, count in self.rows.items()}

    def find(self, name: str, credit_code: str = "") -> Institution | None:
        return self.by_code.get(credit_code) or self.known.get(comparable_name(name))

    def note(self, institution: Institution | None) -> None:
        """One more row names this institution."""
        if institution is not None:
            self.known.setdefault(institution.comparable, institution)
            self.rows[institution.comparable] = self.rows.get(institution.comparable, 0) + 1

    def find_or_open_many(self, named: Sequence[Named], *, write: bool = True) -> list[Institution]:
        """The institutions of these codes or names, in order; unknown ones are opened with ``origin=imported``."""
        found, new = [], []
        for name, province, credit_code, kind in named:
            institution = self.find(name, credit_code)
            if institution is None:
                institution = Institution(
                    name=name,
                    comparable=comparable_name(name),
                    province=province,
                    kind=kind if kind in InstitutionKind.values else InstitutionKind.OTHER,
                    origin=Origin.IMPORTED,
                )
                self.known[institution.comparable] = institution
                self.fresh.add(institution.comparable)
                new.append(institution)
            self.note(institution)
            found.append(institution)
        if write:
            Institution.objects.bulk_create(new, batch_size=1_000)
        return found


class PersonMatcher:
    """One person for each (name, institution) of imported lists; namesakes of two institutions are never merged.

    Only people who came by an import are matched: a name alone must not give somebody who signs in another's projects.
    """

    def __init__(self) -> None:
        self.known: dict[tuple[str, int], Person] = {}
        self.opened = 0
        rows = Membership.objects.filter(person__origin=Origin.IMPORTED).values_list(
            "person__name", "institution_id", "person_id"
        )
        for name, institution_id, person_id in rows.iterator():
            self.known.setdefault((comparable_name(name), institution_id), Person(pk=person_id, name=name))

    def find_or_open_many(self, named: Sequence[tuple[str, Institution, str]], *, write: bool = True) -> list[Person]:
        """The people of (name, institution, professional title), in order; unknown ones become members."""
        found: list[Person] = []
        new: list[tuple[Person, Institution]] = []
        for name, institution, title in named:
            # Institutions of a dry run have no key yet; nothing is kept of them.
            key = (comparable_name(name), institution.pk or id(institution))
            if key not in self.known:
                self.known[key] = Person(name=name, title=title, origin=Origin.IMPORTED)
                self.opened += 1
                new.append((self.known[key], institution))
            found.append(self.known[key])
        if write:
            Person.objects.bulk_create([person for person, _institution in new], batch_size=1_000)
            Membership.objects.bulk_create(
                [
                    Membership(person=person, institution=institution, role=MembershipRole.MEMBER)
                    for person, institution in new
                ],
                batch_size=1_000,
            )
        return found


def find_or_register(name: str, institution: Institution, *, title: str = "", email: str = "") -> Person:
    """The member of the institution of this name (and email, where one is given), or a new one.

    Raises Refused (*what*, ``person-ambiguous``) when the name fits several members.
    """
    members = Person.objects.filter(name=name, memberships__institution=institution, memberships__until=None).distinct()
    if email:
        members = members.filter(email__iexact=email)
    found = list(members[:2])
    if len(found) > 1:
        raise Refused(no("what", "person-ambiguous", name=name, institution=institution.name))
    if found:
        return found[0]
    person = register_person(name, email=email, title=title)
    add_membership(person, institution)
    return person
