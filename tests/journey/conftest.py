"""What the journeys share: one Chromium a module, and the site of sample pages."""

import os

import pytest
from django.test import override_settings

from tests.journey.browser import browsing, served

SAMPLE_MIDDLEWARE = [
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "hocba.faces.web.compressing.PagesCompressed",
    "csp.middleware.CSPMiddleware",
    "hocba.faces.web.language.language_middleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
]


@pytest.fixture(scope="module")
def browser():
    # Playwright runs an event loop in this thread; Django would then refuse the database.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
    with browsing() as found:
        yield found
    del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@pytest.fixture(scope="module")
def samples():
    """Serve every page with sample values; no database stands behind it."""
    site = override_settings(
        ROOT_URLCONF="tests.journey.samples.site", MIDDLEWARE=SAMPLE_MIDDLEWARE
    )
    with site, served() as address:
        yield address
