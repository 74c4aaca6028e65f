# C types of towns.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython
from warehouse.transforms.entries cimport Entry, Hit, hit_at
from warehouse.transforms.sites cimport Site

cdef Py_ssize_t LONGEST_PLACE, LONGEST_CODE, MOST_AREAS

@cython.locals(new=list, area=Hit, entry=Entry, asked=Py_ssize_t)
cpdef list towns(Site site, list expected)

@cython.locals(hit=Hit, start=Py_ssize_t, entry=Entry)
cdef bint _is_city(list expected, Py_ssize_t begun) except -1

@cython.locals(at=Py_ssize_t, hit=Hit)
cdef Hit _city_of(Site site, str region)

@cython.locals(text=str, start=Py_ssize_t, end=Py_ssize_t, first=Py_ssize_t, begin=Py_ssize_t, of_state=bint)
cdef Hit _town(Site site, Hit area)

cdef bint _ends_piece(str text, Py_ssize_t start, Py_ssize_t end) except -1

cdef bint _is_role(str name) except -1

@cython.locals(at=Py_ssize_t)
cdef Py_ssize_t _end_before(str text, Py_ssize_t start) noexcept

@cython.locals(hit=Hit)
cdef bint _ends_known(Site site, Py_ssize_t end) except -1

@cython.locals(hit=Hit)
cdef bint _is_known(Site site, Py_ssize_t start, Py_ssize_t end) except -1

@cython.locals(first=Py_ssize_t, last=Py_ssize_t, field=str)
cpdef list lone_town(Site site)

@cython.locals(end=Py_ssize_t)
cdef Hit _new_town(Site site, Py_ssize_t start, str name, str country)
