"""An insider against the pulse: what can be worked out from all there is to see."""
