"""Rounds of signing in words: stages, steps, who lacks what, and why something was held back."""

from collections.abc import Mapping, Sequence

from django.utils.translation import gettext, ngettext

from hocba.core.compose.life import Act
from hocba.core.compose.signing_rounds import RoundStep, SigningRound, Stage, Step
from hocba.core.terms.messages import told
from hocba.faces.school.held_words import held_line
from hocba.faces.web.presenters import HistoryRow, State, Tone
from hocba.faces.web.words import language, role_words
from hocba.flow.school_outlook import Lack, Lacking

_SHOWN_NAMES = 40


def stage_state(stage: Stage) -> State:
    """Return where a round stands, as a word with a colour."""
    return {
        Stage.CHOOSING: State(words=gettext("Đang xem, chưa ký"), tone=Tone.TO_DO),
        Stage.AWAITS_SECOND: State(words=gettext("Chờ người thứ hai duyệt"), tone=Tone.WAITS),
        Stage.RUNNING: State(words=gettext("Đang ký"), tone=Tone.WAITS),
        Stage.STOPPED: State(words=gettext("Tạm dừng"), tone=Tone.TO_DO),
        Stage.ENDED: State(words=gettext("Xong"), tone=Tone.DONE),
        Stage.DECLINED: State(words=gettext("Không được duyệt"), tone=Tone.WRONG),
        Stage.DROPPED: State(words=gettext("Đã bỏ phần còn lại"), tone=Tone.CALM),
    }[stage]


def deed_words(act: Act, count: int) -> str:
    """Return what a round does to so many records."""
    if act is Act.SEAL:
        said = ngettext("Đóng dấu %(n)s học bạ", "Đóng dấu %(n)s học bạ", count)
    else:
        said = ngettext("Ký %(n)s học bạ", "Ký %(n)s học bạ", count)
    return said % {"n": count}


def lack_words(lack: Lack) -> str:
    """Return in words why a record is not ready."""
    return {
        Lack.NOT_COMPOSED: gettext("chưa lập học bạ"),
        Lack.AWAITS_TEACHER: gettext("chờ chủ nhiệm ký"),
        Lack.AWAITS_PRINCIPAL: gettext("chờ hiệu trưởng ký"),
        Lack.HELD: gettext("để lại, có lý do"),
        Lack.EXCEPTED: gettext("chưa ký, có lý do"),
    }[lack]


def lacks_told(lacking: Sequence[Lacking]) -> str:
    """Return how many lack what, in one line."""
    counts: dict[Lack, int] = {}
    for each in lacking:
        counts[each.lack] = counts.get(each.lack, 0) + 1
    return " · ".join(f"{count} {lack_words(lack)}" for lack, count in sorted(counts.items()))


def lack_lines(lacking: Sequence[Lacking], people: Mapping[str, str]) -> tuple[str, ...]:
    """Return one line a pupil who lacks something, the first forty."""
    lines = [
        f"{each.full_name}: {held_line(each.held, people) if each.held else lack_words(each.lack)}"
        for each in lacking[:_SHOWN_NAMES]
    ]
    if len(lacking) > _SHOWN_NAMES:
        lines.append(gettext("và %(n)s em nữa") % {"n": len(lacking) - _SHOWN_NAMES})
    return tuple(lines)


def history_rows(found: SigningRound, people: Mapping[str, str]) -> tuple[HistoryRow, ...]:
    """Return the steps of a round, newest first; looks at the sample are counted in one line."""
    rows = [_row(step, people) for step in found.steps if step.step is not Step.LOOK]
    looks = [step for step in found.steps if step.step is Step.LOOK]
    by_person: dict[str, list[RoundStep]] = {}
    for step in looks:
        by_person.setdefault(step.by, []).append(step)
    for person, steps in by_person.items():
        said = gettext("Xem %(n)s trên %(of)s học bạ rút ngẫu nhiên")
        words = said % {"n": len(steps), "of": len(found.sample)}
        by = people.get(person, person)
        rows.append(HistoryRow(at=steps[-1].at, words=words, by=by))
    return tuple(sorted(rows, key=lambda row: row.at, reverse=True))


def _row(step: RoundStep, people: Mapping[str, str]) -> HistoryRow:
    return HistoryRow(
        at=step.at,
        words=_step_words(step.step),
        by=f"{people.get(step.by, step.by)}, {role_words(step.role).lower()}",
        basis=_ground(step),
    )


def _ground(step: RoundStep) -> str:
    if step.step is Step.STOP:
        return told(step.words, step.details, language())
    if step.step is Step.CHOOSE:
        return ""
    under = gettext("theo ủy quyền %(basis)s") % {"basis": step.basis} if step.basis else ""
    return " · ".join(filter(None, (step.words, under)))


def _step_words(step: Step) -> str:
    return {
        Step.CHOOSE: gettext("Chọn lớp, rút ngẫu nhiên học bạ để xem"),
        Step.LOOK: gettext("Xem học bạ"),
        Step.ASK: gettext("Đồng ý và đề nghị duyệt"),
        Step.CONSENT: gettext("Đồng ý"),
        Step.APPROVE: gettext("Duyệt"),
        Step.DECLINE: gettext("Không duyệt"),
        Step.STOP: gettext("Tạm dừng"),
        Step.RESUME: gettext("Làm tiếp"),
        Step.END: gettext("Xong"),
        Step.DROP: gettext("Bỏ phần còn lại"),
    }[step]
