"""The toolbox: what the trade works with, what each tool is for and who uses it."""
