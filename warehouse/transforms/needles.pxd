# C types of needles.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython

cdef class Needle:
    cdef int rank
    cdef bint begins, ends, closes
    cdef str word, not_before
    cdef tuple not_after
    cdef Py_ssize_t length
    cdef unsigned int first, second

cdef class Needles:
    cdef list _places

    @cython.locals(best=int, length=Py_ssize_t, at=Py_ssize_t, char="unsigned int", needle=Needle)
    cpdef int first(self, str text) except? -1

@cython.locals(end=Py_ssize_t)
cdef bint _stands(Needle needle, str text, Py_ssize_t at, Py_ssize_t length) except -1

cdef bint _is_letter(Py_UCS4 char) noexcept
