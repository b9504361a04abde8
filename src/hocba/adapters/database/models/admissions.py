"""Provinces' requests to be let in. Personal data: codes of the officers who decided."""

from django.db import models


class AdmissionModel(models.Model):
    """One request. certificate: DER, empty for an account and for what is only told."""

    office = models.CharField(max_length=35)
    admission_id = models.CharField(max_length=32)
    province = models.CharField(max_length=35)
    province_name = models.CharField(max_length=200)
    kind = models.CharField(max_length=20)
    certificate = models.BinaryField(default=b"")
    fingerprint = models.CharField(max_length=64, default="")
    holder = models.CharField(max_length=500, default="")
    valid_from = models.DateTimeField(null=True)
    valid_to = models.DateTimeField(null=True)
    request_id = models.CharField(max_length=32, default="")

    class Meta:
        db_table = "admission"
        constraints = [
            models.UniqueConstraint(fields=["office", "admission_id"], name="admission_once"),
        ]


class AdmissionLineModel(models.Model):
    """One line of a request's history."""

    admission = models.ForeignKey(AdmissionModel, on_delete=models.PROTECT, related_name="lines")
    office = models.CharField(max_length=35)
    number = models.IntegerField()
    act = models.CharField(max_length=30)
    by = models.CharField(max_length=64)
    at = models.DateTimeField()
    reason = models.CharField(max_length=500, default="")

    class Meta:
        db_table = "admission_line"
        constraints = [
            models.UniqueConstraint(fields=["admission", "number"], name="admission_line_once"),
        ]
