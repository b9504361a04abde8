"""No change of a signature value, of what is signed or of the algorithm goes unseen."""

from functools import cache
from hashlib import new as new_digest

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hocba.adapters.keys.soft import signature_value
from hocba.core.terms.certificates import DIGEST, KEY_KIND, KeyKind, SignatureAlgorithm
from tests.pki_world import a_laboratory, a_teacher

SIGNED = "Chữ ký phải giữ nguyên từng byte".encode()


@cache
def the_laboratory():
    return a_laboratory()


@cache
def the_paths():
    return the_laboratory().paths()


@cache
def holder_of(kind):
    return a_teacher(the_laboratory(), key="p-256" if kind is KeyKind.EC else "rsa-2048")


def made(algorithm):
    holder = holder_of(KEY_KIND[algorithm])
    digest = new_digest(DIGEST[algorithm], SIGNED).digest()
    return holder, signature_value(holder.key, algorithm, digest)


def verify(holder, algorithm, signature, signed=SIGNED):
    return the_paths().verify(holder.certificate, algorithm, signature, signed)


@given(algorithm=st.sampled_from(SignatureAlgorithm), place=st.integers(0), bit=st.integers(0, 7))
@settings(max_examples=150)
def test_a_flipped_bit_of_a_signature_fails(algorithm, place, bit):
    holder, signature = made(algorithm)
    changed = bytearray(signature)
    changed[place % len(changed)] ^= 1 << bit

    assert verify(holder, algorithm, signature)
    assert not verify(holder, algorithm, bytes(changed))


@given(algorithm=st.sampled_from(SignatureAlgorithm), place=st.integers(0), bit=st.integers(0, 7))
@settings(max_examples=60)
def test_a_flipped_bit_of_the_signed_bytes_fails(algorithm, place, bit):
    holder, signature = made(algorithm)
    changed = bytearray(SIGNED)
    changed[place % len(changed)] ^= 1 << bit

    assert not verify(holder, algorithm, signature, bytes(changed))


@given(algorithm=st.sampled_from(SignatureAlgorithm), noise=st.binary(max_size=600))
@settings(max_examples=60)
def test_noise_is_no_signature(algorithm, noise):
    holder, _ = made(algorithm)

    assert not verify(holder, algorithm, noise)


@pytest.mark.parametrize("algorithm", list(SignatureAlgorithm))
@pytest.mark.parametrize("named", list(SignatureAlgorithm))
def test_a_signature_holds_only_under_its_own_algorithm(algorithm, named):
    holder, signature = made(algorithm)

    assert verify(holder, named, signature) == (named is algorithm)


@pytest.mark.parametrize("named", list(SignatureAlgorithm))
@pytest.mark.parametrize("kind", [KeyKind.RSA, KeyKind.EC])
def test_a_key_of_the_other_kind_never_checks(named, kind):
    _, signature = made(named)

    assert verify(holder_of(kind), named, signature) == (KEY_KIND[named] is kind)


@pytest.mark.parametrize(
    "uri",
    [
        "",
        "http://www.w3.org/2000/09/xmldsig#rsa-sha1",
        "http://www.w3.org/2000/09/xmldsig#hmac-sha1",
        "http://www.w3.org/2001/04/xmldsig-more#hmac-sha256",
        "http://www.w3.org/2007/05/xmldsig-more#sha1-rsa-MGF1",
    ],
)
def test_refuses_an_algorithm_outside_the_profile(uri):
    holder, signature = made(SignatureAlgorithm.RSA_SHA256)

    assert not verify(holder, uri, signature)


def test_refuses_an_ecdsa_value_in_der():
    holder = holder_of(KeyKind.EC)
    digest = new_digest("sha256", SIGNED).digest()
    from_token = b"\x30\x44" + signature_value(holder.key, SignatureAlgorithm.ECDSA_SHA256, digest)

    assert not verify(holder, SignatureAlgorithm.ECDSA_SHA256, from_token)


def test_refuses_an_ecdsa_value_with_a_zero_slipped_in():
    # The same two numbers in 65 bytes: a second form of one signature, if it were taken.
    holder, signature = made(SignatureAlgorithm.ECDSA_SHA256)

    longer = signature[:32] + b"\x00" + signature[32:]

    assert not verify(holder, SignatureAlgorithm.ECDSA_SHA256, longer)


def test_a_short_key_signs_nothing_that_verifies():
    holder = the_laboratory().wrong("short_key")
    digest = new_digest("sha256", SIGNED).digest()
    signature = signature_value(holder.key, SignatureAlgorithm.RSA_SHA256, digest)

    assert not verify(holder, SignatureAlgorithm.RSA_SHA256, signature)
