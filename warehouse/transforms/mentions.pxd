# C types of mentions.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython
from warehouse.transforms.entries cimport Entry
from warehouse.transforms.choices cimport Choices
from warehouse.transforms.clauses cimport Clauses
from warehouse.transforms.cues cimport Cues
from warehouse.transforms.sections cimport Sections

cdef int UNSAID, MENTIONED, REQUIRED, ROLES
cdef Py_ssize_t HEAD_BARS, SHORT_LINE

@cython.locals(best=dict, number=Py_ssize_t, entry=Entry, worth=int)
cdef dict _best(list entries, list worths, dict broader)

cdef class _Reader:
    cdef str _text, _low
    cdef list _starts, _ends
    cdef Py_ssize_t _title_start, _title_end, _head_start, _head_end, _choice
    cdef Sections _sections
    cdef Clauses _clauses
    cdef Cues _choices

    @cython.locals(worths=list, first=Py_ssize_t, last=Py_ssize_t, count=Py_ssize_t, opened=Py_ssize_t,
                   closed=Py_ssize_t)
    cdef list worths(self)

    @cython.locals(ranks=list, before=Py_ssize_t, choices=Choices, others=list, place=Py_ssize_t, rank=int)
    cdef void _read(self, Py_ssize_t opened, Py_ssize_t closed, Py_ssize_t first, Py_ssize_t last, list worths)

    @cython.locals(section=int, ranks=list)
    cdef list _ranks(self, Py_ssize_t opened, Py_ssize_t closed, Py_ssize_t first, Py_ssize_t last)

    @cython.locals(place=Py_ssize_t, start=Py_ssize_t)
    cdef void _raise_roles(self, Py_ssize_t role, Py_ssize_t first, list ranks, int section)

    cdef bint _heads(self, Py_ssize_t opened, Py_ssize_t closed, Py_ssize_t position) except -1

@cython.locals(rank=int)
cdef bint _asks(list ranks) except -1

@cython.locals(rank=int)
cdef bint _requires(list ranks) except -1
