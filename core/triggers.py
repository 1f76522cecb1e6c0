"""Triggers generated from the tables: state moves only along a step; append-only tables only grow."""

from __future__ import annotations

import pgtrigger

from core.lifecycle import Lifecycle


def quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def state_triggers(lifecycle: Lifecycle) -> list[pgtrigger.Trigger]:
    """Two triggers: no insert but in the initial state (or imported), no change of state but the step announced.

    ``core.transitions`` announces a step with ``set_config('keheng.step', '<uuid>:<step>', true)``.
    """
    arrows = ", ".join(f"({quoted(step)}, {quoted(a)}, {quoted(b)})" for step, a, b in lifecycle.arrows())
    change = f"""
        IF OLD.state IS DISTINCT FROM NEW.state THEN
            IF split_part(coalesce(current_setting('keheng.step', true), ''), ':', 1) <> NEW.uuid::text
               OR (split_part(current_setting('keheng.step', true), ':', 2), OLD.state, NEW.state)
                  NOT IN (VALUES {arrows}) THEN
                RAISE EXCEPTION 'state of % may change only by a step: % -> %', TG_TABLE_NAME, OLD.state, NEW.state
                    USING ERRCODE = 'check_violation';
            END IF;
        END IF;
        RETURN NEW;
    """
    begin = f"""
        IF NEW.state <> {quoted(lifecycle.initial)} AND NEW.origin <> 'imported' THEN
            RAISE EXCEPTION '% begins as {lifecycle.initial}, not %', TG_TABLE_NAME, NEW.state
                USING ERRCODE = 'check_violation';
        END IF;
        RETURN NEW;
    """
    return [
        pgtrigger.Trigger(
            name="state_by_step", when=pgtrigger.Before, operation=pgtrigger.UpdateOf("state"), func=change
        ),
        pgtrigger.Trigger(name="state_begins", when=pgtrigger.Before, operation=pgtrigger.Insert, func=begin),
    ]


def append_only_triggers() -> list[pgtrigger.Trigger]:
    """Refuse UPDATE, DELETE and TRUNCATE for every role."""
    refuse = """
        RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP USING ERRCODE = 'restrict_violation';
    """
    return [
        pgtrigger.Trigger(
            name="append_only",
            when=pgtrigger.Before,
            operation=pgtrigger.Update | pgtrigger.Delete,
            func=refuse,
        ),
        pgtrigger.Trigger(
            name="no_truncate",
            level=pgtrigger.Statement,
            when=pgtrigger.Before,
            operation=pgtrigger.Truncate,
            func=refuse,
        ),
    ]
