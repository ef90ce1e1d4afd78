"""How often one address and one network may use the form. The buckets are rows, so that all processes share them."""

from __future__ import annotations

from datetime import timedelta
from ipaddress import ip_address

from ..models import FormUse
from ..uses import count, this_hour

PER_ADDRESS = 5
PER_NETWORK = 20
PER_KEY = 10  # letters from the page that a customer's own link opens: they talk, a form only begins
WINDOW = timedelta(hours=1)


def may_use(*, address: str, network: str, most: int = PER_ADDRESS) -> bool:
    """Count one use and say whether it is within the limits of the running hour.

    ``address`` is who writes, at most ``most`` times.
    ``network`` is the caller's IP address; of IPv6 the first 64 bits count. Only digests are stored, for a day.
    """
    since = this_hour()
    # Swept here, where a new one comes in anyway: no job has to look after them.
    FormUse.objects.filter(since__lt=since - timedelta(days=1)).delete()
    # Both are counted, whatever the first one says: no "and" that stops early.
    within = [
        count(f"address:{address.strip().casefold()}", since) <= most,
        count(f"network:{_network(network)}", since) <= PER_NETWORK,
    ]
    return all(within)


def _network(text: str) -> str:
    try:
        address = ip_address(text)
    except ValueError:
        return text[:50]
    return address.exploded[:19] if address.version == 6 else str(address)  # four groups of the eight
