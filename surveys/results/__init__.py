"""Public results: views that read publications and archived figures, never a response."""
