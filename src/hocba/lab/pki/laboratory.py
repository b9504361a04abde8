"""
The test PKI as one object: issue, revoke, publish.

>>> lab = Laboratory.build(Path("out/demo/pki"), now)  # doctest: +SKIP
>>> teacher = lab.issue_person(name="Nguyễn Thị Hoa", organisation="Trường Tiểu học Sen Hồng")
... # doctest: +SKIP
>>> lab.write_trust(Path("out/demo/trust"))  # doctest: +SKIP
"""

from datetime import datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

from hocba.adapters.keys.holder import Holder, PrivateKey
from hocba.adapters.keys.issuing import (
    Issuer,
    Period,
    Revocation,
    Subject,
    der_of,
    holder_certificate,
    revocation_list,
)
from hocba.adapters.keys.publishing import Publication, PublishedRoot, write_publication
from hocba.adapters.pki.paths import Paths
from hocba.adapters.pki.trust import read_trust
from hocba.lab.pki.authorities import Office, ocsp_answer, offices
from hocba.lab.pki.cabinet import KeyCabinet
from hocba.lab.pki.issuing import use_of, with_sha1
from hocba.lab.pki.world import Profile, World, world

_NOTE = "Danh sách tin cậy THỬ NGHIỆM: không dùng cho học bạ thật. / TEST trust list."
RSA = "rsa-2048"
P256 = "p-256"


