"""The rights of the application's database role: it may do its work, and cannot touch what is append-only."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from psycopg import sql

APP_ROLE = "keheng_app"


def grant_application_role(connection: Any, role: str = APP_ROLE) -> None:
    """Grant the application's role its rights on every table of the schema; run by the owner after migrating.

    Tables of models marked ``append_only`` get SELECT and INSERT alone; the installation mark and the migration
    history get SELECT alone.
    """
    grantee = sql.Identifier(role)
    statements = [
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(grantee),
        sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}").format(grantee),
        sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(grantee),
    ]
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        present = {row[0] for row in cursor.fetchall()}
        for table in append_only_tables():
            if table in present:
                statements.append(
                    sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(sql.Identifier(table), grantee)
                )
        for table in ("core_installation", "django_migrations"):
            if table in present:
                statements.append(
                    sql.SQL("REVOKE INSERT, UPDATE, DELETE ON {} FROM {}").format(sql.Identifier(table), grantee)
                )
        for statement in statements:
            cursor.execute(statement.as_string(None))


def append_only_tables() -> list[str]:
    """Tables of models whose class says ``append_only = True``."""
    return [model._meta.db_table for model in apps.get_models() if getattr(model, "append_only", False)]
