"""The functions that a compiled case calls, as text: Numba compiles them with it, and plain Python can run them too.

What has no finite value is NaN here, and stays so through everything that uses it, whichever branch is taken.
"""

from __future__ import annotations

HEAD = '''\
"""Written by Community Case from the lines of a case; it may be deleted, and is written again when it is needed."""

import math

import numpy as np
from numba import njit

'''

PARTS = """\
NAN = math.nan


@njit(nogil=True, error_model="numpy")
def known(number):
    return abs(number) < math.inf


@njit(nogil=True, error_model="numpy")
def divide(number, by):
    return number / by if by != 0.0 and known(by) else NAN


@njit(nogil=True, error_model="numpy")
def power(number, exponent):
    found = np.power(number, exponent)
    return found if known(number) and known(exponent) and known(found) else NAN


@njit(nogil=True, error_model="numpy")
def exp(number):
    found = np.exp(number)
    return found if known(number) and known(found) else NAN


@njit(nogil=True, error_model="numpy")
def ln(number):
    return np.log(number) if number > 0.0 and known(number) else NAN


@njit(nogil=True, error_model="numpy")
def sqrt(number):
    return np.sqrt(number) if number >= 0.0 and known(number) else NAN


@njit(nogil=True, error_model="numpy")
def least(one, other):
    if not (known(one) and known(other)):
        return NAN
    return one if one < other else other


@njit(nogil=True, error_model="numpy")
def most(one, other):
    if not (known(one) and known(other)):
        return NAN
    return one if one > other else other


@njit(nogil=True, error_model="numpy")
def ceil(number):
    return np.ceil(np.rint(number * 1e9) / 1e9)


@njit(nogil=True, error_model="numpy")
def floor(number):
    return np.floor(np.rint(number * 1e9) / 1e9)


@njit(nogil=True, error_model="numpy")
def told(is_so, difference):
    return (1.0 if is_so else 0.0) if known(difference) else NAN


@njit(nogil=True, error_model="numpy")
def is_less(one, other):
    return told(one < other, one - other)


@njit(nogil=True, error_model="numpy")
def is_at_most(one, other):
    return told(one <= other, one - other)


@njit(nogil=True, error_model="numpy")
def is_equal(one, other):
    return told(one == other, one - other)


@njit(nogil=True, error_model="numpy")
def differs(one, other):
    return told(one != other, one - other)


@njit(nogil=True, error_model="numpy")
def choose(test, then, otherwise):
    if not known(test):
        return NAN
    return then if test != 0.0 else otherwise


@njit(nogil=True, error_model="numpy")
def ramp(month, start, months):
    if not known(start + months):
        return NAN
    if months <= 0.0:
        return 1.0 if month > start else 0.0
    return min(max((month - start) / months, 0.0), 1.0)


@njit(nogil=True, error_model="numpy")
def at(month, when):
    return told(month == math.floor(when + 0.5), when) if known(when) else NAN


@njit(nogil=True, error_model="numpy")
def delayed(past, line, month, months):
    back = np.floor(months + 0.5)
    if not (known(back) and back >= 0.0):
        return NAN
    return past[line, month - int(back)] if back <= month else 0.0


@njit(nogil=True, error_model="numpy")
def delayed_opening(opening, months):
    back = np.floor(months + 0.5)
    if not (known(back) and back >= 0.0):
        return NAN
    return opening if back == 0.0 else 0.0


@njit(nogil=True, error_model="numpy")
def total(past, line):
    found = 0.0
    for month in range(past.shape[1]):
        found += past[line, month]
    return found


@njit(nogil=True, error_model="numpy")
def fill(given, fixed, drawn, where, draw):
    for name in range(len(fixed)):
        given[name] = drawn[where[name], draw] if where[name] >= 0 else fixed[name]


@njit(nogil=True, error_model="numpy")
def payback(net):
    largest, running = 0.0, 0.0
    for month in range(len(net)):
        running += net[month]
        largest = max(largest, abs(running))
    dust = 1e-9 * largest
    running, is_out = 0.0, False
    for month in range(len(net)):
        before = running
        running += net[month]
        if is_out and running >= -dust:
            return month - 1 + min(-before / (running - before), 1.0)
        is_out = is_out or running < -dust
    return math.inf if is_out else 0.0


@njit(nogil=True, error_model="numpy")
def settle(benefits, costs, factors, net, figures, cumulative, draw):
    worth, spent, running, lowest = 0.0, 0.0, 0.0, 0.0
    for month in range(len(net)):
        worth += factors[month] * benefits[month]
        spent += factors[month] * costs[month]
        net[month] = benefits[month] - costs[month]
        running += net[month]
        lowest = min(lowest, running)
        cumulative[month, draw] = running
    npv = worth - spent
    figures[0, draw] = npv
    figures[1, draw] = npv / spent if spent > 0.0 else NAN
    figures[2, draw] = payback(net)
    for month in range(len(net)):
        net[month] *= factors[month]
    figures[3, draw] = payback(net)
    figures[4, draw] = max(-lowest, 0.0)
    return known(npv) and known(spent)


@njit(nogil=True, error_model="numpy")
def all_known(kept, draw):
    for line in range(kept.shape[0]):
        for month in range(kept.shape[1]):
            if not known(kept[line, month, draw]):
                return False
    return True


"""
