# C types of requirements.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython
from warehouse.transforms.entries cimport Entry, Hit
from warehouse.transforms.needles cimport Needles
from warehouse.transforms.roles cimport signs
from warehouse.transforms.zones cimport Document

cdef Needles _GROUP_WORDS, _PREFERRED_DEGREE_WORDS, _PREFERRED_WORDS, _OTHERS_WORDS, _OTHERS_WORDS_ZH, _TEAM_WORDS
cdef int DUTIES_REACH, UNNAMED_REACH, LABEL_REACH, FRESH_REACH, DEGREES_REACH, TEAM_REACH, PART, HEADING, WRITER_REACH, CHIEF_REACH
cdef double MOST_YEARS
cdef tuple _ADJECTIVES, _COUNTS, _RANK, _NOT_DEGREE_ENDS, _NEW, _OTHERS_ENDS_ZH, _MANAGERS, _NO_ALTERNATIVE, _OTHER_GRADE, _AT_LEAST, _ROLE_ENDED, _REQUIRED_BEHIND
cdef dict _HAN_DIGITS, _WORDS, _EUROPEAN_NUMBERS, _NOT_IN_TITLE, _NAMED_ROLE, _OTHER_FIELD_BEFORE
cdef str _HAN_PAIRED, _ZH_DATE_BEFORE, _ZH_OTHER_YEARS, _LISTED_BEFORE, _LISTED_BEHIND
cdef frozenset _OVER_ROLES, _ZH_BENEFIT, _MASTER_SHORT, _LADDER, _GRADES, _CHIEFS, _HELPED, _FIXED, _OFFICES, _CHIEF_OFFICERS, _CHIEF_LEVELS

@cython.locals(field=str, title=str, body=str, low=str, european=bint, read=tuple)
cpdef tuple experience(Document found)

@cython.locals(head=str)
cdef tuple _fresh(Document found, str title, str body)

@cython.locals(at=Py_ssize_t)
cdef bint _is_fresh(object pattern, str body) except -1

@cython.locals(at=Py_ssize_t, read=tuple)
cdef tuple _years(str text, bint loose, bint european)

@cython.locals(yr=bint, yoe=bint, at=Py_ssize_t, last=Py_ssize_t, follows=Py_UCS4, read=tuple)
cdef tuple _years_en(str text, bint loose)

@cython.locals(at=Py_ssize_t, read=tuple)
cdef tuple _years_unnamed(str text)

cdef tuple _years_behind(str text, Py_ssize_t at)

@cython.locals(counted=bint, place=Py_ssize_t)
cdef bint _counts_before(str text, Py_ssize_t at) except -1

@cython.locals(low=double, high=double)
cdef tuple _unnamed(object match)

@cython.locals(at=Py_ssize_t, read=tuple)
cdef tuple _years_written(str text, str word, bint loose)

cdef tuple _counted_or_labelled(str text, Py_ssize_t at, bint loose)

@cython.locals(end=Py_ssize_t, char=Py_UCS4, adjective=str)
cdef bint _is_counted(str text, Py_ssize_t at) except -1

@cython.locals(end=Py_ssize_t, char=Py_UCS4)
cdef bint _is_counted_zh(str text, Py_ssize_t at) except -1

cdef Py_ssize_t _behind(str text, Py_ssize_t at) except? -1

@cython.locals(low=double)
cdef tuple _read_european(str text)

cdef double _value(str text) except? -1

@cython.locals(offset=Py_ssize_t, window=str, start=Py_ssize_t, before=str, after=str, numbered=bint,
               short=bint)
cdef tuple _read_zh(str text, Py_ssize_t at, bint loose)

@cython.locals(end=Py_ssize_t)
cdef bint _is_pair(str text, Py_ssize_t at) except -1

@cython.locals(end=Py_ssize_t)
cdef bint _may_be_most(str before) except -1

cdef bint _is_at_most(str before, object less) except -1

@cython.locals(first=Py_ssize_t, at=Py_ssize_t)
cdef bint _is_labelled(str text, Py_ssize_t start) except -1

@cython.locals(first=Py_ssize_t)
cdef bint _is_of_group(str text, Py_ssize_t start, str after) except -1

@cython.locals(bracketed=bint)
cdef bint _is_short_fact(str before, str after, Py_ssize_t more) except -1

@cython.locals(end=Py_ssize_t)
cdef bint _may_end_span(str before) except -1

@cython.locals(char=Py_UCS4)
cdef bint _has_range(str window) except -1

