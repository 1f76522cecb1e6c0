"""The database's clock, before any table."""

from django.db import migrations

from core.sql import DROP_FUNCTIONS, FUNCTIONS


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(sql, DROP_FUNCTIONS) for sql in FUNCTIONS]
