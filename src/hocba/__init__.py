"""Học bạ số: the digital academic record, one package for school, province, ministry and public."""
