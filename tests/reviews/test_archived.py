"""The summary that goes into the archive: every sheet under its code, nobody's name, the same bytes every time."""

import pytest

from accounts.models import Person
from core.documents import content_of, digest_of, is_pdf_a, render_pdf
from reviews.archived import documents_of
from reviews.panels.services import hand_down
from tests.factories.reviews import COMMENT, ranked_round

pytestmark = pytest.mark.django_db


def test_the_summary_names_codes_and_seals_and_no_expert():
    round_ = ranked_round()
    application = round_.items.first().application
    assert list(documents_of(application)) == [], "nothing before the hand-down"
    hand_down(round_, by=round_.opened_by)
    (kept,) = documents_of(application)
    text = str(content_of(kept.content))
    assert [code in text for code in ("E01", "E02", "E03", COMMENT, "1 / 2", "90.00")] == [True] * 6
    assert [each.name for each in Person.objects.filter(expert__isnull=False) if each.name in text] == []
    (again,) = documents_of(application)
    assert digest_of(again.content) == digest_of(kept.content)
    assert is_pdf_a(render_pdf(kept.content))
