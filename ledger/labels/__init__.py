"""What is printed and scanned: QR codes of tags and lots."""
