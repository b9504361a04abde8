"""What came of work on an archive: for people and for programs, with the exit code."""

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from typing import Any, Final

from hocba.core.report.archive_tally import Remark, Tally
from hocba.core.terms.messages import told
from hocba.core.terms.time_stamps import StampResult
from hocba.core.verify.verdict import Outcome
from hocba.flow.archive_evidence import Renewed
from hocba.flow.archive_recount import Recount
from hocba.flow.archive_work import Stage

_SHOWN: Final = 20
"""Remarks that a person is shown; programs get all that are listed."""
_LINE_EVERY_S: Final = 10.0
_MOVES_EVERY_S: Final = 0.5

Answer = tuple[int, dict[str, Any], list[str]]
"""Exit code, for programs, for people."""


class Progress:
    """Says how far a run is on the error stream: a moving line on a terminal, lines elsewhere."""

    def __init__(self, clock: Callable[[], float]) -> None:
        """clock: seconds that only grow."""
        self._clock = clock
        self._began = self._said = clock()

    def __call__(self, stage: Stage) -> None:
        """Say it, unless it was said just now; the end is always said."""
        moves, now, is_end = sys.stderr.isatty(), self._clock(), stage.done == stage.total
        if now - self._said < (_MOVES_EVERY_S if moves else _LINE_EVERY_S) and not is_end:
            return
        self._said = now
        rate = (stage.done - stage.resumed) / max(now - self._began, 0.001)
        wait = (stage.total - stage.done) / rate if rate else 0.0
        left = f", còn khoảng / about {wait:.0f} s" if wait else ""
        line = f"{stage.done}/{stage.total} đoạn / segments, {stage.documents} tài liệu{left}"
        end = "\r" if moves and not is_end else "\n"
        print(f"{line:<78}".rstrip() if end == "\n" else f"{line:<78}", end=end, file=sys.stderr)


def verified(tally: Tally) -> Answer:
    """Answer `verify`. What could not be read, and an archive without records, passes nothing."""
    outcomes = tally.starting("outcome:")
    unread = [one for one in tally.remarks if one.what not in set(Outcome)]
    code = 0 if outcomes.get(Outcome.PASSED.value) and not unread else 2
    if outcomes.get(Outcome.INDETERMINATE.value):
        code = 2
    if outcomes.get(Outcome.FAILED.value):
        code = 1
    findings = tally.starting("finding:")
    lines = [
        *(f"{count:>12,}  {name}" for name, count in outcomes.items()),
        *(f"{count:>12,}  {name}: {told(name, {})}" for name, count in findings.items()),
    ]
    return code, _plain(tally) | {"outcomes": outcomes, "findings": findings}, lines


def recounted(recount: Recount) -> Answer:
    """Answer `recount`."""
    both = (recount.from_bytes.total, recount.from_index.total)
    lines = [
        f"học sinh / pupils: {both[0].pupils:,} | {both[1].pupils:,}",
        f"kho đã nhận / accepted: {both[0].accepted:,} | {both[1].accepted:,}",
        "Đếm lại từ các tệp đã nhận / counted again: " + ("khớp" if recount.agrees else "KHÁC"),
    ]
    shown = _plain(recount.tally) | {
        "agrees": recount.agrees,
        "accepted_from_bytes": both[0].accepted,
        "accepted_from_index": both[1].accepted,
        "pupils_from_bytes": both[0].pupils,
        "pupils_from_index": both[1].pupils,
    }
    return 0 if recount.agrees else 1, shown, lines


def reencoded(tally: Tally) -> Answer:
    """Answer `reencode`."""
    lines = ["đã ghi lại và so từng byte / written anew and compared"] if not tally.remarks else []
    return 1 if tally.remarks else 0, _plain(tally), lines


