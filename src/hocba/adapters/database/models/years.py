"""Classes that were made ahead, and acts on a year's list. Personal data: pupils' codes."""

from django.db import models


class MadeClassModel(models.Model):
    """A class of a year that was made before anybody was in it."""

    school = models.CharField(max_length=35)
    school_year = models.SmallIntegerField()
    name = models.CharField(max_length=20)
    grade = models.SmallIntegerField()

    class Meta:
        db_table = "made_class"
        constraints = [
            models.UniqueConstraint(
                fields=["school", "school_year", "name"], name="made_class_once"
            ),
        ]


class YearEntryModel(models.Model):
    """
    One act on a year's list; a trigger lets nobody change or remove it.

    pupils: pairs of sector code and class.
    """

    school = models.CharField(max_length=35)
    school_year = models.SmallIntegerField()
    act = models.CharField(max_length=20)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    basis = models.CharField(max_length=300, default="")
    pupils = models.JSONField(default=list)

    class Meta:
        db_table = "year_entry"
        indexes = [models.Index(fields=["school", "school_year"], name="year_entry_of_year")]
