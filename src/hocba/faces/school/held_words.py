"""Records that were left out of a signing, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext

from hocba.core.compose.held_back import HeldBack, HeldReason
from hocba.faces.web.numbers import day


def held_words(reason: HeldReason) -> str:
    """Return in words why a record is left unsigned for now."""
    return {
        HeldReason.LOOK_AGAIN: gettext("Cần xem lại nội dung"),
        HeldReason.MISTAKE: gettext("Có chỗ sai, sẽ trả lại để sửa"),
        HeldReason.WAITS_FOR_FAMILY: gettext("Chờ giấy tờ của gia đình"),
        HeldReason.WAITS_FOR_ID: gettext("Chờ số định danh"),
        HeldReason.LEAVES: gettext("Sắp chuyển trường"),
        HeldReason.OTHER: gettext("Lý do khác"),
    }[reason]


def held_line(held: HeldBack, people: Mapping[str, str] | None = None) -> str:
    """Return one line about a record that was held back: why, until when; by whom, of `people`."""
    parts = [gettext("Để lại: %(why)s") % {"why": held_words(held.reason)}, held.note]
    if held.expected_on:
        parts.append(gettext("dự kiến %(on)s") % {"on": day(held.expected_on)})
    if people is not None:
        parts.append(gettext("%(who)s ghi") % {"who": people.get(held.by, held.by)})
    return " · ".join(filter(None, parts))
