"""A school with issued records, and a family that has its code, for the tests of both."""

import hmac

from hocba.adapters.database.families import (
    DatabaseFamilyAccesses,
    DatabaseFamilyRequests,
    DatabaseIssuedExtracts,
    DatabaseShares,
)
from hocba.adapters.database.guardianships import DatabaseGuardianships
from hocba.adapters.pki.authority_folder import TrustFolder
from hocba.core.compose.families import FamilyAccess, Kin
from hocba.core.compose.sharing import SharePurpose, Wished
from hocba.core.verify.judge import Setting
from hocba.flow.family_access import give_code
from hocba.flow.register_desk import RegisterDesk
from hocba.flow.verify_extract import examine_extract
from hocba.ports.families import FamilyDesk
from hocba.ports.outside import Outside
from tests.school_world import SCHOOL, YEAR, a_pupil, teacher
from tests.vectors.published import VECTORS

TWO_SUBJECTS = ("MonHoc/tieng_viet", "MonHoc/toan")


def _keyed(text: bytes) -> bytes:
    return hmac.digest(b"gia-dinh", text, "sha256")


def a_family_desk() -> FamilyDesk:
    return FamilyDesk(
        accesses=DatabaseFamilyAccesses(),
        guardianships=DatabaseGuardianships(_keyed),
        shares=DatabaseShares(),
        requests=DatabaseFamilyRequests(),
        extracts=DatabaseIssuedExtracts(),
        trust=TrustFolder(VECTORS / "trust"),
    )


def a_code(
    school: Outside, desk: FamilyDesk, *, number: int = 1, kin: Kin = Kin.MOTHER
) -> tuple[FamilyAccess, str]:
    """Hand the code out for one of the class's pupils."""
    return give_code(
        school,
        desk,
        actor=teacher(),
        school=SCHOOL,
        school_year=YEAR,
        sector_code=a_pupil(number).sector_code,
        kin=kin,
        name="Lò Thị Mẫu",
    )


def a_wish(**changes: object) -> Wished:
    plain = {
        "receiver": "Trường THCS Hoa Ban",
        "purpose": SharePurpose.ADMISSION,
        "days": 30,
        "years": (YEAR,),
        "parts": TWO_SUBJECTS,
    }
    return Wished(**{**plain, **changes})  # type: ignore[arg-type]


def extract_verdict(school: Outside, file: bytes):  # type: ignore[no-untyped-def]
    """Judge an extract as anybody may who knows the registers."""
    setting = Setting(
        environments=frozenset({school.environment}),
        book=RegisterDesk(school).of_schools(SCHOOL),
        now=school.clock.now(),
    )
    found = examine_extract(file, documents=school.documents, paths=school.paths, setting=setting)
    return found.verdict