cdef bint _ends_date(Py_UCS4 char) except -1

cdef bint _is_other_span(str years, str before, str after) except -1

cdef bint _speaks_of_work(str before, str after, bint more) except -1

@cython.locals(low=double, high=double)
cdef tuple _zh_bounds(object match, bint less, bint numbered)

cdef bint _is_asked(str before, str after) except -1

@cython.locals(offset=Py_ssize_t, before=str, after=str, low=double)
cdef tuple _read_en(str text, Py_ssize_t at, bint loose)

@cython.locals(field=str, level=str, least=str, hit=Hit, entry=Entry)
cpdef str education(Document found)

@cython.locals(cues=list, first=Py_ssize_t, hits=list, hit=Hit)
cdef list _degrees(Document found)

@cython.locals(near=list, position=Py_ssize_t, hit=Hit, other=Hit)
cdef list _first_degrees(Document found, list hits)

@cython.locals(kept=list, hit=Hit, opened=Py_ssize_t, closed=Py_ssize_t, ended=Py_ssize_t, start=Py_ssize_t,
               end=Py_ssize_t)
cdef list _apart(list hits)

@cython.locals(start=Py_ssize_t, end=Py_ssize_t)
cpdef tuple _start_longest_first(Hit hit)

@cython.locals(low=str, start=Py_ssize_t, end=Py_ssize_t, entry=Entry, before=str, required=bint)
cdef bint _asks_degree(Document found, Hit hit) except -1

@cython.locals(named=bint)
cdef bint _is_asked_elsewhere(str low, str before, Py_ssize_t start) except -1

cdef bint _is_school(str low, Py_ssize_t start, Py_ssize_t end) except -1

@cython.locals(first=Py_ssize_t)
cdef bint _is_degree_of_team(str low, Py_ssize_t start) except -1

@cython.locals(words=int)
cdef bint _is_preferred(str low, Py_ssize_t end) except -1

cdef bint _is_degree_of_others(Document found, str before, Py_ssize_t start) except -1

cdef bint _names_degree(str low, Py_ssize_t start, Py_ssize_t end, str level, str before) except -1

@cython.locals(part=str, welcome=Py_ssize_t)
cdef bint _is_welcome_only(str low, Py_ssize_t start) except -1

@cython.locals(rest=str)
cdef bint _is_over(str part, Py_ssize_t welcome) except -1

@cython.locals(low=str, first=Py_ssize_t, last=Py_ssize_t, char=Py_UCS4)
cdef bint _same_clause(Document found, Hit hit, Hit other) except -1

@cython.locals(named=set, level=str)
cpdef list seniority(Document found)

@cython.locals(cues=list, stated=list, low=str, named=set, title=Py_ssize_t, title_end=Py_ssize_t, head=Py_ssize_t,
               head_end=Py_ssize_t, text=Py_ssize_t, text_end=Py_ssize_t, hit=Hit, start=Py_ssize_t, end=Py_ssize_t,
               entry=Entry, in_head=bint, states=bint)
cdef list _levels(Document found, bint every)

@cython.locals(word=str, verb=bint)
cdef bint _is_level_in_title(str low, Py_ssize_t start, Py_ssize_t end) except -1

@cython.locals(word=str, before=str, after=str, person=bint, others=bint, named=bint)
cdef bint _is_level_in_text(str low, Py_ssize_t start, Py_ssize_t end, str level) except -1

cdef bint _is_one_of_several(str low, Py_ssize_t start, Py_ssize_t end, str before, str after) except -1

cdef bint _is_rank(str before, str after) except -1

cdef bint _is_all(str after) except -1

@cython.locals(first=Py_ssize_t)
cdef bint _is_writer(str low, Py_ssize_t start) except -1

@cython.locals(end=Py_ssize_t, near=str, others=bint, told=bint)
cdef bint _is_of_others(str low, Py_ssize_t start, str level, str word, str before) except -1

cdef bint _is_level_of_others(str before, str level) except -1

cdef bint _is_narrow(str word, str before, str after) except -1

@cython.locals(opened=Py_ssize_t, stop=Py_ssize_t, closed=Py_ssize_t, short=bint)
cdef bint _is_heading(str low, Py_ssize_t start, Py_ssize_t end) except -1

@cython.locals(first=Py_ssize_t)
cdef bint _opens_line(str low, Py_ssize_t opened, Py_ssize_t start, Py_ssize_t end) except -1

@cython.locals(named=bint, rung=bint)
cdef bint _is_english_level(str word, str before, str after, str level) except -1
