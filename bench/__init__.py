"""Side-by-side measurements: two ways of doing the same thing, alternating in one run, compared as ratios."""
