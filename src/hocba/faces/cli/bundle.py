"""`hocba bundle`: one ZIP with a record and all that proves it, for an expert with public tools."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from hocba.core.publish.paper import key_of
from hocba.core.terms.outcomes import Refusal
from hocba.faces.cli.arguments import Arguments, existing_file, existing_folder
from hocba.faces.cli.verdict_json import report_on
from hocba.faces.cli.verified import Verified
from hocba.faces.cli.verify import EXIT, instant
from hocba.faces.web.proof_page import proof_page
from hocba.flow.make_bundle import Evidence, made_bundle
from hocba.flow.print_record import pdf_name
from hocba.flow.verify_alone import Alone, Trust, examine_alone
from hocba.ports.containers import Containers
from hocba.ports.documents import Documents

HELP: Final = """\
hocba bundle TỆP --trust THƯ_MỤC [-o TỆP.zip] [--receipt TỆP]... [--proof TỆP] [--at THỜI_ĐIỂM]

  Lập hồ sơ chứng cứ của một học bạ: một tệp ZIP có học bạ, chứng thư, danh sách thu hồi, sổ phân
  công, báo cáo, trang tự kiểm tra không cần mạng, và cách kiểm tra bằng openssl, xmlsec1.

  TỆP                tệp .xml học bạ số, hoặc tệp PDF có kèm học bạ số
  --trust THƯ_MỤC    gốc tin cậy, danh sách thu hồi, sổ phân công (như hocba verify)
  -o TỆP.zip         nơi ghi; mặc định là tên theo mã học bạ, trong thư mục hiện tại
  --receipt TỆP      biên nhận của Sở hoặc Bộ; nhiều lần được
  --proof TỆP        bằng chứng nhật ký (hocba log prove)
  --at THỜI_ĐIỂM     báo cáo như vào lúc đó; mặc định là bây giờ

  Mã thoát: của học bạ, như hocba verify; 1 cũng khi không lập được.

hocba bundle FILE --trust DIR [-o FILE.zip] [--receipt FILE]... [--proof FILE] [--at TIME]

  Make the proof bundle of a record: one ZIP with the record, certificates, revocation lists,
  registers, the report, a page that checks it without a line, and how to check it with openssl
  and xmlsec1.

  FILE               a record's .xml, or a PDF that carries one
  --trust DIR        anchors, revocation lists, registers (as for hocba verify)
  -o FILE.zip        where to write; by default a name made of the record code, in this folder
  --receipt FILE     a receipt of the province or the ministry; may be given again
  --proof FILE       a proof that the record is in the log (hocba log prove)
  --at TIME          report as of then; now by default

  Exit code: the record's, as of hocba verify; 1 also when nothing could be made.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What the command line asks for. to: None means a name made of the record code."""

    file: Path
    trust: Path
    to: Path | None
    receipts: tuple[Path, ...]
    proof: Path | None
    at: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Means:
    """What it takes. held: the trust directory's files by name."""

    documents: Documents
    containers: Containers
    trust: Trust
    held: Mapping[str, bytes]
    opened: Callable[[bytes], bytes]
    now: datetime
    software: str


def asked(arguments: Sequence[str]) -> Asked:
    """Read the command line; `--help` and misuse exit from here."""
    parser = Arguments(HELP)
    parser.add_argument("file", type=existing_file, metavar="FILE")
    parser.add_argument("--trust", type=existing_folder, required=True)
    parser.add_argument("-o", dest="to", type=Path)
    parser.add_argument("--receipt", type=existing_file, action="append", default=[])
    parser.add_argument("--proof", type=existing_file)
    parser.add_argument("--at", type=instant)
    given = parser.parse_args(arguments)
    return Asked(
        file=given.file,
        trust=given.trust,
        to=given.to,
        receipts=tuple(given.receipt),
        proof=given.proof,
        at=given.at,
    )


def bundle(question: Asked, means: Means) -> int:
    """
    Make the bundle, write it, and return the record's exit code.

    Raises: Refusal "bundle.no_record" for bytes that are no record; told by the program's start.
    """
    file = means.opened(question.file.read_bytes())
    found = examine_alone(file, documents=means.documents, trust=means.trust, now=means.now)
    record = found.examined.record
    if record is None:
        raise Refusal(
            "bundle.no_record", findings=tuple(f for _, f in found.examined.verdict.findings)
        )
    one = _verified(question.file.name, file, found)
    made = made_bundle(
        file,
        record,
        Evidence(
            trust=means.held,
            report=report_on(
                one, lacks=means.trust.lacks, now=means.now, software=means.software
            ).encode(),
            page=proof_page(file, record, means.trust.paths).encode(),
            more=_more(question),
        ),
        documents=means.documents,
        paths=means.trust.paths,
        containers=means.containers,
        now=means.now,
    )
    to = question.to or Path(pdf_name(key_of(record.content)).removesuffix(".pdf") + ".zip")
    to.write_bytes(made)
    print(to)
    return EXIT[one.outcome]


def _verified(name: str, file: bytes, found: Alone) -> Verified:
    return Verified(
        name=name,
        file=file,
        examined=found.examined,
        refused=found.registers.refused,
        status=found.status,
    )


def _more(question: Asked) -> dict[str, bytes]:
    more = {
        f"bien-nhan/{number}-{path.name}": path.read_bytes()
        for number, path in enumerate(question.receipts, 1)
    }
    if question.proof is not None:
        more["nhat-ky/hoc-ba.tlog-proof"] = question.proof.read_bytes()
    return more
