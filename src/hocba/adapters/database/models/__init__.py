"""The tables, as Django models; read only by the stores beside them."""
