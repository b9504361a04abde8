"""Time stamps that seals lack, and those that came later. Personal data: none."""

from django.db import models


class DueStampModel(models.Model):
    """One stamp; never removed. token: empty while it is due, then never changed."""

    school = models.CharField(max_length=35)
    record_code = models.CharField(max_length=15)
    school_year = models.SmallIntegerField()
    version = models.SmallIntegerField()
    slot_id = models.CharField(max_length=40)
    since = models.DateTimeField()
    token = models.BinaryField(default=b"")
    given_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "due_stamp"
        constraints = [
            models.UniqueConstraint(
                fields=["record_code", "school_year", "version", "slot_id"], name="due_stamp_once"
            )
        ]
        indexes = [
            models.Index(fields=["since"], name="due_stamp_open", condition=models.Q(given_at=None))
        ]
