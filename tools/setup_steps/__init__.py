"""The steps from a bare machine to a project that runs."""
