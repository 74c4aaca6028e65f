# C types of markup.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython
from warehouse.transforms.letters cimport spaced

cdef unsigned int _LINE, _SPACE, _TAB, _HASH, _QUOTE, _TICK, _STAR, _LOW
cdef unsigned int _BANG, _OPENS, _CLOSES, _ROUND, _ROUND_CLOSES, _LAST_ASCII
cdef Py_ssize_t _INDENT, _HASHES, _TICKS, LONGEST_LABEL, LONGEST_TARGET
cdef int _LINKS, _MARKS, _STARS, _LOWS, _EVERY_LINK, _WORD, _BLANK
cdef const unsigned char[::1] _SEEN, _KINDS

@cython.locals(length=Py_ssize_t, codes="unsigned int[::1]", seen=int)
cpdef str unmarked(str text)

@cython.locals(seen=int, at=Py_ssize_t, char=Py_UCS4, code="unsigned int")
cdef int _seen(str text, unsigned int[::1] codes) noexcept

@cython.locals(at=Py_ssize_t, end=Py_ssize_t, label=Py_ssize_t, after=Py_ssize_t)
cdef Py_ssize_t _without_images(unsigned int[::1] codes, Py_ssize_t length) noexcept

@cython.locals(at=Py_ssize_t, end=Py_ssize_t, label=Py_ssize_t, after=Py_ssize_t)
cdef Py_ssize_t _without_links(unsigned int[::1] codes, Py_ssize_t length) noexcept

@cython.locals(closed=Py_ssize_t)
cdef Py_ssize_t _after_target(unsigned int[::1] codes, Py_ssize_t at, Py_ssize_t length, unsigned int forbidden) noexcept

@cython.locals(code="unsigned int")
cdef Py_ssize_t _closed(unsigned int[::1] codes, Py_ssize_t at, Py_ssize_t last, unsigned int forbidden,
                        unsigned int closing) noexcept

@cython.locals(at=Py_ssize_t)
cdef Py_ssize_t _moved(unsigned int[::1] codes, Py_ssize_t start, Py_ssize_t stop, Py_ssize_t end) noexcept

@cython.locals(at=Py_ssize_t, end=Py_ssize_t, begins=bint, code="unsigned int")
cdef Py_ssize_t _without_marks(unsigned int[::1] codes, Py_ssize_t length) noexcept

@cython.locals(at=Py_ssize_t, after=Py_ssize_t, text=Py_ssize_t, code="unsigned int")
cdef Py_ssize_t _after_mark(unsigned int[::1] codes, Py_ssize_t start, Py_ssize_t length) noexcept

cdef Py_ssize_t _past(unsigned int[::1] codes, Py_ssize_t at, Py_ssize_t last) noexcept

cdef Py_ssize_t _after_fence(unsigned int[::1] codes, Py_ssize_t at, Py_ssize_t length, Py_ssize_t start) noexcept

@cython.locals(end=Py_ssize_t, at=Py_ssize_t, code="unsigned int", before="unsigned int", after="unsigned int", opens=bint)
cdef Py_ssize_t _without_stars(unsigned int[::1] codes, Py_ssize_t length) noexcept

cdef bint _is_inside(unsigned int code) noexcept

cdef bint _is_outside(unsigned int code) noexcept

@cython.locals(at=Py_ssize_t, end=Py_ssize_t, code="unsigned int", before="unsigned int", after="unsigned int")
cdef Py_ssize_t _without_underlines(unsigned int[::1] codes, Py_ssize_t length) noexcept

@cython.locals(char=Py_UCS4)
cdef int _kind(unsigned int code) noexcept

@cython.locals(at=Py_ssize_t, last=Py_ssize_t, before=Py_UCS4, behind=Py_UCS4)
cpdef bint may_be_generic(str text) except -1
