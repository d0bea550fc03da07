"""Findings as files: Excel, CSV, JSON, Parquet. Each is written beside its place and moved there when it is whole."""
