"""The index at the size of the nation."""

from django.db import migrations

from hocba.adapters.database.guards import ENTRY_FUNCTION


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0003_read_log"),
    ]

    operations = [
        migrations.RunSQL(ENTRY_FUNCTION, migrations.RunSQL.noop),
        migrations.RunSQL(
            "DROP TRIGGER hocba_append_only ON kept_entry;"
            "CREATE TRIGGER hocba_entry_stands BEFORE UPDATE OR DELETE ON kept_entry"
            " FOR EACH ROW EXECUTE FUNCTION hocba_entry_stands();",
            migrations.RunSQL.noop,
        ),
    ]
