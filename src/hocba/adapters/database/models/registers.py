"""Signed registers of assignments, as files. Personal data: names of staff, inside the file."""

from django.db import models


class RegisterModel(models.Model):
    """
    One issue of one office's register.

    school: the school whose register it is; empty for province and ministry.
    """

    level = models.CharField(max_length=10)
    unit = models.CharField(max_length=35)
    number = models.IntegerField()
    school = models.CharField(max_length=35, default="")
    file = models.BinaryField()

    class Meta:
        db_table = "assignment_register"
        constraints = [
            models.UniqueConstraint(fields=["level", "unit", "number"], name="register_once"),
        ]
