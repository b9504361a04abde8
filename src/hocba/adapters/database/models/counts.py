"""
Figures as they stand, moved on by every keeping. No personal data: numbers of classes.

Nothing here is a source: all of it can be counted anew from the index.
"""

from django.db import models


class ClassCountModel(models.Model):
    """Records of a class that are current. spot: of `kept_spot`."""

    pk = models.CompositePrimaryKey("office", "school_year", "spot", "grade", "class_name")
    office = models.CharField(max_length=35)
    school_year = models.SmallIntegerField()
    spot = models.IntegerField()
    grade = models.SmallIntegerField()
    class_name = models.CharField(max_length=20)
    accepted = models.IntegerField()

    class Meta:
        db_table = "class_count"


class SchoolCountModel(models.Model):
    """
    One grade of a school: its records that are current, and what it declares of it.

    classes: how many its latest declaration names; the five after it are their sums, and
    exceptions is {reason: pupils}.
    """

    pk = models.CompositePrimaryKey("office", "school_year", "spot", "grade")
    office = models.CharField(max_length=35)
    school_year = models.SmallIntegerField()
    spot = models.IntegerField()
    grade = models.SmallIntegerField()
    accepted = models.IntegerField(default=0)
    classes = models.IntegerField(default=0)
    pupils = models.IntegerField(default=0)
    records = models.IntegerField(default=0)
    signed = models.IntegerField(default=0)
    sealed = models.IntegerField(default=0)
    exceptions = models.JSONField(default=dict)

    class Meta:
        db_table = "school_count"


class DayCountModel(models.Model):
    """Entries kept on a day of Vietnam's calendar."""

    pk = models.CompositePrimaryKey("office", "school_year", "kind", "day")
    office = models.CharField(max_length=35)
    school_year = models.SmallIntegerField()
    kind = models.CharField(max_length=20)
    day = models.DateField()
    entries = models.IntegerField()

    class Meta:
        db_table = "day_count"
