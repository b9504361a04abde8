"""The part of `docs/law.md` on secondary school, drawn from the packs."""

from collections.abc import Iterator

from hocba.core.rules.basis import Basis
from hocba.core.rules.law_tables import bases_table, rests_on, table
from hocba.core.rules.secondary import LearningRule, SecondaryPack, SecondarySubject
from hocba.core.terms.levels import Standing


def _in_grade(subject: SecondarySubject, grade: int) -> str:
    if grade not in subject.grades:
        return "–"
    kind = "nhận xét" if subject.by_comment else "điểm"
    if grade in subject.chosen_in:
        return f"lựa chọn, {kind}"
    return f"tự chọn, {kind}" if grade in subject.optional_in else kind


def _validity(pack: SecondaryPack) -> Iterator[str]:
    yield "### Áp dụng\n"
    yield from table(
        ("khối lớp", "từ năm học", "đến năm học", "căn cứ"),
        (
            (str(v.grade), str(v.first), str(v.last or "nay"), rests_on(v.basis))
            for v in pack.validity
        ),
    )
    yield from table(
        ("cấp học", "khối lớp", "số môn lựa chọn"),
        ((form.label, ", ".join(map(str, form.grades)), str(form.choose)) for form in pack.forms),
    )


def _subjects(pack: SecondaryPack) -> Iterator[str]:
    yield "### Môn học và hoạt động giáo dục, theo thứ tự trên mẫu\n"
    yield from table(
        ("môn (khóa)", *(f"lớp {grade}" for grade in pack.grades), "căn cứ"),
        (
            (
                f"{subject.label} (`{subject.key}`)" + (", có thể miễn" * subject.may_be_exempt),
                *(_in_grade(subject, grade) for grade in pack.grades),
                rests_on(subject.basis),
            )
            for subject in pack.subjects
        ),
    )


def _averages(pack: SecondaryPack) -> Iterator[str]:
    yield "### Điểm\n"
    scale, rule = pack.score, pack.average
    ends = f"từ {scale.least} đến {scale.most}, bước {scale.step}, nửa bước làm tròn lên"
    yield f"- Thang điểm: {ends}; {rests_on(scale.basis)}."
    weights = f"{rule.mid_weight} × giữa kì + {rule.final_weight} × cuối kì"
    over = f"số điểm thường xuyên + {rule.mid_weight + rule.final_weight}"
    yield f"- ĐTBmhk = (tổng điểm thường xuyên + {weights}) / ({over}); {rests_on(rule.basis)}."
    weight = rule.second_term_weight
    yield f"- ĐTBmcn = (ĐTBmhkI + {weight} × ĐTBmhkII) / {1 + weight}, từ điểm đã làm tròn."
    for step in pack.regular_marks:
        up_to = "nhiều hơn nữa" if step.up_to_periods is None else f"đến {step.up_to_periods}"
        basis = rests_on(pack.regular_marks_basis)
        yield f"- Số tiết mỗi năm {up_to}: {step.marks} điểm thường xuyên mỗi học kì; {basis}."
    yield ""


def _learning_row(rule: LearningRule) -> tuple[str, ...]:
    return (
        f"{rule.label} (`{rule.standing.value}`)",
        f"nhiều nhất {rule.not_reached} môn Chưa đạt",
        f"từ {rule.least}",
        f"{rule.many} môn từ {rule.many_least}",
        rests_on(rule.basis),
    )


def _results(pack: SecondaryPack) -> Iterator[str]:
    labels = pack.standing_labels
    yield "### Kết quả học tập học kì, cả năm; lấy dòng đầu tiên mà học sinh thỏa mãn\n"
    last = (f"{labels[Standing.NOT_REACHED]} (`CĐ`)", "còn lại", "", "", "")
    yield from table(
        ("mức", "môn đánh giá bằng nhận xét", "mọi môn có điểm", "ít nhất", "căn cứ"),
        [*map(_learning_row, pack.learning), last],
    )
    than = ", ".join(labels[level] for level in pack.one_subject_than)
    yield (
        f"Thấp hơn từ hai mức trở lên so với {than} chỉ do duy nhất một môn: "
        f"điều chỉnh lên mức liền kề; {rests_on(pack.one_subject_basis)}.\n"
    )
    yield "### Kết quả rèn luyện cả năm\n"
    yield from table(
        ("học kì II \\ học kì I", *labels.values()),
        (
            (labels[second], *(labels[row[first]] for first in Standing))
            for second, row in pack.conduct_year.items()
        ),
    )
    yield f"Căn cứ: {rests_on(pack.conduct_basis)}.\n"


def _after(pack: SecondaryPack) -> Iterator[str]:
    labels, rule = pack.standing_labels, pack.promotion
    yield "### Lên lớp, kì nghỉ hè, khen thưởng\n"
    needs = f"học tập từ {labels[rule.learning]}, rèn luyện từ {labels[rule.conduct]}"
    most = f"nghỉ không quá {rule.most_absences} buổi"
    yield f"- Lên lớp: {needs}, {most}; {rests_on(rule.basis)}."
    yield f"- Môn được đánh giá lại trong hè: Chưa đạt, hoặc dưới {rule.again_below}."
    for title in pack.titles:
        best = f"học tập {labels[title.learning]}, rèn luyện {labels[title.conduct]}"
        many = f", {title.many} môn từ {title.many_least}" if title.many else ""
        yield f"- **{title.label}**: {best}{many}; {rests_on(title.basis)}."
    yield "\nCâu ghi vào học bạ:\n"
    yield from table(
        ("mã", "câu ghi"), ((f"`{key.value}`", words) for key, words in rule.sentences.items())
    )


def _every_basis(pack: SecondaryPack) -> Iterator[Basis]:
    yield from pack.basis
    for rules in (
        *(entry.basis for entry in pack.validity),
        *(entry.basis for entry in pack.subjects),
        *(entry.basis for entry in pack.learning),
        *(entry.basis for entry in pack.titles),
    ):
        yield from rules
    yield from (*pack.score.basis, *pack.average.basis, *pack.regular_marks_basis)
    yield from (*pack.one_subject_basis, *pack.conduct_basis, *pack.promotion.basis)
    yield from pack.limits_basis


def _open(pack: SecondaryPack) -> Iterator[str]:
    yield "### Câu hỏi còn mở\n"
    for question in pack.open_questions:
        yield f"- {question.question} Tạm thời: {question.until_then}"
    yield ""


def secondary_part(pack: SecondaryPack) -> Iterator[str]:
    """Return the lines on one pack, as Markdown."""
    yield f"## {pack.title}: gói `{pack.pack_id}`\n"
    yield f"{pack.law}. Mẫu in `{pack.template}`, chính sách chữ ký `{pack.signing_policy}`;"
    yield f"{rests_on(pack.basis)}.\n"
    for part in (_validity, _subjects, _averages, _results, _after):
        yield from part(pack)
    yield from bases_table(_every_basis(pack))
    yield from _open(pack)
