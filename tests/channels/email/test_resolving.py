"""Which name servers are asked about senders."""

from __future__ import annotations

import pytest

from kulanz.channels.email.resolving import _server


@pytest.mark.parametrize(
    ("written", "address", "port"),
    [
        ("192.0.2.1", "192.0.2.1", 53),
        ("192.0.2.1:5353", "192.0.2.1", 5353),
        ("2001:db8::1", "2001:db8::1", 53),
        ("[2001:db8::1]", "2001:db8::1", 53),
        ("[2001:db8::1]:5353", "2001:db8::1", 5353),
    ],
)
def test_a_name_server_may_be_written_with_its_port(written: str, address: str, port: int) -> None:
    server = _server(written)

    assert (server.address, server.port) == (address, port)
