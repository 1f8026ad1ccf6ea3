"""The nomination: one candidate, one award, one year. It is the unit of decision."""
