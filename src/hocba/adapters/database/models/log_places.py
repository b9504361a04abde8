"""Where logs above keep a school's records. Personal data: none."""

from django.db import models


class LogPlaceModel(models.Model):
    """One place of one record in one log; never changed."""

    school = models.CharField(max_length=35)
    record_code = models.CharField(max_length=15)
    school_year = models.SmallIntegerField()
    version = models.SmallIntegerField()
    log = models.CharField(max_length=35)
    index = models.BigIntegerField()

    class Meta:
        db_table = "log_place"
        constraints = [
            models.UniqueConstraint(
                fields=["record_code", "school_year", "version", "log"], name="log_place_once"
            )
        ]
