"""Published tables as files that others reuse: CSV, JSON, their schemas, how to cite them."""
