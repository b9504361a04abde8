"""
By whom records can be found, and who has looked.

Personal data: names and birth days of pupils, codes of officers. Personal numbers stand here
only as digests keyed by a secret that the database does not hold.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class KeptPupilModel(models.Model):
    """
    A pupil as at least one kept record names them.

    name_key: words without marks, sorted. facts: 8 bytes that tell this row from the others of
    the record code. personal_mark: 16 bytes, or NULL.
    """

    office = models.CharField(max_length=35)
    record_code = models.CharField(max_length=15)
    facts = models.BinaryField()
    full_name = models.TextField()
    name_key = models.TextField()
    born_on = models.DateField()
    personal_mark = models.BinaryField(null=True)

    class Meta:
        db_table = "kept_pupil"
        constraints = [
            models.UniqueConstraint(
                fields=["record_code", "office", "facts"], name="kept_pupil_once"
            ),
        ]
        indexes = [
            models.Index(fields=["office", "born_on", "name_key"], name="kept_pupil_name"),
            models.Index(
                fields=["personal_mark"],
                condition=models.Q(personal_mark__isnull=False),
                name="kept_pupil_number",
            ),
        ]


class LookUpModel(models.Model):
    """One look-up; a trigger lets nobody change or remove it. What was typed is not kept."""

    look_up_id = models.CharField(max_length=32, unique=True)
    person = models.CharField(max_length=64)
    role = models.CharField(max_length=40)
    office = models.CharField(max_length=35)
    by = models.CharField(max_length=20)
    purpose = models.CharField(max_length=20)
    basis = models.TextField()
    at = models.DateTimeField()
    found = ArrayField(models.CharField(max_length=15))

    class Meta:
        db_table = "look_up"
        indexes = [
            models.Index(fields=["office", "person", "at"], name="look_up_person"),
        ]
