"""
What a province or the ministry has taken in. Personal data: record codes and classes, nobody's
name; the documents themselves stand in the archive.

Every row belongs to one office: two offices may share a database and never see each other.
"""

from django.db import models


class KeptPackageModel(models.Model):
    """A package and the receipt that was given for it."""

    office = models.CharField(max_length=35)
    message_id = models.CharField(max_length=67)
    sender = models.CharField(max_length=35)
    digest = models.BinaryField()
    size = models.BigIntegerField()
    received_at = models.DateTimeField()
    receipt = models.BinaryField()
    accepted = models.IntegerField()
    warned = models.IntegerField()
    rejected = models.IntegerField()
    pending = models.IntegerField()

    class Meta:
        db_table = "kept_package"
        constraints = [
            models.UniqueConstraint(fields=["office", "message_id"], name="package_once"),
        ]


class KeptSpotModel(models.Model):
    """
    A school under one name of its own and of its places: one row for each distinct wording.

    digest: SHA-256 of all the words, so that a wording is found by one short index.
    """

    office = models.CharField(max_length=35)
    digest = models.BinaryField()
    school = models.CharField(max_length=35)
    school_name = models.CharField(max_length=200)
    ward_code = models.CharField(max_length=35)
    ward_name = models.CharField(max_length=200)
    province_code = models.CharField(max_length=35)
    province_name = models.CharField(max_length=200)

    id = models.AutoField(primary_key=True)

    class Meta:
        db_table = "kept_spot"
        constraints = [
            models.UniqueConstraint(fields=["office", "digest"], name="spot_once"),
        ]
        indexes = [
            models.Index(fields=["office", "school"], name="spot_school"),
        ]


class KeptEntryModel(models.Model):
    """
    One accepted file: where its bytes are, which leaf of the log it is; and what names a record.

    Partitioned by school_year: 0 for what belongs to none. unit, path: empty where a record's
    spot and key say the same. From `spot` on: records alone.
    """

    pk = models.CompositePrimaryKey("digest", "office", "school_year")
    log_index = models.BigIntegerField()
    place = models.BigIntegerField()
    kept_at = models.DateTimeField()
    package = models.ForeignKey(
        KeptPackageModel, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False
    )
    length = models.IntegerField()
    spot = models.ForeignKey(
        KeptSpotModel, on_delete=models.DO_NOTHING, db_constraint=False, db_index=False, null=True
    )
    school_year = models.SmallIntegerField(default=0)
    version = models.SmallIntegerField(null=True)
    grade = models.SmallIntegerField(null=True)
    replaces_version = models.SmallIntegerField(null=True)
    office = models.CharField(max_length=35)
    digest = models.BinaryField()
    leaf = models.BinaryField()
    kind = models.CharField(max_length=20)
    event = models.CharField(max_length=20, default="")
    segment = models.CharField(max_length=100)
    unit = models.CharField(max_length=35, default="")
    path = models.CharField(max_length=200, default="")
    record_code = models.CharField(max_length=15, null=True)
    class_name = models.CharField(max_length=20, null=True)
    content_digest = models.BinaryField(null=True)
    replaces_digest = models.BinaryField(null=True)

    class Meta:
        db_table = "kept_entry"
        constraints = [
            models.UniqueConstraint(
                fields=["log_index", "office", "school_year"], name="leaf_once"
            ),
            models.UniqueConstraint(
                fields=["record_code", "office", "school_year", "version"], name="record_kept_once"
            ),
        ]


class KeptDeclarationModel(models.Model):
    """One roster declaration; the highest number of a school and year counts."""

    office = models.CharField(max_length=35)
    school = models.CharField(max_length=35)
    school_year = models.SmallIntegerField()
    number = models.IntegerField()
    digest = models.BinaryField()
    environment = models.CharField(max_length=20)
    declared_at = models.DateTimeField()
    school_name = models.CharField(max_length=200)
    ward_code = models.CharField(max_length=35)
    ward_name = models.CharField(max_length=200)
    province_code = models.CharField(max_length=35)
    province_name = models.CharField(max_length=200)

    class Meta:
        db_table = "kept_declaration"
        constraints = [
            models.UniqueConstraint(
                fields=["office", "school", "school_year", "number"], name="declaration_once"
            ),
        ]


class DeclaredClassModel(models.Model):
    """One class of a declaration. exceptions: {reason: pupils}."""

    declaration = models.ForeignKey(
        KeptDeclarationModel, on_delete=models.PROTECT, related_name="classes"
    )
    office = models.CharField(max_length=35)
    class_name = models.CharField(max_length=20)
    grade = models.SmallIntegerField()
    pupils = models.IntegerField()
    records = models.IntegerField()
    signed = models.IntegerField()
    sealed = models.IntegerField()
    exceptions = models.JSONField(default=dict)

    class Meta:
        db_table = "declared_class"


class KeptWithdrawalModel(models.Model):
    """A school's word that a version of a record no longer holds."""

    office = models.CharField(max_length=35)
    digest = models.BinaryField()
    record_code = models.CharField(max_length=15)
    school_year = models.SmallIntegerField()
    version = models.SmallIntegerField()
    school = models.CharField(max_length=35)
    content_digest = models.BinaryField()
    reason = models.CharField(max_length=40)
    withdrawn_at = models.DateTimeField()

    class Meta:
        db_table = "kept_withdrawal"
        constraints = [
            models.UniqueConstraint(fields=["office", "digest"], name="withdrawal_once"),
        ]
        indexes = [
            models.Index(fields=["office", "record_code"], name="withdrawal_record"),
        ]


class LogHeadModel(models.Model):
    """The log's right edge and the signed note on it. nodes: digests of 32 bytes in a row."""

    office = models.CharField(max_length=35, primary_key=True)
    size = models.BigIntegerField(default=0)
    nodes = models.BinaryField(default=b"")
    checkpoint = models.TextField(default="")

    class Meta:
        db_table = "log_head"
