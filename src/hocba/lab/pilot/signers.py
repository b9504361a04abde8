"""What the pilot's schools state of their signers: synthetic, and nothing follows from it."""

from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Final

from hocba.adapters.keys.holder import Holder
from hocba.adapters.pki.certificate import parsed_certificate
from hocba.adapters.pki.facts import facts_of
from hocba.core.sign.means import DueSigner, Means, Payer, SigningMeans, due_signers
from hocba.core.submit.school_head import SchoolHead
from hocba.core.submit.signers import SignersStatement
from hocba.core.terms.certificates import CertificateFacts
from hocba.core.terms.roles import Role
from hocba.flow.state_signers import counted_signers, signer_line
from hocba.lab.nation.school import IssuedSchool
from hocba.lab.people.chance import stream
from hocba.lab.people.plans import SchoolKind

_SILENT: Final = 0.2
"""So many schools have written nothing down, and state that."""
_BY_STATE: Final = (
    (Means.TOKEN, "USB Token công vụ (mẫu)"),
    (Means.REMOTE, "Ký từ xa công vụ (mẫu)"),
)
_BOUGHT: Final = ((Means.REMOTE, "Ký từ xa Trúc (mẫu)"), (Means.REMOTE, "Ký từ xa Sen (mẫu)"))
_PUBLIC_PAYERS: Final = (Payer.STATE, Payer.STATE, Payer.PROVINCE, Payer.SCHOOL)
_WAIT_DAYS: Final = range(3, 40)


def stated_signers(issued: IssuedSchool, head: SchoolHead) -> SignersStatement:
    """Return a school's statement, counted as the real act counts it."""
    school, chance = issued.school, stream("pilot-signers", issued.school.code)
    due = due_signers(
        school.staff,
        school=head.school,
        school_name=school.name,
        grades={room.grade for room in school.classes},
        today=head.made_at.date(),
    )
    facts = dict(_certificates(issued, head))
    is_silent = chance.random() < _SILENT
    is_public = school.kind is SchoolKind.PUBLIC
    kept = chance.choice(_BY_STATE if is_public else _BOUGHT)
    payer = chance.choice(_PUBLIC_PAYERS) if is_public else Payer.HOLDER
    lines = []
    for each in due:
        own = facts.get(each.holder)
        noted = None if is_silent or own is None else _noted(each, own, head, kept, payer, chance)
        lines.append(signer_line(each, own, noted, head.made_at))
    return counted_signers(head, lines)


def _certificates(issued: IssuedSchool, head: SchoolHead) -> Iterator[tuple[str, CertificateFacts]]:
    cast, on = issued.cast, head.made_at.date()
    yield head.school, _facts(cast.seal)
    for room, holder in cast.teachers.items():
        yield issued.school.homeroom_teacher(room, on=on).staff_code, _facts(holder)
    yield cast.principal_member.staff_code, _facts(cast.principal)


def _facts(holder: Holder) -> CertificateFacts:
    return facts_of(parsed_certificate(holder.certificate), ())


def _noted(
    due: DueSigner,
    facts: CertificateFacts,
    head: SchoolHead,
    kept: tuple[Means, str],
    payer: Payer,
    chance: Random,
) -> SigningMeans:
    means, provider = kept
    asked_on = facts.not_before.date()
    return SigningMeans(
        school=head.school,
        holder=due.holder,
        certificate=facts.fingerprint,
        means=means,
        provider=provider,
        # Nobody pays for the school's seal out of their own purse.
        payer=Payer.SCHOOL if (due.role, payer) == (Role.SEAL, Payer.HOLDER) else payer,
        asked_on=asked_on,
        got_on=asked_on + timedelta(days=chance.choice(_WAIT_DAYS)),
        by="",
        at=head.made_at,
    )
