"""Contract suites are plain modules: let pytest explain their assertions as well."""

import pytest

pytest.register_assert_rewrite("tests.contract.nemo_contract")
