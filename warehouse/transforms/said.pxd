# C types of said.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython

cdef int REPEATS, _FIRST_PLACES
cdef double AGAIN
cdef Known _KNOWN

cdef inline size_t id(object entry) noexcept:
    # Stands for Python's own, which makes a number object.
    return <size_t> <void*> entry

cdef class Said:
    cdef object entry
    cdef size_t key
    cdef readonly Py_ssize_t number
    cdef readonly int kind
    cdef readonly str value
    cdef readonly double weight
    cdef readonly bint zoned

cdef class Known:
    cdef readonly Py_ssize_t count
    cdef size_t _last
    cdef list _places

    @cython.locals(key=size_t, place=size_t, known=Said)
    cdef Said said(self, object entry)

    cdef Said _new(self, object entry)

    @cython.locals(kept=list, known=Said)
    cdef _grow(self)

    @cython.locals(place=size_t)
    cdef _put(self, Said new)

cdef class Sums:
    cdef readonly list counted
    cdef int _named
    cdef int _order[64]
    cdef double _sums[64]
    cdef bytearray _times

    cdef start_over(self)

    cdef bint has_room(self, Said cue) noexcept

    @cython.locals(times=int)
    cdef count(self, tuple hit, Said cue, double weight)

    cdef void add(self, int kind, double weight) noexcept

    @cython.locals(place=int)
    cdef bint names(self, int kind) noexcept

    cdef double of(self, int kind) noexcept

    cdef void weaken(self, int kind, double times) noexcept

    @cython.locals(best=int, place=int, kind=int)
    cdef int best(self) noexcept

    @cython.locals(hit=tuple, cue=Said)
    cdef list cues_of(self, int kind)
