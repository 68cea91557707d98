"""The screens of the magazine in the administration."""
