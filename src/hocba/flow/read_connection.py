"""Read a signed request for connection that was checked when it was made, or when it came."""

from hocba.core.sign.statement import StatementKind
from hocba.core.submit.admission import Admission
from hocba.core.submit.connection import ConnectionRequest, connection_of
from hocba.ports.outside import Outside


def read_connection(outside: Outside, digest: bytes) -> ConnectionRequest:
    """
    Return a request by the digest of its bytes.

    Raises: Fault "correction.paper_lost".
    """
    file = outside.papers.read(digest)
    return connection_of(outside.documents.statement(file, StatementKind.CONNECTION).content)


def request_of(outside: Outside, admission: Admission) -> ConnectionRequest | None:
    """
    Return the signed request that an account or certificate was asked for with.

    Returns: None where an officer entered it from paper.
    Raises: Fault "correction.paper_lost".
    """
    if not admission.request_id:
        return None
    kept = outside.desk.connections.get(admission.request_id)
    return None if kept is None else read_connection(outside, kept.digest)
