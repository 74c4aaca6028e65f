# C types of letters.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython

cdef unsigned int _UNCASED, _FIRST_RARE, _SIGMA, _DOTTED_I, _FIRST_RADICAL, _LAST_RADICAL, _FIRST_WIDE, _LAST_WIDE
cdef unsigned int _WIDER, _WIDE_SPACE, _BEYOND_SPACES, _BYTE_ORDER_MARK, _BROKEN
cdef unsigned int _LAST_OF_TWO_BYTES, _FIRST_HALF, _FIRST_LOW_HALF
cdef int _PLAIN, _LINE, _UNSEEN, _BITS, _WINDOW
cdef const unsigned int[::1] _SMALL, _RADICALS
cdef unsigned int _FIRST_HAN, _LAST_HAN
cdef Py_ssize_t _SHARE
cdef const unsigned short[::1] _HANZI
cdef const unsigned char[::1] _SPACING, _UNTIDY, _BARE
cdef unsigned int _LAST_ASCII

@cython.locals(has_capital=bint, has_odd=bint, at=Py_ssize_t, char=Py_UCS4, code="unsigned int", low="unsigned int")
cpdef str small(str text, unsigned int[::1] codes)

cdef bint _is_rare(unsigned int code) noexcept

@cython.locals(at=Py_ssize_t, char=Py_UCS4)
cdef str _put(str low, unsigned int[::1] codes)

@cython.locals(units=bytearray, out="unsigned char*", end=Py_ssize_t, at=Py_ssize_t, code="unsigned int", high="unsigned int")
cdef str _spelt(unsigned int[::1] codes, Py_ssize_t length)

@cython.locals(units=bytearray, out="unsigned char*", at=Py_ssize_t, code="unsigned int")
cdef str _spelt_with_halves(unsigned int[::1] codes, Py_ssize_t length)

cdef bint _is_half(unsigned int code) noexcept

@cython.locals(codes="unsigned int[::1]", is_folded=bint, is_wide=bint, at=Py_ssize_t, char=Py_UCS4,
               code="unsigned int", plain="unsigned int")
cpdef str folded(str text)

@cython.locals(char=Py_UCS4)
cpdef str simplified(str text)

@cython.locals(codes="unsigned int[::1]", at=Py_ssize_t, char=Py_UCS4, code="unsigned int", plain="unsigned int",
               count=Py_ssize_t, found=str)
cdef str _simplified(str text)

cdef unsigned int _plain_space(unsigned int code) noexcept

@cython.locals(codes="unsigned int[::1]", at=Py_ssize_t, char=Py_UCS4)
cpdef str tidied(str text)

@cython.locals(untidy=int, window=int, char=Py_UCS4, code="unsigned int")
cdef bint _is_tidy(str text) noexcept

@cython.locals(end=Py_ssize_t, breaks=int, blank=bint, at=Py_ssize_t, code="unsigned int", kind=int)
cpdef str spaced(unsigned int[::1] codes, Py_ssize_t length)

cdef int _rare_spacing(unsigned int code) noexcept

@cython.locals(char=Py_UCS4)
cpdef bint has_han(str text)

@cython.locals(units=bytearray, out="unsigned char*", length=Py_ssize_t, char=Py_UCS4, code="unsigned int", low="unsigned char")
cpdef bytes bare(str text)

cdef Py_ssize_t _encode(unsigned int code, unsigned char* out, Py_ssize_t at) noexcept

@cython.locals(marks=bytearray, at=Py_ssize_t, start=Py_ssize_t, end=Py_ssize_t)
cpdef bytearray linked(str low)

cdef Py_ssize_t _link_start(str low, Py_ssize_t at)

@cython.locals(length=Py_ssize_t, char=Py_UCS4)
cdef Py_ssize_t _link_end(str low, Py_ssize_t end)
