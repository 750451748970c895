"""What the tools know of a lesson: how it runs, how it fails, its files, its exercises."""
