"""What is known of people and units over time: service, titles, strength."""
