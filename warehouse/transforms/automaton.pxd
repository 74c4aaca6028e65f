# C types of automaton.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython

cdef int _LETTER, _S, _PLUS, _HASH, _WORD, _PLURAL, _ONLY_TERMS, _LATE
cdef Py_ssize_t _LAST_CASED, _LAST_ASCII
cdef long long _NODE_TIMES, _SYMBOL_TIMES

cdef class Automaton:
    cdef list _targets, _guarded, _linked, _spellings
    cdef const int[::1] _flags, _lengths, _symbols, _roots, _finds, _first, _rest
    cdef const unsigned char[::1] _after, _words
    cdef long long[::1] _keys
    cdef int[::1] _children
    cdef long long _mask

    @cython.locals(late=list, length=Py_ssize_t, symbols=Py_ssize_t, end=Py_ssize_t, code=Py_ssize_t, node=int,
                   follows=int, find=int, pattern=int, start=Py_ssize_t)
    cpdef list keep(self, str text, str low, bytes linked, list buckets)

    @cython.locals(follows=Py_ssize_t, behind=Py_ssize_t, after=int)
    cdef inline int _follows(self, str low, Py_ssize_t code, Py_ssize_t end, Py_ssize_t length)

    @cython.locals(code=Py_ssize_t, symbol=int, child=int, first=int, left=Py_ssize_t, spelling=str)
    cdef inline int _longest(self, str low, int node, Py_ssize_t at)

    @cython.locals(key="long long", slot="long long", known="long long")
    cdef inline int _child(self, long long node, long long symbol)

    @cython.locals(before=Py_ssize_t)
    cdef inline bint _stands(self, str low, Py_ssize_t start, int flags, int follows)

    @cython.locals(flags=int, in_link=bint, target=tuple, bucket=list)
    cdef void _put(self, str text, str low, bytes linked, Py_ssize_t start, Py_ssize_t end, int pattern,
                   list buckets, list late)

@cython.locals(cased=str, not_before=tuple, not_after=tuple)
cdef bint _fits(str text, str low, Py_ssize_t start, Py_ssize_t end, tuple target)
