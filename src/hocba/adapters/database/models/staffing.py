"""Every change of a school's assignments. Personal data: who was given what, by whom."""

from django.db import models


class StaffingEntryModel(models.Model):
    """One change of one assignment; a trigger lets nobody change or remove it."""

    school = models.CharField(max_length=35)
    staff_code = models.CharField(max_length=35)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    was = models.JSONField(null=True)
    now = models.JSONField(null=True)

    class Meta:
        db_table = "staffing_entry"
        indexes = [models.Index(fields=["school", "staff_code"], name="staffing_entry_person")]
