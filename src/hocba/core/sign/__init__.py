"""Which signatures a record needs, in which order, over what."""
