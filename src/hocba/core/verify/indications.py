"""
Our findings in the words of the standard, for validators and lawyers who know those.

Source: ETSI EN 319 102-1 V1.3.1, clauses 5.1.3 (indications) and 5.1.4 (sub-indications).
"""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from hocba.core.terms.outcomes import Finding, Weight
from hocba.core.verify.verdict import Outcome

INDICATIONS: Final[Mapping[Outcome, str]] = MappingProxyType(
    {
        Outcome.PASSED: "TOTAL-PASSED",
        Outcome.INDETERMINATE: "INDETERMINATE",
        Outcome.FAILED: "TOTAL-FAILED",
    }
)


class Sub(StrEnum):
    """The sub-indications that our findings come to."""

    FORMAT_FAILURE = "FORMAT_FAILURE"
    HASH_FAILURE = "HASH_FAILURE"
    SIG_CRYPTO_FAILURE = "SIG_CRYPTO_FAILURE"
    SIG_CONSTRAINTS_FAILURE = "SIG_CONSTRAINTS_FAILURE"
    CRYPTO_CONSTRAINTS_FAILURE = "CRYPTO_CONSTRAINTS_FAILURE"
    CHAIN_CONSTRAINTS_FAILURE = "CHAIN_CONSTRAINTS_FAILURE"
    NO_SIGNING_CERTIFICATE_FOUND = "NO_SIGNING_CERTIFICATE_FOUND"
    NO_CERTIFICATE_CHAIN_FOUND = "NO_CERTIFICATE_CHAIN_FOUND"
    REVOKED = "REVOKED"
    REVOKED_NO_POE = "REVOKED_NO_POE"
    REVOKED_CA_NO_POE = "REVOKED_CA_NO_POE"
    EXPIRED = "EXPIRED"
    NOT_YET_VALID = "NOT_YET_VALID"
    OUT_OF_BOUNDS_NO_POE = "OUT_OF_BOUNDS_NO_POE"
    TRY_LATER = "TRY_LATER"
    TIMESTAMP_ORDER_FAILURE = "TIMESTAMP_ORDER_FAILURE"
    POLICY_PROCESSING_ERROR = "POLICY_PROCESSING_ERROR"


_BY_CODE: Final[Mapping[str, Sub]] = MappingProxyType(
    {
        "sign.digest_differs": Sub.HASH_FAILURE,
        "seal.root_differs": Sub.HASH_FAILURE,
        "sign.value_wrong": Sub.SIG_CRYPTO_FAILURE,
        "sign.no_certificate": Sub.NO_SIGNING_CERTIFICATE_FOUND,
        "sign.certificate_not_bound": Sub.NO_SIGNING_CERTIFICATE_FOUND,
        "sign.algorithm_not_allowed": Sub.CRYPTO_CONSTRAINTS_FAILURE,
        "sign.digest_method_not_allowed": Sub.CRYPTO_CONSTRAINTS_FAILURE,
        "pki.short_key": Sub.CRYPTO_CONSTRAINTS_FAILURE,
        "pki.weak_digest": Sub.CRYPTO_CONSTRAINTS_FAILURE,
        "pki.not_a_certificate": Sub.NO_SIGNING_CERTIFICATE_FOUND,
        "pki.no_chain_found": Sub.NO_CERTIFICATE_CHAIN_FOUND,
        "pki.self_signed": Sub.NO_CERTIFICATE_CHAIN_FOUND,
        "pki.anchor_not_trusted_then": Sub.NO_CERTIFICATE_CHAIN_FOUND,
        "pki.revoked": Sub.REVOKED,
        "pki.revoked_after_signing": Sub.REVOKED_NO_POE,
        "pki.ca_revoked": Sub.REVOKED_CA_NO_POE,
        "pki.expired": Sub.EXPIRED,
        "pki.expired_since": Sub.OUT_OF_BOUNDS_NO_POE,
        "pki.not_yet_valid": Sub.NOT_YET_VALID,
        "pki.ca_outside_validity": Sub.OUT_OF_BOUNDS_NO_POE,
        "pki.suspended": Sub.TRY_LATER,
        "pki.revocation_unknown": Sub.TRY_LATER,
        "pki.revocation_stale": Sub.TRY_LATER,
        "stamp.before_signing": Sub.TIMESTAMP_ORDER_FAILURE,
        "sign.unknown_policy": Sub.POLICY_PROCESSING_ERROR,
    }
)
_BY_AREA: Final[Mapping[str, Sub]] = MappingProxyType(
    {
        "record": Sub.FORMAT_FAILURE,
        "code": Sub.FORMAT_FAILURE,
        "pki": Sub.CHAIN_CONSTRAINTS_FAILURE,
    }
)


def sub_indication(finding: Finding) -> str:
    """
    Return what the standard calls a finding; empty for one that does not weigh.

    Authority, order and rules are constraints of the signing policy, which the standard leaves
    to whoever validates.
    """
    if finding.weight is Weight.WARNING:
        return ""
    area = finding.code.partition(".")[0]
    named = _BY_CODE.get(finding.code) or _BY_AREA.get(area, Sub.SIG_CONSTRAINTS_FAILURE)
    return named.value
