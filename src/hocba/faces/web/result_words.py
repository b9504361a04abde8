"""Results of a year as people say them."""

from django.utils.translation import gettext

from hocba.core.terms.levels import YearResult


def year_result_words(result: YearResult) -> str:
    """Return a year's result in words. Source: Thông tư 27/2020/TT-BGDĐT, Điều 9."""
    return {
        YearResult.EXCELLENT: gettext("Hoàn thành xuất sắc"),
        YearResult.WELL_DONE: gettext("Hoàn thành tốt"),
        YearResult.DONE: gettext("Hoàn thành"),
        YearResult.NOT_DONE: gettext("Chưa hoàn thành"),
    }[result]
