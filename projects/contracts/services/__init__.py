"""Verbs of projects and contracts: draw up, sign, run, end; the money in sum."""

from projects.contracts.services.draw_up import draw_up_contract
from projects.contracts.services.money import write_money_summary
from projects.contracts.services.run import (
    archive_project,
    begin_acceptance,
    confirm_rectification,
    end_acceptance,
    lapse_project,
    leave_acceptance,
    order_rectification,
    order_termination,
    resume_project,
    start_project,
    suspend_project,
    take_system_step,
    tell_project,
    terminate_project,
)
from projects.contracts.services.sign import (
    countersign_contract,
    lapse_contract,
    send_back_contract,
    set_contract_budget,
    sign_contract,
    submit_contract,
    write_budget,
)

__all__ = [
    "archive_project",
    "begin_acceptance",
    "confirm_rectification",
    "countersign_contract",
    "draw_up_contract",
    "end_acceptance",
    "lapse_contract",
    "lapse_project",
    "leave_acceptance",
    "order_rectification",
    "order_termination",
    "resume_project",
    "send_back_contract",
    "set_contract_budget",
    "sign_contract",
    "start_project",
    "submit_contract",
    "suspend_project",
    "take_system_step",
    "tell_project",
    "terminate_project",
    "write_budget",
    "write_money_summary",
]
