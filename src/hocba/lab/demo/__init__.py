"""One synthetic province's school year, from Excel files to the ministry's figures, for real."""
