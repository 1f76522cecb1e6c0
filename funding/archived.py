"""What funding puts into a project's archive: payments with their postings, the final accounts, the evaluation."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core.contributions import ArchivedDocument, ArchivedPart
from core.documents import Block, Document, Facts, Heading, Paragraph, Table
from core.ledger import plain
from funding.performance.forms import LABELS
from funding.performance.models import PerformanceEvaluation
from funding.performance.queries import policy_of
from funding.performance.rules import PARTS
from funding.spending.models import Expenditure
from funding.spending.queries import final_accounts_of
from funding.tranches.models import Posting, Tranche
from funding.tranches.queries import sums_now
from projects.applications.states import Category, Source
from projects.contracts.models import Project


def _day(instant: Any) -> str:
    return str(plain(instant))[:10] if instant else ""


def _money(value: Any) -> str:
    return "" if value is None else f"{value:,.2f}"


def _head(project: Project) -> Facts:
    return Facts(
        [
            (_("Project"), project.title),
            (_("Institution"), project.institution.name),
            (_("Project leader"), project.principal_investigator.name),
            (_("Granted (yuan)"), _money(project.granted)),
            (_("Self-raised (yuan)"), _money(project.self_raised)),
        ]
    )


def has_postings(project: Project) -> bool:
    return Posting.objects.filter(project=project).exists()


def payments(project: Project) -> Iterable[ArchivedDocument]:
    """Every tranche, paid or not, and every posting of the project."""
    tranches = list(Tranche.objects.filter(project=project).order_by("number"))
    postings = list(Posting.objects.filter(project=project).order_by("pk"))
    if not tranches and not postings:
        return
    made_at = _latest([project.started_at, *(each.state_since for each in tranches), *(each.at for each in postings)])
    blocks: list[Block] = [
        _head(project),
        Heading(_("Payments"), 2),
        Table(
            [
                _("No."),
                _("Condition"),
                _("Amount (yuan)"),
                _("State"),
                _("Approved on"),
                _("Paid on"),
                _("Voucher number"),
            ],
            [
                [
                    str(each.number),
                    each.get_condition_display(),
                    _money(each.amount),
                    each.state_label(),
                    _day(each.approved_at),
                    _day(each.paid_at),
                    each.voucher,
                ]
                for each in tranches
            ],
            ["right", "left", "right"],
        ),
        Heading(_("Postings"), 2),
        Table(
            [
                pgettext("posting", "At"),
                pgettext("posting", "Account"),
                _("Amount (yuan)"),
                pgettext("posting", "Text"),
            ],
            [[_day(each.at), each.get_account_display(), _money(each.amount), each.what] for each in postings],
            ["left", "left", "right"],
        ),
    ]
    document = Document(_("List of payments"), project.number, project.title, blocks, made_at=made_at)
    yield ArchivedDocument("payments.pdf", _("List of payments"), document, made_at)


def accounts(project: Project) -> Iterable[ArchivedDocument]:
    """The final accounts: category x approved, spent, left for each source; then every voucher."""
    vouchers = list(Expenditure.objects.filter(project=project).order_by("spent_on", "pk"))
    lines = final_accounts_of(project)
    if not lines:
        return
    sums = sums_now(project)
    made_at = _latest([project.started_at, *(each.state_since for each in vouchers)])
    blocks: list[Block] = [
        _head(project),
        Facts(
            [
                (_("Granted money arrived (yuan)"), _money(sums.granted_paid)),
                (_("Granted money spent (yuan)"), _money(sums.granted_spent)),
                (_("Granted money left (yuan)"), _money(sums.granted_left())),
                (_("Self-raised money spent (yuan)"), _money(sums.self_raised_spent)),
            ]
        ),
        Heading(_("Final accounts"), 2),
        Table(
            [_("Source"), _("Category"), _("Approved (yuan)"), _("Spent (yuan)"), _("Difference (yuan)")],
            [
                [
                    str(Source(each.source).label),
                    str(Category(each.category).label),
                    _money(each.approved),
                    _money(each.spent),
                    _money(each.left),
                ]
                for each in lines
            ],
            ["left", "left", "right", "right", "right"],
        ),
        Heading(_("Vouchers"), 2),
        Table(
            [_("Spent on"), _("Voucher number"), _("Payee"), _("Purpose"), _("Amount (yuan)"), _("State")],
            [
                [_day(each.spent_on), each.voucher, each.payee, each.purpose, _money(each.amount), each.state_label()]
                for each in vouchers
            ],
            ["left", "left", "left", "left", "right"],
        ),
    ]
    document = Document(_("Final accounts"), project.number, project.title, blocks, made_at=made_at)
    yield ArchivedDocument("final-accounts.pdf", _("Final accounts"), document, made_at)


def has_evaluation(project: Project) -> bool:
    return PerformanceEvaluation.objects.filter(project=project).exists()


def evaluation(project: Project) -> Iterable[ArchivedDocument]:
    """The performance evaluation, once it was given; while it waits, the archive waits for it."""
    found = PerformanceEvaluation.objects.filter(project=project, scored_at__isnull=False).first()
    if found is None:
        return
    most = policy_of(project).values.most()
    made_at = _latest([found.scored_at])
    blocks: list[Block] = [
        _head(project),
        Table(
            [pgettext("performance", "Part"), _("Most points"), _("Own points"), _("Points given")],
            [
                [str(LABELS[part]), str(most[part]), found.own.get(part, ""), found.given.get(part, "")]
                for part in PARTS
            ],
            ["left", "right", "right", "right"],
        ),
        Facts([(_("Total"), str(found.total)), (pgettext("performance", "Band"), found.get_band_display())]),
        Heading(_("Self-evaluation in words"), 2),
        Paragraph(found.own_words),
        Heading(pgettext("performance", "Opinion"), 2),
        Paragraph(found.opinion),
    ]
    document = Document(_("Performance evaluation"), project.number, project.title, blocks, made_at=made_at)
    yield ArchivedDocument("performance.pdf", _("Performance evaluation"), document, made_at)


def _latest(instants: Iterable[datetime | None]) -> datetime:
    return max(each for each in instants if each is not None)


ARCHIVED = [
    ArchivedPart("60-payments", gettext_lazy("List of payments"), "D30", has_postings, payments),
    ArchivedPart("61-final-accounts", gettext_lazy("Final accounts"), "D30", has_postings, accounts),
    ArchivedPart("80-performance", gettext_lazy("Performance evaluation"), "D30", has_evaluation, evaluation),
]
