"""Partial records of pupils who change school during a year. Personal data: inside content_xml."""

from django.db import models


class PartialStepModel(models.Model):
    """
    One act on a partial record and the document as it stood after it; never changed or removed.

    number: from 1; the lock, too: of two who act at once one finds it taken. content_xml: null
    where the act left the document as it was. signatures: as of a record.
    """

    school = models.CharField(max_length=35)
    school_year = models.SmallIntegerField()
    sector_code = models.CharField(max_length=35)
    version = models.SmallIntegerField()
    number = models.IntegerField()
    record_code = models.CharField(max_length=15)
    class_name = models.CharField(max_length=20)
    grade = models.SmallIntegerField()
    act = models.CharField(max_length=20)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, default="")
    proof = models.BinaryField(default=b"")
    content_xml = models.BinaryField(null=True)
    content_digest = models.BinaryField(default=b"")
    root = models.BinaryField(default=b"")
    leaf_count = models.IntegerField(default=0)
    signatures = models.JSONField(default=list)

    class Meta:
        db_table = "partial_step"
        constraints = [
            models.UniqueConstraint(
                fields=["school", "school_year", "sector_code", "version", "number"],
                name="partial_step_once",
            ),
        ]


class ReceivedPartialModel(models.Model):
    """A partial record that came with a pupil; its bytes are among the papers."""

    school = models.CharField(max_length=35)
    school_year = models.SmallIntegerField()
    sector_code = models.CharField(max_length=35)
    transfer_id = models.CharField(max_length=32)
    issuer = models.CharField(max_length=35)
    issuer_name = models.CharField(max_length=200)
    grade = models.SmallIntegerField()
    class_name = models.CharField(max_length=20)
    since = models.DateField()
    until = models.DateField()
    content_digest = models.BinaryField()
    file_digest = models.BinaryField()

    class Meta:
        db_table = "received_partial"
        constraints = [
            models.UniqueConstraint(
                fields=["school", "content_digest"], name="received_partial_once"
            ),
        ]
        indexes = [
            models.Index(fields=["school", "sector_code"], name="received_partial_pupil"),
        ]