def renewed(renewal: Renewed, *, is_check: bool) -> Answer:
    """Answer `renew`."""
    manifest, tally = renewal.manifest, renewal.tally
    ages = {name: tally.starting(f"{name}:") for name in ("until", "signature", "issuer")}
    wrong = [{"segment": segment, "code": code} for segment, code in renewal.differing]
    head = f"lần / number {manifest.number}, {manifest.made_at.isoformat()}" if manifest else ""
    lines = [
        head,
        *(f"✗ {one['segment']}: {told(one['code'], {})} [{one['code']}]" for one in wrong),
        *(f"{count:>12,}  {kind} {name}" for kind in ages for name, count in ages[kind].items()),
        *_stamp_lines(renewal),
    ]
    shown = _plain(tally) | {
        "number": manifest.number if manifest else 0,
        "made_at": manifest.made_at.isoformat() if manifest else "",
        "is_check": is_check,
        "trusted_time": _is_stamped(renewal),
        "stamps": [_stamp(number, stamp) for number, stamp in renewal.stamps],
        "differing": wrong,
        **ages,
    }
    if wrong or tally.remarks:
        return 1, shown, lines
    unproven = any(stamp.findings for _, stamp in renewal.stamps)
    return 2 if unproven or renewal.silent else 0, shown, lines


def _is_stamped(renewal: Renewed) -> bool:
    """Tell whether the last manifest's time is proven by somebody else than the office."""
    if renewal.manifest is None or not renewal.stamps:
        return False
    number, stamp = renewal.stamps[-1]
    return number == renewal.manifest.number and stamp.proven_at is not None


def _stamp(number: int, stamp: StampResult) -> dict[str, Any]:
    return {
        "number": number,
        "at": stamp.at.isoformat() if stamp.at else "",
        "authority": stamp.authority,
        "until": stamp.holds_until.isoformat() if stamp.holds_until else "",
        "proves": stamp.proven_at is not None,
        "findings": [each.code for each in stamp.findings],
    }


def _stamp_lines(renewal: Renewed) -> Iterator[str]:
    for number, stamp in renewal.stamps:
        codes = "".join(f" [{each.code}]" for each in stamp.findings)
        at = stamp.at.isoformat() if stamp.at else "?"
        mark = "✗" if stamp.findings else "✓"
        yield f"{mark} dấu thời gian / time stamp {number}: {at}, {stamp.authority}{codes}"
    if renewal.stamps and (until := renewal.stamps[-1][1].holds_until):
        yield (
            f"Làm mới trước {until:%d/%m/%Y}: khi đó chứng thư của nơi cấp hết hạn. / "
            f"Renew before {until:%Y-%m-%d}: the authority's certificate ends then."
        )
    if renewal.silent is not None:
        for language in ("vi", "en"):
            yield told(renewal.silent.code, renewal.silent.details, language)
    if not _is_stamped(renewal):
        yield (
            "Lần này chưa có dấu thời gian tin cậy: thời điểm là lời của chính đơn vị. / "
            "No trusted time stamp this time: the time is the office's own word."
        )


def tell(answer: Answer, tally: Tally, *, as_json: bool) -> int:
    """Print an answer and return its exit code."""
    code, shown, lines = answer
    if as_json:
        print(json.dumps(shown, ensure_ascii=False, indent=2))
        return code
    documents, remarks = tally.counts.get("documents", 0), tally.counts.get("remarks", 0)
    print(f"{documents:,} tài liệu / documents, {len(tally.digests)} đoạn / segments")
    print("\n".join(lines))
    for one in tally.remarks[:_SHOWN]:
        print(f"✗ {_line(one)}")
    if remarks > _SHOWN:
        print(f"… {remarks:,} tất cả / in all (--json)")
    print(f"SHA-256 của kết quả / of what was found: {tally.digest}")
    return code


def _line(one: Remark) -> str:
    what = told(one.what, {"segment": one.segment, "offset": str(one.offset)})
    return f"{one.segment} +{one.offset}: {what} {one.text}".rstrip()


def _plain(tally: Tally) -> dict[str, Any]:
    kinds: Mapping[str, int] = tally.starting("kind:")
    return {
        "documents": tally.counts.get("documents", 0),
        "kinds": kinds,
        "segments": len(tally.digests),
        "digest": tally.digest,
        "remarks_count": tally.counts.get("remarks", 0),
        "remarks": [
            {"segment": one.segment, "offset": one.offset, "what": one.what, "text": one.text}
            for one in tally.remarks
        ],
    }
