"""Cases of unhappy customers, as a list and one by one."""
