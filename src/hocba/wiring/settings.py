"""All settings of an installation: one frozen value, built from the environment once."""

import os
from collections.abc import Callable, Mapping
from dataclasses import Field, dataclass, field, fields
from pathlib import Path
from typing import Any, Final, TypeVar

from hocba.core.compose.account_acts import SECRETIVE
from hocba.core.terms.outcomes import Finding, Refusal

PREFIX: Final = "HOCBA_"

DEMO_SECRET: Final = "demo-only-not-a-secret-" + "0" * 40

_DEMO_HOME: Final = Path("var")

T = TypeVar("T")


def _setting(
    parse: Callable[[str], T], *, vi: str, en: str, default: object, secret: bool = False
) -> Any:
    """One setting: how its text is read and what it means, in both languages."""
    meaning = {"parse": parse, "vi": vi, "en": en, "secret": secret}
    return field(default=default, metadata=meaning, repr=not secret)


def _flag(text: str) -> bool:
    words = {"1": True, "yes": True, "true": True, "0": False, "no": False, "false": False}
    return words[text.strip().lower()]


def _words(text: str) -> tuple[str, ...]:
    return tuple(word.strip() for word in text.split(",") if word.strip())


def _port(text: str) -> int:
    number = int(text)
    if not 0 < number < 65536:
        raise ValueError(text)
    return number


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """
    What differs from one installation to the next.

    Without any setting the values are those of a demo on one machine, below `var/`.
    Each may be given as HOCBA_NAME; a secret also as HOCBA_NAME_FILE, the path of a file.
    """

    demo: bool = _setting(
        _flag,
        default=True,
        vi="Chế độ thử trên một máy. Vận hành thật: đặt 0, khi đó phải khai các thiết lập bí mật.",
        en="Demo on one machine. In real operation set 0: the secret settings are then required.",
    )
    home: Path = _setting(
        Path,
        default=_DEMO_HOME,
        vi="Thư mục dữ liệu của bản cài đặt.",
        en="The folder that holds the data of this installation.",
    )
    blobs: str = _setting(
        str,
        default="",
        vi="Nơi giữ byte hồ sơ và nhật ký: thư mục, hoặc s3://thùng/tiền-tố. Bỏ trống: HOME/blobs.",
        en="Where bytes and logs are kept: a folder, or s3://bucket/prefix. Empty: HOME/blobs.",
    )
    database_url: str | None = _setting(
        str,
        default=None,
        secret=True,
        vi="PostgreSQL, vai trò ứng dụng. Bỏ trống: dùng PostgreSQL kèm theo, trong HOME/postgres.",
        en="PostgreSQL, the application's role. Empty: the embedded PostgreSQL in HOME/postgres.",
    )
    database_owner_url: str | None = _setting(
        str,
        default=None,
        secret=True,
        vi="PostgreSQL, vai trò chủ sở hữu bảng, chỉ để migrate. Bỏ trống: như DATABASE_URL.",
        en="PostgreSQL, the owner of the tables, only for migrate. Empty: as DATABASE_URL.",
    )
    database_replica_url: str | None = _setting(
        str,
        default=None,
        secret=True,
        vi="Bản sao PostgreSQL (streaming) để đọc cho trang tra cứu và số liệu. Bỏ trống: không.",
        en="A streaming replica of PostgreSQL, read by look-ups and figures. Empty: none.",
    )
    database_replica_lag: int = _setting(
        int,
        default=60,
        vi="Bản sao chậm quá chừng này giây thì đọc từ máy chính.",
        en="Seconds that the replica may be behind before the primary is read instead.",
    )
    database_pool_size: int = _setting(
        int,
        default=8,
        vi="Số kết nối cơ sở dữ liệu tối đa của một tiến trình.",
        en="The most database connections that one process holds.",
    )
    secret_key: str = _setting(
        str,
        default=DEMO_SECRET,
        secret=True,
        vi="Khóa bí mật cho phiên đăng nhập và biểu mẫu, ít nhất 50 ký tự ngẫu nhiên.",
        en="Secret key for sessions and forms, at least 50 random characters.",
    )
    hosts: tuple[str, ...] = _setting(
        _words,
        default=("localhost", "127.0.0.1", "[::1]"),
        vi="Các tên miền được phục vụ, cách nhau bằng dấu phẩy.",
        en="The host names that are served, separated by commas.",
    )
    public_url: str = _setting(
        str,
        default="http://localhost:8000",
        vi="Địa chỉ công khai của trang tra cứu.",
        en="The public address of the look-up pages.",
    )
    bind: str = _setting(
        str,
        default="127.0.0.1",
        vi="Địa chỉ mạng mà máy chủ web lắng nghe.",
        en="The network address that the web server listens on.",
    )
    port: int = _setting(
        _port,
        default=8000,
        vi="Cổng của máy chủ web.",
        en="The web server's port.",
    )
    mail_url: str = _setting(
        str,
        default="",
        secret=True,
        vi="Máy chủ thư, smtp://tên:mật-khẩu@máy:cổng hoặc smtps://... Bỏ trống: không gửi thư.",
        en="The mail server, smtp://name:password@host:port or smtps://... Empty: no mails.",
    )
    mail_from: str = _setting(
        str,
        default="hocba@localhost",
        vi="Địa chỉ người gửi của thư thông báo.",
        en="The address that mails of notices come from.",
    )
    second_factor: tuple[str, ...] = _setting(
        _words,
        default=tuple(sorted(SECRETIVE)),
        vi="Các vai trò phải xác nhận hai bước khi đăng nhập, cách nhau bằng dấu phẩy.",
        en="The roles that must give a second factor to sign in, separated by commas.",
    )
    time_stamps: str = _setting(
        str,
        default="",
        vi="Địa chỉ nơi cấp dấu thời gian (RFC 3161) cho con dấu của trường. Bỏ trống: không xin.",
        en="Address of the authority (RFC 3161) that time-stamps schools' seals. Empty: none.",
    )
    identity_issuer: str = _setting(
        str,
        default="",
        vi="Địa chỉ hệ thống định danh OpenID Connect (dạng VNeID). Bỏ trống: không dùng.",
        en="Address of the OpenID Connect provider (the VNeID shape). Empty: none.",
    )
    identity_name: str = _setting(
        str,
        default="VNeID",
        vi="Tên hệ thống định danh trên nút đăng nhập.",
        en="The provider's name on the sign-in button.",
    )
    identity_client: str = _setting(
        str,
        default="",
        vi="Mã ứng dụng do hệ thống định danh cấp.",
        en="The client id that the provider has given.",
    )
    identity_secret: str = _setting(
        str,
        default="",
        secret=True,
        vi="Khóa bí mật do hệ thống định danh cấp.",
        en="The client secret that the provider has given.",
    )
    identity_claim: str = _setting(
        str,
        default="personal_id",
        vi="Tên trường chứa số định danh cá nhân trong ID token.",
        en="The claim of the ID token that states the personal number.",
    )
    identity_scope: str = _setting(
        str,
        default="openid",
        vi="Phạm vi xin hệ thống định danh, cách nhau bằng dấu cách.",
        en="The scopes asked of the provider, separated by spaces.",
    )
    uplink_url: str = _setting(
        str,
        default="",
        vi="Địa chỉ nhận gói của cơ quan cấp trên ở máy khác, https://.../bo/lien-thong. "
        "Bỏ trống: gói chuyển tay.",
        en="Where the office above, on another machine, takes packages, https://.../bo/lien-thong. "
        "Empty: by courier.",
    )
    uplink_ca: str = _setting(
        str,
        default="",
        vi="Tệp PEM của nơi cấp chứng thư TLS cho cơ quan cấp trên. Bỏ trống: theo hệ điều hành.",
        en="PEM file of who issued the TLS certificate of the office above. Empty: the system's.",
    )
    uplink_certificate: str = _setting(
        str,
        default="",
        vi="Tệp PEM chứng thư TLS và khóa của cơ quan này, để cơ quan cấp trên nhận ra.",
        en="PEM file of this office's TLS certificate with its key, shown to the office above.",
    )
    proxy_shows_certificate: bool = _setting(
        _flag,
        default=False,
        vi="1: proxy phía trước ghi chứng thư của bên gọi vào Client-Cert (RFC 9440) và xóa tiêu "
        "đề ấy nếu từ ngoài gửi tới.",
        en="1: the proxy in front puts the caller's certificate into Client-Cert (RFC 9440) and "
        "takes away any such header that came from outside.",
    )
    vendors_show_certificate: bool = _setting(
        _flag,
        default=False,
        vi="1: phần mềm của trường chỉ vào được /api/v1 qua cổng mà nó trình chứng thư đã đăng ký "
        "(hocba line, hoặc proxy).",
        en="1: schools' software gets into /api/v1 only by a line on which it shows its registered "
        "certificate (hocba line, or a proxy).",
    )
    workers: int = _setting(
        int,
        default=2,
        vi="Số tiến trình của máy chủ web.",
        en="How many processes the web server runs.",
    )
    print_workers: int = _setting(
        int,
        default=1,
        vi="Số tiến trình ký cả trường và in cả lớp, cả trường chạy kèm `hocba serve` ở nơi có "
        "trường; 0: máy khác làm.",
        en="How many processes sign and print whole schools beside `hocba serve` where there is "
        "a school; 0: another machine does.",
    )

    @property
    def own_blobs(self) -> Path:
        """The folder in HOME: all bytes, or where `blobs` names another place what stays here."""
        return self.home / "blobs"

    @property
    def postgres(self) -> Path:
        """The embedded PostgreSQL's own folder."""
        return self.home / "postgres"

    @property
    def trust(self) -> Path:
        """Anchors, CA certificates, revocation lists and the pinned ministry: public data."""
        return self.home / "trust"

    @property
    def practice(self) -> Path:
        """Practice schools, one folder each: worth nothing, and removed in one click."""
        return self.home / "tap-huan"

    @property
    def keys(self) -> Path:
        """Keys and certificates of this installation's offices (demo and training)."""
        return self.home / "keys"


