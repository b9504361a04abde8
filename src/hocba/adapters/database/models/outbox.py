"""Packages on their way up. Personal data: inside the files."""

from django.db import models


class OutboxPackageModel(models.Model):
    """A package that was made here."""

    office = models.CharField(max_length=35)
    message_id = models.CharField(max_length=67)
    sender = models.CharField(max_length=35)
    receiver = models.CharField(max_length=35)
    made_at = models.DateTimeField()
    digest = models.BinaryField()
    size = models.BigIntegerField()
    count = models.IntegerField()
    file = models.BinaryField()

    class Meta:
        db_table = "outbox_package"
        constraints = [
            models.UniqueConstraint(fields=["office", "message_id"], name="outbox_once"),
        ]


class OutboxAnswerModel(models.Model):
    """The receipt that came back."""

    package = models.OneToOneField(
        OutboxPackageModel, on_delete=models.PROTECT, related_name="answer"
    )
    office = models.CharField(max_length=35)
    receipt = models.BinaryField()
    answered_at = models.DateTimeField()
    taken = models.IntegerField()
    not_taken = models.IntegerField()

    class Meta:
        db_table = "outbox_answer"


class OutboxTakenModel(models.Model):
    """One file that the office above keeps, by its receipt."""

    office = models.CharField(max_length=35)
    path = models.CharField(max_length=200)
    digest = models.BinaryField()

    class Meta:
        db_table = "outbox_taken"
        constraints = [
            models.UniqueConstraint(fields=["office", "digest", "path"], name="taken_once"),
        ]
        indexes = [
            models.Index(fields=["office", "path"], name="taken_path"),
        ]
