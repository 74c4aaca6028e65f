# C types of placenames.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython
from warehouse.transforms.entries cimport Entry, Hit
from warehouse.transforms.sites cimport Site

cdef Py_ssize_t BESIDE, LONGEST_SHORT, LONGEST_FORMED, LONGEST_LEAD_ZH
cdef unsigned int LAST_ASCII, FIRST_HAN, LAST_HAN
cdef tuple _OF_FOREIGNERS, _STYLES, _PIPELINE, _KINGDOMS, _HOLDING, _AREAS
cdef str _BRACKETS, _AFTER_LETTERS, _AFTER_SIGNS_ZH, _FORM_ENDS, _LEAD_ENDS_ZH, _COMMA
cdef frozenset _WORD_STATES, _LEADS_ZH, _AFTER_PLACES
cdef dict _TOWNS_OF_STATE

@cython.locals(hit=Hit, each=Hit, entry=Entry, towns=dict)
cpdef list without_states(list hits, str text)

@cython.locals(start=Py_ssize_t, end=Py_ssize_t, entry=Entry)
cdef bint _is_state(Hit hit, dict towns, str text) except -1

@cython.locals(at=Py_ssize_t)
cdef Py_UCS4 _last_sign(str text, Py_ssize_t first, Py_ssize_t end) noexcept

@cython.locals(low=str, start=Py_ssize_t, ends=str, first=Py_ssize_t, last=Py_UCS4)
cpdef bint is_seat(Site site, Hit hit) except -1

@cython.locals(last_sign=Py_UCS4, letters=str)
cdef bint _is_led_away(str low, Py_ssize_t first, Py_ssize_t start, Py_ssize_t end) except -1

@cython.locals(code=Py_ssize_t)
cdef bint _is_metro(str low, Py_ssize_t first, Py_ssize_t start, Py_ssize_t end) except -1

@cython.locals(start=Py_ssize_t)
cdef str _last_word(str low, Py_ssize_t first, Py_ssize_t end)

@cython.locals(start=Py_ssize_t, end=Py_ssize_t, entry=Entry, foreign=bint)
cpdef bint reads_as_name(Site site, Hit hit, bint strict) except -1

cdef bint _is_continent(str text, str low, Py_ssize_t start, Py_ssize_t end) except -1

@cython.locals(at=Py_ssize_t)
cdef bint _is_ascii(str text, Py_ssize_t start, Py_ssize_t end) noexcept

@cython.locals(text=str, start=Py_ssize_t, end=Py_ssize_t, entry=Entry, other=bint)
cdef bint _reads_as_english(Site site, Hit hit, bint strict) except -1

@cython.locals(short=bint)
cdef bint _is_of_technology(str text, str low, Py_ssize_t start, Py_ssize_t end) except -1

@cython.locals(at=Py_ssize_t, sign=Py_UCS4)
cpdef bint _stands_behind(str text, Py_ssize_t start, bint words) except -1

@cython.locals(last=Py_ssize_t)
cdef bint _is_word(str text, Py_ssize_t start, Py_ssize_t end) except -1

cdef bint _is_county(str text, Py_ssize_t start, Py_ssize_t end) except -1

cdef bint _is_code_here(str text, Py_ssize_t start, Py_ssize_t end) except -1

cpdef bint means_new_york(str text, Py_ssize_t start, Py_ssize_t end) except -1

@cython.locals(before=Py_ssize_t, after=Py_ssize_t)
cdef bint _is_alone(str text, Py_ssize_t start, Py_ssize_t end) except -1

cpdef bint _is_something_else(str low, Py_ssize_t start, Py_ssize_t end) except -1

@cython.locals(sign=Py_UCS4)
cdef bint _is_of_something(str low, Py_ssize_t end) except -1

@cython.locals(at=Py_ssize_t, sign=Py_UCS4, code="unsigned int")
cpdef bint _is_company_zh(str text, Py_ssize_t end) except -1

@cython.locals(first=Py_ssize_t)
cpdef bint _is_something_else_zh(str text, Py_ssize_t start, Py_ssize_t end) except -1

@cython.locals(at=Py_ssize_t, last=Py_ssize_t)
cpdef bint _may_lead_away_zh(str text, Py_ssize_t first, Py_ssize_t start) except -1

@cython.locals(sign=Py_UCS4)
cdef bint _ends_lead_zh(str text, Py_ssize_t first, Py_ssize_t at) except -1
