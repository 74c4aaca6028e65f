# C types of letters.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython

cdef unsigned int _UNCASED, _SIGMA, _DOTTED_I, _LAST_OF_PLANE, _FIRST_RADICAL, _LAST_RADICAL, _FIRST_WIDE, _LAST_WIDE
cdef unsigned int _WIDER, _WIDE_SPACE, _BEYOND_SPACES, _BYTE_ORDER_MARK, _BROKEN
cdef int _PLAIN, _SPACE, _LINE, _UNSEEN
cdef const unsigned int[::1] _SMALL, _RADICALS
cdef const unsigned char[::1] _SPACING

@cython.locals(has_capital=bint, has_odd=bint, at=Py_ssize_t, char=Py_UCS4, code="unsigned int", low="unsigned int")
cpdef str small(str text, unsigned int[::1] codes)

cdef bint _is_rare(unsigned int code) noexcept

@cython.locals(at=Py_ssize_t, char=Py_UCS4)
cdef str _put(str low, unsigned int[::1] codes)

@cython.locals(units=bytearray, at=Py_ssize_t, code="unsigned int")
cdef str _spelt(unsigned int[::1] codes, Py_ssize_t length)

cdef bint _is_half(unsigned int code) noexcept

@cython.locals(codes="unsigned int[::1]", at=Py_ssize_t, char=Py_UCS4)
cpdef str folded(str text)

@cython.locals(char=Py_UCS4)
cdef bint _has_folded(str text)

cdef unsigned int _fold(unsigned int code) noexcept

@cython.locals(codes="unsigned int[::1]", length=Py_ssize_t, kept=Py_ssize_t, changed=bint, char=Py_UCS4,
               code="unsigned int", kind=int)
cpdef str tidied(str text)

cdef int _rare_spacing(unsigned int code) noexcept

cdef Py_ssize_t _after_empty(unsigned int[::1] codes, Py_ssize_t length) noexcept

@cython.locals(char=Py_UCS4)
cpdef bint has_han(str text)

@cython.locals(out=bytearray, length=Py_ssize_t, char=Py_UCS4, code="unsigned int", low="unsigned int")
cpdef bytes bare(str text)

cdef Py_ssize_t _encode(unsigned int code, bytearray out, Py_ssize_t at)

@cython.locals(marks=bytearray, at=Py_ssize_t, start=Py_ssize_t, end=Py_ssize_t)
cpdef bytearray linked(str low)

cdef Py_ssize_t _link_start(str low, Py_ssize_t at)

@cython.locals(length=Py_ssize_t, char=Py_UCS4)
cdef Py_ssize_t _link_end(str low, Py_ssize_t end)
