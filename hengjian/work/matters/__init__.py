"""What is worked on: incidents and cases, their steps, parties and links. How a matter is supervised stands elsewhere."""
