"""The round of signing that waits for a reader: to go on with, to approve, or to watch."""

from django.utils.translation import gettext

from hocba.core.compose.signing_rounds import SECONDS, SigningRound, Stage
from hocba.faces.school.where import ROUNDS, Where
from hocba.faces.web.presenters import Next


def round_step(where: Where) -> Next | None:
    """Return the round of signing that waits for this reader, or that goes on."""
    rounds = where.outside.signings.rounds.of_year(where.school.code, where.school_year)
    why = gettext("%(done)s trên %(total)s học bạ đã xong.")
    for found in rounds:
        if title := _round_waits(where, found):
            return Next(
                title=title,
                why=why % {"done": found.done, "total": found.total},
                button=gettext("Mở lượt này"),
                url=f"{ROUNDS}/{found.round_id}",
            )
    return None


def _round_waits(where: Where, found: SigningRound) -> str:
    is_own = found.owner.by == where.actor.person
    if found.stage is Stage.AWAITS_SECOND and where.actor.role in SECONDS and not is_own:
        return gettext("Văn thư đề nghị đóng dấu %(n)s học bạ") % {"n": found.total}
    if not is_own:
        return ""
    return {
        Stage.AWAITS_SECOND: gettext("Đề nghị đóng dấu đang chờ duyệt"),
        Stage.RUNNING: gettext("Một lượt đang ký"),
        Stage.STOPPED: gettext("Một lượt đang tạm dừng"),
    }.get(found.stage, "")
