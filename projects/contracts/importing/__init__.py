"""Lists of projects that run or are closed already: read by a mapping, judged row by row, brought in at once."""
