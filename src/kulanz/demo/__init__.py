"""The demo company: a small German lamp shop with a past, for trying Kulanz out. Removable with one command."""
