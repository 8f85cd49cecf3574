"""What templates of the register use beside the words of every room."""
