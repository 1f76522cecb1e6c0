"""Jobs of the core: seal the ledger and deliver the outbox, every minute. Each can run twice without harm."""

from __future__ import annotations

from procrastinate.contrib.django import app

from core import checkpoints, notifications


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="seal_ledger", pass_context=False)
def seal_ledger(timestamp: int) -> None:
    checkpoints.seal()
    checkpoints.publish_checkpoints()


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="deliver_outbox", pass_context=False)
def deliver_outbox(timestamp: int) -> None:
    notifications.deliver_outbox()
