# C types of automaton.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython
from warehouse.transforms.entries cimport Entry, Hit, hit_at
from warehouse.transforms.letters cimport linked, small

cdef int _WORD, _PLURAL, _SIMPLE, _UNLINKED, _BUCKET, _MOST_BUCKETS, _TARGET, _NO_LINK, _LATE, _GUARDED, _LAST
cdef unsigned int _NINE, _S, _PLUS, _HASH, _LAST_CASED, _LAST_ASCII
cdef int _LONGEST_WORD, _STATE, _FIRST, _ONE, _TWO, _REST
cdef unsigned long long _BASE, _PAIRS, _OWN, _MIX, _ALL

cdef class _Here:
    cdef str text, low
    cdef list buckets, late
    cdef bytearray marks
    cdef unsigned int[::1] codes
    cdef Py_ssize_t length, count
    cdef unsigned int owns[64]
    cdef Py_ssize_t starts[64]

    cdef inline void add(self, unsigned int own, Py_ssize_t start) noexcept

cdef class Automaton:
    cdef list _entries, _guards
    cdef const int[::1] _buckets, _asked
    cdef const unsigned char[::1] _words, _values, _lasts, _bits
    cdef const unsigned long long[::1] _slots
    cdef const unsigned int[::1] _tails
    cdef int _shift, _bit_shift
    cdef unsigned int _known
    cdef unsigned long long _last

    @cython.locals(here=_Here, length=Py_ssize_t, at=Py_ssize_t, code="unsigned int", begun=Py_ssize_t)
    cpdef str keep(self, str text, list buckets)

    @cython.locals(last="unsigned int")
    cdef int _end_word(self, _Here here, Py_ssize_t begun, Py_ssize_t end) except -1

    cdef int _end_sign(self, _Here here, unsigned int code, Py_ssize_t end) except -1

    cdef inline bint _is_of_word(self, unsigned int code) noexcept

    @cython.locals(code="unsigned int")
    cdef bint _goes_on(self, _Here here, Py_ssize_t end) noexcept

    @cython.locals(first=Py_ssize_t, key="unsigned long long", at=Py_ssize_t, slot=Py_ssize_t)
    cdef void _look_up(self, _Here here, Py_ssize_t begun, Py_ssize_t end) noexcept

    @cython.locals(first="unsigned int", slot=Py_ssize_t)
    cdef void _climb(self, _Here here, unsigned long long rest, Py_ssize_t at) noexcept

    @cython.locals(known="unsigned long long", second="unsigned int")
    cdef unsigned long long _take(self, _Here here, Py_ssize_t slot, Py_ssize_t at, bint is_word) noexcept

    @cython.locals(mixed="unsigned long long", bit="unsigned long long", place="unsigned long long")
    cdef inline Py_ssize_t _slot(self, unsigned long long key) noexcept

    @cython.locals(left=Py_ssize_t, start=Py_ssize_t)
    cdef void _compare(self, _Here here, Py_ssize_t tail, Py_ssize_t at) noexcept

    @cython.locals(own="unsigned int", start=Py_ssize_t, in_link=bint, bucket=list, entry=Entry)
    cdef int _put_all(self, _Here here, Py_ssize_t end, bint plural) except -1

    cdef inline bint _is_in_word(self, unsigned int before) noexcept

    @cython.locals(asked=int, bucket=list, entry=Entry, found=Hit)
    cdef int _put(self, _Here here, bint in_link, Py_ssize_t start, Py_ssize_t end, Py_ssize_t target) except -1

    @cython.locals(guard=tuple, cased=str, not_before=tuple, not_after=tuple)
    cdef bint _fits(self, _Here here, Py_ssize_t start, Py_ssize_t end, Py_ssize_t target) except -1

@cython.locals(one="unsigned long long")
cdef unsigned long long _bit(unsigned long long first, unsigned long long second) noexcept
cdef unsigned long long _pair(unsigned long long state, unsigned long long first, unsigned long long second) noexcept
cdef unsigned long long _mixed(unsigned long long key) noexcept
cdef bint _is_sign_of_word(_Here here, Py_ssize_t end) noexcept
