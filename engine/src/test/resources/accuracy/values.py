"""Writes values.tsv, the values that functions of one and two numbers are compared with.

Run it in this folder with Python 3 and mpmath 1.3: python3 values.py > values.tsv
The same file comes out every time. Every line is a function, its arguments, which are exactly the
doubles that they read as, and the value with 21 digits, computed with 80. About half of the
arguments are single-precision numbers, for the comparison of that precision.
"""

import math
import random
import struct
import zlib

import mpmath as m
from mpmath import mp, mpf

mp.dps = 80
POINTS = 64


def single(x):
    return struct.unpack("f", struct.pack("f", x))[0]


def line(low, high):
    return lambda random: random.uniform(low, high)


def sizes(low, high, signs=(1,)):
    """Numbers whose logarithms are spread evenly."""

    def draw(random):
        x = 10 ** random.uniform(math.log10(low), math.log10(high))
        return random.choice(signs) * x

    return draw


def around(centre, low, high):
    draw = sizes(low, high, (1, -1))
    return lambda random: centre + draw(random)


BOTH = (1, -1)


def log1pexp(x):
    return m.log1p(m.exp(x)) if x < 0 else x + m.log1p(m.exp(-x))


def ndtr(x):
    return m.erfc(-x / m.sqrt(2)) / 2


def ndtri(p):
    return m.erfinv(2 * p - 1) * m.sqrt(2)


def sinc(x):
    return m.sin(m.pi * x) / (m.pi * x)


def sinc_slope(x):
    return (m.cos(m.pi * x) - sinc(x)) / x


def xlog1p(a, b):
    return a * m.log1p(b)


