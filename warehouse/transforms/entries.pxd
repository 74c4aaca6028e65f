# C types of entries.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython

cdef class Numbers:
    cdef readonly Py_ssize_t given

    cdef Py_ssize_t next(self) noexcept

cdef Numbers _NUMBERS

cdef class Entry:
    cdef readonly str kind, value, seed, cased, country, where
    cdef readonly bint weak, zoned
    cdef readonly double weight
    cdef readonly tuple not_before, not_after
    cdef readonly object test
    cdef readonly int says
    cdef readonly Py_ssize_t number

@cython.final
cdef class Hit:
    cdef readonly int start, end
    cdef readonly Entry entry

@cython.locals(hit=Hit)
cpdef Hit hit_at(int start, int end, Entry entry)
