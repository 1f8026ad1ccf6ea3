"""The whole example: two published cases carried through the running system by simulated people.

Counts, dates and outcomes are those that were published; every person, collective, opinion and vote is made up
and says so: “(mô phỏng)”.
"""
