"""What schools write down of the certificates of their signers, in PostgreSQL."""

from collections.abc import Sequence

from hocba.adapters.database.models.signers import SigningMeansModel
from hocba.adapters.database.tenancy import within
from hocba.core.sign.means import Means, Payer, SigningMeans
from hocba.core.terms.codes import SchoolCode
from hocba.core.terms.vietnam import VIETNAM


class DatabaseSigningMeans:
    """Implements `SigningMeansBook`."""

    def of_school(self, school: SchoolCode) -> tuple[SigningMeans, ...]:
        """Return all entries of a school; see the port."""
        with within(school):
            rows = SigningMeansModel.objects.filter(school=school).order_by("id")
            return tuple(map(_entry, rows))

    def add(self, entries: Sequence[SigningMeans]) -> None:
        """Keep entries of one school; see the port."""
        if entries:
            with within(entries[0].school):
                SigningMeansModel.objects.bulk_create(map(_row, entries))


def _row(entry: SigningMeans) -> SigningMeansModel:
    return SigningMeansModel(
        school=entry.school,
        holder=entry.holder,
        certificate=entry.certificate,
        means=entry.means.value,
        provider=entry.provider,
        payer=entry.payer.value,
        asked_on=entry.asked_on,
        got_on=entry.got_on,
        by=entry.by,
        at=entry.at,
    )


def _entry(row: SigningMeansModel) -> SigningMeans:
    return SigningMeans(
        school=SchoolCode(row.school),
        holder=row.holder,
        certificate=row.certificate,
        means=Means(row.means),
        provider=row.provider,
        payer=Payer(row.payer),
        asked_on=row.asked_on,
        got_on=row.got_on,
        by=row.by,
        at=row.at.astimezone(VIETNAM),
    )
