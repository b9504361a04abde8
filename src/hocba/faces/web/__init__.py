"""What all pages share: base templates, theme, log-in."""
