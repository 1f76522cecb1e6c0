"""The decision on this project, its public notice, and the contract."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _

from core.contributions import ArchivedDocument, ArchivedPart
from core.documents import Block, Facts, Paragraph, Signatures, Table
from core.models import LedgerEntry
from projects.archived.words import Y, filed, plain_number, when, yuan
from projects.contracts.models import Contract, Project
from projects.decisions.models import Notice


def decisions(project: Project) -> Iterator[ArchivedDocument]:
    """The chain of the decision, and of its list this project's line alone."""
    item = project.decision_item
    if item is None or item.issued_at is None:
        return
    decision = item.decision
    facts = [
        (_("Decision"), decision.title),
        (_("Budget line"), decision.appropriation.number),
        (_("Number of the minutes"), decision.minutes_number),
        (_("Document number (文号)"), decision.document_number),
        (_("Issued at"), when(item.issued_at)),
        (_("No."), item.position),
        (_("Score"), item.score),
        (_("Suggested (yuan)"), yuan(item.suggested_amount)),
        (_("Approved (yuan)"), yuan(item.approved_amount)),
    ]
    signed = [
        (_("Proposed"), _name(decision.proposed_by), when(decision.proposed_at)),
        (_("Deliberated"), _name(decision.deliberated_by), when(decision.deliberated_at)),
    ]
    blocks: list[Block] = [Facts(facts), Signatures(signed)]
    yield filed(project, "30-decision-01", _("Decision"), decision.number, item.issued_at, blocks)


def notices(project: Project) -> Iterator[ArchivedDocument]:
    """The notice with its fingerprint and this project's line; objections without the objectors' names."""
    item = project.decision_item
    if item is None:
        return
    notice = Notice.objects.filter(decision_id=item.decision_id, published_at__isnull=False).first()
    if notice is None or notice.published_at is None:
        return
    facts = [
        (_("Title"), notice.title),
        (_("Published at"), when(notice.published_at)),
        (_("Objections until"), when(notice.closes_on)),
        (_("Ended at"), when(notice.closed_at)),
        (_("Fingerprint (SHA-256) of the list"), notice.sha256),
        (_("Approved (yuan)"), yuan(item.approved_amount)),
    ]
    objections = [
        [each.number, each.state_label(), when(each.opened_at), when(each.answered_at)]
        for each in item.objections.order_by("pk")
    ]
    heads = [_("Number"), _("State"), _("Filed at"), _("Answered at")]
    blocks: list[Block] = [Facts(facts), Table(heads, objections, title=_("Objections"))]
    yield filed(project, "31-notice-01", _("Public notice"), notice.number, notice.published_at, blocks)


def contracts(project: Project) -> Iterator[ArchivedDocument]:
    """The contract signed by all, as it stands."""
    contract: Contract | None = getattr(project, "contract", None)
    if contract is None or contract.signed_at is None:
        return
    facts = [
        (_("Project number"), project.number),
        (_("Institution"), project.institution.name),
        (_("Granted funds (yuan)"), yuan(contract.granted)),
        (_("Self-raised funds (yuan)"), yuan(contract.self_raised)),
    ]
    indicators = [
        [
            each.name, plain_number(each.existing), plain_number(each.midterm),
            f"{each.get_comparison_display()} {plain_number(each.target)}", each.unit, each.method,
        ]
        for each in contract.indicators.all()
    ]  # fmt: skip
    heads = [
        _("Indicator"),
        _("Existing value"),
        _("Mid-term value"),
        _("Final value"),
        _("Unit"),
        _("Method of proof"),
    ]
    budget = [[x.get_source_display(), x.get_category_display(), yuan(x.amount)] for x in contract.budget.all()]
    tranches = [
        [x.number, x.get_condition_display(), x.percent, yuan(x.amount)] for x in contract.planned_tranches.all()
    ]
    signed = [
        (_("Project leader"), _leader_who_signed(contract), when(contract.submitted_at)),
        (_("Institution"), _name(contract.institution_signed_by), when(contract.institution_signed_at)),
        (_("Authority"), _name(contract.signed_by), when(contract.signed_at)),
    ]
    blocks: list[Block] = [
        Paragraph(str(_("The contract as it stands; what a change replaced is filed with the change."))),
        Facts(facts),
        Table(heads, indicators, title=_("Indicators")),
        Table([_("Source"), _("Category"), _("Amount")], budget, ["left", "left", "right"], _("Budget (yuan)")),
        Table(
            [_("No."), _("Condition"), _("Share (%)"), _("Amount (yuan)")],
            tranches,
            ["right", "left", "right", "right"],
            _("Planned tranches"),
        ),
        Signatures(signed),
    ]
    yield filed(project, "40-contract-01", _("Contract"), contract.number, contract.signed_at, blocks)


def _leader_who_signed(contract: Contract) -> str:
    """By the ledger: the leader may have changed since."""
    signed = LedgerEntry.objects.filter(kind=contract.kind, record=contract.uuid, step="submit").order_by("-seq")
    return signed.values_list("actor_name", flat=True).first() or ""


def _name(user: object) -> str:
    return user.display_name() if hasattr(user, "display_name") else ""


def has_item(project: Project) -> bool:
    return project.decision_item_id is not None


def has_started(project: Project) -> bool:
    return has_item(project) and project.started_at is not None


PARTS = [
    ArchivedPart("30-decision", _("Decision"), Y, has_item, decisions),
    ArchivedPart("31-notice", _("Public notice"), Y, has_item, notices),
    ArchivedPart("40-contract", _("Contract"), Y, has_started, contracts),
]
