# C types of choices.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython
from warehouse.transforms.cues cimport Cues, Places

cdef Py_ssize_t LEADS_WITHIN, FOLLOWS_WITHIN, LONGEST_GAP, LONGEST_ITEM, MOST_SPACES, MOST_JOINED, _FIRST_ROOM
cdef int CHOICES, _OR_CUE, _LEADS, _FOLLOWS

cdef class Choices:
    cdef str _low
    cdef Cues _cues
    cdef Places _named
    cdef Py_ssize_t _number, _begun, _room, _places, _lists
    cdef long long[::1] place_of, _opened, _closed, _firsts, _lasts
    cdef unsigned char[::1] taken

    cdef void take(self, str low, list cues, Places named) except *

    cdef void _make_room(self, Py_ssize_t room) except *

    cdef bint reach(self, Py_ssize_t opened, Py_ssize_t closed) noexcept

    @cython.locals(number=Py_ssize_t, cue=Py_ssize_t)
    cdef void read(self, Py_ssize_t first, Py_ssize_t last) except *

    @cython.locals(place=Py_ssize_t)
    cdef void _add(self, Py_ssize_t start, Py_ssize_t end) noexcept

    @cython.locals(place=Py_ssize_t)
    cdef void _part(self) except *

    cdef void _choose(self, Py_ssize_t start, Py_ssize_t end, int kind) except *

    @cython.locals(place=Py_ssize_t)
    cdef void _take(self, Py_ssize_t first, Py_ssize_t last) noexcept

    cdef Py_ssize_t _begins(self, Py_ssize_t number) noexcept
    cdef Py_ssize_t _stops(self, Py_ssize_t number) noexcept

    @cython.locals(number=Py_ssize_t, last=Py_ssize_t, middle=Py_ssize_t)
    cdef Py_ssize_t _stopping_from(self, Py_ssize_t position) noexcept

    @cython.locals(number=Py_ssize_t, last=Py_ssize_t, middle=Py_ssize_t)
    cdef Py_ssize_t _beginning_from(self, Py_ssize_t position) noexcept

    @cython.locals(middle=Py_ssize_t)
    cdef Py_ssize_t _last_closed(self, Py_ssize_t first, Py_ssize_t last, Py_ssize_t position) noexcept

    @cython.locals(nearest=Py_ssize_t, number=Py_ssize_t, first=Py_ssize_t, last=Py_ssize_t, opened=Py_ssize_t,
                   closed=Py_ssize_t)
    cdef void _join(self, Py_ssize_t start, Py_ssize_t end) except *

    @cython.locals(near=Py_ssize_t, after=Py_ssize_t, most=Py_ssize_t)
    cdef void _join_around(self, Py_ssize_t first, Py_ssize_t last, Py_ssize_t start) except *

    @cython.locals(begun=Py_ssize_t, least=Py_ssize_t)
    cdef void _join_up_to(self, Py_ssize_t first, Py_ssize_t last) except *

    @cython.locals(number=Py_ssize_t, last=Py_ssize_t, first=Py_ssize_t)
    cdef bint _before(self, Py_ssize_t start) except -1

    cdef bint _is_kind(self, Py_ssize_t number) except -1

    @cython.locals(number=Py_ssize_t, opened=Py_ssize_t)
    cdef void _behind(self, Py_ssize_t end) except *

    cdef bint _heads(self, Py_ssize_t number) except -1
    cdef bint _is_one(self, Py_ssize_t number) noexcept

    @cython.locals(closed=Py_ssize_t, opened=Py_ssize_t)
    cdef str _between(self, Py_ssize_t number)

@cython.locals(at=Py_ssize_t)
cdef bint _closes(str low, Py_ssize_t start, Py_ssize_t end) except -1

@cython.locals(at=Py_ssize_t)
cdef bint _parts(str low, Py_ssize_t start, Py_ssize_t end) except -1

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
