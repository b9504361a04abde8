"""Who is signed in where. Personal data: log-ins, network addresses, names of browsers."""

from django.db import models


class SittingModel(models.Model):
    """One stay of one person on one device; rows long over are removed."""

    number = models.CharField(max_length=32, primary_key=True)
    username = models.CharField(max_length=150)
    address = models.CharField(max_length=45, default="")
    browser = models.CharField(max_length=300, default="")
    began_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "sitting"
        indexes = [models.Index(fields=["username"], name="sitting_username")]
