# C types of said.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython
from warehouse.transforms.entries cimport Entry, Hit, Numbers

cdef int REPEATS, _ROUND, _LAST_ROUND
cdef double AGAIN
cdef bint _HAS_ROWS
cdef Numbers NUMBERS

cdef class Sums:
    cdef readonly list counted
    cdef int _named, _round
    cdef int _order[64]
    cdef double _sums[64]
    cdef bytearray _times

    cdef start_over(self)

    cdef bint has_room(self, Entry cue) noexcept

    @cython.locals(times=int)
    cdef count(self, Hit hit, Entry cue, double weight)

    cdef void add(self, int kind, double weight) noexcept

    @cython.locals(place=int)
    cdef bint names(self, int kind) noexcept

    cdef double of(self, int kind) noexcept

    cdef void weaken(self, int kind, double times) noexcept

    @cython.locals(best=int, place=int, kind=int)
    cdef int best(self) noexcept

    @cython.locals(hit=Hit)
    cdef list cues_of(self, int kind)

@cython.locals(entry=Entry)
cpdef int says(Hit hit) except? -2
