"""
A school's word on its signers: who has to sign, who can, with whose means, and who pays.

Counts alone, no person: as many certificates of a role came from an authority, are kept by a
provider on some kind of device, and are paid for by somebody; and as many end on a day. What
the school did not write down is counted as such. A later number replaces an earlier one.
Source: spec/format.md §11.9.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from hocba.core.compose.canonical import element
from hocba.core.compose.read import Node
from hocba.core.sign.means import Means, Payer
from hocba.core.submit.package import FOLDERS, EntryKind
from hocba.core.submit.school_head import SchoolHead, school_head_of, written_school_head
from hocba.core.terms.outcomes import Finding, Refusal
from hocba.core.terms.roles import Role


@dataclass(frozen=True, slots=True, kw_only=True)
class RoleCount:
    """How many have to sign in a role, and how many of them have a certificate that holds."""

    role: Role
    due: int
    certified: int


@dataclass(frozen=True, slots=True, kw_only=True)
class CertificateGroup:
    """
    Certificates of one kind.

    authority: who issued them. provider: who keeps the keys, in the school's words; empty where
    it wrote none. waited: for how many of them the school wrote down when they were asked for
    and when they came; days: between these, added up.
    """

    role: Role
    authority: str
    means: Means
    provider: str
    payer: Payer
    count: int
    waited: int = 0
    days: int = 0


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class CertificateEnd:
    """How many certificates of a role hold to a day and no longer."""

    role: Role
    on: date
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class SignersStatement:
    """
    The content of a `KeKhaiChuKySo`.

    ends: of the certificates that hold; None in a statement of version 1, which tells no day.
    """

    head: SchoolHead
    roles: tuple[RoleCount, ...]
    groups: tuple[CertificateGroup, ...]
    ends: tuple[CertificateEnd, ...] | None = None

    @property
    def version(self) -> int:
        """Which form of the statement this is."""
        return 1 if self.ends is None else 2


def signers_path(statement: SignersStatement) -> str:
    """Return a statement's place in a package."""
    head = statement.head
    return f"{FOLDERS[EntryKind.SIGNERS]}/{head.school}-{head.school_year}-{head.number}.xml"


def signers_findings(statement: SignersStatement) -> tuple[Finding, ...]:
    """Say where a statement does not add up, role by role."""
    counted: Counter[Role] = Counter()
    for group in statement.groups:
        counted[group.role] += group.count
    named = [each.role for each in statement.roles]
    findings = [
        Finding(code="package.role_stated_twice", where=role.value)
        for role in sorted({role for role in named if named.count(role) > 1})
    ]
    for each in statement.roles:
        if not each.certified == counted.pop(each.role, 0) <= each.due:
            details = {"due": str(each.due), "certified": str(each.certified)}
            code = "package.signers_do_not_add_up"
            findings.append(Finding(code=code, where=each.role.value, details=details))
    findings += [Finding(code="package.role_not_stated", where=role.value) for role in counted]
    findings += _end_findings(statement)
    findings += [
        Finding(code="package.waits_do_not_add_up", where=group.role.value)
        for group in statement.groups
        if group.waited > group.count or (group.days and not group.waited)
    ]
    return tuple(findings)


def written_signers(statement: SignersStatement) -> tuple[str, ...]:
    """Write a statement as the children of a statement's `NoiDung`."""
    return (
        *written_school_head(statement.head),
        element("DSVaiTro", *map(_role, statement.roles)),
        element("DSNhom", *map(_group, statement.groups)),
        *(() if statement.ends is None else (element("DSHetHan", *map(_end, statement.ends)),)),
    )


def signers_of(node: Node) -> SignersStatement:
    """
    Read a statement from a parsed `NoiDung`, valid by its schema.

    Raises: Refusal "statement.unreadable_value".
    """
    try:
        general, school, roles, groups, *ends = node
        return SignersStatement(
            head=school_head_of(general, school),
            roles=tuple(_read_roles(roles)),
            groups=tuple(_read_groups(groups)),
            ends=tuple(_read_ends(ends[0])) if ends else None,
        )
    except (ValueError, KeyError) as problem:
        raise Refusal("statement.unreadable_value", str(problem), value=str(problem)) from problem


def _end_findings(statement: SignersStatement) -> Iterable[Finding]:
    if statement.ends is None:
        return
    ending: Counter[Role] = Counter()
    for end in statement.ends:
        ending[end.role] += end.count
    certified = {each.role: each.certified for each in statement.roles}
    for role in sorted({*ending, *certified}):
        if ending[role] != certified.get(role, 0):
            yield Finding(code="package.ends_do_not_add_up", where=role.value)


def _role(each: RoleCount) -> str:
    return element(
        "VaiTro", Ma=each.role.value, PhaiKy=str(each.due), CoChungThu=str(each.certified)
    )


def _group(each: CertificateGroup) -> str:
    provider = {"NhaCungCap": each.provider} if each.provider else {}
    return element(
        "Nhom",
        VaiTro=each.role.value,
        ToChuc=each.authority,
        PhuongTien=each.means.value,
        **provider,
        NguoiTra=each.payer.value,
        SoLuong=str(each.count),
        CoNgayCho=str(each.waited),
        TongNgayCho=str(each.days),
    )


def _end(each: CertificateEnd) -> str:
    return element(
        "HetHan", VaiTro=each.role.value, Ngay=each.on.isoformat(), SoLuong=str(each.count)
    )


def _read_ends(nodes: Node) -> Iterable[CertificateEnd]:
    for node in nodes:
        yield CertificateEnd(
            role=Role(node.get("VaiTro") or ""),
            on=date.fromisoformat(node.get("Ngay") or ""),
            count=int(node.get("SoLuong") or ""),
        )


def _read_roles(nodes: Node) -> Iterable[RoleCount]:
    for node in nodes:
        yield RoleCount(
            role=Role(node.get("Ma") or ""),
            due=int(node.get("PhaiKy") or ""),
            certified=int(node.get("CoChungThu") or ""),
        )


def _read_groups(nodes: Node) -> Iterable[CertificateGroup]:
    for node in nodes:
        yield CertificateGroup(
            role=Role(node.get("VaiTro") or ""),
            authority=node.get("ToChuc") or "",
            means=Means(node.get("PhuongTien") or ""),
            provider=node.get("NhaCungCap") or "",
            payer=Payer(node.get("NguoiTra") or ""),
            count=int(node.get("SoLuong") or ""),
            waited=int(node.get("CoNgayCho") or ""),
            days=int(node.get("TongNgayCho") or ""),
        )
