# C types of figures.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython

@cython.locals(found=list, length=Py_ssize_t, inside=bint, at=Py_ssize_t, sign=Py_UCS4)
cpdef list figures(str low, Py_ssize_t start)

cdef inline bint _is_digit(Py_UCS4 sign) noexcept

@cython.locals(last=Py_ssize_t, crowns=Py_ssize_t, sign=Py_UCS4)
cdef bint _is_led(str low, Py_ssize_t at)

cdef bint _is_wage_led(str low, Py_ssize_t last)

@cython.locals(plus=bint)
cdef bint _is_followed(str low, Py_ssize_t at, Py_ssize_t length)

cdef Py_ssize_t _behind_groups(str low, Py_ssize_t at, Py_ssize_t length)

cdef bint _are_three_digits(str low, Py_ssize_t at, Py_ssize_t length)

@cython.locals(sign=Py_UCS4, behind=Py_UCS4)
cdef bint _is_mark(str low, Py_ssize_t at, Py_ssize_t length)

@cython.locals(sign=Py_UCS4)
cdef bint _is_range(str low, Py_ssize_t at, Py_ssize_t length)

@cython.locals(count=Py_ssize_t)
cdef Py_ssize_t _letters(str low, Py_ssize_t at, Py_ssize_t length)

@cython.locals(digits=int)
cdef bint _closes_range(str low, Py_ssize_t at, Py_ssize_t length)
