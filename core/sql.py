"""SQL that the database owns: the one clock (triggers stand in core/triggers.py)."""

from __future__ import annotations

# The one clock. The offset (microseconds) counts only in an installation marked as demo by the owner role;
# the application's role cannot write that mark, so production time cannot be moved.
CLOCK = """
CREATE TABLE IF NOT EXISTS core_installation (
    only_row boolean PRIMARY KEY DEFAULT true CHECK (only_row),
    demo boolean NOT NULL DEFAULT false
);
INSERT INTO core_installation DEFAULT VALUES ON CONFLICT DO NOTHING;
CREATE OR REPLACE FUNCTION keheng_now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
    SELECT clock_timestamp() + CASE
        WHEN coalesce(current_setting('keheng.clock_offset', true), '') = '' THEN interval '0'
        WHEN NOT (SELECT demo FROM core_installation) THEN interval '0'
        ELSE current_setting('keheng.clock_offset', true)::bigint * interval '1 microsecond'
    END
$$;
"""

FUNCTIONS: list[str] = [CLOCK]
DROP_FUNCTIONS = """
DROP FUNCTION IF EXISTS keheng_now() CASCADE;
DROP TABLE IF EXISTS core_installation;
"""
