"""Changes of school. Personal data: a pupil's name, and where they went."""

from django.db import models


class TransferModel(models.Model):
    """
    One transfer; a trigger lets nobody change or remove it.

    sender, receiver: both schools see the row. record_code: empty where there is none yet.
    """

    transfer_id = models.CharField(max_length=32, unique=True)
    sender = models.CharField(max_length=35)
    sender_name = models.CharField(max_length=200)
    receiver = models.CharField(max_length=35)
    receiver_name = models.CharField(max_length=200)
    sector_code = models.CharField(max_length=35)
    full_name = models.CharField(max_length=200)
    record_code = models.CharField(max_length=15, default="")
    school_year = models.SmallIntegerField()
    grade = models.SmallIntegerField()
    class_name = models.CharField(max_length=20)
    left_on = models.DateField()
    reason = models.CharField(max_length=40)
    basis = models.CharField(max_length=300)
    file_digest = models.BinaryField()

    class Meta:
        db_table = "transfer"
        indexes = [
            models.Index(fields=["sender"], name="transfer_sender"),
            models.Index(fields=["receiver"], name="transfer_receiver"),
        ]


class TransferStepModel(models.Model):
    """One step of a transfer; a trigger lets nobody change or remove it."""

    transfer = models.ForeignKey(TransferModel, on_delete=models.PROTECT, db_index=False)
    number = models.IntegerField()
    sender = models.CharField(max_length=35)
    receiver = models.CharField(max_length=35)
    step = models.CharField(max_length=20)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    reason = models.CharField(max_length=300, default="")
    file_digest = models.BinaryField(default=b"")

    class Meta:
        db_table = "transfer_step"
        constraints = [
            models.UniqueConstraint(fields=["transfer", "number"], name="transfer_step_once"),
        ]


class ReceivedRecordModel(models.Model):
    """A record of another school that came with a pupil; its bytes are among the papers."""

    school = models.CharField(max_length=35)
    transfer_id = models.CharField(max_length=32)
    sector_code = models.CharField(max_length=35)
    record_code = models.CharField(max_length=15)
    school_year = models.SmallIntegerField()
    version = models.SmallIntegerField()
    issuer = models.CharField(max_length=35)
    issuer_name = models.CharField(max_length=200)
    grade = models.SmallIntegerField()
    class_name = models.CharField(max_length=20)
    content_digest = models.BinaryField()
    file_digest = models.BinaryField()

    class Meta:
        db_table = "received_record"
        constraints = [
            models.UniqueConstraint(
                fields=["school", "record_code", "school_year", "version"],
                name="received_record_once",
            ),
        ]
