"""Who there is: users, the parties that hold ore, the places where ore can be, and who may do and see what."""
