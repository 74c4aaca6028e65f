# C types of zones.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython
from warehouse.transforms.letters cimport has_han
from warehouse.transforms.scan cimport Scan

cdef Py_ssize_t OPENING_LINES, OPENING_LONGEST, _HEAD_LONGEST

@cython.final
cdef class Span:
    cdef readonly Py_ssize_t start, end

    cpdef bint holds(self, Py_ssize_t position) noexcept

@cython.final
cdef class Document:
    cdef readonly dict row
    cdef readonly list tags
    cdef readonly str body
    cdef readonly Scan scan
    cdef readonly Span company, title, location, tagged, opening, head, text
    cdef readonly bint is_chinese
    cdef public list mentions
    cdef public str written

    @cython.locals(line=Py_ssize_t, barred=bint)
    cdef void _find_head(self, str joined, Py_ssize_t start, Py_ssize_t last) except *

    cpdef str slice(self, Span span)

    cpdef bint in_title(self, Py_ssize_t position) noexcept

@cython.locals(span=Span)
cdef Span _span(Py_ssize_t start, Py_ssize_t end)

cdef Span _zone(Py_ssize_t start, str part)

@cython.locals(end=Py_ssize_t)
cdef Py_ssize_t _first_line(str text, Py_ssize_t start, Py_ssize_t last) except -1

@cython.locals(begun=Py_ssize_t, stop=Py_ssize_t)
cdef Py_ssize_t _opening(str text, Py_ssize_t start, Py_ssize_t last, Py_ssize_t end, bint barred) except -1

cdef bint _is_parted(str text, Py_ssize_t start, Py_ssize_t last) except -1
