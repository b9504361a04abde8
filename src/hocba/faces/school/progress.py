"""How far a class or a school has come: the pipeline strip and the sentence above it."""

from dataclasses import dataclass

from django.utils.translation import gettext, ngettext

from hocba.faces.web.presenters import Stage, State, Tone


@dataclass(frozen=True, slots=True, kw_only=True)
class Progress:
    """
    Pupils by how far their record has come; each figure holds the later ones too.

    roster: pupils who are in the class now. excepted: of them, with a coded reason for having
    no record yet. complete: nothing is missing for the first signature. kept: by the ministry.
    """

    roster: int
    assessed: int
    complete: int
    locked: int
    attested: int
    approved: int
    sealed: int
    kept: int
    excepted: int

    @property
    def due(self) -> int:
        """Pupils of whom a record is due now."""
        return self.roster - self.excepted

    @property
    def missing(self) -> int:
        """Pupils who still lack something before the first signature."""
        return max(self.due - self.complete, 0)


def added(parts: tuple[Progress, ...]) -> Progress:
    """Return the progress of all classes together."""
    return Progress(
        roster=sum(p.roster for p in parts),
        assessed=sum(p.assessed for p in parts),
        complete=sum(p.complete for p in parts),
        locked=sum(p.locked for p in parts),
        attested=sum(p.attested for p in parts),
        approved=sum(p.approved for p in parts),
        sealed=sum(p.sealed for p in parts),
        kept=sum(p.kept for p in parts),
        excepted=sum(p.excepted for p in parts),
    )


def stages(progress: Progress) -> tuple[Stage, ...]:
    """Return the pipeline strip; the first stage that is not through is the one of now."""
    named = (
        (gettext("Đánh giá"), progress.assessed),
        (gettext("Đủ hồ sơ"), progress.complete),
        (gettext("Chủ nhiệm ký"), progress.attested),
        (gettext("Hiệu trưởng ký"), progress.approved),
        (gettext("Đóng dấu"), progress.sealed),
        (gettext("Kho tiếp nhận"), progress.kept),
    )
    # Who has a coded reason holds no stage up.
    now = next((at for at, (_, done) in enumerate(named) if done < progress.due), -1)
    return tuple(
        Stage(words=words, done=done, total=progress.roster, now=at == now)
        for at, (words, done) in enumerate(named)
    )


def class_headline(name: str, progress: Progress) -> str:
    """Say in one sentence where a class stands."""
    if progress.roster == 0:
        return gettext("Lớp %(name)s chưa có học sinh") % {"name": name}
    if progress.missing:
        said = ngettext(
            "Lớp %(name)s còn %(n)s học sinh trước khi ký",
            "Lớp %(name)s còn %(n)s học sinh trước khi ký",
            progress.missing,
        )
        return said % {"name": name, "n": progress.missing}
    return _after_complete(name, progress)


def _after_complete(name: str, progress: Progress) -> str:
    for done, words in (
        (progress.attested, gettext("Lớp %(name)s sẵn sàng: %(n)s học bạ chờ chủ nhiệm ký")),
        (progress.approved, gettext("Lớp %(name)s: %(n)s học bạ chờ hiệu trưởng ký")),
        (progress.sealed, gettext("Lớp %(name)s: %(n)s học bạ chờ đóng dấu")),
        (progress.kept, gettext("Lớp %(name)s đã đóng dấu, %(n)s học bạ chờ Kho tiếp nhận")),
    ):
        if done < progress.due:
            return words % {"name": name, "n": progress.due - done}
    return gettext("Lớp %(name)s đã xong: Kho đã nhận đủ") % {"name": name}


def class_state(progress: Progress) -> State:
    """Return where a class stands, in two words."""
    if progress.missing:
        words = ngettext("Còn %(n)s học sinh", "Còn %(n)s học sinh", progress.missing)
        return State(words=words % {"n": progress.missing}, tone=Tone.TO_DO)
    for done, words in (
        (progress.attested, gettext("Chờ chủ nhiệm ký")),
        (progress.approved, gettext("Chờ hiệu trưởng ký")),
        (progress.sealed, gettext("Chờ đóng dấu")),
        (progress.kept, gettext("Chờ Kho tiếp nhận")),
    ):
        if done < progress.due:
            return State(words=words, tone=Tone.WAITS)
    return State(words=gettext("Xong"), tone=Tone.DONE)
