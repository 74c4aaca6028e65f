# C types of cues.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython
from warehouse.transforms.entries cimport Entry, Hit

cdef class Places:
    cdef readonly Py_ssize_t count
    cdef Py_ssize_t room
    cdef long long[::1] starts, ends
    cdef list entries

    cdef void make_room(self, Py_ssize_t room) except *

    @cython.locals(entries=list, hit=Hit)
    cdef void put(self, list found) except *

    @cython.locals(number=Py_ssize_t, hit=Hit)
    cdef void stand(self, list found) except *

    cdef Py_ssize_t behind(self, Py_ssize_t number, Py_ssize_t position) noexcept

    @cython.locals(first=Py_ssize_t, last=Py_ssize_t, middle=Py_ssize_t)
    cdef Py_ssize_t from_start(self, Py_ssize_t position) noexcept

    @cython.locals(first=Py_ssize_t, last=Py_ssize_t, middle=Py_ssize_t)
    cdef Py_ssize_t from_behind(self, Py_ssize_t position) noexcept

    @cython.locals(first=Py_ssize_t)
    cdef bint stands_in(self, Py_ssize_t opened, Py_ssize_t closed) noexcept

cdef class Cues(Places):
    cdef int[::1] kinds
    cdef double[::1] weights
    cdef unsigned char[::1] zoned
    cdef long long[::1] kept

    @cython.locals(number=Py_ssize_t, hit=Hit, entry=Entry)
    cdef void take(self, list found, int first_kind) except *

    @cython.locals(begun=Py_ssize_t, start=Py_ssize_t, end=Py_ssize_t, number=Py_ssize_t, opened=Py_ssize_t,
                   closed=Py_ssize_t)
    cdef Py_ssize_t widest(self, Py_ssize_t first, Py_ssize_t last) noexcept
