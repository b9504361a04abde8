"""Each change of a mark, and teachers' own comments."""

from django.db import models


class MarkChangeModel(models.Model):
    """One cell that somebody changed. Append-only. Personal data: what was written of a pupil."""

    school = models.CharField(max_length=35)
    school_year = models.SmallIntegerField()
    sector_code = models.CharField(max_length=35)
    column = models.CharField(max_length=80)
    was = models.TextField(default="")
    now = models.TextField(default="")
    by = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        db_table = "mark_change"
        indexes = [
            models.Index(fields=["school", "school_year", "sector_code"], name="mark_change_pupil"),
        ]


class PhraseModel(models.Model):
    """A comment that a teacher keeps for use again. It names no pupil."""

    school = models.CharField(max_length=35)
    person = models.CharField(max_length=64)
    text = models.TextField()

    class Meta:
        db_table = "comment_phrase"
        indexes = [models.Index(fields=["school", "person"], name="comment_phrase_person")]


class MomentModel(models.Model):
    """A pupil's assessment within the year, kept beside the year's end and never in a record."""

    school = models.CharField(max_length=35)
    school_year = models.SmallIntegerField()
    moment = models.CharField(max_length=20)
    sector_code = models.CharField(max_length=35)
    year = models.JSONField()

    class Meta:
        db_table = "moment_assessment"
        constraints = [
            models.UniqueConstraint(
                fields=["school", "school_year", "moment", "sector_code"], name="moment_once"
            ),
        ]
