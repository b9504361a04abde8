"""The history of a school's pupil list. Personal data: pupils' codes and where they stood."""

from django.db import models


class RosterEntryModel(models.Model):
    """
    One change of one pupil's line; a trigger lets nobody change or remove it.

    was, now: class, grade and status; `was` is null for a pupil who came in with this entry.
    """

    school = models.CharField(max_length=35)
    school_year = models.SmallIntegerField()
    sector_code = models.CharField(max_length=35)
    act = models.CharField(max_length=20)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    on_day = models.DateField()
    basis = models.CharField(max_length=300, default="")
    was = models.JSONField(null=True)
    now = models.JSONField()
    changed = models.JSONField(default=list)

    class Meta:
        db_table = "roster_entry"
        indexes = [
            models.Index(fields=["school", "school_year", "sector_code"], name="roster_entry_pupil")
        ]
