"""`docs/law.md`: every rule with its source and how sure it is, drawn from the packs."""

from collections.abc import Iterable, Iterator
from typing import Final

from hocba.core.rules.basis import Basis
from hocba.core.rules.law_tables import bases_table, rests_on, table
from hocba.core.rules.primary import PrimaryPack, SubjectRule
from hocba.core.rules.secondary import SecondaryPack
from hocba.core.rules.secondary_law import secondary_part
from hocba.core.terms.messages import catalogue

_HEAD: Final = """# Quy định mà phần mềm tính theo

Trang này được sinh ra từ các gói quy định (`src/hocba/core/rules/packs/`); bản dựng so sánh trang
với gói, không sửa trang bằng tay. Ví dụ tính sẵn cho từng quy định: `spec/rules/`.

Độ tin cậy của mỗi căn cứ:

| mức | nghĩa |
|---|---|
| chắc chắn | đã đọc trong văn bản, hoặc có hai nguồn xác nhận |
| có căn cứ yếu | một nguồn gián tiếp, hoặc suy ra từ văn bản |
| hiểu biết chung | chưa đọc được văn bản |
| chưa rõ, Hocba chọn | chưa có nguồn; là dữ liệu, sẽ đổi khi có văn bản |
"""


def _in_grade(subject: SubjectRule, grade: int) -> str:
    if grade not in subject.grades:
        return "–"
    taken = "tự chọn" if grade in subject.optional_in else "bắt buộc"
    if grade in subject.tested_in:
        return f"{taken}, có điểm"
    return f"{taken}, điểm nếu có" if grade in subject.test_if_given_in else taken


def _validity(pack: PrimaryPack) -> Iterator[str]:
    yield "### Áp dụng\n"
    yield from table(
        ("khối lớp", "từ năm học", "đến năm học", "căn cứ"),
        (
            (str(v.grade), str(v.first), str(v.last or "nay"), rests_on(v.basis))
            for v in pack.validity
        ),
    )


def _subjects(pack: PrimaryPack) -> Iterator[str]:
    yield "### Môn học và hoạt động giáo dục, theo thứ tự trên mẫu\n"
    yield from table(
        ("môn (khóa)", *(f"lớp {grade}" for grade in pack.grades), "căn cứ"),
        (
            (
                f"{subject.label} (`{subject.key}`)",
                *(_in_grade(subject, grade) for grade in pack.grades),
                rests_on(subject.basis),
            )
            for subject in pack.subjects
        ),
    )
    scale = f"Thang điểm: số nguyên từ {pack.score_least} đến {pack.score_most}"
    yield f"{scale}; {rests_on(pack.score_basis)}.\n"
    levels = ", ".join(f"{key.value} {label}" for key, label in pack.subject_level_labels.items())
    yield f"Mức đạt được: {levels}; {rests_on(pack.subject_level_basis)}.\n"


def _traits(pack: PrimaryPack) -> Iterator[str]:
    yield "### Phẩm chất và năng lực\n"
    for group in pack.groups:
        names = ", ".join(
            trait.label + (" (có thể để trống ở lớp 1, 2)" if trait.optional_in else "")
            for trait in pack.traits
            if trait.group == group.key
        )
        yield f"- **{group.label}** (`{group.key}`): {names}; {rests_on(group.basis)}."
    levels = ", ".join(f"{key.value} {label}" for key, label in pack.trait_level_labels.items())
    yield f"\nMức đạt được: {levels}; {rests_on(pack.trait_level_basis)}.\n"


def _results(pack: PrimaryPack) -> Iterator[str]:
    yield "### Kết quả giáo dục cả năm; lấy dòng đầu tiên mà học sinh thỏa mãn\n"
    *rules, last = pack.result_rules
    rows = [
        (
            f"{rule.label} (`{rule.result.value}`)",
            ", ".join(sorted(rule.subject_levels, reverse=True)),
            ", ".join(level for level in pack.trait_level_labels if level in rule.trait_levels),
            f"từ {rule.least_test}",
            rests_on(rule.basis),
        )
        for rule in rules
    ]
    otherwise = (f"{last.label} (`{last.result.value}`)", "còn lại", "", "", rests_on(last.basis))
    heads = (
        "kết quả",
        "mọi môn học",
        "mọi phẩm chất, năng lực",
        "mọi bài kiểm tra cuối năm",
        "căn cứ",
    )
    yield from table(heads, [*rows, otherwise])
    words = f"Học sinh không đánh giá: ghi “{pack.not_assessed_label}”"
    yield f"{words}; {rests_on(pack.not_assessed_basis)}.\n"


