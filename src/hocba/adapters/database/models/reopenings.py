"""Requests of homeroom teachers to open locked records again, and what was answered."""

from django.db import models


class ReopeningModel(models.Model):
    """One request; a trigger lets nobody change or remove it. record: empty for the class."""

    reopening_id = models.CharField(max_length=20, unique=True)
    school = models.CharField(max_length=35)
    school_year = models.SmallIntegerField()
    class_name = models.CharField(max_length=20)
    record = models.CharField(max_length=60, default="")
    reason = models.CharField(max_length=400)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "reopening"
        indexes = [models.Index(fields=["school", "school_year"], name="reopening_school")]


class ReopeningAnswerModel(models.Model):
    """The one answer to a request, append-only as the request is."""

    reopening = models.OneToOneField(
        ReopeningModel, on_delete=models.PROTECT, related_name="answer"
    )
    school = models.CharField(max_length=35)
    approved = models.BooleanField()
    words = models.CharField(max_length=400, default="")
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "reopening_answer"
