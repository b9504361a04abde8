"""The campaigns of an installation: from its own file, else those that are shipped."""

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from hocba.core.rules.campaigns import Campaign, campaigns_of, shipped_campaigns
from hocba.core.terms.outcomes import Refusal
from hocba.core.terms.vietnam import VIETNAM
from hocba.faces.cli.campaigns import asked, told_campaigns
from hocba.wiring.settings import settings


def campaigns_at(home: Path) -> tuple[Campaign, ...]:
    """
    Return the campaigns of `HOME/campaigns.toml`; where there is none, those that are shipped.

    Raises: Refusal "campaign.*" with all that is wrong: no deadline is better than a wrong one.
    """
    file = home / "campaigns.toml"
    return _read(file) if file.exists() else shipped_campaigns()


def campaigns(arguments: Sequence[str]) -> int:
    """Show the campaigns in force, or check a file of them, and return the exit code."""
    file = asked(arguments)
    found = campaigns_at(settings().home) if file is None else _read(file)
    return told_campaigns(found, datetime.now(VIETNAM).date())


def _read(file: Path) -> tuple[Campaign, ...]:
    try:
        return campaigns_of(file.read_text("utf-8"))
    except (OSError, UnicodeDecodeError) as problem:
        raise Refusal("campaign.file_unreadable", str(problem), value=str(problem)) from problem
