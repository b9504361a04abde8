"""One round of signing as a page: the sample, the consent, the progress, what was refused."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from hocba.core.compose.life import Act
from hocba.core.compose.signing_rounds import (
    RoundSheet,
    SigningRound,
    Stage,
    Step,
    why_not_step,
)
from hocba.core.terms.messages import mend, told
from hocba.core.terms.outcomes import Fault, Refusal
from hocba.faces.school.delegated import delegation_words
from hocba.faces.school.pupils import record_url
from hocba.faces.school.round_words import deed_words, history_rows, stage_state
from hocba.faces.school.school_signing import people_of, round_url
from hocba.faces.school.where import Where
from hocba.faces.web.certificates import certificate_facts
from hocba.faces.web.presenters import Fact, HistoryRow, State, Tone
from hocba.faces.web.words import language, refusal_words, role_words
from hocba.flow.signing_keys import ready_key
from hocba.flow.signing_rounds import needs_second


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleRow:
    """A record drawn to be looked at."""

    name: str
    class_name: str
    url: str
    state: State


@dataclass(frozen=True, slots=True, kw_only=True)
class RefusedRow:
    """A record that was not signed: which, why, what to do."""

    name: str
    url: str
    told: str
    mend: str


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundForm:
    """
    What the reader can do now. deed: the form's value; consent: the sentence agreed to, empty
    where none is asked for; asks_words: the name of a field for a reason.
    """

    deed: str
    button: str
    consent: str = ""
    asks_words: str = ""
    is_main: bool = False
    refusal: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class RoundPage:
    """One round from choosing to its end."""

    headline: str
    lead: str
    state: State
    url: str
    done: int
    total: int
    is_running: bool
    is_begun: bool
    why: str
    classes: tuple[Fact, ...]
    sample: tuple[SampleRow, ...]
    forms: tuple[RoundForm, ...]
    certificate: tuple[Fact, ...]
    refused: tuple[RefusedRow, ...]
    more_refused: int
    history: tuple[HistoryRow, ...]
    delegation: str = ""


_MOST_REFUSED = 200


def round_page(
    where: Where, found: SigningRound, sheets: Sequence[RoundSheet], *, problem: str = ""
) -> RoundPage:
    """Show a round to somebody of the school. problem: why the last deed was not taken."""
    people, names = people_of(where), _pupils(where)
    refused = [sheet for sheet in sheets if sheet.refusal]
    delegation, certificate, cannot = _standing(where, found)
    return RoundPage(
        headline=_headline(found),
        lead=_lead(found, people),
        state=stage_state(found.stage),
        url=round_url(found),
        done=found.done,
        total=found.total,
        is_running=found.stage is Stage.RUNNING,
        is_begun=found.stage not in (Stage.CHOOSING, Stage.AWAITS_SECOND),
        why=problem or _why_stopped(found),
        classes=_classes(sheets),
        sample=_sample(found, sheets, names),
        forms=_forms(where, found, sheets, cannot),
        certificate=certificate,
        refused=tuple(_refused(sheet, names) for sheet in refused[:_MOST_REFUSED]),
        more_refused=max(0, len(refused) - _MOST_REFUSED),
        history=history_rows(found, people),
        delegation=delegation,
    )


def consent_words(where: Where, found: SigningRound, sheets: Sequence[RoundSheet]) -> str:
    """Return the sentence that the signer agrees to; it is kept as the consent's purpose."""
    looked, drawn = len(found.looked_at), len(found.sample)
    said = (
        gettext(
            "%(school)s đóng dấu số vào %(n)s học bạ năm học %(year)s của các lớp %(classes)s; "
            "đã xem %(looked)s trên %(drawn)s học bạ rút ngẫu nhiên."
        )
        if found.act is Act.SEAL
        else gettext(
            "%(who)s, %(role)s, phê duyệt %(n)s học bạ năm học %(year)s của các lớp %(classes)s "
            "và ký bằng chữ ký số của mình; đã xem %(looked)s trên %(drawn)s học bạ rút ngẫu nhiên."
        )
    )
    return said % {
        "school": where.school.name,
        "who": where.asking.display_name,
        "role": role_words(where.actor.role).lower(),
        "n": found.left,
        "year": found.school_year,
        "classes": ", ".join(dict.fromkeys(s.class_name for s in sheets if not s.is_done)),
        "looked": looked,
        "drawn": drawn,
    }


def approval_words(where: Where, found: SigningRound) -> str:
    """Return the sentence that the second person agrees to."""
    said = gettext(
        "%(who)s, %(role)s, duyệt cho văn thư đóng dấu %(n)s học bạ năm học %(year)s; "
        "từ đây nội dung không thay đổi."
    )
    return said % {
        "who": where.asking.display_name,
        "role": role_words(where.actor.role).lower(),
        "n": found.left,
        "year": found.school_year,
    }


def _pupils(where: Where) -> Mapping[str, str]:
    lines = where.outside.book.enrolments(where.school.code, where.school_year)
    return {line.pupil.sector_code: line.pupil.full_name for line in lines}


