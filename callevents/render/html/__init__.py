"""The page of `report`: one HTML file that needs nothing else."""
