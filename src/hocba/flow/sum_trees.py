"""The tree of sums of an office: make it, sign its root, hold a declaration against it."""

from collections.abc import Iterator, Mapping
from typing import Final

from hocba.core.publish.notes import Note, NoteSignature, SignatureCheck, VerifierKey, read_note
from hocba.core.report.figures import Choice, Cut, Figure
from hocba.core.report.sum_tree import (
    NOTHING,
    ProvinceNode,
    SchoolLeaf,
    Sums,
    SumTree,
    TreeHead,
    declared_sums,
    province_node,
    root_text,
    sum_tree,
    tree_findings,
)
from hocba.core.sign.statement import StatementKind
from hocba.core.submit.declaration import Declaration, declaration_of
from hocba.core.terms.codes import SchoolYear
from hocba.core.terms.outcomes import Fault, Finding, Refusal
from hocba.core.verify.parsed import ParsedStatement
from hocba.flow.publish_log import log_key, shelf_of
from hocba.flow.settle_package import log_origin
from hocba.ports.documents import Documents
from hocba.ports.outside import Outside

_TRIES: Final = 5


def tree_of(outside: Outside, *, school_year: SchoolYear) -> SumTree:
    """
    Make the tree of a year, of one moment of the repository.

    Raises: Refusal "tree.wrong" with all findings where declarations do not add up; Fault
        "tree.moving" when packages were kept all the while.
    """
    for _ in range(_TRIES):
        before = outside.repository.log()
        provinces = tuple(_provinces(outside, school_year))
        # Nothing is ever kept without a leaf: a log of the same size is the same moment.
        if outside.repository.log().size == before.size:
            head = TreeHead(
                origin=log_origin(outside),
                school_year=school_year,
                log_size=before.size,
                log_root=before.root.hex(),
            )
            return _sound(sum_tree(head, provinces))
    raise Fault("tree.moving", f"{_TRIES} tries", retry=True)


def root_note(outside: Outside, tree: SumTree) -> str:
    """
    Return a tree's root as the signed note that is published.

    It is signed with the key of the office's log, which verifiers hold already.
    Raises: Refusal "log.none_here" at a school.
    """
    shelf, key = shelf_of(outside), log_key(outside)
    text = _note_text(tree)
    value = shelf.keys.sign(key.use, text.encode())
    signature = NoteSignature(name=key.name, key_id=key.key_id, value=value)
    return Note(text=text, signatures=(signature,)).written


def published_root(written: str, *, key: VerifierKey, check: SignatureCheck) -> str:
    """
    Return the root that a signed note publishes, hex.

    Raises: Refusal "log.no_note", "tree.not_signed".
    """
    note = read_note(written)
    mine = [
        one.value for one in note.signatures if (one.name, one.key_id) == (key.name, key.key_id)
    ]
    if not mine or not all(check(key.public, note.text.encode(), value) for value in mine):
        raise Refusal("tree.not_signed", key.name, value=key.name)
    return note.text.rstrip("\n").rpartition("goc ")[2]


def declaration_findings(
    documents: Documents, tree: SumTree, file: bytes
) -> tuple[SchoolLeaf | None, tuple[Finding, ...]]:
    """
    Hold a school's sealed declaration against the tree: is it the one that was counted?

    Its seal is not verified here. Raises: Refusal "record.*", "statement.*".
    """
    parsed: ParsedStatement = documents.statement(file, StatementKind.DECLARATION)
    digest = parsed.file_digest.hex()
    leaf = _leaf_of(tree, digest)
    if leaf is None:
        details = {"value": digest}
        return None, (Finding(code="tree.no_such_declaration", details=details),)
    told = declared_sums(declaration_of(parsed.content), leaf.sums.accepted)
    if told.line == leaf.sums.line:
        return leaf, ()
    details = {"where": leaf.code, "told": leaf.sums.line, "found": told.line}
    return leaf, (Finding(code="tree.declared_otherwise", where=leaf.code, details=details),)


def _note_text(tree: SumTree) -> str:
    return f"{root_text(tree.head)}tong {tree.sums.line}\ngoc {tree.root}\n"


def _sound(tree: SumTree) -> SumTree:
    if findings := tree_findings(tree):
        raise Refusal("tree.wrong", findings=findings, count=str(len(findings)))
    return tree


def _leaf_of(tree: SumTree, digest: str) -> SchoolLeaf | None:
    schools = (school for province in tree.provinces for school in province.schools or ())
    return next((school for school in schools if school.declaration == digest), None)


def _provinces(outside: Outside, year: SchoolYear) -> Iterator[ProvinceNode]:
    declared = {str(each.school): each for each in outside.repository.declarations(year)}
    digests = _digests(outside, year, declared)
    for province in outside.repository.figures(Cut.PROVINCE, Choice(school_year=year)).lines:
        choice = Choice(school_year=year, province=province.code)
        lines = outside.repository.figures(Cut.SCHOOL, choice).lines
        leaves = [_leaf(line, province.code, declared, digests) for line in lines]
        yield province_node(province.code, province.name, leaves, school_year=year)


def _digests(
    outside: Outside, year: SchoolYear, declared: Mapping[str, Declaration]
) -> Mapping[str, str]:
    """Return the SHA-256 of every school's latest declaration, hex."""
    kept = outside.repository.declared(sorted(declared))
    return {school: kept[school, year, each.number].hex() for school, each in declared.items()}


def _leaf(
    line: Figure, province: str, declared: Mapping[str, Declaration], digests: Mapping[str, str]
) -> SchoolLeaf:
    told = declared.get(line.code)
    if told is None or told.province.code != province:
        # Records came from there, and no roster: they count, and the rate says it.
        return SchoolLeaf(
            code=line.code,
            name=line.name,
            ward=NOTHING,
            number=0,
            declaration=NOTHING,
            sums=Sums(accepted=line.accepted),
        )
    return SchoolLeaf(
        code=line.code,
        name=line.name,
        ward=told.ward.code,
        number=told.number,
        declaration=digests[line.code],
        sums=declared_sums(told, line.accepted),
    )
