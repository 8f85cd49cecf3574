"""Where things lie: dated outlines of zones and concessions, and which site lies in or over which."""
