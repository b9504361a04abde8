"""What the benches stand on: machine, rounds, records."""
