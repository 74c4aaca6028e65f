# C types of choices.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython
from warehouse.transforms.entries cimport Entry

cdef Py_ssize_t LEADS_WITHIN, FOLLOWS_WITHIN, LONGEST_GAP, LONGEST_ITEM, MOST_SPACES, MOST_JOINED

cdef class Choices:
    cdef str _low
    cdef list _opened, _closed, _places, _firsts, _lasts, _begins, _stops, _found

    @cython.locals(last=Py_ssize_t)
    cdef void _add(self, Py_ssize_t start, Py_ssize_t end)

    @cython.locals(place=Py_ssize_t)
    cdef void _part(self)

    @cython.locals(cue=tuple, entry=Entry)
    cpdef list alternatives(self, list cues)

    @cython.locals(place=Py_ssize_t)
    cdef void _take(self, Py_ssize_t first, Py_ssize_t last)

    @cython.locals(nearest=Py_ssize_t, number=Py_ssize_t, first=Py_ssize_t, last=Py_ssize_t, opened=Py_ssize_t,
                   closed=Py_ssize_t)
    cdef void _join(self, Py_ssize_t start, Py_ssize_t end)

    @cython.locals(near=Py_ssize_t, after=Py_ssize_t, most=Py_ssize_t)
    cdef void _join_around(self, Py_ssize_t first, Py_ssize_t last, Py_ssize_t start)

    @cython.locals(begun=Py_ssize_t, least=Py_ssize_t)
    cdef void _join_up_to(self, Py_ssize_t first, Py_ssize_t last)

    cdef bint _is_parted(self, Py_ssize_t place) except -1

    @cython.locals(number=Py_ssize_t, last=Py_ssize_t, first=Py_ssize_t)
    cdef bint _before(self, Py_ssize_t start) except -1

    cdef bint _is_kind(self, Py_ssize_t number) except -1

    @cython.locals(number=Py_ssize_t, opened=Py_ssize_t)
    cdef void _behind(self, Py_ssize_t end)

    cdef bint _heads(self, Py_ssize_t number) except -1
    cdef bint _is_one(self, Py_ssize_t number) except -1

    @cython.locals(closed=Py_ssize_t, opened=Py_ssize_t)
    cdef str _between(self, Py_ssize_t number)

@cython.locals(at=Py_ssize_t, separators=int)
cdef bint _joint(str low, Py_ssize_t start, Py_ssize_t end, int more) except -1

cdef bint _may_join(str low, Py_ssize_t start, Py_ssize_t end, int more) except -1
cdef bint _joins_by_words(str gap) except -1
cdef bint _separates(Py_UCS4 char) noexcept

cdef bint _is_open(str low, Py_ssize_t start, Py_ssize_t end) except -1

@cython.locals(at=Py_ssize_t)
cdef bint _is_no_choice(str low, Py_ssize_t end) except -1

@cython.locals(char=Py_UCS4)
cdef bint _has_stop(str between) except -1
