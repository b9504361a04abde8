"""The words everything else is written in: ids, scores, outcomes, codes."""
