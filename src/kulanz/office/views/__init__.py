"""Views translate: read the input, call one action, answer."""
