"""What the acts need from outside: one small Protocol a noun."""
