"""Signed requests for connection. Personal data lies in the papers they name, not here."""

from django.db import models


class ConnectionModel(models.Model):
    """One signed request; a trigger lets nobody change or remove it."""

    office = models.CharField(max_length=35)
    request_id = models.CharField(max_length=32)
    province = models.CharField(max_length=35)
    signer = models.CharField(max_length=64)
    at = models.DateTimeField()
    digest = models.BinaryField()

    class Meta:
        db_table = "connection_request"
        constraints = [
            models.UniqueConstraint(fields=["office", "request_id"], name="connection_once"),
        ]


class ConnectionAnswerModel(models.Model):
    """One of the ministry's answers that brought news; nobody changes or removes it."""

    office = models.CharField(max_length=35)
    at = models.DateTimeField()
    digest = models.BinaryField()

    class Meta:
        db_table = "connection_answer"
        constraints = [
            models.UniqueConstraint(fields=["office", "digest"], name="connection_answer_once"),
        ]
