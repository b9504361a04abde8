"""A NUL in an address or a form never reaches PostgreSQL, which would end in an error of ours."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import Client, override_settings
from django.urls import path

OURS = "hocba.wiring.whole_words.WholeWordsMiddleware"

urlpatterns = [path("lop/<str:name>", lambda request, name: HttpResponse(name))]

pytestmark = pytest.mark.urls(__name__)


@pytest.fixture
def client():
    with override_settings(MIDDLEWARE=[OURS], ALLOWED_HOSTS=["testserver"]):
        yield Client(raise_request_exception=False)


@pytest.mark.parametrize("address", ["/lop/4A%00", "/lop/4A?ma=%00", "/lop/4A?a=1&a=%00"])
def test_in_an_address_is_refused(client, address):
    assert client.get(address).status_code == 400


@pytest.mark.parametrize("form", [{"username": "a\0b"}, {"a": ["x", "\0"]}])
def test_in_a_form_is_refused(client, form):
    assert client.post("/lop/4A", form).status_code == 400


def test_everything_else_passes(client):
    assert client.get("/lop/Đ%20A?ma=x").status_code == 200
    assert client.post("/lop/4A", {"username": "Đỗ Thị Ước"}).status_code == 200


def test_is_looked_for_behind_the_check_of_forms():
    order = list(settings.MIDDLEWARE)

    assert order.index(OURS) > order.index("django.middleware.csrf.CsrfViewMiddleware")
