"""The synthetic world: schools, pupils, staff and assessments of nobody, from a seed."""