def settings_from(environment: Mapping[str, str]) -> Settings:
    """
    Read all settings, and tell all that is wrong with them at once.

    Raises: Refusal "settings.wrong", with findings "settings.not_readable",
        "settings.required", "settings.file_missing".
    """
    values: dict[str, object] = {}
    findings: list[Finding] = []
    for each in fields(Settings):
        given = _given(each, environment, findings)
        if given is not None:
            _parse(each, given, values, findings)
    settings = Settings(**values)  # type: ignore[arg-type]
    findings += _required(settings)
    if findings:
        raise Refusal("settings.wrong", findings=tuple(findings), names=_names(findings))
    return settings


def settings() -> Settings:
    """Read the settings of this process."""
    return settings_from(os.environ)


def name_of(each: "Field[Any]") -> str:
    return PREFIX + each.name.upper()


def _given(
    each: "Field[Any]", environment: Mapping[str, str], findings: list[Finding]
) -> str | None:
    """Return the text that was given for a setting; None where nothing was."""
    name = name_of(each)
    if text := environment.get(name):
        return text
    path = environment.get(f"{name}_FILE") if each.metadata["secret"] else None
    if not path:
        return None
    try:
        return Path(path).read_text("utf-8").strip()
    except OSError:
        findings.append(Finding(code="settings.file_missing", where=name, details={"path": path}))
        return None


def _parse(
    each: "Field[Any]", text: str, values: dict[str, object], findings: list[Finding]
) -> None:
    try:
        values[each.name] = each.metadata["parse"](text)
    except (ValueError, KeyError):
        shown = "***" if each.metadata["secret"] else text
        details = {"name": name_of(each), "value": shown}
        findings.append(Finding(code="settings.not_readable", where=name_of(each), details=details))


def _required(settings: Settings) -> list[Finding]:
    """What a real installation must say for itself; a demo may leave all of it out."""
    if settings.demo:
        return []
    missing = {
        "HOCBA_DATABASE_URL": settings.database_url is None,
        "HOCBA_SECRET_KEY": settings.secret_key == DEMO_SECRET or len(settings.secret_key) < 50,
    }
    return [
        Finding(code="settings.required", where=name, details={"name": name})
        for name, is_missing in missing.items()
        if is_missing
    ]


def _names(findings: list[Finding]) -> str:
    return ", ".join(finding.where for finding in findings)
