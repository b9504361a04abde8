"""Who asks: pages and commands that translate, and nothing else."""
