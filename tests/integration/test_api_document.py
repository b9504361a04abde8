"""The interface answers whatever its document allows as the document says, and never fails."""

from dataclasses import replace

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.specs.openapi.checks import positive_data_acceptance

from hocba.faces.api.door import A_MINUTE
from hocba.faces.api.service import service
from tests.api_world import Vendor, a_vendor, at_the_door, registered, the_application
from tests.repository_world import a_desk, three_offices

pytestmark = pytest.mark.usefixtures("as_app")
EXAMPLES = 25
"""Of each operation; the budget of a minute is more than all of them."""


@pytest.fixture
def vendor(tmp_path):
    school, holder = replace(three_offices(tmp_path).school, desk=a_desk("*")), a_vendor()
    with at_the_door():
        yield Vendor(school, holder, registered(school, holder))


@pytest.fixture
def document(vendor):
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", the_application(vendor.outside))


def test_is_openapi_3_1_and_says_of_every_operation_how_it_may_refuse(document):
    told = document.raw_schema

    assert told["openapi"].startswith("3.1")
    operations = [each for path in told["paths"].values() for each in path.values()]
    assert len(operations) == 11
    for each in operations:
        assert {"422", "429"} <= set(map(str, each["responses"]))
        if each["operationId"] != "token":
            assert "application/problem+json" in each["responses"]["401"]["content"]
    assert EXAMPLES * len(operations) < A_MINUTE


def test_is_written_once_since_anybody_may_ask_for_it():
    assert service.get_openapi_schema() is service.get_openapi_schema(path_params={})


def asking(operation, token, answers):
    """Return a test that asks one operation and holds every answer to the document."""

    @given(case=operation.as_strategy())
    @settings(
        max_examples=EXAMPLES,
        deadline=None,
        database=None,
        derandomize=True,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    def ask(case):
        answer = case.call(headers={"Authorization": f"Bearer {token}"})
        # A list of the right shape may still be wrong in itself: the rules say so with 422.
        case.validate_response(answer, excluded_checks=[positive_data_acceptance])
        answers.append(answer.status_code)

    return ask


def test_gives_no_failure_and_no_answer_that_is_not_documented(document, vendor):
    answers = []
    for found in document.get_all_operations():
        asking(found.ok(), vendor.token(), answers)()

    assert {200, 422} <= set(answers)
    assert max(answers) < 500
