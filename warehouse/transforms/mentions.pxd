# C types of mentions.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython
from warehouse.transforms.choices cimport Choices
from warehouse.transforms.clauses cimport Clauses
from warehouse.transforms.cues cimport Places
from warehouse.transforms.entries cimport Entry
from warehouse.transforms.sections cimport Sections
from warehouse.transforms.scan cimport Scan
from warehouse.transforms.zones cimport Document, Span

cdef int UNSAID, MENTIONED, REQUIRED, ROLES
cdef Py_ssize_t HEAD_BARS, _FIRST_ROOM
cdef frozenset _OF_FIRMS
cdef _Reader _READER

cdef class _Reader:
    cdef str _text
    cdef Places _named
    cdef Py_ssize_t _title_start, _title_end, _head_start, _head_end, _room
    cdef Sections _sections
    cdef Clauses _clauses
    cdef Choices _choices
    cdef int[::1] _worths

    cdef void take(self, list mentions) except *

    @cython.locals(number=Py_ssize_t)
    cdef bint _are_by_starts(self) noexcept

    @cython.locals(number=Py_ssize_t)
    cdef void leave(self) noexcept

    @cython.locals(cues=dict, title=Span, head=Span, text=Span)
    cdef void read(self, Document found, Scan scan) except *

    @cython.locals(best=dict, number=Py_ssize_t, entry=Entry, slug=str, worth=int)
    cdef dict best(self, dict broader)

    @cython.locals(first=Py_ssize_t, last=Py_ssize_t, count=Py_ssize_t, opened=Py_ssize_t, closed=Py_ssize_t)
    cdef void _read_lines(self) except *

    @cython.locals(ranks="int[::1]", chooses=bint, place=Py_ssize_t, rank=int, other=bint)
    cdef void _read(self, Py_ssize_t opened, Py_ssize_t closed, Py_ssize_t first, Py_ssize_t last) except *

    @cython.locals(place=Py_ssize_t, section=int, hirer=Py_ssize_t)
    cdef void _rank(self, Py_ssize_t opened, Py_ssize_t closed, Py_ssize_t first, Py_ssize_t last) except *

    @cython.locals(ranks="int[::1]", place=Py_ssize_t, start=Py_ssize_t)
    cdef void _raise_roles(self, Py_ssize_t role, Py_ssize_t first, Py_ssize_t last, int section) except *

    @cython.locals(place=Py_ssize_t)
    cdef bint _asks(self, Py_ssize_t first, Py_ssize_t last) noexcept

    @cython.locals(place=Py_ssize_t)
    cdef bint _requires(self, Py_ssize_t first, Py_ssize_t last) noexcept

    @cython.locals(start=Py_ssize_t, end=Py_ssize_t, entry=Entry)
    cdef Py_ssize_t _hirer_end(self, Py_ssize_t first) except -1

    cdef bint _heads(self, Py_ssize_t opened, Py_ssize_t closed, Py_ssize_t position) except -1

cdef bint _ends_name(str text, Py_ssize_t at, Py_ssize_t closed) except -1

@cython.locals(bars=Py_ssize_t, free=Py_ssize_t, at=Py_ssize_t)
cdef bint _lists(str text, Py_ssize_t opened, Py_ssize_t closed) except -1
