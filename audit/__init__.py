"""The auditor's tool: verify the evidence of a log offline, with no network, no database and no engine.

Needs the standard library, `tlog` and, for signatures, `cryptography`. What it can and cannot tell:

- A leaf changed, dropped, moved or added is named by stream, version and event, with the first checkpoint that
  no longer fits, by comparing the leaves with the index kept apart from them.
- Where the index was rewritten to agree, the chain of the stream tells (each leaf holds the hash of the one
  before it), and where the stream was rewritten to its end, the first signed root that fails tells between
  which two checkpoints, and which events there are open to suspicion.
- After the last checkpoint nothing is signed: there a consistent rewrite of leaves and index leaves no trace.
  The number of such leaves is reported. So is the fingerprint of the key: whoever replaces the whole bundle,
  key and all, is caught only by comparing that fingerprint, or a checkpoint, with one known from elsewhere.
"""
