# C types of cues.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython

cdef class Cues:
    cdef readonly list found

    @cython.locals(place=Py_ssize_t, end=Py_ssize_t, cue=tuple)
    cpdef Py_ssize_t behind(self, Py_ssize_t number, Py_ssize_t position) except -1

    @cython.locals(kept=list, start=Py_ssize_t, end=Py_ssize_t, number=Py_ssize_t, cue=tuple,
                   opened=Py_ssize_t, closed=Py_ssize_t)
    cpdef list widest(self, Py_ssize_t first, Py_ssize_t last)
