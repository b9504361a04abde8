"""
A practice school's own certificates, from an authority that exists for that school alone.

The authority's key is forgotten as soon as everybody has a certificate: nothing can be issued in
its name afterwards, and no trust list but that of the school itself has ever heard of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from pathlib import Path
from typing import Final

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, generate_private_key

from hocba.adapters.keys.folder import keep
from hocba.adapters.keys.holder import Holder
from hocba.adapters.keys.issuing import (
    Issuer,
    Period,
    Subject,
    Use,
    authority_certificate,
    der_of,
    holder_certificate,
    revocation_list,
)
from hocba.adapters.keys.publishing import (
    Publication,
    PublishedRoot,
    write_pinned,
    write_publication,
)
from hocba.core.terms.certificates import HolderKind
from hocba.core.terms.environment import Environment
from hocba.ports.keys import KeyRef
from hocba.ports.practice import Certified

LASTS: Final = timedelta(days=730)
NAME: Final = "CA TẬP HUẤN, KHÔNG CÓ GIÁ TRỊ"
_NOTE: Final = "Danh sách tin cậy TẬP HUẤN của một trường. / TRAINING trust list of one school."
_BEFORE: Final = timedelta(days=1)
_SIGNS: Final = ("digital_signature", "content_commitment")

# Numbers of our own (ITU-T X.667, arc 2.25), other ones than any office's.
_POLICIES: Final[Mapping[HolderKind, str]] = {
    HolderKind.PERSON: "2.25.118743960215578034916602837415590712346.1",
    HolderKind.ORGANISATION: "2.25.118743960215578034916602837415590712346.2",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PracticeFolder:
    """Where one practice school keeps its keys and its trust."""

    keys: Path
    trust: Path


def lay_keys(
    folder: PracticeFolder,
    certified: Mapping[str, Certified],
    *,
    ministry: str,
    now: datetime,
) -> Mapping[str, str]:
    """
    Issue everybody's certificate, write keys and trust; return fingerprints by owner.

    certified: whom, by owner of the key. ministry: the owner whose certificate is pinned.
    """
    now = now.replace(microsecond=0)
    period = Period(start=now - _BEFORE, end=now + LASTS)
    key = generate_private_key(SECP256R1())
    root = authority_certificate(
        Subject(name=NAME, organisation=NAME),
        key,
        Issuer(certificate=None, key=key),
        period,
        path_length=0,
    )
    issuer = Issuer(certificate=root, key=key)
    fingerprints = {}
    for owner, each in certified.items():
        holder = _issued(each, issuer, period)
        keep(folder.keys, KeyRef(owner), holder)
        fingerprints[owner] = sha256(holder.certificate).hexdigest()
    write_publication(
        folder.trust,
        Publication(
            note=_NOTE,
            environment=Environment.TRAINING.value,
            issued_at=now,
            roots={"tap-huan": PublishedRoot(certificate=root, name=NAME, domain="tap-huan")},
            issuers={},
            crls={
                "tap-huan": revocation_list(root, key, (), since=now - _BEFORE, until=period.end)
            },
            kinds=tuple(
                {"holder": kind.value, "policy": policy} for kind, policy in _POLICIES.items()
            ),
        ),
    )
    write_pinned(folder.trust, fingerprints[ministry])
    return fingerprints


def _issued(each: Certified, issuer: Issuer, period: Period) -> Holder:
    key = generate_private_key(SECP256R1())
    kind = HolderKind.ORGANISATION if each.is_office else HolderKind.PERSON
    certificate = holder_certificate(
        Subject(name=each.name, organisation=each.organisation),
        key,
        issuer,
        period,
        use=Use(key_usage=_SIGNS, policy=_POLICIES[kind]),
    )
    return Holder(certificate=der_of(certificate), chain=(), key=key)
