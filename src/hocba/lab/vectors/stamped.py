"""The vectors of time stamps: what one proves, and stamps that prove nothing, each in its way."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

from hocba.adapters.keys.holder import Holder
from hocba.core.compose.content import RecordContent
from hocba.core.seal.document import document_bytes, frozen, signed, to_sign
from hocba.core.sign.policy import policy
from hocba.core.sign.xades import value_element
from hocba.core.verify.verdict import Outcome
from hocba.lab.pki.laboratory import Laboratory
from hocba.lab.pki.time_stamping import token
from hocba.lab.vectors.case import COMPOSED_AT, JUDGED_AT, Case, bad, good, unsure
from hocba.lab.vectors.cast import Cast, gathered
from hocba.lab.vectors.contents import content
from hocba.lab.vectors.keys import value_of
from hocba.lab.vectors.ours import Signer, signed_document, signers
from hocba.lab.vectors.registers import TRUST, write_trusts
from hocba.lab.vectors.writing import write_cases

Stamp = Callable[[bytes], bytes]
"""What gives a token over some bytes."""

_STAMPED_AT: Final = COMPOSED_AT + timedelta(hours=1)
_NAME: Final = "Dịch vụ cấp dấu thời gian THỬ NGHIỆM"


def write_stamped(to: Path, *, keys: Path) -> int:
    """Write everything anew and return how many vectors there are; see `writing`."""
    cast = gathered(keys)
    count = write_cases(to, good=_good(cast), bad=_bad(cast))
    write_trusts(cast, to, only=TRUST)
    # A list from after a certificate's end may have dropped it: who keeps evidence for years
    # keeps a list from before the end, too.
    early = Laboratory.build(keys, COMPOSED_AT + timedelta(days=1))
    for number, crl in enumerate(early.crls()):
        (to / TRUST / "crls" / f"truoc-{number}.crl").write_bytes(crl)
    return count


def _good(cast: Cast) -> Iterator[Case]:
    stamp = _by(_authority(cast))
    yield good("dau-thoi-gian", _stamped(content("stamped"), signers(cast), stamp), "Stamped seal")
    note = "The teacher's certificate has ended since; the seal's stamp proves the time"
    ended = signers(cast, teacher="teacher_ended_since")
    yield good("het-han-sau-khi-ky", _stamped(content("stamped, ended"), ended, stamp), note)
    note = "The teacher's certificate was revoked since; the seal's stamp proves the time"
    revoked = signers(cast, teacher="teacher_revoked_since")
    yield good("thu-hoi-sau-khi-ky", _stamped(content("stamped, revoked"), revoked, stamp), note)


def _bad(cast: Cast) -> Iterator[Case]:
    stamp, stranger = _by(_authority(cast)), _by(_authority(cast, ca="stranger_root"))
    ended = signers(cast, teacher="teacher_ended_since")
    note = "Ended since, and the stamp is of an authority without a trusted root"
    file = _stamped(content("stranger"), ended, stranger)
    yield unsure("het-han-noi-cap-la", file, note, "pki.expired_since", "stamp.unknown_authority")
    note = "Ended since, and the stamp is on other bytes"
    file = _stamped(content("ended, other"), ended, lambda _: stamp(b"x"))
    yield unsure("het-han-dau-noi-khac", file, note, "pki.expired_since", "stamp.other_bytes")
    yield from _useless(cast, stamp, stranger)
    early = _by(_authority(cast), COMPOSED_AT - timedelta(days=1))
    note = "Stamped a day before it says that it was signed"
    file = _stamped(content("early"), signers(cast), early)
    yield unsure("dau-truoc-khi-ky", file, note, "stamp.before_signing")


def _useless(cast: Cast, stamp: Stamp, stranger: Stamp) -> Iterator[Case]:
    """Give records that pass without their stamp, which proves nothing."""
    late = _by(_authority(cast), JUDGED_AT + timedelta(days=30))
    broken = {
        "dau-noi-cap-la": (stranger, "stamp.unknown_authority"),
        "dau-cua-chu-ky-khac": (lambda _: stamp(b"x"), "stamp.other_bytes"),
        "dau-khong-doc-duoc": (lambda value: stamp(value)[:-40], "stamp.unreadable"),
        "dau-sai-gia-tri": (lambda value: _flipped(stamp(value)), "stamp.value_wrong"),
        "dau-trong-tuong-lai": (late, "stamp.in_future"),
    }
    for name, (giving, code) in broken.items():
        file = _stamped(content(name), signers(cast), giving)
        yield replace(bad(name, file, f"A useless stamp: {code}", code), outcome=Outcome.PASSED)
    note = "A stamp by a teacher's certificate"
    file = _stamped(content("self-made"), signers(cast), _by(cast["teacher"]))
    made = bad("dau-tu-cap", file, note, "stamp.authority_doubted", "stamp.value_wrong")
    yield replace(made, outcome=Outcome.PASSED)


def _authority(cast: Cast, *, ca: str = "state_bodies") -> Holder:
    return cast.lab.issue_organisation(name=_NAME, role="tsa", ca=ca, label=f"tsa {ca}")


def _by(holder: Holder, at: datetime = _STAMPED_AT) -> Stamp:
    return lambda content: token(sha256(content).digest(), None, holder, at)


def _stamped(what: RecordContent, by: tuple[Signer, ...], stamp: Stamp) -> bytes:
    """Return a record whose seal, the last signature, bears a stamp."""
    *persons, seal = by
    document = signed_document(frozen(what), what, tuple(persons))
    unsigned = to_sign(
        document,
        policy=policy(what.general.signing_policy),
        role=seal.role,
        certificate=seal.holder.certificate,
        at=seal.at,
        algorithm=seal.algorithm,
    )
    value = value_of(seal.holder, seal.algorithm.value, unsigned.signed_info)
    given = stamp(value_element(unsigned.slot, value))
    return document_bytes(signed(document, unsigned, value, time_stamp=given))


def _flipped(token_: bytes) -> bytes:
    return token_[:-1] + bytes([token_[-1] ^ 1])
