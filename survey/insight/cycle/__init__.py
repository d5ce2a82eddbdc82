"""The cycle: strain, absence, leavers, uneven service, satisfaction, customer loss, and back."""
