"""Kulanz: customer service in which the customer's word decides."""

__version__ = "0.1.0.dev0"
