# C types of kinds.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython
from warehouse.transforms.entries cimport Entry, Hit
from warehouse.transforms.families cimport listed_families
from warehouse.transforms.needles cimport Needles
from warehouse.transforms.roles cimport several_roles, signs
from warehouse.transforms.said cimport Sums, says
from warehouse.transforms.zones cimport Document, Span

cdef double LEAST_INDUSTRY, LEAST_ENGLISH, LEAST_NAMED, IN_PASSING, LEAST_WORK, GENERIC, BOTH_ENDS, BOTH_ENDS_TITLED, COMPANY_TIMES, TITLE_TIMES
cdef double NAMED_TIMES, SURE_TITLE, UNDER_TITLE, FIELD_ONLY, TOKENS
cdef Needles _SOUGHT
cdef int COLLEAGUES_REACH, _OF_TECHNOLOGIES, SENTENCE_REACH, LONGEST_HEADING, LINE_BEGUN, OPENED_WITHIN
cdef str _FROM, _FROM_BEFORE
cdef tuple _EMPTY_NAMES
cdef tuple _COLLEAGUE_WORDS
cdef int TOLD_WITHIN, LONGEST_ROLE, NAMED_WITHIN, FALL_STEP, FALL_LAST, ROLE_LINE_WITHIN, HEADINGS, ROLE_REACH, PAST_REACH, _BOTH
cdef int NOUN, _FULL_STACK, _MICROSERVICES, _BUSINESS, _WEB3, _MANAGEMENT, _OTHER_FIELD, _CRYPTO, _FINANCE, _SAAS
cdef int LEAST_TOLD, FIRST_WORDS
cdef tuple FALL, IN_TEXT, VALUES, _PAST, _ROLE_WORDS, _ROLE_LABELS, _SYSTEMS, _ENGINEERS, _OF_MONEY, _JOB_FIELDS, _JOBS
cdef frozenset SCALE, MANY_USERS, FIELDS, _OF_ANY_FIRM, _ANY_JOBS, _JOB_BEGINS
cdef dict _END

@cython.locals(sums=Sums, best=int)
cpdef tuple industry(Document found)

@cython.locals(best=int)
cpdef str industry_class(Document found)

@cython.locals(sums=Sums, best=int)
cdef tuple _work(Document found)

@cython.locals(ends=int, hit=Hit, entry=Entry)
cdef int _ends_of(list mentions) except -1

@cython.locals(title=Py_ssize_t, title_end=Py_ssize_t, head=Py_ssize_t, head_end=Py_ssize_t, titled=list,
               hit=Hit, start=Py_ssize_t)
cdef list _titled(Document found)

cdef bint _untechnical(Document found) except -1

@cython.locals(hit=Hit, entry=Entry)
cdef bint _ordinary(Document found, Sums sums) except -1

@cython.locals(best=int, weight=double)
cdef int _sure_industry(Document found, Sums sums) except? -1

@cython.locals(first=Py_ssize_t, text=Py_ssize_t)
cdef bint _in_name(Document found, list cues) except -1

@cython.locals(company=Py_ssize_t, first=Py_ssize_t, hit=Hit, start=Py_ssize_t)
cdef bint _met_in_passing(Document found, list cues) except -1

@cython.locals(sums=Sums, cues=list, low=str, text=Py_ssize_t, company=Py_ssize_t, head_end=Py_ssize_t,
               hit=Hit, start=Py_ssize_t, end=Py_ssize_t, cue=Entry, weight=double, chinese=bint, titled=bint)
cdef Sums _industry_sums(Document found)

@cython.locals(at=Py_ssize_t, length=Py_ssize_t)
cdef bint _is_of_job(str low, Py_ssize_t end) except -1

cdef bint _is_empty(str low, Py_ssize_t start, Py_ssize_t head_end) except -1

cdef bint _is_any_job(str low, Py_ssize_t start, Py_ssize_t end) except -1

cdef bint _is_any_firms(str low, Py_ssize_t start, Py_ssize_t end, Entry cue) except -1

cdef bint _names_job(
    str low, Py_ssize_t start, Py_ssize_t end, Entry cue, Py_ssize_t head_end, bint chinese
) except -1

@cython.locals(at=Py_ssize_t, joined=Py_ssize_t, intern=Py_ssize_t)
cdef bint _is_of_role(str low, Py_ssize_t end) except -1

@cython.locals(before=Py_UCS4, further=Py_UCS4)
cdef bint _is_compared(str low, Py_ssize_t start) except -1

