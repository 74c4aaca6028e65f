# C types of tongue.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython

cdef Py_ssize_t _LONGEST
cdef int SURE
cdef const unsigned int[::1] _ENGLISH

cdef class Letters:
    cdef Py_ssize_t han
    cdef bint kana, foreign

    @cython.locals(char=Py_UCS4)
    cdef Letters count(self, str text)

    cdef void _count(self, Py_UCS4 char) noexcept

@cython.locals(count=Py_ssize_t, char=Py_UCS4)
cdef Py_ssize_t _latin_letters(str text) noexcept

@cython.locals(count=int, word="unsigned int", length=Py_ssize_t, last="unsigned int", char=Py_UCS4)
cdef bint _is_surely_english(str text)

@cython.locals(at=Py_ssize_t, known="unsigned int")
cdef bint _is_english(unsigned int word) noexcept
