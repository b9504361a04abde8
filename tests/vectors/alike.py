"""Records that the signers of one published record would have signed at the same instants."""

from dataclasses import replace

from hocba.adapters.xml.reader import read_plainly
from hocba.core.seal.document import document_bytes, frozen, signed, to_sign
from hocba.core.sign.policy import policy
from hocba.core.terms.certificates import SignatureAlgorithm
from hocba.core.terms.roles import Role
from tests.vectors.published import vector


def signed_alike(*, seed, values):
    """Return a record that differs from the good one as those of one class differ: by a pupil."""
    like = read_plainly(vector("good/rsa.xml"))
    document = frozen(replace(like.content, extract_seed=seed))
    for signature, value in zip(like.signatures, values, strict=True):
        unsigned = to_sign(
            document,
            policy=policy(like.content.general.signing_policy),
            role=Role(signature.roles[0]),
            certificate=signature.certificate,
            at=signature.signing_time,
            algorithm=SignatureAlgorithm(signature.algorithm),
        )
        document = signed(document, unsigned, value)
    return document_bytes(document)
