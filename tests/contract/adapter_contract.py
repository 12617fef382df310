"""What every chat adapter must obey, whole: bind it to a rig, and the platform is tested.

::

    class TestSomewhere(AdapterContract):
        @pytest.fixture
        def rig(self, tmp_path: Path) -> Iterator[Rig]: ...
"""

from __future__ import annotations

from tests.contract.adapter_error_contract import ErrorContract
from tests.contract.adapter_files_contract import FilesContract
from tests.contract.adapter_inbound_contract import InboundContract
from tests.contract.adapter_outbound_contract import OutboundContract
from tests.contract.adapter_receiving_contract import ReceivingContract


class AdapterContract(
    InboundContract, ReceivingContract, OutboundContract, ErrorContract, FilesContract
):
    """All of it."""
