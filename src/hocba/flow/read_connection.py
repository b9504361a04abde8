"""Read a signed request for connection that was checked when it was made, or when it came."""

from hocba.core.sign.statement import StatementKind
from hocba.core.submit.admission import Admission, AdmissionKind
from hocba.core.submit.connection import ConnectionRequest, Wish, connection_of
from hocba.ports.outside import Outside


def read_connection(outside: Outside, digest: bytes) -> ConnectionRequest:
    """
    Return a request by the digest of its bytes.

    Raises: Fault "correction.paper_lost".
    """
    file = outside.papers.read(digest)
    return connection_of(outside.documents.statement(file, StatementKind.CONNECTION).content)


def requests_of(outside: Outside, admission: Admission) -> tuple[ConnectionRequest, ...]:
    """
    Return the signed requests about an account or certificate, the one it came with first.

    Those that changed who answers for an account are about the account; they were taken from an
    admitted province alone. Returns: nothing where an officer entered it from paper.
    Raises: Fault "correction.paper_lost".
    """
    read = [
        read_connection(outside, kept.digest)
        for kept in outside.desk.connections.all()
        if kept.province == admission.province
    ]
    came = [each for each in read if each.request_id == admission.request_id]
    if admission.kind is not AdmissionKind.ACCOUNT:
        return tuple(came)
    changed = [each for each in read if Wish.CHANGE_OFFICER in each.wishes]
    return (*came, *changed)
