# C types of automaton.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython
from warehouse.transforms.letters cimport linked, small

cdef int _LETTER, _S, _PLUS, _HASH, _WORD, _PLURAL, _NO_LINK, _LATE
cdef unsigned int _LAST_CASED, _LAST_ASCII
cdef Py_ssize_t _MOST_NUMBERS
cdef list _NUMBERS

cdef class Automaton:
    cdef list _entries, _guards
    cdef const int[::1] _flags, _lengths, _roots, _finds, _nodes, _firsts, _buckets, _asked
    cdef const unsigned int[::1] _labels, _tails
    cdef const unsigned char[::1] _after, _words

    @cython.locals(codes="unsigned int[::1]", low=str, marks=bytearray, late=list, length=Py_ssize_t,
                   known="unsigned int", end=Py_ssize_t, following="unsigned int", kind=int, code="unsigned int",
                   before=int, node=int, follows=int, find=int, pattern=int, start=Py_ssize_t, in_link=bint)
    cpdef str keep(self, str text, list buckets)

    @cython.locals(behind="unsigned int")
    cdef inline int _follows(self, unsigned int[::1] codes, unsigned int code, Py_ssize_t end, Py_ssize_t length, int kind) noexcept

    @cython.locals(child=int, first=int, left=int, tail=int)
    cdef inline int _longest(self, unsigned int[::1] codes, int node, Py_ssize_t at) noexcept

    @cython.locals(child=int, end=int)
    cdef inline int _child(self, int node, unsigned int code) noexcept

    @cython.locals(before="unsigned int")
    cdef inline bint _stands(self, unsigned int[::1] codes, Py_ssize_t start, int flags, int follows) noexcept

    @cython.locals(target=int, last=int, asked=int, bucket=list, found=tuple)
    cdef void _put(self, str text, str low, bint in_link, Py_ssize_t start, Py_ssize_t end, int pattern,
                   list buckets, list late)

    @cython.locals(guard=tuple, cased=str, not_before=tuple, not_after=tuple)
    cdef bint _fits(self, str text, str low, Py_ssize_t start, Py_ssize_t end, int target)

cdef object _number(Py_ssize_t position)
