"""Contract suites are plain modules: let pytest explain their assertions as well."""

import pytest

for name in ("nemo_contract", "nemo_export_contract", "nemo_rig"):
    pytest.register_assert_rewrite(f"tests.contract.{name}")
