"""The session: one sitting of one council over many nominations."""
