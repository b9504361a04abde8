"""The test PKI's description, read from `world.toml` into values."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """
    What kind of holder a certificate is for.

    key_usage: names of RFC 5280 bits, snake case. purposes: extended key usages, critical.
    """

    holder: str
    key_usage: tuple[str, ...]
    purposes: tuple[str, ...] = ()
    critical_oid: str = ""
    from_days: int = -365
    to_days: int = 730


@dataclass(frozen=True, slots=True, kw_only=True)
class Authority:
    """
    One certification authority; a root where `issuer` is empty.

    trusted: whether the trust list knows it. crl: "current", "none" or "stale".
    """

    name: str
    organisation: str
    issuer: str = ""
    domain: str = ""
    key: str = "rsa-2048"
    trusted: bool = True
    basic_constraints: bool = True
    path_length: int | None = None
    crl: str = "current"
    revoked_days: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wrong:
    """A bad certificate and the one code that a verifier must answer with."""

    expect: str
    profile: str = "teacher"
    authority: str = "state_people"
    key: str = "rsa-2048"
    digest: str = "sha256"
    from_days: int = -365
    to_days: int = 730
    revoked_days: int | None = None
    reason: str = "unspecified"


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """The whole description. kinds: lines for the trust list, as they are."""

    environment: str
    crl_days: int
    kinds: tuple[Mapping[str, str], ...]
    profiles: Mapping[str, Profile]
    authorities: Mapping[str, Authority]
    wrong: Mapping[str, Wrong]

    def policy(self, holder: str) -> str:
        """Return the policy OID that marks such a holder's certificate."""
        return next(line["policy"] for line in self.kinds if line["holder"] == holder)


def _profile(line: Mapping[str, Any]) -> Profile:
    lists = {"key_usage": tuple(line["key_usage"]), "purposes": tuple(line.get("purposes", ()))}
    return Profile(**{**line, **lists})


@cache
def world() -> World:
    """Return the description that stands beside this module."""
    text = files("hocba.lab.pki").joinpath("world.toml").read_text("utf-8")
    described = tomllib.loads(text)
    return World(
        environment=described["world"]["environment"],
        crl_days=described["world"]["crl_days"],
        kinds=tuple(MappingProxyType(line) for line in described["kinds"]),
        profiles=MappingProxyType(
            {name: _profile(line) for name, line in described["profiles"].items()}
        ),
        authorities=MappingProxyType(
            {name: Authority(**line) for name, line in described["authorities"].items()}
        ),
        wrong=MappingProxyType({name: Wrong(**line) for name, line in described["wrong"].items()}),
    )
