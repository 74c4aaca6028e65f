# C types of sites.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython
from warehouse.transforms.entries cimport Hit
from warehouse.transforms.scan cimport Scan
from warehouse.transforms.zones cimport Document, Span

cdef unsigned int LAST_ASCII
cdef Py_ssize_t FEW

cdef class Site:
    cdef readonly str text, low
    cdef readonly bint is_ascii
    cdef readonly list names, cues
    cdef readonly Py_ssize_t place, place_end, title, title_end, head, head_end, body, body_end, opening_end

    @cython.locals(scan=Scan, place=Span, title=Span, head=Span, text=Span)
    cdef void _take(self, Document found) except *

    cdef bint in_place(self, Py_ssize_t start) noexcept

    cdef bint in_title(self, Py_ssize_t start) noexcept

    cdef bint is_ascii_at(self, Py_ssize_t start) noexcept

@cython.locals(count=Py_ssize_t, last=Py_ssize_t, number=Py_ssize_t, hit=Hit)
cpdef list longest(list found)

@cython.locals(last=Py_ssize_t, number=Py_ssize_t, hit=Hit)
cpdef list in_order(list found)

@cython.locals(ordered=list, hit=Hit, start=Py_ssize_t, end=Py_ssize_t, at=Py_ssize_t)
cdef list _ordered(list found)

@cython.locals(begun=Py_ssize_t)
cdef bint _stands_before(Py_ssize_t start, Py_ssize_t end, Hit other) except -1

@cython.locals(kept=list, first=Py_ssize_t, last=Py_ssize_t, hit=Hit, start=Py_ssize_t, end=Py_ssize_t)
cdef list _outermost(list found)

@cython.locals(starts=set, hit=Hit)
cpdef list without(list hits, list taken)
