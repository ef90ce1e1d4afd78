"""The two engines behind the doorway for jobs."""
