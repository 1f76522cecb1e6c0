"""Invariants of projects, contracts and changes: queries that must return no row, any night."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from core.contributions import Invariant


def _rows(query: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        for row in cursor.fetchall():
            yield " ".join(str(value) for value in row)


def budgets_that_miss_their_sums() -> Iterator[str]:
    """Contracts whose lines do not add up to the granted and the self-raised money, to the cent."""
    return _rows(
        """
        SELECT c.number, s.source, s.wanted, coalesce(sum(l.amount), 0) FROM projects_contract c
        CROSS JOIN LATERAL (VALUES ('granted', c.granted), ('self_raised', c.self_raised)) s (source, wanted)
        LEFT JOIN projects_contractbudgetline l ON l.contract_id = c.id AND l.source = s.source
        WHERE c.origin = 'entered'
        GROUP BY c.id, s.source, s.wanted HAVING coalesce(sum(l.amount), 0) <> s.wanted
        """
    )


def tranches_that_miss_the_grant() -> Iterator[str]:
    """Contracts whose planned tranches do not add up to the granted money."""
    return _rows(
        """
        SELECT c.number, c.granted, coalesce(sum(t.amount), 0) FROM projects_contract c
        LEFT JOIN projects_plannedtranche t ON t.contract_id = c.id
        WHERE c.origin = 'entered' GROUP BY c.id HAVING coalesce(sum(t.amount), 0) <> c.granted
        """
    )


def projects_out_of_step_with_their_contract() -> Iterator[str]:
    """Projects that run or ended without a signed contract, or still wait for one that was signed."""
    return _rows(
        """
        SELECT p.number, p.state, c.state FROM projects_project p LEFT JOIN projects_contract c ON c.project_id = p.id
        WHERE p.origin = 'entered' AND coalesce(c.state, '') <> ALL (CASE p.state
            WHEN 'contracting' THEN ARRAY['draft', 'awaiting_institution', 'awaiting_authority']
            WHEN 'lapsed' THEN ARRAY['lapsed'] ELSE ARRAY['signed'] END)
        """
    )


def indicators_that_differ_from_the_application() -> Iterator[str]:
    """Contracts that promise something else than their application did."""
    return _rows(
        """
        SELECT DISTINCT c.number, d.position FROM projects_contract c
        JOIN projects_project p ON p.id = c.project_id AND p.application_id IS NOT NULL
        CROSS JOIN LATERAL (
            WITH promised AS (
                SELECT position, name, comparison, existing, midterm, target, unit, method FROM projects_indicator
                WHERE application_id = p.application_id
            ), contracted AS (
                SELECT position, name, comparison, existing, midterm, target, unit, method
                FROM projects_contractindicator WHERE contract_id = c.id
            )
            (TABLE promised EXCEPT TABLE contracted) UNION ALL (TABLE contracted EXCEPT TABLE promised)
        ) d
        """
    )


def leaders_without_an_engagement() -> Iterator[str]:
    """Running projects whose leader is engaged nowhere: limits would not count them."""
    return _rows(
        """
        SELECT p.number FROM projects_project p
        WHERE p.origin = 'entered' AND p.state IN ('contracting', 'active', 'rectifying', 'suspended') AND NOT EXISTS (
            SELECT 1 FROM projects_engagement e WHERE e.application_id = p.application_id AND e.is_lead
                AND e.kind = 'project' AND e.closed_at IS NULL AND e.person_id = p.principal_investigator_id)
        """
    )


INVARIANTS = [
    Invariant(
        "budget-is-granted", "a contract's budget adds up to its money, to the cent", budgets_that_miss_their_sums
    ),
    Invariant("tranches-are-granted", "planned tranches add up to the granted money", tranches_that_miss_the_grant),
    Invariant(
        "runs-when-signed", "a project runs when its contract is signed", projects_out_of_step_with_their_contract
    ),
    Invariant(
        "indicators-unchanged",
        "a contract promises what the application promised",
        indicators_that_differ_from_the_application,
    ),
    Invariant("leader-is-engaged", "limits count every project under way", leaders_without_an_engagement),
]
