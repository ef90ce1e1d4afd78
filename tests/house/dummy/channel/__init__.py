"""A channel that only a test has: a pager. It takes words at an address of its own and answers over a socket."""
