"""A short list of first and last names from several languages; people are random pairs of them."""

from __future__ import annotations

FIRST_NAMES = (
    *("Amara", "Anika", "Aoife", "Ayumi", "Beatriz", "Birgit", "Camila", "Chiara", "Clara", "Daria", "Deepa", "Elif"),
    *("Elena", "Emilia", "Fatima", "Freya", "Greta", "Hana", "Ines", "Ingrid", "Jana", "Kavya", "Leila", "Lin"),
    *("Lucía", "Maeve", "Mariam", "Mei", "Naledi", "Nadia", "Olga", "Priya", "Rosa", "Saskia", "Sofia", "Thandi"),
    *("Adam", "Ahmed", "Alejandro", "Anton", "Arjun", "Bilal", "Carlos", "Chidi", "Daniel", "Dmitri", "Emeka", "Erik"),
    *("Farid", "Felix", "Gabriel", "Hiro", "Ivan", "Jakub", "João", "Kofi", "Lars", "Luca", "Marek", "Matteo"),
    *("Milan", "Nikhil", "Noah", "Omar", "Oskar", "Paolo", "Rafael", "Ravi", "Sami", "Tariq", "Tomás", "Viktor"),
)

LAST_NAMES = (
    *("Abara", "Adeyemi", "Almeida", "Andersson", "Bakker", "Banerjee", "Baranova", "Barrios", "Becker", "Bergström"),
    *("Bianchi", "Boateng", "Brandt", "Carvalho", "Castellano", "Chaudhary", "Cohen", "Costa", "Dahl", "Demir"),
    *("Dlamini", "Dubois", "Eriksen", "Farouk", "Fernández", "Fischer", "Fournier", "Gallagher", "Girard", "Gupta"),
    *("Haddad", "Hansen", "Hartmann", "Hoang", "Horváth", "Ibrahim", "Ivanova", "Iyer", "Jansen", "Kaplan"),
    *("Kaur", "Kowalska", "Krüger", "Lindqvist", "Marchetti", "Martins", "Mbeki", "Mehta", "Moreau", "Mwangi"),
    *("Nakamura", "Ndiaye", "Nguyen", "Nowak", "Obi", "O'Leary", "Okafor", "Oliveira", "Pereira", "Petrov"),
    *("Quispe", "Rahman", "Reyes", "Rossi", "Sato", "Schneider", "Sharma", "Silva", "Tanaka", "van Dijk"),
)
