"""What a school knows before anything is signed. Personal data: pupils, guardians, staff."""

from django.db import models


class SchoolModel(models.Model):
    """A school and its place names of today."""

    school = models.CharField(max_length=35, primary_key=True)
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=40)
    ward_code = models.CharField(max_length=10)
    ward_name = models.CharField(max_length=200)
    province_code = models.CharField(max_length=10)
    province_name = models.CharField(max_length=200)
    district_code = models.CharField(max_length=10, default="")
    district_name = models.CharField(max_length=200, default="")

    class Meta:
        db_table = "school"


class EnrolmentModel(models.Model):
    """
    A pupil in a class of one year, with the personal page as known in that year.

    sort_key: the Vietnamese order of names, computed. personal_id: or empty, and then
    personal_id_missing says why.
    """

    school = models.CharField(max_length=35)
    school_year = models.SmallIntegerField()
    sector_code = models.CharField(max_length=35)
    class_name = models.CharField(max_length=20)
    grade = models.SmallIntegerField()
    status = models.CharField(max_length=2)
    status_on = models.DateField(null=True)
    disability = models.CharField(max_length=10, default="")
    full_name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=2000)
    born_on = models.DateField()
    gender = models.CharField(max_length=1)
    personal_id = models.CharField(max_length=12, default="")
    personal_id_missing = models.CharField(max_length=40, default="")
    ethnic_code = models.CharField(max_length=10, default="")
    nationality = models.CharField(max_length=10)
    birth_place = models.CharField(max_length=500, default="")
    home_town = models.CharField(max_length=500, default="")
    address = models.CharField(max_length=500, default="")
    guardians = models.JSONField(default=list)

    class Meta:
        db_table = "enrolment"
        constraints = [
            models.UniqueConstraint(
                fields=["school", "school_year", "sector_code"], name="enrolment_once_a_year"
            ),
        ]
        indexes = [
            models.Index(fields=["school", "school_year", "class_name"], name="enrolment_class"),
            models.Index(
                fields=["personal_id"],
                name="enrolment_number",
                condition=~models.Q(personal_id=""),
            ),
            models.Index(fields=["sector_code"], name="enrolment_pupil"),
        ]


class StaffModel(models.Model):
    """A member of staff and the appointments that the staff list states."""

    school = models.CharField(max_length=35)
    staff_code = models.CharField(max_length=35)
    full_name = models.CharField(max_length=200)
    sort_key = models.CharField(max_length=2000)
    born_on = models.DateField(null=True)
    gender = models.CharField(max_length=1)
    email = models.CharField(max_length=200, default="")
    personal_id = models.CharField(max_length=12, default="")
    personal_id_missing = models.CharField(max_length=40, default="")
    appointments = models.JSONField(default=list)

    class Meta:
        db_table = "staff"
        constraints = [
            models.UniqueConstraint(fields=["school", "staff_code"], name="staff_once"),
        ]


class AssessmentModel(models.Model):
    """A pupil's year-end results, as given; what the rules make of them is computed."""

    school = models.CharField(max_length=35)
    school_year = models.SmallIntegerField()
    sector_code = models.CharField(max_length=35)
    class_name = models.CharField(max_length=20)
    year = models.JSONField()

    class Meta:
        db_table = "assessment"
        constraints = [
            models.UniqueConstraint(
                fields=["school", "school_year", "sector_code"], name="assessment_once_a_year"
            ),
        ]


class ExceptionModel(models.Model):
    """A pupil of whom no record is due for now, and why."""

    school = models.CharField(max_length=35)
    school_year = models.SmallIntegerField()
    sector_code = models.CharField(max_length=35)
    class_name = models.CharField(max_length=20)
    reason = models.CharField(max_length=40)
    note = models.CharField(max_length=500, default="")
    expected_on = models.DateField(null=True)

    class Meta:
        db_table = "record_exception"
        constraints = [
            models.UniqueConstraint(
                fields=["school", "school_year", "sector_code"], name="exception_once_a_year"
            ),
        ]


class RecordCodeModel(models.Model):
    """The record code of a pupil, for ever; a pupil who changes school takes it along."""

    school = models.CharField(max_length=35)
    sector_code = models.CharField(max_length=35)
    record_code = models.CharField(max_length=15)

    class Meta:
        db_table = "record_code"
        constraints = [
            models.UniqueConstraint(fields=["school", "record_code"], name="record_code_own"),
            models.UniqueConstraint(fields=["school", "sector_code"], name="record_code_once"),
        ]