class Laboratory:
    """
    Authorities at work on one day. Keys are kept under `directory`, all else follows from `now`.

    Certificates with the same name, period and key come out with the same bytes in every run.
    """

    def __init__(self, world: World, directory: Path, now: datetime) -> None:
        self._world = world
        self._directory = directory
        self._now = now.replace(microsecond=0)
        self._cabinet = KeyCabinet(directory / "keys")
        self._offices = offices(world, self._cabinet, self._now)
        self._revocations: dict[str, list[Revocation]] = {name: [] for name in self._offices}
        for office in self._offices.values():
            if office.described.revoked_days is not None:
                at = self._days(office.described.revoked_days)
                self.revoke(der_of(office.certificate), at, "cACompromise")

    @classmethod
    def build(cls, directory: Path, now: datetime) -> "Laboratory":
        """Build the world of `world.toml` as of `now` (with a time zone)."""
        return cls(world(), directory, now)

    def issue_person(
        self,
        *,
        name: str,
        role: str = "teacher",
        organisation: str = "",
        ca: str = "state_people",
        valid_from: datetime | None = None,
        valid_to: datetime | None = None,
        key: str = RSA,
        personal_id: str = "",
        label: str = "",
    ) -> Holder:
        """
        Issue a person's certificate.

        role: a profile of world.toml, "teacher" or "principal". personal_id: written as
        `CCCD:...`, none unless asked for. label: what keeps two persons of one name at one school
        apart; the same label gets the same key again.
        """
        subject = Subject(
            name=name, organisation=organisation, uid=f"CCCD:{personal_id}" if personal_id else ""
        )
        period = self._period(self._world.profiles[role], valid_from, valid_to)
        return self._issued(subject, role, ca, period, key=key, label=label)

    def issue_organisation(
        self,
        *,
        name: str,
        role: str = "seal",
        unit: str = "",
        ca: str = "state_bodies",
        valid_from: datetime | None = None,
        valid_to: datetime | None = None,
        key: str = RSA,
        tax_code: str = "",
        label: str = "",
    ) -> Holder:
        """
        Issue an organisation's certificate.

        role: "seal" (a school), "province", "ministry" or "tsa". unit: the managing department.
        """
        uid = f"MST:{tax_code}" if tax_code else ""
        subject = Subject(name=name, organisation=name, unit=unit, uid=uid)
        period = self._period(self._world.profiles[role], valid_from, valid_to)
        return self._issued(subject, role, ca, period, key=key, label=label)

    def issue_seal(self, *, name: str, tax_code: str = "", ca: str = "state_bodies") -> Holder:
        """Issue a school's seal certificate with the default period and key."""
        return self.issue_organisation(name=name, tax_code=tax_code, ca=ca)

    def authority(self, name: str) -> Holder:
        """Return an authority of world.toml itself, for tests that issue by hand."""
        office = self._offices[name]
        above = self._chain(office.described.issuer)
        return Holder(certificate=der_of(office.certificate), chain=above, key=office.key)

    def wrong(self, defect: str) -> Holder:
        """Issue the bad certificate of that name in world.toml; it is revoked if it must be."""
        wanted = self._world.wrong[defect]
        subject = Subject(name=f"Người ký THỬ NGHIỆM {defect}")
        period = Period(start=self._days(wanted.from_days), end=self._days(wanted.to_days))
        holder = self._issued(
            subject, wanted.profile, wanted.authority, period, key=wanted.key, label=defect
        )
        if wanted.digest == "sha1":
            holder = self._with_sha1(holder, wanted.authority)
        if wanted.revoked_days is not None:
            self.revoke(holder.certificate, self._days(wanted.revoked_days), wanted.reason)
        return holder

    def revoke(self, certificate: bytes, at: datetime, reason: str = "unspecified") -> None:
        """
        Revoke a certificate; lists written from now on say so.

        reason: RFC 5280's word: "keyCompromise", "cessationOfOperation", "certificateHold", ...
        """
        parsed = x509.load_der_x509_certificate(certificate)
        issuer = self._issuer_of(parsed)
        known = Revocation(serial=parsed.serial_number, at=at.replace(microsecond=0), reason=reason)
        others = [r for r in self._revocations[issuer] if r.serial != known.serial]
        self._revocations[issuer] = [*others, known]

    def crls(self, until: datetime | None = None) -> tuple[bytes, ...]:
        """Return the present list of each authority that publishes one, DER."""
        return tuple(self._lists(until).values())

    def ocsp_response(self, certificate: bytes, until: datetime | None = None) -> bytes:
        """Return the signed OCSP answer on a certificate, DER."""
        parsed = x509.load_der_x509_certificate(certificate)
        issuer = self._issuer_of(parsed)
        office = self._offices[issuer]
        responder = self._issued(
            Subject(name=f"OCSP {office.described.name}"),
            "ocsp",
            issuer,
            self._period(self._world.profiles["ocsp"], None, None),
            key=RSA,
            label=f"ocsp {issuer}",
        )
        same = [r for r in self._revocations[issuer] if r.serial == parsed.serial_number]
        return ocsp_answer(
            office,
            parsed,
            same[0] if same else None,
            responder=x509.load_der_x509_certificate(responder.certificate),
            responder_key=responder.key,
            since=self._now,
            until=until or self._days(self._world.crl_days),
        )

    def anchors(self) -> tuple[bytes, ...]:
        """Return the trusted roots, DER."""
        return tuple(der_of(office.certificate) for office in self._trusted_roots().values())

    def write_trust(self, directory: Path, until: datetime | None = None) -> None:
        """
        Write the directory that `hocba verify --trust` reads.

        until: when the revocation lists go stale; by default after world.toml's crl_days.
        """
        write_publication(
            directory,
            Publication(
                note=_NOTE,
                environment=self._world.environment,
                issued_at=self._now,
                roots={
                    name: PublishedRoot(
                        certificate=office.certificate,
                        name=office.described.name,
                        domain=office.described.domain,
                    )
                    for name, office in self._trusted_roots().items()
                },
                issuers={
                    name: office.certificate
                    for name, office in self._offices.items()
                    if office.described.trusted and office.described.issuer
                },
                crls=self._lists(until),
                kinds=self._world.kinds,
            ),
        )

    def paths(self, until: datetime | None = None) -> Paths:
        """Return a verifier's view of this world as it stands now."""
        directory = self._directory / "trust"
        self.write_trust(directory, until)
        return Paths(read_trust(directory))

    def _days(self, days: int) -> datetime:
        return self._now + timedelta(days=days)

    def _period(self, profile: Profile, start: datetime | None, end: datetime | None) -> Period:
        return Period(
            start=start or self._days(profile.from_days), end=end or self._days(profile.to_days)
        )

    def _issued(
        self, subject: Subject, role: str, ca: str, period: Period, *, key: str, label: str
    ) -> Holder:
        profile = self._world.profiles[role]
        words = label or f"{subject.name} {subject.organisation}"
        own = self._cabinet.key(f"{role} {words}", key)
        use = use_of(profile, self._world.policy(profile.holder))
        certificate = holder_certificate(subject, own, self._issuer(ca, own), period, use=use)
        return Holder(certificate=der_of(certificate), chain=self._chain(ca), key=own)

    def _issuer(self, ca: str, own: PrivateKey) -> Issuer:
        return self._offices[ca].issuer if ca else Issuer(certificate=None, key=own)

    def _with_sha1(self, holder: Holder, ca: str) -> Holder:
        key = self._offices[ca].key
        if not isinstance(key, RSAPrivateKey):
            raise TypeError("only an RSA authority signs with SHA-1 here")
        weak = with_sha1(x509.load_der_x509_certificate(holder.certificate), key)
        return Holder(certificate=der_of(weak), chain=holder.chain, key=holder.key)

    def _chain(self, ca: str) -> tuple[bytes, ...]:
        chain = []
        while ca and self._offices[ca].described.issuer:
            chain.append(der_of(self._offices[ca].certificate))
            ca = self._offices[ca].described.issuer
        return tuple(chain)

    def _issuer_of(self, certificate: x509.Certificate) -> str:
        for name, office in self._offices.items():
            if office.certificate.subject == certificate.issuer:
                return name
        raise KeyError("no authority of this laboratory issued the certificate")

    def _trusted_roots(self) -> dict[str, Office]:
        return {
            name: office
            for name, office in self._offices.items()
            if office.described.trusted and not office.described.issuer
        }

    def _lists(self, until: datetime | None) -> dict[str, bytes]:
        since = self._now
        ends = {"current": until or self._days(self._world.crl_days)}
        starts = {"current": since, "stale": self._days(-60)}
        ends["stale"] = self._days(-30)
        return {
            name: revocation_list(
                office.certificate,
                office.key,
                tuple(self._revocations[name]),
                since=starts[office.described.crl],
                until=ends[office.described.crl],
            )
            for name, office in self._offices.items()
            if office.described.crl in starts
        }
