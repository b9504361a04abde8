"""Time stamps that came after their records, kept above. Personal data: record codes."""

from django.db import models


class KeptStampModel(models.Model):
    """On the seal of one version. digest: SHA-256 of the token, under which its bytes are kept."""

    office = models.CharField(max_length=35)
    record_code = models.CharField(max_length=15)
    school_year = models.SmallIntegerField()
    version = models.SmallIntegerField()
    digest = models.BinaryField()

    class Meta:
        db_table = "kept_stamp"
        constraints = [
            models.UniqueConstraint(
                fields=["record_code", "office", "school_year", "version"], name="stamp_kept_once"
            )
        ]
