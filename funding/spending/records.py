"""The expenditure as the floors above see it."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from core.forms import ReasonForm
from core.reasons import words_of
from core.records import Fact, Opening, Presentation, RecordKind, Related, StepAction, Table
from core.verdict import Verdict
from funding.spending.forms import enter_form
from funding.spending.models import Expenditure
from funding.spending.permissions import keeps_books, may_enter, may_open_expenditure, may_verify
from funding.spending.queries import projects_to_spend, visible_expenditures
from funding.spending.services import enter_expenditure, reject_expenditure, reverse_expenditure, verify_expenditure
from funding.tranches.queries import postings_of
from funding.tranches.records import POSTING_COLUMNS


def row_of_expenditure(expenditure: Expenditure, user: Any) -> Presentation:
    flags = f" · ⚑ {len(expenditure.flags)}" if expenditure.flags else ""
    return Presentation(
        f"{expenditure.purpose}（{expenditure.amount:,.2f}）",
        expenditure.voucher,
        f"{expenditure.project.number} {expenditure.project.title}{flags}",
    )


def words_of_flags(expenditure: Expenditure) -> list[str]:
    """Each flag as a sentence, in the reader's language."""
    return [words_of(Verdict("what", flag["code"], flag["facts"])) for flag in expenditure.flags]


def present_expenditure(expenditure: Expenditure, user: Any) -> Presentation:
    project, shown = expenditure.project, row_of_expenditure(expenditure, user)
    entered, verified = expenditure.entered_by, expenditure.verified_by
    postings = [
        {"at": each.at, "account": each.get_account_display(), "amount": each.amount, "what": each.what}
        for each in postings_of(expenditure)
    ]
    return Presentation(
        title=expenditure.purpose,
        number=expenditure.voucher,
        subtitle=f"{project.number} · {project.title} · {project.institution.name}",
        facts=[
            Fact("source", _("Source"), expenditure.get_source_display()),
            Fact("category", _("Category"), expenditure.get_category_display()),
            Fact("amount", _("Amount (yuan)"), expenditure.amount, "money"),
            Fact("spent_on", _("Spent on"), expenditure.spent_on, "day"),
            Fact("payee", _("Payee"), expenditure.payee),
            Fact("invoice", _("Invoice number"), expenditure.invoice),
            Fact("entered_by", _("Entered by"), entered.display_name() if entered else "", "person"),
            Fact("verified_by", _("Verified by"), verified.display_name() if verified else "", "person"),
            Fact("verified_at", _("Verified at"), expenditure.verified_at, "instant"),
            Fact("reversed_at", _("Reversed at"), expenditure.reversed_at, "instant"),
        ],
        tables=[
            Table(
                "flags",
                _("What the machine noticed"),
                [("words", _("Note"), "text")],
                [{"words": words} for words in words_of_flags(expenditure)],
                "money",
                _("Nothing was noticed."),
            ),
            Table("postings", _("Postings"), POSTING_COLUMNS, postings, "money", _("Nothing is posted yet.")),
        ],
        related=[Related("projects", project.uuid, project.title, project.state_label())],
        next_hint=_("Somebody else verifies the voucher.") if expenditure.state == "entered" else shown.next_hint,
    )


STEPS = {
    "verify": StepAction(
        may_verify, verify_expenditure, None, _("The amount is posted as spent; a mistake is mended by reversal only.")
    ),
    "reject": StepAction(keeps_books, reject_expenditure, ReasonForm, danger=True),
    "reverse": StepAction(
        keeps_books,
        reverse_expenditure,
        ReasonForm,
        _("An entry the other way round is posted; the first one stays."),
        danger=True,
    ),
}
KINDS = [
    RecordKind(
        collection="expenditures",
        model=Expenditure,
        label=_("Expenditure"),
        label_plural=_("Expenditures"),
        visible=visible_expenditures,
        present=present_expenditure,
        steps=STEPS,
        opening=Opening(
            may_open_expenditure,
            enter_expenditure,
            lambda user: enter_form(projects_to_spend(user)),
            _("Enter an expenditure"),
            parent="projects",
            offered=may_enter,
        ),
        icon="receipt",
        row=row_of_expenditure,
        search=("voucher__icontains", "purpose__icontains", "payee__icontains", "project__number__icontains"),
    )
]
