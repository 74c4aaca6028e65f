# C types of employers.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython

cdef tuple _LABELS

@cython.locals(found=list, length=Py_ssize_t, start=Py_ssize_t, at=Py_ssize_t, spaces=Py_ssize_t, end=Py_ssize_t)
cpdef list divided(str head)

cdef Py_ssize_t _behind_spaces(str head, Py_ssize_t at, Py_ssize_t length) noexcept

@cython.locals(end=Py_ssize_t)
cdef Py_ssize_t _behind_mark(str head, Py_ssize_t at, Py_ssize_t length, bint spaced) noexcept

@cython.locals(at=Py_ssize_t, char=Py_UCS4)
cpdef Py_ssize_t form_at(str body)

@cython.locals(at=Py_ssize_t, char=Py_UCS4, end=Py_ssize_t)
cpdef bint is_labelled(str body)
