"""The manual's page on settings, made from the settings themselves."""

from collections.abc import Sequence
from dataclasses import fields
from typing import Any

from hocba.wiring.settings import Settings, name_of

_HEAD = """\
# Thiết lập / Settings

Trang này do `hocba settings-page` viết ra từ mã nguồn; đừng sửa bằng tay.
This page is written from the source by `hocba settings-page`; do not edit it by hand.

Mỗi thiết lập là một biến môi trường. Với thiết lập bí mật (🔒) có thể đặt `TÊN_FILE` là đường dẫn
của tệp chứa giá trị. / Each setting is an environment variable. For a secret one (🔒), `NAME_FILE`
may give the path of a file that holds it.

| tên / name | mặc định / default | ý nghĩa / meaning |
|---|---|---|
"""


def settings_page() -> str:
    """Return the page as Markdown."""
    return _HEAD + "".join(_row(each) for each in fields(Settings))


def write(_: Sequence[str]) -> int:
    """Print the page, for the manual."""
    print(settings_page(), end="")
    return 0


def _row(each: Any) -> str:
    lock = " 🔒" if each.metadata["secret"] else ""
    meaning = f"{each.metadata['vi']}<br>{each.metadata['en']}"
    return f"| `{name_of(each)}`{lock} | {_shown(each)} | {meaning} |\n"


def _shown(each: Any) -> str:
    """A default as it would be typed; a secret's is not shown."""
    value = each.default
    if value is None or each.metadata["secret"]:
        return ""
    if isinstance(value, bool):
        return f"`{int(value)}`"
    if isinstance(value, tuple):
        return f"`{','.join(value)}`"
    return f"`{value}`"
