# C types of sections.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython
from warehouse.transforms.scan cimport Scan
from warehouse.transforms.cues cimport Cues, Places
from warehouse.transforms.needles cimport Vocabulary, is_word

cdef int GRADES, REQUIRED, UNSAID, _NO_HEADING
cdef Py_ssize_t LONGEST_HEADING, LONGEST_LEAD, SHORT_LINE, SHORT_HEADING, LONGEST_ROLE, LONGEST_AFTER_COLON, LONGEST_REST
cdef Py_ssize_t LONGEST_WORD, LONGEST_DEV, THEIRS_WITHIN, MOST_BETWEEN, LONGEST_BETWEEN, LONGEST_BETWEEN_ZH
cdef double BARE
cdef const int[::1] _PRECEDENCE
cdef tuple _DUTIES, _NO_DEV, _ROLES_ZH
cdef frozenset _NOUNS, _PROSE_ZH
cdef Vocabulary _NOUN_WORDS, _PROSE_WORDS, _ROLE_WORDS

cdef class Sections:
    cdef str _text, _low
    cdef Cues _cues
    cdef Places _roles, _named
    cdef Py_ssize_t _from, _cue, _role, _begun
    cdef int _kind, _asked

    @cython.locals(cues=dict)
    cdef void take(self, Scan scan, Py_ssize_t start, Places named) except *

    @cython.locals(first=Py_ssize_t, first_role=Py_ssize_t)
    cdef int at(self, Py_ssize_t opened, Py_ssize_t closed) except? -3

    @cython.locals(opened=Py_ssize_t, closed=Py_ssize_t, number=Py_ssize_t, start=Py_ssize_t, said=Py_ssize_t)
    cdef void _find_heading(self, Py_ssize_t first, Py_ssize_t until) except *

    @cython.locals(begun=Py_ssize_t, ended=Py_ssize_t, marked=bint, first=Py_ssize_t, asked=int, kind=int,
                   number=Py_ssize_t, cue=Py_ssize_t)
    cdef int _heading(self, Py_ssize_t opened, Py_ssize_t closed, Py_ssize_t last) except? -3

    @cython.locals(opened=Py_ssize_t, number=Py_ssize_t, least=Py_ssize_t, start=Py_ssize_t, end=Py_ssize_t)
    cdef bint _names_a_role(self, Py_ssize_t first, Py_ssize_t last, Py_ssize_t until) except -1

    cdef Py_ssize_t role_end(self, Py_ssize_t opened, Py_ssize_t closed) except -1

    @cython.locals(number=Py_ssize_t, end=Py_ssize_t)
    cdef Py_ssize_t _role_end(self, Py_ssize_t first, Py_ssize_t opened, Py_ssize_t closed) except -1

    @cython.locals(listed=Py_ssize_t, low=str)
    cdef bint names_a_role(self, Py_ssize_t start, Py_ssize_t end) except -1

    cdef bint is_short(self, Py_ssize_t opened, Py_ssize_t closed) except -1

    cdef Py_ssize_t line_start(self, Py_ssize_t position) except -1

    @cython.locals(end=Py_ssize_t)
    cdef Py_ssize_t line_end(self, Py_ssize_t position) except -1

cdef bint _is_noun(str low, Py_ssize_t start, Py_ssize_t end) except -1

cdef Py_ssize_t _first_seen(str text, Py_ssize_t opened, Py_ssize_t closed) except -1
cdef Py_ssize_t _last_seen(str text, Py_ssize_t opened, Py_ssize_t closed) except -1
cdef bint _is_mark(Py_UCS4 char) noexcept

@cython.locals(ended=Py_ssize_t)
cdef bint _ends_as_heading(str text, Py_ssize_t opened, Py_ssize_t closed) except -1

@cython.locals(begun=Py_ssize_t)
cdef Py_ssize_t _opening_a_list(str text, Py_ssize_t opened, Py_ssize_t closed) except? -1

@cython.locals(before=Py_UCS4)
cdef bint _begins_sentence(str text, Py_ssize_t opened, Py_ssize_t position) except -1

@cython.locals(first=Py_ssize_t, last=Py_ssize_t)
cdef bint _is_bare(str text, Py_ssize_t begun, Py_ssize_t ended) except -1

cdef bint _is_around(Py_UCS4 char) noexcept

@cython.locals(first=Py_ssize_t)
cdef bint _is_in_capitals(str text, Py_ssize_t begun, Py_ssize_t ended) except -1

@cython.locals(word=str)
cdef bint _is_of_duties(str low, Py_ssize_t opened, Py_ssize_t closed) except -1

@cython.locals(end=Py_ssize_t, after=Py_ssize_t)
cdef Py_ssize_t _name_end(str low, Py_ssize_t opened, Py_ssize_t noun, Py_ssize_t closed) except -1

@cython.locals(end=Py_ssize_t, most=Py_ssize_t)
cdef Py_ssize_t _rest_end(str low, Py_ssize_t noun, Py_ssize_t closed) except -1

cdef Py_ssize_t _after_colon(str low, Py_ssize_t start, Py_ssize_t closed) except -1

@cython.locals(at=Py_ssize_t, last=Py_ssize_t, char=Py_UCS4)
cdef bint _is_prose(str low, Py_ssize_t start, Py_ssize_t end) except -1

cdef bint _opens_prose(Py_UCS4 char) noexcept
cdef bint _opens_prose_zh(Py_UCS4 char) noexcept

@cython.locals(at=Py_ssize_t, length=Py_ssize_t, begun=Py_ssize_t, _=Py_ssize_t)
cdef bint _is_role_next(str low, Py_ssize_t end) except -1

@cython.locals(at=Py_ssize_t)
cdef bint _is_role_next_zh(str low, Py_ssize_t end) except -1

@cython.locals(end=Py_ssize_t, most=Py_ssize_t)
cdef bint _is_role(str low, Py_ssize_t at) except -1

@cython.locals(least=Py_ssize_t)
cdef bint _can_be_before(str low, Py_ssize_t end) except -1
