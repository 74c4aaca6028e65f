# C types of clauses.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython
from warehouse.transforms.cues cimport Cues, Places
from warehouse.transforms.needles cimport Vocabulary, is_word

cdef int GRADES, UNSAID, MENTIONED, PREFERRED, REQUIRED
cdef double STRONG
cdef Py_ssize_t LONGEST_NAME, LONGEST_NAME_ZH, LONGEST_FOLLOWING, LONGEST_ARTICLE, LONGEST_WORD, _FIRST_ROOM
cdef tuple _GOES_ON_ZH
cdef Vocabulary _GOING_ON, _AND, _BUT

cdef class Clauses:
    cdef str _text
    cdef Cues _cues
    cdef Places _named
    cdef Py_ssize_t _number, _clause, _first, _last, _depth, _dashed, _room, _rooms
    cdef int _asked, _now
    cdef double _hold
    cdef int[::1] ranks, _nows
    cdef long long[::1] _pending, _before_dash, _around
    cdef double[::1] _holds

    cdef void take(self, str text, list cues, Places named) except *

    cdef void _make_room(self, Py_ssize_t room) except *

    @cython.locals(depth=Py_ssize_t, around="long long[::1]", nows="int[::1]", holds="double[::1]")
    cdef void _make_rooms(self, Py_ssize_t rooms) except *

    @cython.locals(asked=int, begun=Py_ssize_t, place=Py_ssize_t)
    cdef void read(self, Py_ssize_t opened, Py_ssize_t closed, Py_ssize_t first, Py_ssize_t last, int section) except *

    @cython.locals(number=Py_ssize_t, strength=int)
    cdef bint _turns(self, int asked, Py_ssize_t first, Py_ssize_t last) noexcept

    @cython.locals(at=Py_ssize_t, cues=Py_ssize_t, start=Py_ssize_t, named=Py_ssize_t, end=Py_ssize_t)
    cdef void _walk(self, Py_ssize_t closed, Py_ssize_t place, Py_ssize_t last, Py_ssize_t cue) except *

    cdef void _borders(self, Py_ssize_t at, Py_ssize_t end, Py_ssize_t closed) except *
    cdef void _mention(self, Py_ssize_t place) noexcept

    @cython.locals(dashed=Py_ssize_t, place=Py_ssize_t)
    cdef void _border(self, Py_UCS4 mark, Py_ssize_t end) except *

    cdef void _open(self) except *
    cdef void _end_clause(self) noexcept

    @cython.locals(weight=double, strength=int, end=Py_ssize_t)
    cdef void _speak(self, Py_ssize_t cue, Py_ssize_t named) except *

    cdef void _name_a_list(self, int strength) noexcept
    @cython.locals(strength=int, weight=double, end=Py_ssize_t)
    cdef bint _names_a_list(self, Py_ssize_t cue, Py_ssize_t named) except -1

    @cython.locals(start=Py_ssize_t, weight=double, end=Py_ssize_t)
    cdef bint _heads_a_list(self, Py_ssize_t cue, Py_ssize_t named) except -1

    cdef bint _stands_apart(self, Py_ssize_t start) except -1

    @cython.locals(required=bint)
    cdef void _lead(self, int strength, double weight) noexcept

    @cython.locals(first=Py_ssize_t, last=Py_ssize_t, opens=bint, number=Py_ssize_t, alone=bint, speaks=bint,
                   carries=bint)
    cdef void _behind(self, Py_ssize_t start, Py_ssize_t end, int strength, double weight) except *

    @cython.locals(said=int, unsaid=bint)
    cdef void _raise(self, Py_ssize_t place, int strength, double weight) noexcept

cdef bint _can_be_border(Py_UCS4 mark) noexcept

@cython.locals(mark=Py_UCS4)
cdef bint _is_border(str text, Py_ssize_t at, Py_ssize_t closed) except -1

cdef bint _ends_sentence(str text, Py_ssize_t at, Py_ssize_t closed) except -1
cdef bint _numbers(str text, Py_ssize_t at) except -1

@cython.locals(end=Py_ssize_t)
cdef bint _goes_on(str text, Py_ssize_t at, Py_ssize_t closed) except -1

cdef bint _can_go_on(Py_UCS4 char) noexcept

@cython.locals(end=Py_ssize_t, most=Py_ssize_t)
cdef Py_ssize_t _word_end(str text, Py_ssize_t at, Py_ssize_t closed) except -1

@cython.locals(end=Py_ssize_t)
cdef bint _reaches_colon(str text, Py_ssize_t at, Py_ssize_t named) except -1

@cython.locals(end=Py_ssize_t)
cdef Py_ssize_t _name_end(str text, Py_ssize_t at, Py_ssize_t longest) except -1

cdef bint _is_in_name(Py_UCS4 char) noexcept

@cython.locals(end=Py_ssize_t)
cdef bint _is_in_items(str text, Py_ssize_t at) except -1

@cython.locals(colon=Py_ssize_t)
cdef bint _leads_following(str text, Py_ssize_t at, Py_ssize_t named) except -1

@cython.locals(at=Py_ssize_t)
cdef bint _opens_clause(str text, Py_ssize_t clause, Py_ssize_t start) except -1

cdef bint _carries(str text, Py_ssize_t end) except -1
cdef bint _can_carry(Py_UCS4 char) noexcept