# name: value, and where arguments come from: one list of draws for each argument
FUNCTIONS = {
    "SQRT": (m.sqrt, [[sizes(1e-30, 1e30)]]),
    "CBRT": (lambda x: m.sign(x) * m.cbrt(abs(x)), [[sizes(1e-30, 1e30, BOTH)]]),
    "POW": (
        lambda a, b: mpf(a) ** mpf(b),
        [[sizes(1e-3, 1e3), around(1, 1e-6, 0.5)], [line(-10, 10)]],
    ),
    "HYPOT": (m.hypot, [[sizes(1e-20, 1e20, BOTH)], [sizes(1e-20, 1e20, BOTH)]]),
    "EXP": (m.exp, [[line(-80, 80), line(-2, 2), sizes(1e-9, 1)]]),
    "EXP2": (lambda x: mpf(2) ** x, [[line(-120, 120), line(-2, 2), sizes(1e-9, 1)]]),
    "EXPM1": (m.expm1, [[line(-40, 80), line(-2, 2), sizes(1e-9, 1, BOTH)]]),
    "LOG": (m.log, [[sizes(1e-30, 1e30), around(1, 1e-6, 0.5)]]),
    "LOG2": (lambda x: m.log(x) / m.log(2), [[sizes(1e-30, 1e30), around(1, 1e-6, 0.5)]]),
    "LOG10": (lambda x: m.log(x) / m.log(10), [[sizes(1e-30, 1e30), around(1, 1e-6, 0.5)]]),
    "LOG1P": (m.log1p, [[sizes(1e-9, 1e9), line(-0.99, 1), sizes(1e-9, 0.5, BOTH)]]),
    "SIGMOID": (lambda x: 1 / (1 + m.exp(-x)), [[line(-80, 40), line(-3, 3)]]),
    "SOFTPLUS": (log1pexp, [[line(-80, 80), line(-3, 3)]]),
    "LOGADDEXP": (
        lambda a, b: max(a, b) + m.log1p(m.exp(-abs(mpf(a) - b))),
        [[line(1, 40)], [line(-20, 40)]],
    ),
    "XLOGY": (lambda a, b: a * m.log(b), [[sizes(1e-9, 1e9, BOTH)], [sizes(1e-20, 1e20)]]),
    "XLOG1PY": (xlog1p, [[sizes(1e-9, 1e9, BOTH)], [sizes(1e-9, 1e9)]]),
    "ENTROPY": (lambda x: -x * m.log(x), [[sizes(1e-20, 1e20), line(0, 1)]]),
    "LOGIT": (lambda p: m.log(p) - m.log1p(-mpf(p)), [[line(0.01, 0.99), sizes(1e-20, 0.5)]]),
    "SIN": (m.sin, [[line(-10, 10), sizes(1e-6, 1, BOTH), line(-1e5, 1e5)]]),
    "COS": (m.cos, [[line(-10, 10), line(-1e5, 1e5)]]),
    "TAN": (m.tan, [[line(-10, 10), sizes(1e-6, 1, BOTH), line(-1e5, 1e5)]]),
    "ASIN": (m.asin, [[line(-1, 1), sizes(1e-6, 1, BOTH)]]),
    "ACOS": (m.acos, [[line(-1, 1), lambda r: 1 - 10 ** r.uniform(-6, -1)]]),
    "ATAN": (m.atan, [[line(-3, 3), sizes(1e-6, 1e6, BOTH)]]),
    "ATAN2": (m.atan2, [[sizes(1e-6, 1e6, BOTH)], [sizes(1e-6, 1e6, BOTH)]]),
    "SINH": (m.sinh, [[line(-80, 80), sizes(1e-6, 3, BOTH)]]),
    "COSH": (m.cosh, [[line(-80, 80), line(-3, 3)]]),
    "TANH": (m.tanh, [[line(-10, 10), sizes(1e-6, 3, BOTH)]]),
    "ASINH": (m.asinh, [[sizes(1e-9, 1e9, BOTH), line(-3, 3)]]),
    "ACOSH": (m.acosh, [[lambda r: 1 + 10 ** r.uniform(-6, 6), line(1, 3)]]),
    "ATANH": (m.atanh, [[line(-0.999, 0.999), sizes(1e-9, 0.5, BOTH)]]),
    "SINC": (sinc, [[line(-3, 3), sizes(1e-6, 0.5, BOTH), line(-50, 50)]]),
    "SINC_SLOPE": (sinc_slope, [[line(-3, 3), sizes(1e-6, 0.5, BOTH), line(-50, 50)]]),
    "ERF": (m.erf, [[line(-4, 4), sizes(1e-9, 1, BOTH)]]),
    "ERFC": (m.erfc, [[line(-3, 9), line(0, 3), line(5, 26)]]),
    "ERFCX": (lambda x: m.exp(mpf(x) ** 2) * m.erfc(x), [[line(-5, 5), sizes(1e-3, 1e9)]]),
    "ERFINV": (
        m.erfinv,
        [[line(-0.99, 0.99), sizes(1e-9, 0.5, BOTH), lambda r: 1 - 10 ** r.uniform(-7, -1)]],
    ),
    "NDTR": (ndtr, [[line(-5, 5), line(-37, 0)]]),
    "NDTRI": (ndtri, [[line(0.01, 0.99), sizes(1e-30, 0.5)]]),
    "LOG_NDTR": (lambda x: m.log(ndtr(x)), [[line(-5, 5), sizes(1, 1e9, (-1,)), line(0, 12)]]),
    "LGAMMA": (
        lambda x: m.re(m.loggamma(x)) if x > 0 else m.log(abs(m.gamma(x))),
        [[line(0.1, 12), sizes(1e-9, 1e9), around(1, 1e-6, 0.5), around(2, 1e-6, 0.5), line(-2, 0)]],
    ),
    "DIGAMMA": (m.digamma, [[line(0.1, 12), sizes(1e-9, 1e9), around(1.4616, 1e-6, 0.1), line(-20, 0)]]),
    "POLYGAMMA": (
        lambda n, x: m.polygamma(int(n), x),
        [[lambda r: r.choice([1, 1, 2, 3, 5])], [line(0.1, 20), sizes(1e-3, 1e6), line(-5, 0)]],
    ),
    "I0": (lambda x: m.besseli(0, x), [[line(-12, 12), line(8, 80), sizes(1e-6, 1)]]),
    "I1": (lambda x: m.besseli(1, x), [[line(-12, 12), line(8, 80), sizes(1e-6, 1, BOTH)]]),
    "I0E": (lambda x: m.exp(-abs(mpf(x))) * m.besseli(0, x), [[line(-12, 12), sizes(1e-6, 1e4)]]),
    "I1E": (lambda x: m.exp(-abs(mpf(x))) * m.besseli(1, x), [[line(-12, 12), sizes(1e-6, 1e4)]]),
}


def shortest(x):
    text = repr(x)
    return text[:-2] if text.endswith(".0") else text


for name, (function, draws) in FUNCTIONS.items():
    source = random.Random(zlib.crc32(name.encode()))
    written = 0
    while written < POINTS:
        arguments = [argument[written % len(argument)](source) for argument in draws]
        if written % 2 == 0:
            arguments = [single(x) for x in arguments]
        exact = [mpf(x) for x in arguments]
        value = function(*exact)
        written += 1
        print(name, *map(shortest, arguments), m.nstr(value, 21), sep="\t")
