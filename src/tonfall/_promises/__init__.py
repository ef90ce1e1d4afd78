"""Promises in service text: what was promised, and by when it is due."""
