"""Requests to correct issued records. Personal data: what stands and what is to stand."""

from django.db import models


class CorrectionModel(models.Model):
    """
    One request; a trigger lets nobody change or remove it.

    changes: list of {field, old, new}. pupil, year: what is to stand, null where a part stays.
    """

    correction_id = models.CharField(max_length=32, unique=True)
    record_code = models.CharField(max_length=15)
    school_year = models.SmallIntegerField()
    version = models.SmallIntegerField()
    school = models.CharField(max_length=35)
    school_name = models.CharField(max_length=200)
    province = models.CharField(max_length=35)
    sector_code = models.CharField(max_length=35)
    full_name = models.CharField(max_length=200)
    class_name = models.CharField(max_length=20)
    aim = models.CharField(max_length=20)
    reason = models.CharField(max_length=40)
    basis = models.CharField(max_length=300)
    changes = models.JSONField(default=list)
    pupil = models.JSONField(null=True)
    year = models.JSONField(null=True)
    evidence_digest = models.BinaryField()
    evidence_name = models.CharField(max_length=150)
    evidence_type = models.CharField(max_length=40)
    evidence_size = models.IntegerField()

    class Meta:
        db_table = "correction"
        indexes = [
            models.Index(fields=["school"], name="correction_school"),
            models.Index(fields=["record_code"], name="correction_record"),
            models.Index(fields=["province"], name="correction_province"),
        ]


class CorrectionStepModel(models.Model):
    """One step of a request; a trigger lets nobody change or remove it."""

    correction = models.ForeignKey(CorrectionModel, on_delete=models.PROTECT, db_index=False)
    number = models.IntegerField()
    school = models.CharField(max_length=35)
    step = models.CharField(max_length=30)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, default="")

    class Meta:
        db_table = "correction_step"
        constraints = [
            models.UniqueConstraint(fields=["correction", "number"], name="correction_step_once"),
        ]


class CorrectionLetterModel(models.Model):
    """A signed text about a request; a trigger lets nobody change or remove it."""

    correction_id = models.CharField(max_length=32)
    school = models.CharField(max_length=35)
    kind = models.CharField(max_length=10)
    digest = models.BinaryField()
    at = models.DateTimeField()

    class Meta:
        db_table = "correction_letter"
        constraints = [
            models.UniqueConstraint(
                fields=["correction_id", "digest"], name="correction_letter_once"
            ),
        ]
        indexes = [models.Index(fields=["digest"], name="correction_letter_digest")]
