# C types of scan.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython

cdef tuple _BUCKETS
cdef dict _NO_CUES

cdef class Scan:
    cdef readonly str text, low
    cdef readonly list terms, ruled, places
    cdef readonly dict cues

@cython.locals(found=list)
cpdef list longest(list hits)

cdef class Scanner:
    cdef object _automaton

    @cython.locals(buckets=list, low=str, cues=dict, name=str, number=Py_ssize_t)
    cpdef Scan scan(self, str text)
