"""What `make bench` measures: ratios from one run, because this machine's seconds mean little."""
