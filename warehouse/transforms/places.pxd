# C types of places.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython
from warehouse.transforms.entries cimport Entry, Hit
from warehouse.transforms.needles cimport Needles
from warehouse.transforms.placenames cimport is_seat, means_new_york, reads_as_name, without_states
from warehouse.transforms.sites cimport Site, in_order, longest, without
from warehouse.transforms.towns cimport lone_town, towns
from warehouse.transforms.zones cimport Document

cdef Py_ssize_t BESIDE, LEAD, LINE, LONGEST_PIECE, ROLE_LINE, LONGEST_BRACKET, LONGEST_BRACKETED, LONGEST_START
cdef Py_ssize_t FIRST_WORDS, CODE_REACH, LONGEST_LISTED, LONGEST_MARK, LONGEST_JOIN, LONGEST_LABEL, BASED_REACH
cdef Py_ssize_t _HEADING_SIGNS, SOUGHT_REACH
cdef int _UNREAD
cdef str _BASE_ENDS, _BEFORE_LINK, _ITEM_SIGNS, _CLOSING_SIGNS, _LIST_SIGNS, _LIST_ENDS
cdef tuple _MEETINGS, _LINKS
cdef Needles _SEEK_WORDS
cdef frozenset _INTO, _OFFERED, _SOUGHT, _JOINS, _LISTED_WORDS

cdef class Places:
    cdef readonly list cities, countries
    cdef list _said

@cython.locals(site=Site, hits=list, below=list, expected=list, spoken=list, hit=Hit)
cpdef Places places(Document found)

@cython.locals(hits=list)
cdef list _standing(Site site)

@cython.locals(hit=Hit, entry=Entry)
cdef bint _has_city(list hits) except -1

@cython.locals(left=list, named=list)
cdef list _named_below(Site site, list below, list expected)

@cython.locals(hit=Hit)
cdef bint _names_in_han(Site site, list hits) except -1

@cython.locals(hit=Hit)
cdef bint _is_located(Site site, list hits) except -1

@cython.locals(lined=list, listed=Py_ssize_t, number=Py_ssize_t, hit=Hit)
cdef list _lined(Site site, list hits)

@cython.locals(text=str, hit=Hit, entry=Entry, start=Py_ssize_t, end=Py_ssize_t, named=Py_ssize_t, is_city=bint,
               is_place=bint)
cdef Py_ssize_t _behind_list(Site site, list hits, Py_ssize_t number) except -1

@cython.locals(at=Py_ssize_t)
cdef bint _are_of_list(str text, Py_ssize_t first, Py_ssize_t last) noexcept

@cython.locals(start=Py_ssize_t, end=Py_ssize_t, entry=Entry)
cdef bint _is_line(Site site, Hit hit) except -1

@cython.locals(at=Py_ssize_t)
cpdef bint _begins_item(str text, Py_ssize_t start) except -1

@cython.locals(named=list, offered=list, cue=Hit, start=Py_ssize_t, end=Py_ssize_t, entry=Entry)
cdef list _fields(Site site)

@cython.locals(begun=Py_ssize_t)
cdef bint _is_behind_link(str text, Py_ssize_t start) except -1

@cython.locals(words=str, first=Py_ssize_t, near=bint)
cdef bint _is_offered(str low, Py_ssize_t start, Py_ssize_t end) except -1

cdef bint _names_next(str text, Py_ssize_t start, Py_ssize_t end) except -1

cdef bint _is_of_interviews(str text, Py_ssize_t start) except -1

cdef bint _is_of_others(str text, Py_ssize_t start) except -1

@cython.locals(leads=list, spoken=list, announced=list, cue=Hit)
cdef list _spoken_of(Document found, Site site, list hits)

@cython.locals(text=str, start=Py_ssize_t, end=Py_ssize_t, entry=Entry)
cdef bint _is_home(Site site, Hit hit) except -1

@cython.locals(cue=Hit, entry=Entry, remote=bint)
cdef bint _is_remote_alone(Document found) except -1

@cython.locals(kept=list, city=Hit, hit=Hit, start=Py_ssize_t, entry=Entry)
cdef list _without_quarters(list hits, Site site)

@cython.locals(kept=list, last=Py_ssize_t, hit=Hit, start=Py_ssize_t, led=bint)
cdef list _based(Site site, list hits)

cdef bint _is_colon(str low, Py_ssize_t start)

@cython.locals(at=Py_ssize_t, first=Py_ssize_t)
cdef bint _is_behind_base(str low, Py_ssize_t start) except -1

cdef bint _is_listed(str text, Py_ssize_t end, Py_ssize_t start) except -1

@cython.locals(at=Py_ssize_t)
cdef bint _are_joins(str text, Py_ssize_t first, Py_ssize_t last) noexcept

@cython.locals(first=Py_ssize_t, last=Py_ssize_t, end=Py_ssize_t, inside=list, hit=Hit, named=Hit, start=Py_ssize_t,
               stop=Py_ssize_t, entry=Entry, piece=str)
cdef list _without_namesakes(Site site, list hits)

@cython.locals(start=Py_ssize_t)
cdef bint _expected_above(Site site, Hit hit) except -1

@cython.locals(lines=_Lines, expected=list, number=Py_ssize_t, hit=Hit, begun=Py_ssize_t, start=Py_ssize_t, said=bint, begins=bint)
cdef list _expected_below(Site site, list hits)

cdef bint _goes_along(str text, Py_ssize_t first, Py_ssize_t last) except -1

cdef bint _said_first(Site site, Hit hit) except -1

