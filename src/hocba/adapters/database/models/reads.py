"""Who has read which record. Personal data: record codes together with who read them, and when."""

from django.db import models


class ReadModel(models.Model):
    """
    One reading of one record; a trigger lets nobody change or remove it.

    by: the code of a member of staff, personal data of that person. record_code: leads to a
    pupil only inside the school. No name, no mark, no personal number stands here.
    """

    record_code = models.CharField(max_length=15)
    school_year = models.SmallIntegerField()
    version = models.SmallIntegerField()
    school = models.CharField(max_length=35)
    by = models.CharField(max_length=64)
    role = models.CharField(max_length=40)
    way = models.CharField(max_length=20)
    at = models.DateTimeField()
    office = models.CharField(max_length=35)
    purpose = models.CharField(max_length=20, default="")

    class Meta:
        db_table = "record_read"
        indexes = [models.Index(fields=["record_code", "at"], name="record_read_code")]
