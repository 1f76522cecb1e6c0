"""Verbs of an application: write it, hand it in, take it back."""

from projects.applications.services.submit import (
    correct_application,
    submit_application,
    withdraw_application,
)
from projects.applications.services.write import (
    attach_file,
    hand_to_leader,
    invite_to_team,
    open_application,
    open_application_for,
    remove_attachment,
    save_basics,
    save_section,
    set_avoidances,
    set_budget,
    set_indicators,
    set_team,
    set_year_plan,
)

__all__ = [
    "attach_file",
    "correct_application",
    "hand_to_leader",
    "invite_to_team",
    "open_application",
    "open_application_for",
    "remove_attachment",
    "save_basics",
    "save_section",
    "set_avoidances",
    "set_budget",
    "set_indicators",
    "set_team",
    "set_year_plan",
    "submit_application",
    "withdraw_application",
]
