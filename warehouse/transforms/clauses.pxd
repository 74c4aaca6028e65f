# C types of clauses.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython
from warehouse.transforms.entries cimport Entry
from warehouse.transforms.cues cimport Cues

cdef int UNSAID, MENTIONED, PREFERRED, REQUIRED
cdef double STRONG
cdef Py_ssize_t LONGEST_NAME, LONGEST_NAME_ZH, LONGEST_ARTICLE, LONGEST_GOES_ON
cdef dict KINDS
cdef frozenset _GOES_ON
cdef tuple _GOES_ON_ZH

cdef class Clauses:
    cdef str _text
    cdef Cues _cues
    cdef list _starts, _found, _pending, _before_dash, _open
    cdef Py_ssize_t _number, _clause
    cdef int _asked, _now
    cdef double _hold

    @cython.locals(asked=int, begun=Py_ssize_t)
    cpdef list ranks(self, Py_ssize_t opened, Py_ssize_t closed, Py_ssize_t first, Py_ssize_t last, int section)

    @cython.locals(number=Py_ssize_t, cue=tuple, entry=Entry, strength=int)
    cdef bint _turns(self, int asked, Py_ssize_t first, Py_ssize_t last) except -1

    @cython.locals(at=Py_ssize_t, number=Py_ssize_t, place=Py_ssize_t, start=Py_ssize_t, named=Py_ssize_t)
    cdef void _walk(self, Py_ssize_t closed, Py_ssize_t first, list cues)

    cdef void _borders(self, Py_ssize_t at, Py_ssize_t end, Py_ssize_t closed)
    cdef void _mention(self, Py_ssize_t place)

    @cython.locals(outside=list, before=list)
    cdef void _border(self, Py_UCS4 mark, Py_ssize_t end)

    cdef void _end_clause(self)

    @cython.locals(entry=Entry, weight=double, strength=int)
    cdef void _cue(self, tuple cue)

    cdef bint _names_a_list(self, Py_ssize_t end, int strength, double weight) except -1

    @cython.locals(required=bint)
    cdef void _lead(self, int strength, double weight)

    @cython.locals(places=list, opens=bint, speaks=bint, carries=bint, place=Py_ssize_t)
    cdef void _behind(self, Py_ssize_t start, Py_ssize_t end, int strength, double weight)

    @cython.locals(said=int, unsaid=bint)
    cdef void _raise(self, Py_ssize_t place, int strength, double weight)

@cython.locals(mark=Py_UCS4)
cdef bint _is_border(str text, Py_ssize_t at, Py_ssize_t closed) except -1

cdef bint _ends_sentence(str text, Py_ssize_t at, Py_ssize_t closed) except -1
cdef bint _numbers(str text, Py_ssize_t at) except -1

@cython.locals(word=str)
cdef bint _goes_on(str text, Py_ssize_t at, Py_ssize_t closed) except -1

cdef bint _can_go_on(Py_UCS4 char) noexcept

@cython.locals(end=Py_ssize_t, most=Py_ssize_t)
cdef str _word(str text, Py_ssize_t at, Py_ssize_t closed)

@cython.locals(end=Py_ssize_t)
cdef bint _reaches_colon(str text, Py_ssize_t at) except -1

@cython.locals(at=Py_ssize_t)
cdef bint _opens_clause(str text, Py_ssize_t clause, Py_ssize_t start) except -1

cdef bint _carries(str text, Py_ssize_t end) except -1
cdef bint _can_carry(Py_UCS4 char) noexcept
