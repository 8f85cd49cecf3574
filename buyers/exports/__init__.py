"""Export certificates, exports, and the consignments between two parties with both sides beside each other."""
