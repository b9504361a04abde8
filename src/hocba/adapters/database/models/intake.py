"""Packages at an office's door. Personal data: none; the packages' bytes lie elsewhere."""

from django.db import models
from django.db.models import Q

_REFUSED = Q(state="TU_CHOI")


class IntakeModel(models.Model):
    """
    One package that was handed in, how far it has come, and why it was refused.

    Rows are never removed: a refused package leaves its trace. sender, message_id: empty where
    the manifest could not be read. not_before: after a failure, when to try again. log_size:
    the log that covers the receipt.
    """

    office = models.CharField(max_length=35)
    message_id = models.CharField(max_length=80)
    sender = models.CharField(max_length=35)
    digest = models.BinaryField()
    size = models.BigIntegerField()
    entries = models.IntegerField()
    state = models.CharField(max_length=20)
    handed_at = models.DateTimeField()
    taken_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    not_before = models.DateTimeField(null=True)
    done = models.IntegerField(default=0)
    failures = models.IntegerField(default=0)
    log_size = models.BigIntegerField(null=True)
    refusal = models.CharField(max_length=80, default="")
    findings = models.JSONField(default=list)

    class Meta:
        db_table = "intake"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "digest"], condition=~_REFUSED, name="handed_in_once"
            ),
            models.UniqueConstraint(
                fields=["office", "message_id"], condition=~_REFUSED, name="message_once_in_intake"
            ),
        ]
        indexes = [
            models.Index(
                fields=["office", "sender", "id"],
                condition=Q(state__in=("CHO", "DANG_XU_LY", "DA_LUU")),
                name="intake_open",
            ),
            models.Index(fields=["office", "ended_at"], name="intake_ended"),
        ]


class IntakeTurnModel(models.Model):
    """When a sender's package was last taken from the queue: whoever waits longest is next."""

    office = models.CharField(max_length=35)
    sender = models.CharField(max_length=35)
    served_at = models.DateTimeField()

    class Meta:
        db_table = "intake_turn"
        constraints = [
            models.UniqueConstraint(fields=["office", "sender"], name="intake_turn_once"),
        ]
