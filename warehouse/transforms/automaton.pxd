# C types of automaton.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython

cdef int _LETTER, _S, _PLUS, _HASH, _WORD, _PLURAL, _ONLY_TERMS, _LATE
cdef unsigned int _LAST_CASED, _LAST_ASCII

cdef class Automaton:
    cdef list _targets, _guarded, _linked
    cdef const int[::1] _flags, _lengths, _roots, _finds, _nodes
    cdef const unsigned int[::1] _labels, _tails
    cdef const unsigned char[::1] _after, _words

    @cython.locals(late=list, codes="const unsigned int[::1]", length=Py_ssize_t, known="unsigned int", end=Py_ssize_t,
                   code="unsigned int", node=int, follows=int, find=int, pattern=int, start=Py_ssize_t)
    cpdef list keep(self, str text, str low, bytes linked, list buckets)

    @cython.locals(follows="unsigned int", behind="unsigned int", after=int)
    cdef inline int _follows(self, const unsigned int[::1] codes, unsigned int code, Py_ssize_t end, Py_ssize_t length) noexcept

    @cython.locals(child=int, first=int, left=int, tail=int)
    cdef inline int _longest(self, const unsigned int[::1] codes, int node, Py_ssize_t at) noexcept

    @cython.locals(child=int, end=int)
    cdef inline int _child(self, int node, unsigned int code) noexcept

    @cython.locals(before="unsigned int")
    cdef inline bint _stands(self, const unsigned int[::1] codes, Py_ssize_t start, int flags, int follows) noexcept

    @cython.locals(flags=int, in_link=bint, target=tuple, bucket=list)
    cdef void _put(self, str text, str low, bytes linked, Py_ssize_t start, Py_ssize_t end, int pattern,
                   list buckets, list late)

@cython.locals(cased=str, not_before=tuple, not_after=tuple)
cdef bint _fits(str text, str low, Py_ssize_t start, Py_ssize_t end, tuple target)
