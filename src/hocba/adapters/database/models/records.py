"""Records in the making and issued, and their history. Personal data: inside content_xml."""

from django.db import models


class RecordModel(models.Model):
    """
    One version of a record.

    status, history_length: copies of what the history says; can be rebuilt. signatures: list
    of {slot, value, fragment}, value in base64. issued: once true, the row's content and
    signatures are frozen by a trigger; no row is ever deleted.
    """

    record_code = models.CharField(max_length=15)
    school_year = models.SmallIntegerField()
    version = models.SmallIntegerField()
    school = models.CharField(max_length=35)
    sector_code = models.CharField(max_length=35)
    class_name = models.CharField(max_length=20)
    grade = models.SmallIntegerField()
    status = models.CharField(max_length=20)
    history_length = models.IntegerField(default=0)
    issued = models.BooleanField(default=False)
    content_xml = models.BinaryField(null=True)
    content_digest = models.BinaryField(default=b"")
    root = models.BinaryField(default=b"")
    leaf_count = models.IntegerField(default=0)
    signatures = models.JSONField(default=list)

    class Meta:
        db_table = "record"
        constraints = [
            models.UniqueConstraint(
                fields=["record_code", "school_year", "version"], name="record_once"
            ),
        ]
        indexes = [
            models.Index(fields=["school", "school_year", "class_name"], name="record_class"),
        ]


class HistoryModel(models.Model):
    """One line of a record's history; a trigger lets nobody change or remove it."""

    record = models.ForeignKey(RecordModel, on_delete=models.PROTECT, db_index=False)
    number = models.IntegerField()
    school = models.CharField(max_length=35)
    act = models.CharField(max_length=20)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, default="")
    proof = models.BinaryField(default=b"")

    class Meta:
        db_table = "record_history"
        constraints = [
            models.UniqueConstraint(fields=["record", "number"], name="history_line_once"),
        ]
