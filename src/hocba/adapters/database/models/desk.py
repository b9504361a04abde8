"""
What the desk of an office above the school writes: reminders, attempts to deliver, notes.

Append-only; every row belongs to one office.
"""

from django.db import models


class ReminderModel(models.Model):
    """A reminder to a school; one a day."""

    office = models.CharField(max_length=35)
    school = models.CharField(max_length=35)
    day = models.DateField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    words = models.CharField(max_length=1000)

    class Meta:
        db_table = "reminder"
        constraints = [
            models.UniqueConstraint(fields=["office", "school", "day"], name="reminder_once"),
        ]


class DeliveryAttemptModel(models.Model):
    """An attempt to hand a package over. outcome: empty where a receipt came back."""

    office = models.CharField(max_length=35)
    message_id = models.CharField(max_length=67)
    at = models.DateTimeField()
    outcome = models.CharField(max_length=60, default="")

    class Meta:
        db_table = "delivery_attempt"
        indexes = [
            models.Index(fields=["office", "message_id"], name="attempt_package"),
        ]


class OversightNoteModel(models.Model):
    """What somebody wrote down who followed a signal."""

    office = models.CharField(max_length=35)
    signal = models.CharField(max_length=40)
    unit = models.CharField(max_length=35)
    school_year = models.SmallIntegerField()
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    words = models.CharField(max_length=2000)
    state = models.CharField(max_length=20, default="DANG_XEM")

    class Meta:
        db_table = "oversight_note"
        indexes = [
            models.Index(fields=["office", "signal", "unit"], name="note_signal"),
        ]


class OversightCountModel(models.Model):
    """
    How many records or signatures of a unit bear a trait. province, school: whose they are.

    Not append-only: counted on as the log grows, and made anew from it at any time.
    """

    office = models.CharField(max_length=35)
    school_year = models.SmallIntegerField()
    province = models.CharField(max_length=35)
    school = models.CharField(max_length=35)
    trait = models.CharField(max_length=40)
    value = models.CharField(max_length=200, default="")
    count = models.BigIntegerField()

    class Meta:
        db_table = "oversight_count"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "school_year", "province", "school", "trait", "value"],
                name="oversight_cell_once",
            ),
        ]


class OversightPlaceModel(models.Model):
    """Up to which leaf of an office's log the traits are counted."""

    office = models.CharField(max_length=35, primary_key=True)
    next_index = models.BigIntegerField(default=0)

    class Meta:
        db_table = "oversight_place"
