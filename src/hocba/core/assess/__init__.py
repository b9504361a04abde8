"""From marks to results, as the rule pack of the year says."""
