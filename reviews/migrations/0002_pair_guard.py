"""The database's last word on conflicts: a live assignment needs a clear pair."""

from django.db import migrations

GUARD = """
ALTER TABLE reviews_assignment ADD CONSTRAINT assignment_on_clear_pair
    FOREIGN KEY (pair_id, live_clear) REFERENCES reviews_pair (id, clear);
"""


class Migration(migrations.Migration):
    dependencies = [("reviews", "0001_initial")]
    operations = [
        migrations.RunSQL(GUARD, "ALTER TABLE reviews_assignment DROP CONSTRAINT assignment_on_clear_pair")
    ]
