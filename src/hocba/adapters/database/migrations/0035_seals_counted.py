"""Oversight is counted anew: seals by the authority of their certificate, beside all signatures."""

from django.db import migrations

ANEW = "DELETE FROM oversight_count; DELETE FROM oversight_place;"
"""Whoever counts next begins with the first leaf."""


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0034_signer_ends"),
    ]

    operations = [
        migrations.RunSQL(ANEW, migrations.RunSQL.noop),
    ]
