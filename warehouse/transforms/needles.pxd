# C types of needles.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython

cdef unsigned int _MARKS

cdef class Needle:
    cdef int rank
    cdef bint begins, ends, closes
    cdef str word, not_before
    cdef tuple not_after
    cdef Py_ssize_t length
    cdef unsigned int first, second

cdef class Needles:
    cdef list _places
    cdef bint _has_signs
    cdef unsigned char _marks[2048]

    @cython.locals(best=int, at=Py_ssize_t, char=Py_UCS4, before="unsigned int", code="unsigned int")
    cpdef int first(self, str text) except? -1

    @cython.locals(needles=list, needle=Needle)
    cdef int _best(self, str text, Py_ssize_t at, unsigned int first, unsigned int second, int best) except? -1

cdef unsigned int _mark(unsigned int first, unsigned int second) noexcept

@cython.locals(end=Py_ssize_t)
cdef bint _stands(Needle needle, str text, Py_ssize_t at, Py_ssize_t length) except -1

cdef Py_ssize_t _LONGEST
cdef unsigned long long _PLACES

cdef class Vocabulary:
    cdef unsigned long long[::1] _codes

    @cython.locals(code="unsigned long long")
    cpdef bint hold(self, str text, Py_ssize_t start, Py_ssize_t end) noexcept

    @cython.locals(place="unsigned long long")
    cdef unsigned long long _place(self, unsigned long long code) noexcept

@cython.locals(code="unsigned long long", at=Py_ssize_t, char=Py_UCS4)
cdef unsigned long long _code(str text, Py_ssize_t start, Py_ssize_t end) noexcept

cpdef bint is_word(Py_UCS4 char) noexcept

cdef bint _is_letter(Py_UCS4 char) noexcept
