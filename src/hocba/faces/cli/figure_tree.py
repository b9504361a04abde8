"""`hocba figures tree` and `hocba figures check`: figures that anybody recomputes from a root."""

from argparse import ArgumentTypeError
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from hocba.core.publish.notes import SignatureCheck, VerifierKey, verifier_key
from hocba.core.report.sum_tree import ProvinceNode, SumTree, tree_findings
from hocba.core.report.sum_tree_file import MAX_BYTES, read_tree, written_tree
from hocba.core.sign.register import Level
from hocba.core.terms.codes import SchoolYear, school_year, school_year_on
from hocba.core.terms.messages import told
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.faces.cli.arguments import Arguments, existing_file
from hocba.flow.publish_log import log_key
from hocba.flow.sum_trees import declaration_findings, published_root, root_note, tree_of
from hocba.ports.documents import Documents
from hocba.ports.outside import Outside

HELP: Final = """\
hocba figures tree --out TỆP [--office BO|SO] [--year NĂM_HỌC] [--provinces]
hocba figures check TỆP [--root TỆP_GỐC --key KHÓA] [--declaration KHAI_BÁO]

  Số liệu mà ai cũng tính lại được: mỗi trường một khai báo sĩ số đã đóng dấu, cộng lên tỉnh và cả
  nước, mỗi tổng được ràng buộc bằng giá trị băm đến một gốc duy nhất.

  tree    viết cây ra TỆP, và gốc đã ký ra TỆP.goc; gốc và khóa kiểm tra là thứ cần công bố.
          --provinces: bỏ phần từng trường, chỉ còn các tỉnh (cùng một gốc)
  check   tính lại mọi tổng, mọi giá trị băm và tỷ lệ từ tệp; không cần máy chủ.
          --root, --key: gốc đã công bố và khóa của nơi công bố
          --declaration: khai báo của một trường có đúng là khai báo được tính không

  Mã thoát: 0 đúng, 1 có chỗ sai, 64 sai tham số.

  Figures that anybody recomputes: one sealed declaration a school, added up to province and
  nation, every sum bound by digests up to one root.

  tree    write the tree to FILE and its signed root to FILE.goc; root and key are to be published.
          --provinces: without the schools, provinces only (the same root)
  check   compute every sum, digest and rate again from the file; needs no server.
          --root, --key: the published root, and the publisher's key
          --declaration: is a school's declaration the one that was counted?

  Exit code: 0 right, 1 something is wrong, 64 misuse.
"""

TREE, CHECK = "tree", "check"

_AGAINST_ROOT: Final = "so với gốc đã công bố / against the published root"
_WITHOUT_ROOT: Final = "chưa so với gốc nào / against no published root"


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for. year: None means the one that is under way."""

    what: str
    level: Level
    year: SchoolYear | None
    is_cut_short: bool
    out: Path
    file: Path
    root: Path | None
    key: VerifierKey | None
    declaration: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What it takes to check a file."""

    documents: Documents
    check: SignatureCheck


def asked(arguments: Sequence[str]) -> Asked:
    """Read the command line; `--help` and misuse exit from here."""
    parser = Arguments(HELP)
    parser.add_argument("what", choices=(TREE, CHECK))
    parser.add_argument("file", nargs="?", type=existing_file)
    parser.add_argument("--office", choices=("BO", "SO"), default="BO")
    parser.add_argument("--year", type=school_year)
    parser.add_argument("--provinces", action="store_true")
    parser.add_argument("--out", type=Path)
    parser.add_argument("--root", type=existing_file)
    parser.add_argument("--key", type=_key)
    parser.add_argument("--declaration", type=existing_file)
    given = parser.parse_args(arguments)
    if (given.out if given.what == TREE else given.file) is None:
        parser.error("tree --out FILE | check FILE")
    if (given.root is None) != (given.key is None):
        parser.error("--root, --key")
    return Asked(
        what=given.what,
        level=Level(given.office),
        year=given.year,
        is_cut_short=given.provinces,
        out=given.out or Path(),
        file=given.file or Path(),
        root=given.root,
        key=given.key,
        declaration=given.declaration,
    )


def _key(text: str) -> VerifierKey:
    try:
        return verifier_key(text)
    except Refusal as refusal:
        raise ArgumentTypeError(told(refusal.code, refusal.details, "vi")) from refusal


def made(question: Asked, outside: Outside, say: Callable[[str], None] = print) -> int:
    """Write the tree and its root, and return the exit code."""
    year = question.year or school_year_on(outside.clock.now().date())
    tree = tree_of(outside, school_year=year)
    written = written_tree(tree.cut_short if question.is_cut_short else tree)
    question.out.write_text(written, "utf-8")
    root = question.out.with_name(f"{question.out.name}.goc")
    root.write_text(root_note(outside, tree), "utf-8")
    for line in _summary(tree):
        say(line)
    say(f"{question.out}\n{root}\n{log_key(outside).text}")
    return 0


def checked(question: Asked, means: Means, say: Callable[[str], None] = print) -> int:
    """
    Check a file and what comes with it, tell everything, and return the exit code.

    Raises: Refusal "tree.unreadable", "tree.not_signed", "log.no_note"; those of
        reading a declaration.
    """
    if question.file.stat().st_size > MAX_BYTES:
        raise Refusal("tree.unreadable", value=f"> {MAX_BYTES}")
    tree = read_tree(_text(question.file))
    root = None
    if question.root is not None and question.key is not None:
        root = published_root(_text(question.root), key=question.key, check=means.check)
    findings = list(tree_findings(tree, root=root))
    if question.declaration is not None:
        file = question.declaration.read_bytes()
        leaf, more = declaration_findings(means.documents, tree, file)
        findings += more
        if leaf is not None and not more:
            counted = f"khai báo số {leaf.number} được tính đúng / counted as declared"
            say(f"{leaf.code} {leaf.name}: {counted}")
    for line in _summary(tree):
        say(line)
    for finding in findings:
        say(_line(finding))
    known = _AGAINST_ROOT if root else _WITHOUT_ROOT
    say(f"{'SAI / WRONG' if findings else 'ĐÚNG / RIGHT'} ({known})")
    return 1 if findings else 0


def _text(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except UnicodeDecodeError as problem:
        raise Refusal("tree.unreadable", str(problem), value="UTF-8") from problem


def _summary(tree: SumTree) -> list[str]:
    sums, head = tree.sums, tree.head
    schools = sum(len(each.schools or ()) for each in tree.provinces)
    return [
        f"{head.origin}, {head.school_year}, nhật ký / log {head.log_size}",
        *(_province(each) for each in tree.provinces),
        f"{len(tree.provinces)} tỉnh / provinces, {schools} trường / schools",
        f"{sums.accepted} / {sums.pupils} = {sums.rate.shown}",
        f"gốc / root {tree.root}",
    ]


def _province(each: ProvinceNode) -> str:
    sums = each.sums
    reasons = ", ".join(f"{reason} {n}" for reason, n in sums.exceptions.items() if n)
    told = f"{sums.accepted} / {sums.pupils} = {sums.rate.shown}"
    return f"  {each.code} {each.name}: {told}" + (f" ({reasons})" if reasons else "")


def _line(finding: Finding) -> str:
    vi, en = (told(finding.code, finding.details, language) for language in ("vi", "en"))
    return f"✗ {vi}\n  {en}"
