# C types of windows.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython

cdef unsigned long long _FIRST, _SECOND, _MIX, _64, _KEPT

@cython.locals(letters=bytes, n=Py_ssize_t, at="const unsigned char*", hashes="unsigned int[::1]", size=Py_ssize_t,
               begin=Py_ssize_t, first="unsigned long long", second="unsigned long long", mixed="unsigned long long",
               enters="unsigned long long", ends="unsigned long long")
cpdef bytes sketch(str text)

@cython.locals(hashes="unsigned int[::1]", gap=Py_ssize_t, at=Py_ssize_t, to=Py_ssize_t, taken="unsigned int")
cdef void _sort(object kept, Py_ssize_t n)

@cython.locals(hashes="unsigned int[::1]", size=Py_ssize_t, at=Py_ssize_t)
cdef Py_ssize_t _once(object kept, Py_ssize_t n) except -1

@cython.locals(mine="const unsigned char*", theirs="const unsigned char*", n=Py_ssize_t, m=Py_ssize_t, i=Py_ssize_t,
               j=Py_ssize_t, found=Py_ssize_t, left="unsigned int", right="unsigned int")
cpdef Py_ssize_t shared(bytes one, bytes other)
