"""What is true: pure rules and values, standard library only."""
