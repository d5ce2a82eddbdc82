"""RSA blind signatures of RFC 9474, variant RSABSSA-SHA384-PSS-Randomized.

Whoever signs sees a blinded value that says nothing about the message, whatever the computing
power; so a signature shown later cannot be linked to the moment it was issued.
"""
