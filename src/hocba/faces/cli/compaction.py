"""`hocba store compact`: what would be written anew, and what was."""

import json
from dataclasses import asdict

from hocba.flow.compact_store import Compacted, Plan


def tell_plan(plan: Plan, *, as_json: bool) -> int:
    """Say what would be done and return the exit code."""
    print(json.dumps(asdict(plan)) if as_json else _plan_text(plan))
    return 0


def tell_compacted(done: Compacted, *, as_json: bool) -> int:
    """Say what was done and return the exit code: 1 when something could not be read."""
    print(json.dumps(asdict(done)) if as_json else _done_text(done))
    return 1 if done.unreadable else 0


def _plan_text(plan: Plan) -> str:
    return "\n".join(
        (
            *(
                f"viết lại / to be written anew: {one.segment}, {one.documents} tài liệu trong"
                f" {one.blocks} khối / documents in blocks, {one.size} byte"
                for one in plan.loose
            ),
            *(f"không ai nêu, sẽ bỏ / nobody names it, to go: {segment}" for segment in plan.dead),
            *(f"bỏ / to be dropped: {segment}" for segment in plan.due),
            *(f"chờ hết hạn giữ / kept for a while: {segment}" for segment in plan.waiting),
            *(
                ()
                if plan.loose or plan.dead or plan.due
                else ("không có gì phải làm / nothing to do",)
            ),
        )
    )


def _done_text(done: Compacted) -> str:
    return "\n".join(
        (
            f"{done.moved} tài liệu đã chuyển chỗ / documents moved",
            *(f"sẽ bỏ / retired: {segment}" for segment in done.retired),
            *(f"đã bỏ / dropped: {segment}" for segment in done.dropped),
            *(f"còn được chỉ mục nêu, giữ lại / still named, held: {one}" for one in done.held),
            *(f"✗ không đọc được, để nguyên / unreadable, left: {one}" for one in done.unreadable),
        )
    )
