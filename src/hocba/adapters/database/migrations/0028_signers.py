"""With what schools sign and who pays: their own entries, and their statements above them."""

from django.db import migrations, models

from hocba.adapters.database.guards import append_only, own_school_only
from hocba.adapters.database.office_scope import own_office_only

GUARDS = "".join(
    [own_school_only("signing_means"), own_office_only("kept_signers")]
    + [append_only(table) for table in ("signing_means", "kept_signers")]
)
ID = ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID"))  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [
        ("database", "0027_signing"),
    ]

    operations = [
        migrations.CreateModel(
            name="SigningMeansModel",
            fields=[
                ID,
                ("school", models.CharField(max_length=35)),
                ("holder", models.CharField(max_length=64)),
                ("certificate", models.CharField(default="", max_length=64)),
                ("means", models.CharField(max_length=20)),
                ("provider", models.CharField(default="", max_length=120)),
                ("payer", models.CharField(max_length=20)),
                ("asked_on", models.DateField(null=True)),
                ("got_on", models.DateField(null=True)),
                ("by", models.CharField(max_length=64)),
                ("at", models.DateTimeField()),
            ],
            options={
                "db_table": "signing_means",
                "indexes": [models.Index(fields=["school", "holder"], name="signing_means_of")],
            },
        ),
        migrations.CreateModel(
            name="KeptSignersModel",
            fields=[
                ID,
                ("office", models.CharField(max_length=35)),
                ("school", models.CharField(max_length=35)),
                ("school_year", models.SmallIntegerField()),
                ("number", models.IntegerField()),
                ("digest", models.BinaryField()),
                ("environment", models.CharField(max_length=20)),
                ("made_at", models.DateTimeField()),
                ("school_name", models.CharField(max_length=200)),
                ("ward_code", models.CharField(max_length=35)),
                ("ward_name", models.CharField(max_length=200)),
                ("province_code", models.CharField(max_length=35)),
                ("province_name", models.CharField(max_length=200)),
                ("due", models.IntegerField()),
                ("certified", models.IntegerField()),
                ("roles", models.JSONField(default=list)),
                ("groups", models.JSONField(default=list)),
            ],
            options={
                "db_table": "kept_signers",
                "constraints": [
                    models.UniqueConstraint(
                        fields=("office", "school_year", "school", "number"), name="signers_once"
                    )
                ],
            },
        ),
        migrations.RunSQL(GUARDS, migrations.RunSQL.noop),
    ]