def _headline(found: SigningRound) -> str:
    what = deed_words(found.act, found.total)
    made = found.done - found.refused
    if found.stage is Stage.ENDED:
        said = gettext("Xong: %(what)s") % {"what": deed_words(found.act, made).lower()}
        if not found.refused:
            return said
        left = ngettext("%(n)s học bạ để lại", "%(n)s học bạ để lại", found.refused)
        return f"{said}, {left % {'n': found.refused}}"
    if found.stage in (Stage.RUNNING, Stage.STOPPED):
        return gettext("Đã xong %(done)s trên %(total)s học bạ") % {
            "done": found.done,
            "total": found.total,
        }
    return what


def _lead(found: SigningRound, people: Mapping[str, str]) -> str:
    owner = people.get(found.owner.by, found.owner.by)
    said = gettext("%(who)s, %(role)s, chọn; nội dung ký là nội dung lúc chọn, không khác.")
    return said % {"who": owner, "role": role_words(found.owner.role).lower()}


def _why_stopped(found: SigningRound) -> str:
    last = found.steps[-1]
    if found.stage is Stage.DECLINED:
        return last.words
    if found.stage is not Stage.STOPPED:
        return ""
    said = told(last.words, last.details, language())
    return f"{said} {mend(last.words, last.details, language())}"


def _classes(sheets: Sequence[RoundSheet]) -> tuple[Fact, ...]:
    counts: dict[str, int] = {}
    for sheet in sheets:
        counts[sheet.class_name] = counts.get(sheet.class_name, 0) + 1
    return tuple(
        Fact(
            words=gettext("Lớp %(name)s") % {"name": name},
            value=ngettext("%(n)s học bạ", "%(n)s học bạ", count) % {"n": count},
        )
        for name, count in counts.items()
    )


def _sample(
    found: SigningRound, sheets: Sequence[RoundSheet], names: Mapping[str, str]
) -> tuple[SampleRow, ...]:
    seen = State(words=gettext("Đã xem"), tone=Tone.DONE)
    unseen = State(words=gettext("Chưa xem"), tone=Tone.CALM)
    return tuple(
        SampleRow(
            name=names.get(sheets[place].sector_code, str(sheets[place].key)),
            class_name=sheets[place].class_name,
            url=f"{round_url(found)}/mau/{place}",
            state=seen if place in found.looked_at else unseen,
        )
        for place in found.sample
    )


def _standing(where: Where, found: SigningRound) -> tuple[str, tuple[Fact, ...], str]:
    """Return under which delegation, with which certificate, and why not, where so."""
    if found.owner.by != where.actor.person:
        return _second_standing(where)
    try:
        delegation = delegation_words(where)
        owner = where.school.code if found.act is Act.SEAL else where.actor.person
        key = ready_key(where.outside, owner)
    except (Refusal, Fault) as problem:
        return "", (), refusal_words(problem)
    return delegation, certificate_facts(key.facts), ""


def _second_standing(where: Where) -> tuple[str, tuple[Fact, ...], str]:
    try:
        return delegation_words(where), (), ""
    except Refusal as none:
        return "", (), refusal_words(none)


def _forms(
    where: Where, found: SigningRound, sheets: Sequence[RoundSheet], cannot: str
) -> tuple[RoundForm, ...]:
    may = {
        step: why_not_step(step, actor=where.actor, found=found) is None
        for step in (Step.CONSENT, Step.RESUME, Step.APPROVE, Step.DROP)
    }
    forms = []
    if may[Step.RESUME] and not _has_lapsed(where, found):
        words = gettext("Ký tiếp %(n)s học bạ còn lại") % {"n": found.left}
        forms.append(RoundForm(deed="tiep", button=words, is_main=True, refusal=cannot))
    elif may[Step.CONSENT]:
        forms.append(_consent_form(where, found, sheets, cannot))
    if may[Step.APPROVE]:
        words = gettext("Duyệt, đóng dấu %(n)s học bạ") % {"n": found.left}
        forms.append(
            RoundForm(
                deed="duyet",
                button=words,
                consent=approval_words(where, found),
                is_main=True,
                refusal=cannot,
            )
        )
        why = gettext("Vì sao không duyệt")
        forms.append(
            RoundForm(deed="khong", button=gettext("Không duyệt"), asks_words=why, refusal=cannot)
        )
    if may[Step.DROP]:
        words = gettext("Bỏ phần còn lại") if found.done else gettext("Bỏ, chọn lại")
        forms.append(RoundForm(deed="bo", button=words))
    return tuple(forms)


def _has_lapsed(where: Where, found: SigningRound) -> bool:
    until = found.holds_until
    return until is None or where.outside.clock.now() > until


def _consent_form(
    where: Where, found: SigningRound, sheets: Sequence[RoundSheet], cannot: str
) -> RoundForm:
    button = deed_words(found.act, found.left)
    if (
        found.act is Act.SEAL
        and found.stage is Stage.CHOOSING
        and needs_second(where.outside, found)
    ):
        button = gettext("Đề nghị hiệu trưởng duyệt đóng dấu")
    return RoundForm(
        deed="ky",
        button=button,
        consent=consent_words(where, found, sheets),
        is_main=True,
        refusal=cannot,
    )


def _refused(sheet: RoundSheet, names: Mapping[str, str]) -> RefusedRow:
    return RefusedRow(
        name=f"{names.get(sheet.sector_code, str(sheet.key))} · "
        + gettext("lớp %(name)s") % {"name": sheet.class_name},
        url=record_url(sheet.key),
        told=told(sheet.refusal, sheet.details, language()),
        mend=mend(sheet.refusal, sheet.details, language()),
    )
