"""Contract suites are plain modules: let pytest explain their assertions as well."""

import pytest

STORE = ("store_contract", "store_album_contract", "store_project_contract")

for name in ("nemo_contract", "nemo_export_contract", "nemo_rig", *STORE):
    pytest.register_assert_rewrite(f"tests.contract.{name}")
