"""The forum report: one frozen object per edition, made of sections that read."""
