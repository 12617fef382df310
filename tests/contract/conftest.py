"""Contract suites are plain modules: let pytest explain their assertions as well."""

import pytest

STORE = ("store_contract", "store_album_contract", "store_project_contract")
ADAPTER = (
    "adapter_hearing",
    "adapter_secrets",
    "adapter_messages",
    "adapter_case",
    "adapter_inbound_contract",
    "adapter_receiving_contract",
    "adapter_outbound_contract",
    "adapter_error_contract",
    "adapter_files_contract",
)

for name in ("nemo_contract", "nemo_export_contract", "nemo_rig", *STORE, *ADAPTER):
    pytest.register_assert_rewrite(f"tests.contract.{name}")
