"""The pilot of 2023-24 as a scenario: a synthetic nation of 63 provinces that reports."""
