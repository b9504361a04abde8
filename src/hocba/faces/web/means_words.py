"""Means of signing and who pays for them, in words."""

from collections.abc import Mapping

from django.utils.translation import gettext

from hocba.core.sign.means import Means, Payer


def means_words(means: Means) -> str:
    """Return what a key is kept on."""
    words: Mapping[Means, str] = {
        Means.TOKEN: gettext("USB Token"),
        Means.REMOTE: gettext("Ký từ xa"),
        Means.SIM: gettext("SIM PKI"),
        Means.HSM: gettext("HSM của đơn vị"),
        Means.FILE: gettext("Tệp khóa trên máy"),
        Means.UNKNOWN: gettext("Chưa ghi"),
    }
    return words[means]


def payer_words(payer: Payer) -> str:
    """Return who pays."""
    words: Mapping[Payer, str] = {
        Payer.STATE: gettext("Ngân sách trung ương"),
        Payer.PROVINCE: gettext("Tỉnh, thành phố"),
        Payer.SCHOOL: gettext("Nhà trường"),
        Payer.HOLDER: gettext("Người ký tự trả"),
        Payer.SUPPLIER: gettext("Nhà cung cấp cho không"),
        Payer.UNKNOWN: gettext("Chưa ghi"),
    }
    return words[payer]
