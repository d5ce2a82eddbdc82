"""Figures printed in papers, with the paper beside them."""

# Anscombe 1973, Am Stat 27:17-21: four sets with one correlation and four meanings.
ANSCOMBE_X = (10, 8, 13, 9, 11, 14, 6, 4, 12, 7, 5)
ANSCOMBE_Y = {
    1: (8.04, 6.95, 7.58, 8.81, 8.33, 9.96, 7.24, 4.26, 10.84, 4.82, 5.68),
    2: (9.14, 8.14, 8.74, 8.77, 9.26, 8.10, 6.13, 3.10, 9.13, 7.26, 4.74),
    3: (7.46, 6.77, 12.74, 7.11, 7.81, 8.84, 6.08, 5.39, 8.15, 6.42, 5.73),
    4: (6.58, 5.76, 7.71, 8.84, 8.47, 7.04, 5.25, 12.50, 5.56, 7.91, 6.89),
}
ANSCOMBE_X4 = (8, 8, 8, 8, 8, 8, 8, 19, 8, 8, 8)
ANSCOMBE = {
    number: (ANSCOMBE_X4 if number == 4 else ANSCOMBE_X, ANSCOMBE_Y[number])
    for number in ANSCOMBE_Y
}

# Hollander and Wolfe 1973, Nonparametric Statistical Methods, p. 185: lightness of tuna.
TUNA_X = (44.4, 45.9, 41.9, 53.3, 44.7, 44.1, 50.7, 45.2, 60.1)
TUNA_Y = (2.6, 3.1, 2.5, 5.0, 3.6, 4.0, 5.2, 2.8, 3.8)

# Bland and Altman 1995, BMJ 310:446: intramural pH and PaCO2 of eight subjects.
BLAND_ALTMAN = {
    1: ((6.68, 3.97), (6.53, 4.12), (6.43, 4.09), (6.33, 3.97)),
    2: ((6.85, 5.27), (7.06, 5.37), (7.13, 5.41), (7.17, 5.44)),
    3: (
        (7.40, 5.67), (7.42, 3.64), (7.41, 4.32), (7.37, 4.73), (7.34, 4.96),
        (7.35, 5.04), (7.28, 5.22), (7.30, 4.82), (7.34, 5.07),
    ),
    4: ((7.36, 5.67), (7.33, 5.10), (7.29, 5.53), (7.30, 4.75), (7.35, 5.51)),
    5: (
        (7.35, 4.28), (7.30, 4.44), (7.30, 4.32), (7.37, 3.23),
        (7.27, 4.46), (7.28, 4.72), (7.32, 4.75), (7.32, 4.99),
    ),
    6: ((7.38, 4.78), (7.30, 4.73), (7.29, 5.12), (7.33, 4.93), (7.31, 5.03), (7.33, 4.93)),
    7: ((6.86, 6.85), (6.94, 6.44), (6.92, 6.52)),
    8: (
        (7.19, 5.28), (7.29, 4.56), (7.21, 4.34), (7.25, 4.32),
        (7.20, 4.41), (7.19, 3.69), (6.77, 6.09), (6.82, 5.58),
    ),
}  # fmt: skip
SUBJECTS = [subject for subject, pairs in BLAND_ALTMAN.items() for _ in pairs]
ACIDITY = [acidity for pairs in BLAND_ALTMAN.values() for acidity, _ in pairs]
CARBON_DIOXIDE = [carbon for pairs in BLAND_ALTMAN.values() for _, carbon in pairs]
