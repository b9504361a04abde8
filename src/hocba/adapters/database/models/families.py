"""
Families' codes, guardians, shares, requests, and extracts that schools have issued.

Personal data: names of parents and guardians, three digits of their personal numbers and a keyed
digest of each, a pupil's birth day, names of receivers, and what families write. No code stands
here, only digests; no mark, no whole personal number.
"""

from django.contrib.postgres.fields import ArrayField
from django.db import models


class FamilyAccessModel(models.Model):
    """One code of one family member; never removed."""

    access_id = models.CharField(max_length=20, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    school = models.CharField(max_length=35)
    sector_code = models.CharField(max_length=20)
    record_code = models.CharField(max_length=15)
    kin = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    born_on = models.DateField()
    by = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "family_access"
        indexes = [models.Index(fields=["school", "sector_code"], name="family_access_pupil")]


class GuardianshipModel(models.Model):
    """Who stands for a pupil; never removed. number_mark: 16 bytes of a keyed digest."""

    guardianship_id = models.CharField(max_length=20, unique=True)
    school = models.CharField(max_length=35)
    sector_code = models.CharField(max_length=35)
    kin = models.CharField(max_length=20)
    name = models.CharField(max_length=200)
    number_mark = models.BinaryField()
    number_end = models.CharField(max_length=3)
    basis = models.CharField(max_length=300)
    from_on = models.DateField()
    until_on = models.DateField(null=True)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=64, default="")

    class Meta:
        db_table = "guardianship"
        indexes = [
            models.Index(fields=["school", "sector_code"], name="guardianship_pupil"),
            models.Index(fields=["number_mark"], name="guardianship_number"),
        ]


class ShareModel(models.Model):
    """One share; never removed. years: first years. parts: empty for the whole record."""

    share_id = models.CharField(max_length=20, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    school = models.CharField(max_length=35)
    record_code = models.CharField(max_length=15)
    access_id = models.CharField(max_length=20)
    receiver = models.CharField(max_length=200)
    purpose = models.CharField(max_length=20)
    years = ArrayField(models.SmallIntegerField())
    parts = ArrayField(models.CharField(max_length=80))
    made_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "record_share"
        indexes = [models.Index(fields=["record_code", "made_at"], name="record_share_code")]


class FamilyRequestModel(models.Model):
    """What a family asks to correct; outcome empty until the school has answered."""

    request_id = models.CharField(max_length=20, unique=True)
    school = models.CharField(max_length=35)
    record_code = models.CharField(max_length=15)
    school_year = models.SmallIntegerField()
    version = models.SmallIntegerField()
    access_id = models.CharField(max_length=20)
    kin = models.CharField(max_length=20)
    words = models.TextField()
    at = models.DateTimeField()
    due_at = models.DateTimeField()
    outcome = models.CharField(max_length=20, default="")
    answer = models.TextField(default="")
    answered_by = models.CharField(max_length=64, default="")
    answered_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "family_request"
        indexes = [
            models.Index(fields=["school", "due_at"], name="family_request_school"),
            models.Index(fields=["record_code"], name="family_request_record"),
        ]


class IssuedExtractModel(models.Model):
    """One extract that a school issued; a trigger lets nobody change or remove it."""

    school = models.CharField(max_length=35)
    year = models.SmallIntegerField()
    number = models.IntegerField()
    record_code = models.CharField(max_length=15)
    school_year = models.SmallIntegerField()
    version = models.SmallIntegerField()
    parts = ArrayField(models.CharField(max_length=80))
    receiver = models.CharField(max_length=200)
    basis = models.CharField(max_length=500)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    digest = models.BinaryField()

    class Meta:
        db_table = "issued_extract"
        constraints = [
            models.UniqueConstraint(fields=["school", "year", "number"], name="extract_number_once")
        ]
        indexes = [models.Index(fields=["record_code"], name="issued_extract_record")]
