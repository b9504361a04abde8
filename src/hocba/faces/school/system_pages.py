"""The school's software: which vendor's system speaks for the school, and those before it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils.translation import gettext

from hocba.core.compose.systems import System, active_of
from hocba.faces.web.presenters import State, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemRow:
    """One system that the school has had. fingerprint: the certificate's, its first digits."""

    name: str
    vendor: str
    version: str
    client: str
    fingerprint: str
    state: State
    since: datetime
    by: str
    basis: str
    until: datetime | None = None
    ended_basis: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SystemsPage:
    """
    All systems, latest first. active: the place of the one that speaks for the school, 0 for none.

    refusal: why the reader may not change anything, empty when they may.
    """

    headline: str
    lead: str
    rows: tuple[SystemRow, ...]
    active: int
    active_name: str
    token_url: str
    refusal: str = ""


def systems_page(systems: Sequence[System], *, token_url: str, refusal: str) -> SystemsPage:
    """Show a school's systems."""
    active = active_of(systems)
    return SystemsPage(
        headline=_headline(active),
        lead=gettext(
            "Mỗi lúc chỉ một hệ thống được gửi dữ liệu cho trường. Học bạ lập từ kết quả hệ thống "
            "đó gửi ghi tên nó trong phần được ký."
        ),
        rows=tuple(_row(each) for each in reversed(systems)),
        active=0 if active is None else active.place,
        active_name="" if active is None else active.software.name,
        token_url=token_url,
        refusal=refusal,
    )


def _headline(active: System | None) -> str:
    if active is None:
        return gettext("Chưa có phần mềm nào được gửi dữ liệu cho trường")
    said = gettext("%(name)s đang được gửi dữ liệu cho trường")
    return said % {"name": active.software.name}


def _row(system: System) -> SystemRow:
    ended = system.ended
    now = State(words=gettext("Đang dùng"), tone=Tone.DONE)
    past = State(words=gettext("Đã thôi"), tone=Tone.CALM)
    return SystemRow(
        name=system.software.name,
        vendor=system.software.vendor,
        version=system.software.version,
        client=system.client,
        fingerprint=system.fingerprint[:16],
        state=now if ended is None else past,
        since=system.at,
        by=system.by,
        basis=system.basis,
        until=None if ended is None else ended.at,
        ended_basis="" if ended is None else ended.basis,
    )
