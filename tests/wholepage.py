"""The lines of a whole page: a story, and a menu to stand around it."""

STORY = [
    "The ferry crossed the Varn on Monday for the first time since 1984, with the mayor at the rail and a brass band on the bank.",
    "Nobody on the eastern bank had believed that it would ever come back, least of all the two brothers who had built it.",
    "It carries forty people and three carts, as it did when their grandfather stood at the wheel in the years of the flood.",
    "The brass band played until the rain began, and then it played under the roof of the inn above the landing stage.",
]
MENU = ["Puzzles", "Fishing", "Tides", "Boats", "Markets", "Gardens", "Letters", "Archive", "Harbour", "Radio", "Mill", "Maps"]
