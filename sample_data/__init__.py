"""The synthetic company: how it is made, and its files as an HRIS would export them."""
