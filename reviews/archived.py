"""What the reviews put into a project's archive: the summary of each round, under codes, the identities sealed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.contributions import ArchivedDocument, ArchivedPart
from core.documents import Block, Document, Facts, Heading, Paragraph, Table
from core.encryption import blind_index
from projects.applications.models import Application
from projects.contracts.models import Project
from reviews.panels.models import Ranking
from reviews.rounds.models import Round
from reviews.rounds.states import RoundState
from reviews.scoring.models import Scoresheet
from reviews.scoring.states import ScoresheetState


def sealed_identity(round_: Round, sheet: Scoresheet) -> str:
    """Which expert it was, keyed: the authority can prove it to an inspector, nobody can read it off the file."""
    return blind_index(f"{round_.uuid}|{sheet.assignment.code}|{sheet.assignment.pair.expert.uuid}")


def was_reviewed(project: Project) -> bool:
    return project.application_id is not None and rankings(project.application).exists()


def rankings(application: Application | None) -> Any:
    """The application's places in rounds whose outcome was handed down, the oldest first."""
    return (
        Ranking.objects.filter(item__application=application, item__round__state=RoundState.HANDED_DOWN)
        .select_related("item__round__call")
        .order_by("item__round__handed_down_at")
    )


def documents(project: Project) -> Iterable[ArchivedDocument]:
    return documents_of(project.application) if project.application is not None else []


def documents_of(application: Application) -> Iterable[ArchivedDocument]:
    """One summary a round."""
    for row in rankings(application):
        round_ = row.item.round
        yield ArchivedDocument(
            name=f"review-{round_.number}.pdf",
            title=_("Summary of the review %(number)s") % {"number": round_.number},
            content=summary(row, application),
            made_at=round_.handed_down_at,
        )


def summary(row: Ranking, application: Application) -> Document:
    """Rank, score, votes, every valid sheet under its code with its comment, and the seals."""
    round_ = row.item.round
    sheets = list(
        Scoresheet.objects.filter(
            assignment__item=row.item, assignment__live_clear=True, state=ScoresheetState.SUBMITTED
        )
        .select_related("assignment__pair__expert")
        .order_by("assignment__code")
    )
    blocks: list[Block] = [_standing(row, application), Heading(_("Score sheets"), 2), _points(round_, sheets)]
    blocks.append(Heading(_("Comments"), 2))
    blocks += [Paragraph(f"{sheet.assignment.code}: {sheet.comment}") for sheet in sheets]
    blocks += [
        Heading(_("Sealed identities"), 2),
        Paragraph(
            _(
                "Each seal is computed from the expert's identity with the authority's key; it proves who judged without saying it."
            )
        ),
        Table([_("Code"), _("Seal")], [[sheet.assignment.code, sealed_identity(round_, sheet)] for sheet in sheets]),
    ]
    return Document(
        title=_("Summary of the review %(number)s") % {"number": round_.number},
        number=round_.number,
        subtitle=round_.title,
        blocks=blocks,
        made_at=round_.handed_down_at or round_.opens_at,
    )


def _standing(row: Ranking, application: Application) -> Facts:
    round_ = row.item.round
    count = Ranking.objects.filter(item__round=round_).count()
    votes = "—" if row.votes_for is None else f"{row.votes_for} : {row.votes_against}"
    return Facts(
        [
            (_("Application"), f"{application.number} {application.title}"),
            (_("Blindness"), round_.get_blindness_display()),
            (_("Scoring opens at"), _instant(round_.opens_at)),
            (_("Scores locked"), _instant(round_.locked_at)),
            (_("Final rank"), f"{row.final_rank} / {count}"),
            (_("Score"), row.score),
            (_("Raw mean"), row.raw_mean),
            (_("Spread"), row.spread),
            (_("Votes"), votes),
            (_("Reason"), row.reason or "—"),
            (_("Recommended (yuan)"), f"{row.recommended_amount:,.2f}" if row.recommended_amount is not None else "—"),
        ]
    )


def _points(round_: Round, sheets: list[Scoresheet]) -> Table:
    criteria = round_.criteria
    heads = [_("Code"), *(f"{each['name']} ({each['points']})" for each in criteria), _("Total"), _("Familiarity with the field"), _("Recommendation")]  # fmt: skip
    rows = [
        [
            sheet.assignment.code,
            *(sheet.points.get(each["key"], "—") for each in criteria),
            sheet.total,
            sheet.get_familiarity_display(),
            sheet.get_recommendation_display(),
        ]
        for sheet in sheets
    ]
    return Table(heads, rows, ["left", *["right"] * (len(criteria) + 1)])


def _instant(at: Any) -> str:
    return timezone.localtime(at).strftime("%Y-%m-%d %H:%M") if at else "—"


ARCHIVED = [ArchivedPart("25-review", gettext_lazy("Summary of the review"), "D30", was_reviewed, documents)]
