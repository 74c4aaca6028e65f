# C types of employers.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython

cdef tuple _LABELS

@cython.locals(at=Py_ssize_t, char=Py_UCS4)
cpdef Py_ssize_t form_at(str body)

@cython.locals(at=Py_ssize_t, char=Py_UCS4, end=Py_ssize_t)
cpdef bint is_labelled(str body)
