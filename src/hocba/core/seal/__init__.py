"""The school's seal: what it covers, and the extract root."""