@cython.locals(text=str, first=Py_ssize_t, start=Py_ssize_t, end=Py_ssize_t, before=Py_UCS4)
cdef bint _begins(Site site, Hit hit) except -1

@cython.locals(hit=Hit)
cdef bint _is_first(Site site, Py_ssize_t start) except -1

@cython.locals(start=Py_ssize_t, end=Py_ssize_t, entry=Entry)
cdef bint _stands_apart(Site site, Hit hit) except -1

cdef class _Lines:
    cdef str _text
    cdef Py_ssize_t _first, _start, _end
    cdef list _hits
    cdef bint _divided, _short
    cdef int _role

    @cython.locals(start=Py_ssize_t, end=Py_ssize_t, entry=Entry, first=Py_ssize_t, text=str, opened=Py_ssize_t)
    cdef bint made_for(self, Py_ssize_t number, Hit hit) except -1

    @cython.locals(text=str, earliest=Py_ssize_t, first=Py_ssize_t, end=Py_ssize_t, last=Py_ssize_t,
                   told=Py_ssize_t)
    cdef _read(self, Py_ssize_t start, Py_ssize_t stop)

    @cython.locals(last=Py_ssize_t)
    cdef bint _has_role(self) except -1

    @cython.locals(first=Py_ssize_t)
    cdef bint _names_bracketed(self, Py_ssize_t opened, Py_ssize_t start) except -1

    @cython.locals(hits=list, text=str, start=Py_ssize_t, end=Py_ssize_t)
    cdef bint _closes(self, Py_ssize_t number) except -1

@cython.locals(hit=Hit)
cdef Py_ssize_t _begun(list hits, Py_ssize_t number) except -1

@cython.locals(hit=Hit)
cdef Py_ssize_t _end(list hits, Py_ssize_t number) except -1

@cython.locals(at=Py_ssize_t)
cdef bint _has_two(str text, str sign, Py_ssize_t first, Py_ssize_t last) except -1

@cython.locals(at=Py_ssize_t)
cpdef bint _ends_line(str text, Py_ssize_t end) except -1

@cython.locals(link=Py_ssize_t)
cdef Py_ssize_t _told_end(str text, Py_ssize_t first, Py_ssize_t start, Py_ssize_t last) except -1

@cython.locals(at=Py_ssize_t)
cdef bint _is_before_link(str text, Py_ssize_t end) except -1

cdef bint _is_place_line(str text, Py_ssize_t first, Py_ssize_t last) except -1

@cython.locals(at=Py_ssize_t)
cdef bint _in_bracket(str text, Py_ssize_t first, Py_ssize_t last) except -1

@cython.locals(end=Py_ssize_t, last=Py_ssize_t)
cdef bint _is_in_prose(Site site, Hit hit) except -1

cdef bint _is_run_on(Site site) except -1

@cython.locals(alone=bint)
cdef bint _is_heading(str text, Py_ssize_t start, Py_ssize_t end) except -1

@cython.locals(at=Py_ssize_t)
cpdef Py_ssize_t _behind_heading(str text, Py_ssize_t end) except -2

@cython.locals(last=Py_ssize_t)
cdef Py_ssize_t _behind_signs(str text, Py_ssize_t at) noexcept

cdef Py_ssize_t _behind_spaces(str text, Py_ssize_t at) noexcept

@cython.locals(kept=list, last=Py_ssize_t, before=Py_ssize_t, passed=Py_ssize_t, hit=Hit, start=Py_ssize_t, entry=Entry,
               of_town=bint, led=bint)
cdef list _announced(Site site, list hits, list leads, bint seats)

@cython.locals(start=Py_ssize_t, position=Py_ssize_t)
cdef bint _led(str text, Hit hit, list leads) except -1

@cython.locals(low=Py_ssize_t, high=Py_ssize_t, middle=Py_ssize_t)
cdef Py_ssize_t _last_before(list leads, Py_ssize_t start) except -2

@cython.locals(begun=Py_ssize_t, start=Py_ssize_t, cue=Entry, entry=Entry)
cdef bint _bridges(str text, Hit lead, Hit hit) except -1

@cython.locals(at=Py_ssize_t)
cpdef bint _stops(str text, Py_ssize_t first, Py_ssize_t last) except -1

@cython.locals(begun=Py_ssize_t)
cdef bint _numbers(str text, Py_ssize_t at) noexcept

@cython.locals(begun=Py_ssize_t)
cdef bint _goes_on(str text, Py_ssize_t at, Py_ssize_t last) noexcept

cdef bint _is_settled(Document found, Site site, list expected) except -1

@cython.locals(cities=list, countries=list, position=Py_ssize_t, hit=Hit, entry=Entry, country=str, city=str)
cdef Places _places(list hits, str text)

@cython.locals(is_city=bint)
cdef str _city_of_code(Hit hit, str text)

@cython.locals(kept=list, last=Hit, hit=Hit, entry=Entry)
cdef list _without_codes(list hits, str text)

@cython.locals(start=Py_ssize_t)
cdef bint _repeats(Hit named, Hit state, str text) except -1

@cython.locals(hit=Hit, start=Py_ssize_t, end=Py_ssize_t, here=Entry, beyond=Entry)
cdef str _country(list hits, Py_ssize_t position, str text)

@cython.locals(hit=Hit, entry=Entry, further=Entry, end=Py_ssize_t)
cdef bint _lists_countries(list hits, Py_ssize_t position, str text) except -1

@cython.locals(hit=Hit, entry=Entry)
cdef bint _names_boston(list hits) except -1
