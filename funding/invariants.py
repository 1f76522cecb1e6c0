"""Invariants of money: entries balance, sums agree with postings, nothing is paid beyond the grant or before a signature."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import connection

from core.contributions import Invariant


def _rows(query: str) -> Iterator[str]:
    with connection.cursor() as cursor:
        cursor.execute(query)
        for row in cursor.fetchall():
            yield " ".join(str(value) for value in row)


def unbalanced_entries() -> Iterator[str]:
    return _rows(
        "SELECT entry, sum(amount) FROM funding_posting GROUP BY entry HAVING sum(amount) <> 0 OR count(*) < 2"
    )


def summaries_that_differ() -> Iterator[str]:
    """Projects whose handed-down sums are not what the postings say."""
    return _rows(
        """
        WITH sums AS (
            SELECT project_id,
                   -coalesce(sum(amount) FILTER (WHERE account = 'treasury'), 0) AS paid,
                   coalesce(sum(amount) FILTER (WHERE account = 'project_spent'), 0) AS spent,
                   coalesce(sum(amount) FILTER (WHERE account = 'own_spent'), 0) AS own
            FROM funding_posting GROUP BY project_id
        )
        SELECT p.number, s.paid, s.spent, s.own, m.granted_paid, m.granted_spent, m.self_raised_spent
        FROM projects_project p
        LEFT JOIN sums s ON s.project_id = p.id
        LEFT JOIN projects_moneysummary m ON m.project_id = p.id
        WHERE (coalesce(s.paid, 0), coalesce(s.spent, 0), coalesce(s.own, 0))
              <> (coalesce(m.granted_paid, 0), coalesce(m.granted_spent, 0), coalesce(m.self_raised_spent, 0))
        """
    )


def paid_beyond_the_grant() -> Iterator[str]:
    return _rows(
        """
        SELECT p.number, sum(t.amount), p.granted FROM funding_tranche t JOIN projects_project p ON p.id = t.project_id
        WHERE t.state IN ('paid', 'received') GROUP BY p.id
        HAVING p.granted IS NULL OR sum(t.amount) > p.granted
        """
    )


def paid_without_signature() -> Iterator[str]:
    return _rows(
        """
        SELECT p.number, t.number FROM funding_tranche t JOIN projects_project p ON p.id = t.project_id
        WHERE t.state IN ('paid', 'received') AND t.origin = 'entered' AND NOT EXISTS (
            SELECT 1 FROM projects_contract c WHERE c.project_id = p.id AND c.state = 'signed'
        )
        """
    )


def tranches_without_postings() -> Iterator[str]:
    """Paid tranches whose payment is not in the books, or not with their amount."""
    return _rows(
        """
        SELECT p.number, t.number, t.amount FROM funding_tranche t JOIN projects_project p ON p.id = t.project_id
        WHERE t.origin = 'entered' AND t.amount * (t.state IN ('paid', 'received'))::int <> coalesce(
            (SELECT sum(f.amount) FROM funding_posting f WHERE f.document = t.uuid AND f.account = 'project_cash'), 0)
        """
    )


def spent_more_than_arrived() -> Iterator[str]:
    return _rows(
        """
        SELECT p.number, sum(f.amount) FROM funding_posting f JOIN projects_project p ON p.id = f.project_id
        WHERE f.account = 'project_cash' GROUP BY p.id HAVING sum(f.amount) < 0
        """
    )


INVARIANTS = [
    Invariant("entry-balances", "the sides of an entry sum to nothing", unbalanced_entries),
    Invariant("summary-is-postings", "the money of a project in sum is what its postings say", summaries_that_differ),
    Invariant("within-the-grant", "no more is paid than granted", paid_beyond_the_grant),
    Invariant("paid-after-signature", "nothing is paid without a signed contract", paid_without_signature),
    Invariant("payment-is-posted", "every payment is in the books with its amount", tranches_without_postings),
    Invariant("spent-after-arrival", "granted money is spent after it arrived", spent_more_than_arrived),
]
