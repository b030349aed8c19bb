"""What leaves the model: words, numbers and charts for people."""
