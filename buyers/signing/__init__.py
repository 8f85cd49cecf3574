"""The page of proposals that wait for a signature: what was proposed, by whom, and two buttons."""