cdef bint _is_no_name(str low, Py_ssize_t start, Py_ssize_t end) except -1

cdef bint _is_technology(str low, Py_ssize_t end) except -1

@cython.locals(kept=list, seen=Py_ssize_t, turn=Py_ssize_t, hit=Hit, start=Py_ssize_t)
cdef list _of_today(str low, Py_ssize_t first, list cues)

@cython.locals(far=Py_ssize_t, begun=Py_ssize_t, at=Py_ssize_t, char=Py_UCS4)
cdef Py_ssize_t _last_turn(str low, Py_ssize_t first, Py_ssize_t start, Py_ssize_t seen, Py_ssize_t turn) except? -1

cdef bint _tells_of_past(str low, Py_ssize_t at, Py_ssize_t first) except -1

cdef bint _is_stop(Py_UCS4 char) noexcept

@cython.locals(sums=Sums, named=list, others=list, plain=list)
cdef Sums _work_sums(Document found)

@cython.locals(named=list, wished=list, first=Py_ssize_t, last=Py_ssize_t, times=double, opened=Py_ssize_t)
cdef list _add_wished(Document found, Sums sums, list others, bint software)

@cython.locals(hit=Hit, start=Py_ssize_t, entry=Entry, kind=int, wished=list)
cdef list _wished(str low, list others, Py_ssize_t first, Py_ssize_t last, bint software, Py_ssize_t opened)

@cython.locals(first=Py_ssize_t, word=str)
cdef bint _is_colleague(str low, Py_ssize_t start) except -1

@cython.locals(line=Py_ssize_t, last=Py_ssize_t, first=Py_ssize_t, at=Py_ssize_t, stop=str)
cdef bint _is_sought(str low, Py_ssize_t start, Py_ssize_t end) except -1

@cython.locals(dash=Py_ssize_t, hit=Hit, start=Py_ssize_t, last=list)
cdef list _of_last_piece(Document found, list named)

@cython.locals(low=str, start=Py_ssize_t, end=Py_ssize_t, bracket=Py_ssize_t, closed=Py_ssize_t, hit=Hit,
               before=list)
cdef list _outside_bracket(Document found, list named)

@cython.locals(word=str)
cdef bint _names_engineer(str low, Py_ssize_t start, Py_ssize_t end) except -1

@cython.locals(low=str, zone=Span, start=Py_ssize_t, end=Py_ssize_t)
cdef bint _names_software(Document found) except -1

@cython.locals(low=str, start=Py_ssize_t, end=Py_ssize_t, told=bint)
cdef bint _says_what_firm_does(Document found) except -1

@cython.locals(hit=Hit)
cdef bint _names_kind(list named, int kind) except -1

@cython.locals(hit=Hit)
cdef bint _names_software_kind(list named) except -1

@cython.locals(hit=Hit, entry=Entry)
cdef bint _sure(list named) except -1

@cython.locals(low=str, company=Py_ssize_t, chinese=bint, title=Py_ssize_t, title_end=Py_ssize_t, first=Py_ssize_t,
               last=Py_ssize_t, head=Py_ssize_t, head_end=Py_ssize_t, named=list, others=list, plain=list, hit=Hit,
               start=Py_ssize_t, end=Py_ssize_t, cue=Entry)
cdef tuple _by_zone(Document found)

@cython.locals(low=str, start=Py_ssize_t, end=Py_ssize_t, bar=Py_ssize_t)
cdef tuple _role_head(Document found)

@cython.locals(last=Py_ssize_t, word=str, at=Py_ssize_t)
cdef tuple _labelled_line(str low, Py_ssize_t start)

cdef bint _is_before_colon(str low, Py_ssize_t at, Py_ssize_t last) except -1

@cython.locals(hit=Hit, start=Py_ssize_t)
cdef bint _names_role(Document found, Py_ssize_t first, Py_ssize_t last) except -1

@cython.locals(low=str, text=Py_ssize_t, last=Py_ssize_t, zones=list, headed=list, most=int, hit=Hit, start=Py_ssize_t,
               end=Py_ssize_t, cue=Entry)
cdef list _role_zones(Document found)

@cython.locals(first=Py_ssize_t, at=Py_ssize_t)
cdef Py_ssize_t _phrase_start(str low, Py_ssize_t start) except? -1

@cython.locals(first=Py_ssize_t, last=Py_ssize_t)
cdef bint _is_role_heading(str low, Py_ssize_t start, Py_ssize_t end) except -1

@cython.locals(hit=Hit, cue=Entry)
cdef _add(Sums sums, list hits, double times)
