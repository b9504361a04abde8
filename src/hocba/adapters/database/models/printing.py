"""
Print jobs with their sheets, and numbered copies that schools have issued.

Personal data: names of receivers of copies. Of pupils only the codes of their records; the
printed pages lie in the tray, not here.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class PrintJobModel(models.Model):
    """One job of a class, or of the whole school where class_name is empty."""

    job_id = models.CharField(max_length=20, unique=True)
    school = models.CharField(max_length=35)
    school_year = models.SmallIntegerField()
    class_name = models.CharField(max_length=20)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    failures = models.IntegerField(default=0)
    not_before = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    cleared_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "print_job"
        indexes = [
            models.Index(fields=["school", "-id"], name="print_job_school"),
            models.Index(fields=["id"], name="print_job_open", condition=models.Q(ended_at=None)),
        ]


class PrintSheetModel(models.Model):
    """One record of a job. done_at: its file lies in the tray, or `refusal` says why not."""

    job = models.ForeignKey(PrintJobModel, on_delete=models.PROTECT, related_name="sheets")
    school = models.CharField(max_length=35)
    place = models.IntegerField()
    record_code = models.CharField(max_length=15)
    school_year = models.SmallIntegerField()
    version = models.SmallIntegerField()
    name = models.CharField(max_length=120, default="")
    refusal = models.CharField(max_length=60, default="")
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "print_sheet"
        constraints = [
            models.UniqueConstraint(fields=["job", "place"], name="print_sheet_place_once")
        ]


class IssuedCopyModel(models.Model):
    """One numbered copy; a trigger lets nobody change or remove it. keys: documents in it."""

    school = models.CharField(max_length=35)
    year = models.SmallIntegerField()
    number = models.IntegerField()
    record_code = models.CharField(max_length=15)
    keys = ArrayField(models.CharField(max_length=60))
    receiver = models.CharField(max_length=200)
    basis = models.CharField(max_length=500)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "issued_copy"
        constraints = [
            models.UniqueConstraint(fields=["school", "year", "number"], name="copy_number_once")
        ]
        indexes = [models.Index(fields=["record_code"], name="issued_copy_record")]
