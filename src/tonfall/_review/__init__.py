"""The coach: advice on a draft before it is sent. See ``tonfall.review``."""