def _completion(pack: PrimaryPack) -> Iterator[str]:
    yield "### Hoàn thành, đánh giá bổ sung, khen thưởng\n"
    done = ", ".join(
        rule.label for rule in pack.result_rules if rule.result in pack.completion.completed_by
    )
    yield f"- Hoàn thành chương trình khi kết quả là: {done}; {rests_on(pack.completion.basis)}."
    due = ", ".join(
        rule.label for rule in pack.result_rules if rule.result in pack.supplement.due_for
    )
    most = pack.result_label(pack.supplement.highest_result)
    yield (
        f"- Đánh giá bổ sung khi kết quả là: {due}; kết quả mới thay kết quả cũ của cùng dòng, "
        f"cao nhất đến {most}; {rests_on(pack.supplement.basis)}."
    )
    for award in pack.awards:
        label = pack.result_label(award.result)
        human = " và tập thể lớp công nhận" if award.needs_recognition else ""
        yield f"- **{award.label}**: {label}{human}; {rests_on(award.basis)}."
    yield "\nCâu ghi vào học bạ:\n"
    yield from table(
        ("mã", "câu ghi", "với học sinh không đánh giá"),
        (
            (f"`{key.value}`", words, pack.completion.sentences_not_assessed.get(key, ""))
            for key, words in pack.completion.sentences.items()
        ),
    )


def _limits(pack: PrimaryPack) -> Iterator[str]:
    yield "### Giới hạn kĩ thuật\n"
    yield f"- Nhận xét môn học: {pack.comment_subject_chars} ký tự; {rests_on(pack.limits_basis)}."
    for group in pack.groups:
        yield f"- Nhận xét {group.label}: {group.limit_chars} ký tự."
    for name, ends in pack.plausible.items():
        yield f"- `{name}`: thường từ {ends.least} đến {ends.most}; ngoài khoảng thì cảnh báo."
    yield ""


def _every_basis(pack: PrimaryPack) -> Iterator[Basis]:
    yield from pack.basis
    for rules in (
        *(entry.basis for entry in pack.validity),
        *(entry.basis for entry in pack.subjects),
        *(entry.basis for entry in pack.groups),
        *(entry.basis for entry in pack.result_rules),
        *(entry.basis for entry in pack.awards),
    ):
        yield from rules
    yield from (*pack.score_basis, *pack.subject_level_basis, *pack.trait_level_basis)
    yield from (*pack.completion.basis, *pack.supplement.basis, *pack.not_assessed_basis)
    yield from (*pack.limits_basis, *pack.plausible_basis)


def _bases(pack: PrimaryPack) -> Iterator[str]:
    yield from bases_table(_every_basis(pack))


def _open(pack: PrimaryPack) -> Iterator[str]:
    yield "### Câu hỏi còn mở\n"
    for question in pack.open_questions:
        yield f"- {question.question} Tạm thời: {question.until_then}"
    yield ""


def _pack_page(pack: PrimaryPack) -> Iterator[str]:
    yield f"## {pack.title}: gói `{pack.pack_id}`\n"
    yield f"{pack.law}. Mẫu in `{pack.template}`, chính sách chữ ký `{pack.signing_policy}`;"
    yield f"{rests_on(pack.basis)}.\n"
    for part in (_validity, _subjects, _traits, _results, _completion, _limits, _bases, _open):
        yield from part(pack)


def _refusals() -> Iterator[str]:
    yield "## Những gì bị từ chối hoặc cảnh báo khi tính\n"
    codes = (
        m for m in catalogue().values() if m.code.startswith(("assess.", "rules.", "secondary."))
    )
    yield from table(("mã", "nội dung", "căn cứ"), ((f"`{m.code}`", m.vi, m.source) for m in codes))


def law_page(packs: Iterable[PrimaryPack], secondary: Iterable[SecondaryPack]) -> str:
    """Return the whole page as Markdown, ending with one line break; the same for same packs."""
    lines = [_HEAD]
    for pack in packs:
        lines.extend(_pack_page(pack))
    for other in secondary:
        lines.extend(secondary_part(other))
    lines.extend(_refusals())
    return "\n".join(lines).rstrip("\n") + "\n"
