"""
Rounds of signing with their records and steps, records held back, and rules of schools.

Personal data: of pupils only codes; what a teacher noted about a record that was held back.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class SigningRoundModel(models.Model):
    """One round. is_running: a copy of what its steps say, for whoever looks for work."""

    round_id = models.CharField(max_length=20, unique=True)
    school = models.CharField(max_length=35)
    school_year = models.SmallIntegerField()
    act = models.CharField(max_length=20)
    sample = ArrayField(models.IntegerField())
    is_running = models.BooleanField(default=False)
    failures = models.IntegerField(default=0)
    not_before = models.DateTimeField(null=True)

    class Meta:
        db_table = "signing_round"
        indexes = [
            models.Index(fields=["school", "school_year"], name="signing_round_school"),
            models.Index(
                fields=["id"], name="signing_round_running", condition=models.Q(is_running=True)
            ),
        ]


class SigningStepModel(models.Model):
    """One step of a round; a trigger lets nobody change or remove it."""

    round = models.ForeignKey(SigningRoundModel, on_delete=models.PROTECT, related_name="steps")
    school = models.CharField(max_length=35)
    number = models.IntegerField()
    step = models.CharField(max_length=20)
    by = models.CharField(max_length=64)
    role = models.CharField(max_length=30)
    at = models.DateTimeField()
    words = models.CharField(max_length=500, default="")
    basis = models.CharField(max_length=500, default="")
    place = models.IntegerField(null=True)
    consent_id = models.CharField(max_length=64, default="")
    count = models.IntegerField(default=0)
    details = models.JSONField(default=dict)

    class Meta:
        db_table = "signing_step"
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="signing_step_once")
        ]


class SigningSheetModel(models.Model):
    """One record of a round. done_at: it is signed, or `refusal` says why not."""

    round = models.ForeignKey(SigningRoundModel, on_delete=models.PROTECT, related_name="sheets")
    school = models.CharField(max_length=35)
    place = models.IntegerField()
    record_code = models.CharField(max_length=15)
    school_year = models.SmallIntegerField()
    version = models.SmallIntegerField()
    class_name = models.CharField(max_length=20)
    sector_code = models.CharField(max_length=20)
    content_digest = models.BinaryField()
    refusal = models.CharField(max_length=60, default="")
    details = models.JSONField(default=dict)
    done_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "signing_sheet"
        constraints = [
            models.UniqueConstraint(fields=["round", "place"], name="signing_sheet_place_once")
        ]
        indexes = [models.Index(fields=["record_code"], name="signing_sheet_record")]


class HeldBackModel(models.Model):
    """One record left out of a signing; a trigger lets nobody change or remove it."""

    school = models.CharField(max_length=35)
    school_year = models.SmallIntegerField()
    class_name = models.CharField(max_length=20)
    record_code = models.CharField(max_length=15)
    version = models.SmallIntegerField()
    sector_code = models.CharField(max_length=20)
    act = models.CharField(max_length=20)
    reason = models.CharField(max_length=20)
    note = models.CharField(max_length=200, default="")
    expected_on = models.DateField(null=True)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "held_back"
        indexes = [models.Index(fields=["school", "school_year"], name="held_back_school")]


class SchoolRuleModel(models.Model):
    """One setting of one rule of a school; a trigger lets nobody change or remove it."""

    school = models.CharField(max_length=35)
    rule = models.CharField(max_length=30)
    is_on = models.BooleanField()
    by = models.CharField(max_length=64)
    role = models.CharField(max_length=30)
    at = models.DateTimeField()
    words = models.CharField(max_length=300)

    class Meta:
        db_table = "school_rule"
        indexes = [models.Index(fields=["school"], name="school_rule_school")]
