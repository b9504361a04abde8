"""What an office returned of the packages it took, and provinces' statements on the same."""

from django.db import models


class RefusedRecordsModel(models.Model):
    """
    Records of one package that were returned for one reason. Personal data: none.

    school, software: empty where the file did not say. code: of the first finding.
    """

    office = models.CharField(max_length=35)
    school_year = models.SmallIntegerField()
    message_id = models.CharField(max_length=67)
    sender = models.CharField(max_length=35)
    school = models.CharField(max_length=35, default="")
    software = models.CharField(max_length=200, default="")
    code = models.CharField(max_length=80)
    count = models.IntegerField()

    class Meta:
        db_table = "refused_records"
        indexes = [
            models.Index(fields=["office", "school_year"], name="refused_year"),
        ]


class KeptRefusalsModel(models.Model):
    """
    A province's statement on what it returned; the highest number of a province counts.

    lines: [[school year's first, software, schools, accepted, warned, refused,
    [[code, count]]]].
    """

    office = models.CharField(max_length=35)
    province_code = models.CharField(max_length=35)
    province_name = models.CharField(max_length=200)
    number = models.IntegerField()
    digest = models.BinaryField()
    environment = models.CharField(max_length=20)
    made_at = models.DateTimeField()
    counted = models.BigIntegerField()
    logged = models.BigIntegerField()
    lines = models.JSONField(default=list)

    class Meta:
        db_table = "kept_refusals"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "province_code", "number"], name="refusals_once"
            ),
        ]
