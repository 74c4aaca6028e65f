# C types of rules.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython
from warehouse.transforms.cues cimport Places
from warehouse.transforms.entries cimport Entry, Hit
from warehouse.transforms.scan cimport Scan
from warehouse.transforms.needles cimport Vocabulary, is_word

cdef Py_ssize_t WINDOW, BESIDE, WORD_BEFORE, ITEM_GAP, NEIGHBOURS, LONGEST_SEPARATING
cdef int _CASE, _PROPER, _TITLED, _UPPER, _WITH, _FRAMEWORK, _HANZI, _NEAR, _LISTED, _ALONE
cdef int _GO, _GO_VERSION, _C, _R, _BESIDE, _WITHOUT
cdef Vocabulary _SEPARATING, _SEPARATING_BEFORE
cdef Spot _SPOT

cdef class Context:
    cdef object _before, _after
    cdef bint _at_start, _at_end

    cdef bint stands_beside(self, Spot at) except -1

    @cython.locals(after=str)
    cdef bint _stands_after(self, Spot at) except -1

    cdef bint _stands_before(self, Spot at) except -1

cdef class Condition:
    cdef int _kind
    cdef frozenset _words
    cdef Context _context

    @cython.locals(kind=int)
    cdef bint holds(self, Spot at) except -1

cdef bint _is_written(int kind, Spot at) except -1
cdef bint _stands_among(int kind, Spot at) except -1
cdef bint _is_language(int kind, Spot at) except -1

cdef class Rule:
    cdef list _alternatives

    @cython.locals(conditions=list)
    cdef bint holds(self, Spot at) except -1

@cython.locals(condition=Condition)
cdef bint _all_hold(list conditions, Spot at) except -1

@cython.locals(kept=list, hit=Hit)
cdef list _from(list hits, Py_ssize_t first)

cdef class Spot:
    cdef str text, low, _before, _after
    cdef Py_ssize_t start, end
    cdef Entry _entry
    cdef list _plain, _ruled
    cdef Places _places
    cdef set _named
    cdef bint _is_merged

    cdef void take(self, Scan scan, list plain, list ruled) except *

    @cython.locals(held=list, hit=Hit, start=Py_ssize_t, end=Py_ssize_t, entry=Entry, rule=Rule)
    cdef list holding(self, object languages, bint speaks)

    cdef void add(self, list spoken) except *
    cdef set named(self)
    cdef str word(self)
    cdef str cased(self)
    cdef str before(self)
    cdef str after(self)
    cdef bint is_behind_space(self) except -1

    @cython.locals(at=Py_ssize_t)
    cdef bint is_beside_hanzi(self) except -1

    cdef bint is_near(self) except -1

    @cython.locals(left=bint, right=bint)
    cdef bint is_listed(self) except -1

    @cython.locals(least=Py_ssize_t, at=Py_ssize_t, left=Py_ssize_t)
    cdef bint is_alone(self) except -1

    @cython.locals(slug=str, last=Py_ssize_t, number=Py_ssize_t, end=Py_ssize_t)
    cdef bint has_left(self, Py_ssize_t window) except -1

    @cython.locals(slug=str, most=Py_ssize_t, first=Py_ssize_t, number=Py_ssize_t, start=Py_ssize_t, line=Py_ssize_t)
    cdef bint has_right(self, Py_ssize_t window) except -1

    cdef void _merge(self) except *

    @cython.locals(entry=Entry)
    cdef str _concept(self, Py_ssize_t number)

    @cython.locals(least=Py_ssize_t, end=Py_ssize_t, begun=Py_ssize_t)
    cdef bint _is_parted_left(self) except -1

    @cython.locals(most=Py_ssize_t, at=Py_ssize_t, end=Py_ssize_t)
    cdef bint _is_parted_right(self) except -1

    @cython.locals(at=Py_ssize_t, least=Py_ssize_t)
    cdef bint _begins_item(self) except -1

    @cython.locals(at=Py_ssize_t, most=Py_ssize_t)
    cdef bint _ends_item(self) except -1

cdef str _concept(Hit hit)

cdef bint _is_hanzi(Py_UCS4 char) noexcept
cdef bint _is_left_sign(Py_UCS4 char) noexcept
cdef bint _is_right_sign(Py_UCS4 char) noexcept
cdef Py_ssize_t _behind_spaces(str low, Py_ssize_t least, Py_ssize_t end) except -1
cdef Py_ssize_t _before_word(str low, Py_ssize_t start, Py_ssize_t most) except -1

@cython.locals(end=Py_ssize_t)
cdef bint _ends_in(object words, str before) except -1

cdef bint _ends_near(object words, str before) except -1
cdef bint _begins_with_space(str after) except -1
cdef bint _is_verb_next(str after) except -1
cdef bint _is_verb_before(str before) except -1

@cython.locals(before=str, after=str, word=str, verb=bint, firm=bint, named=bint)
cdef bint _is_go(Spot at) except -1

cdef bint _go_is_glued(str before, str after) except -1
cdef bint _is_glue(Py_UCS4 char) noexcept
cdef bint _begins_glued(Py_UCS4 char) noexcept

@cython.locals(at=Py_ssize_t)
cdef bint _is_no_go(str after) except -1

cdef bint _is_cheer(str after) except -1

@cython.locals(at=Py_ssize_t)
cdef bint _is_marked(str after) except -1

@cython.locals(end=Py_ssize_t)
cdef bint _go_is_turned_to(Spot at, str before, str after) except -1

cdef bint _go_lower_zh(Spot at, str before, str after) except -1
cdef bint _go_lower(Spot at, str after) except -1
cdef bint _go_capital(Spot at, str before, str after) except -1

@cython.locals(titled=bint)
cdef bint _mid_sentence(Spot at, str before) except -1

@cython.locals(before=str, after=str)
cdef bint _is_c(Spot at) except -1

@cython.locals(before=str, after=str)
cdef bint _is_r(Spot at) except -1
