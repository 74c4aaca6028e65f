# C types of letters.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython

cdef unsigned int _UNCASED, _SIGMA, _LAST_OF_PLANE
cdef const unsigned int[::1] _SMALL

@cython.locals(has_capital=bint, has_odd=bint, at=Py_ssize_t, char=Py_UCS4, code="unsigned int", low="unsigned int")
cpdef str small(str text, unsigned int[::1] codes)

cdef bint _is_rare(unsigned int code) noexcept

@cython.locals(at=Py_ssize_t, char=Py_UCS4)
cdef str _put(str low, unsigned int[::1] codes)

@cython.locals(units=bytearray, at=Py_ssize_t, code="unsigned int")
cdef str _spelt(unsigned int[::1] codes)

@cython.locals(marks=bytearray, at=Py_ssize_t, start=Py_ssize_t, end=Py_ssize_t)
cpdef bytearray linked(str low)

cdef Py_ssize_t _link_start(str low, Py_ssize_t at)

@cython.locals(length=Py_ssize_t, char=Py_UCS4)
cdef Py_ssize_t _link_end(str low, Py_ssize_t end)
