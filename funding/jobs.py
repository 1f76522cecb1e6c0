"""Jobs of funding: standings follow the calendar every night. It can run twice without harm."""

from __future__ import annotations

from procrastinate.contrib.django import app

from funding.credit.services import refresh_standings


@app.periodic(cron="20 2 * * *")
@app.task(queueing_lock="refresh_standings", pass_context=False)
def refresh_every_standing(timestamp: int) -> None:
    refresh_standings()
