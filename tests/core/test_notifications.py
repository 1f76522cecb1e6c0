"""Messages: written with what they report, delivered at least once, in the user's language."""

import pytest
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from core import notifications
from core.models import Notification, OutboxMessage
from tests.factories.accounts import make_user

pytestmark = pytest.mark.django_db(transaction=True)


def test_each_user_is_told_once_in_the_application_and_by_mail_and_sms():
    user = make_user(email="li@example.org", phone="13800000000")
    told = notifications.notify([user, user], topic="t", subject=_("Saved"), address="/x/", sms=True)
    assert told == 1
    assert Notification.objects.filter(to=user).count() == 1
    assert sorted(OutboxMessage.objects.values_list("channel", "address")) == [
        ("mail", "li@example.org"),
        ("sms", "13800000000"),
    ]
    notifications.notify([user], topic="t", subject="again", address="/x/", sms=True)
    assert OutboxMessage.objects.count() == 2, "the same key is sent once"


def test_nothing_is_said_of_work_that_rolled_back():
    user = make_user(email="li@example.org")
    with pytest.raises(RuntimeError), transaction.atomic():
        notifications.notify([user], topic="t", subject="s")
        raise RuntimeError
    assert not Notification.objects.exists()
    assert not OutboxMessage.objects.exists()


def test_delivery_leaves_one_file_per_message_and_tries_again_after_an_error(tmp_path, settings, monkeypatch):
    settings.EMAIL_URL = tmp_path.as_uri()
    user = make_user(email="li@example.org")
    notifications.notify([user], topic="t", subject="主题", body="正文")
    monkeypatch.setattr(notifications.FileSender, "send", lambda self, message: _raise(OSError("disk full")))
    assert notifications.deliver_outbox(limit=1) == 0
    assert OutboxMessage.objects.get().last_error == "disk full"
    monkeypatch.undo()
    settings.EMAIL_URL = tmp_path.as_uri()
    assert notifications.deliver_outbox() == 1
    assert notifications.deliver_outbox() == 0
    (written,) = tmp_path.iterdir()
    assert "主题" in written.read_text(encoding="utf-8")


def _raise(error):
    raise error
