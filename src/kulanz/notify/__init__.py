"""Telling people of ours what concerns them, where and when they want to hear it, without a word of a case."""
