"""The page `docs/states.md`, drawn from the table of a record's life."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from hocba.core.compose import corrections, transfers
from hocba.core.compose.life import Act, Status, diagram
from hocba.core.compose.permit import DOES

_STATUS_WORDS: Final[Mapping[Status, tuple[str, str]]] = MappingProxyType(
    {
        Status.DRAFT: ("Nháp", "Draft"),
        Status.LOCKED: ("Đã khóa, chờ giáo viên chủ nhiệm ký", "Locked"),
        Status.ATTESTED: ("Giáo viên chủ nhiệm đã ký", "Attested by the homeroom teacher"),
        Status.APPROVED: ("Hiệu trưởng đã ký", "Approved by the principal"),
        Status.ISSUED: ("Đã đóng dấu, phát hành", "Sealed and issued"),
        Status.SUBMITTED: ("Đã nộp Sở", "Submitted to the province"),
        Status.KEPT_BY_PROVINCE: ("Sở đã nhận", "Kept by the province"),
        Status.KEPT_BY_MINISTRY: ("Kho học bạ số của Bộ đã nhận", "Kept by the ministry"),
        Status.REJECTED: ("Bị từ chối, sửa rồi nộp lại", "Rejected"),
        Status.SUPERSEDED: ("Đã có phiên bản thay thế", "Superseded by a later version"),
        Status.WITHDRAWN: ("Đã thu hồi", "Withdrawn"),
    }
)

_ACT_WORDS: Final[Mapping[Act, tuple[str, str]]] = MappingProxyType(
    {
        Act.LOCK: ("Khóa nội dung để ký", "lock"),
        Act.REOPEN: ("Mở khóa khi chưa ai ký", "reopen before anybody signed"),
        Act.RETURN: ("Trả lại; chữ ký đã có mất hiệu lực", "return; signatures are void"),
        Act.SIGN_ROW: (
            "Giáo viên môn học ký dòng của mình (trung học)",
            "a subject teacher signs the own row (secondary)",
        ),
        Act.ATTEST: ("Giáo viên chủ nhiệm ký", "the homeroom teacher signs"),
        Act.APPROVE: ("Hiệu trưởng hoặc phó được uỷ quyền ký", "the principal or deputy signs"),
        Act.SEAL: ("Đóng dấu số của trường", "the school's seal"),
        Act.SUBMIT: ("Nộp lên Sở", "submit"),
        Act.REJECT: ("Từ chối, kèm mọi lý do", "reject, with every finding"),
        Act.TAKE_BY_PROVINCE: ("Sở nhận", "taken by the province"),
        Act.TAKE_BY_MINISTRY: ("Kho của Bộ nhận", "taken by the ministry"),
        Act.SUPERSEDE: ("Thay thế bằng bản đính chính", "replaced by an amendment"),
        Act.WITHDRAW: ("Thu hồi", "withdraw"),
    }
)


def states_page() -> str:
    """Return the page: the picture, and what each status and act means."""
    statuses = "\n".join(f"| `{s}` | {vi} | {en} |" for s, (vi, en) in _STATUS_WORDS.items())
    acts = "\n".join(
        f"| `{act}` | {vi} | {en} | {_roles(act)} |" for act, (vi, en) in _ACT_WORDS.items()
    )
    return f"""\
# Vòng đời của một phiên bản học bạ / The life of one version of a record

Vẽ từ bảng trong `src/hocba/core/compose/life.py`; một kiểm thử so sánh hai bên. Trạng thái luôn
được tính lại từ lịch sử, và lịch sử chỉ ghi thêm.

Drawn from the table in `src/hocba/core/compose/life.py`; a test compares the two. A status is
always a fold over the history, and a history only grows.

```mermaid
{diagram()}
```

| trạng thái | nghĩa | meaning |
|---|---|---|
{statuses}

| việc | nghĩa | meaning | vai trò / roles |
|---|---|---|---|
{acts}

# Một đề nghị đính chính hoặc thu hồi / A request to amend or withdraw

Vẽ từ `src/hocba/core/compose/corrections.py`. Ngưỡng phải trình Sở: `core/rules/corrections.toml`.
Bản cũ hiệu lực cho đến khi phiên bản mới đóng dấu xong.

Drawn from `src/hocba/core/compose/corrections.py`. What goes to the province stands in
`core/rules/corrections.toml`. The old version holds until the new one is sealed.

```mermaid
{corrections.diagram()}
```

# Một lượt chuyển trường / A change of school

Vẽ từ `src/hocba/core/compose/transfers.py`. Hai trường cùng giữ bảng này; mỗi bước do hiệu trưởng
của trường làm bước ấy ký. Kết thúc: `ok` đã tiếp nhận, `none` không có gì xảy ra, `cancel` trường
cũ hủy, `error` tệp có lỗi.

Drawn from `src/hocba/core/compose/transfers.py`. Both schools keep this table; each step is signed
by the principal of the school that takes it. Ends: `ok` received, `none` nothing happened,
`cancel` the leaving school cancelled, `error` the file was wrong.

```mermaid
{transfers.transfers_diagram()}
```
"""


def _roles(act: Act) -> str:
    return ", ".join(sorted(f"`{role}`" for role in DOES[act]))
