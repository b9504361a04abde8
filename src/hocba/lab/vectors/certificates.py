"""Bad vectors, step 9: certificates that are wrong, each in one way."""

from collections.abc import Iterator
from typing import Final

from hocba.core.terms.environment import Environment
from hocba.lab.pki.world import world
from hocba.lab.vectors.case import Case, bad, unsure
from hocba.lab.vectors.cast import Cast
from hocba.lab.vectors.contents import content
from hocba.lab.vectors.foreign import Hand, written
from hocba.lab.vectors.ours import signed_by, signers

NAMES: Final = {
    "expired": "het-han",
    "not_yet_valid": "chua-co-hieu-luc",
    "revoked": "da-thu-hoi",
    "suspended": "dang-tam-dung",
    "key_usage": "sai-muc-dich-khoa",
    "time_stamper_as_signer": "chung-thu-dau-thoi-gian",
    "short_key": "rsa-1024",
    "self_signed": "tu-ky",
    "unknown_root": "goc-la",
    "issuer_not_a_ca": "to-chuc-khong-phai-ca",
    "path_too_long": "duong-qua-dai",
    "unknown_critical_extension": "phan-mo-rong-la",
    "odd_curve": "duong-cong-la",
    "sha1": "chung-thu-ky-sha-1",
    "issuer_revoked": "ca-bi-thu-hoi",
    "no_revocation_list": "khong-co-crl",
    "stale_revocation_list": "crl-qua-han",
}
# The signature of such a key is no signature at all, so its value is wrong as well.
_ALSO: Final = {
    "short_key": ("sign.value_wrong",),
    "odd_curve": ("sign.value_wrong",),
    "time_stamper_as_signer": ("sign.wrong_holder_kind",),
}
_WITH_CHAIN: Final = Hand(certificates=lambda s: [s.holder.certificate, *s.holder.chain])
_UNSURE: Final = frozenset(
    {
        *("pki.no_chain_found", "pki.ca_revoked", "pki.suspended"),
        *("pki.revocation_unknown", "pki.revocation_stale"),
    }
)


def certificate_cases(cast: Cast) -> Iterator[Case]:
    """Give the vectors; the teacher's certificate is the wrong one."""
    for defect, name in NAMES.items():
        code = world().wrong[defect].expect
        # With the issuers in KeyInfo: some of them no trust list would hold.
        file = written(content(defect), signers(cast, teacher=defect), _WITH_CHAIN)
        codes = (code, *_ALSO.get(defect, ()))
        note = f"The teacher's certificate: {defect.replace('_', ' ')}"
        make = unsure if code in _UNSURE else bad
        yield make(f"chung-thu-{name}" if "chung-thu" not in name else name, file, note, *codes)
    yield from _since(cast)
    yield from _kinds(cast)
    yield _real(cast)


def _since(cast: Cast) -> Iterator[Case]:
    file = signed_by(content("revoked since"), signers(cast, teacher="teacher_revoked_since"))
    note = "Revoked after the time of signing, and nothing proves that time"
    yield unsure("thu-hoi-sau-khi-ky", file, note, "pki.revoked_after_signing")
    file = signed_by(content("ended since"), signers(cast, teacher="teacher_ended_since"))
    note = "Expired after the time of signing, and nothing proves that time"
    yield unsure("het-han-sau-khi-ky", file, note, "pki.expired_since")


def _kinds(cast: Cast) -> Iterator[Case]:
    by = signers(cast, seal="stranger")
    note = "The seal with a person's certificate"
    file = signed_by(content("seal of a person"), by)
    yield bad("con-dau-cua-ca-nhan", file, note, "sign.wrong_holder_kind")
    by = signers(cast, teacher="seal", seal="seal_ec")
    note = "The teacher with an organisation's certificate"
    file = signed_by(content("teacher of wood"), by)
    yield bad("gvcn-bang-chung-thu-co-quan", file, note, "sign.wrong_holder_kind")


def _real(cast: Cast) -> Case:
    file = signed_by(content("real", environment=Environment.REAL), signers(cast))
    note = "A real record resting on a test anchor"
    codes = ("verify.other_environment", "verify.test_anchor_under_real_record")
    return bad("hoc-ba-that-goc-thu-nghiem", file, note, *codes)
