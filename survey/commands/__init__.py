"""The shell's doors: `flask <command>`."""
