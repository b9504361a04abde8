"""Signers: what schools write down of their certificates, and their statements as they are kept."""

from django.db import models


class SigningMeansModel(models.Model):
    """An entry on one certificate; a trigger lets nobody change or remove it."""

    school = models.CharField(max_length=35)
    holder = models.CharField(max_length=64)
    certificate = models.CharField(max_length=64, default="")
    means = models.CharField(max_length=20)
    provider = models.CharField(max_length=120, default="")
    payer = models.CharField(max_length=20)
    asked_on = models.DateField(null=True)
    got_on = models.DateField(null=True)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "signing_means"
        indexes = [models.Index(fields=["school", "holder"], name="signing_means_of")]


class KeptSignersModel(models.Model):
    """
    A school's statement on its signers; the highest number of a school and year counts.

    due, certified: over all roles. roles: [[role, due, certified]]. groups: [[role, authority,
    means, provider, payer, count, waited, days]]. ends: [[role, day, count]], null where the
    statement tells no day.
    """

    office = models.CharField(max_length=35)
    school = models.CharField(max_length=35)
    school_year = models.SmallIntegerField()
    number = models.IntegerField()
    digest = models.BinaryField()
    environment = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    school_name = models.CharField(max_length=200)
    ward_code = models.CharField(max_length=35)
    ward_name = models.CharField(max_length=200)
    province_code = models.CharField(max_length=35)
    province_name = models.CharField(max_length=200)
    due = models.IntegerField()
    certified = models.IntegerField()
    roles = models.JSONField(default=list)
    groups = models.JSONField(default=list)
    ends = models.JSONField(null=True)

    class Meta:
        db_table = "kept_signers"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "school_year", "school", "number"], name="signers_once"
            ),
        ]
