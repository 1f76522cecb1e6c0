"""run_once: one effect per key, the same answer, retries, and a log of denials."""

import pytest
from django.db import OperationalError, transaction
from psycopg import errors

from core import numbering, requests
from core.models import Denial, HandledRequest, NumberSeries
from core.verdict import Refused, no

pytestmark = pytest.mark.django_db(transaction=True)


def count(key="k", body=None, actor=None):
    return requests.run_once(key, actor, body or {}, lambda: {"number": numbering.next_number("s")})


def test_the_same_key_does_the_work_once_and_gives_the_same_answer():
    assert [count(), count(), count(key="other")] == [{"number": 1}, {"number": 1}, {"number": 2}]
    assert NumberSeries.objects.get(name="s").last == 2


def test_an_empty_key_has_no_memory():
    assert [count(key=""), count(key="")] == [{"number": 1}, {"number": 2}]
    assert not HandledRequest.objects.exists()


def test_another_body_under_the_same_key_is_refused():
    count(body={"title": "一"})
    with pytest.raises(Refused) as raised:
        count(body={"title": "二"})
    assert raised.value.verdict.code == "key-reused"
    assert NumberSeries.objects.get(name="s").last == 1


def test_a_refusal_undoes_everything_but_the_log_of_denials():
    def refuse():
        numbering.next_number("s")
        raise Refused(no("when", "too-late-test", closes="17:00"))

    with pytest.raises(Refused):
        requests.run_once("k", None, {}, refuse, name="submit", record="application x")
    assert not NumberSeries.objects.exists()
    assert not HandledRequest.objects.exists()
    assert list(Denial.objects.values_list("actor", "action", "record", "kind", "code", "facts")) == [
        ("system", "submit", "application x", "when", "too-late-test", {"closes": "17:00"})
    ]


@pytest.mark.parametrize(("failures", "ends_well"), [(2, True), (10, False)])
def test_serialization_failures_are_tried_again_then_busy(failures, ends_well):
    left = [failures]

    def act():
        if left[0]:
            left[0] -= 1
            raise OperationalError("serialization") from errors.SerializationFailure()
        return numbering.next_number("s")

    if ends_well:
        assert requests.run_once("k", None, {}, act) == 1
    else:
        with pytest.raises(requests.Busy):
            requests.run_once("k", None, {}, act)
        assert not HandledRequest.objects.exists()


def test_numbers_rolled_back_are_given_out_again():
    with pytest.raises(RuntimeError), transaction.atomic():
        numbering.next_number("s")
        raise RuntimeError
    with transaction.atomic():
        assert numbering.next_number("s") == 1


def test_a_key_does_not_answer_for_another_record_or_another_deed():
    def act():
        return numbering.next_number("s")

    assert requests.run_once("k", None, {}, act, name="tranches.approve", record="one") == 1
    for name, record in (("tranches.approve", "two"), ("tranches.withhold", "one")):
        with pytest.raises(Refused) as raised:
            requests.run_once("k", None, {}, act, name=name, record=record)
        assert raised.value.verdict.code == "key-reused", (name, record)
    assert requests.run_once("k", None, {}, act, name="tranches.approve", record="one") == 1
