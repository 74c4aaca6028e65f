# C types of offers.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython
from warehouse.transforms.entries cimport Entry, Hit
from warehouse.transforms.zones cimport Document, Span

cdef double ROLE_IN_TITLE, PLACE_FIRST, ROLE_LATER, STATED, STAMPED, SEEKER, QUESTION, NAMED, LINKED
cdef Py_ssize_t BARS, LONG, MOST_NAMED
cdef tuple _SAYS_SO, _HIRES, _HIRING, _OF_FIRM, _PARTED

@cython.locals(low=str, cues=dict, title=Span, text=Span, begun=Py_ssize_t, start=Py_ssize_t, end=Py_ssize_t, total=double)
cdef double _balance(Document found) except? -1

cdef bint _is_question(str low, Py_ssize_t first, Py_ssize_t last) except -1

@cython.locals(total=double, titled=set, seen=set, known=set, cue=Hit, entry=Entry, start=Py_ssize_t, in_title=bint, weight=double)
cdef double _of_cues(list cues, Py_ssize_t title, Py_ssize_t title_end) except? -1

@cython.locals(most=double, cue=Hit, entry=Entry, weight=double)
cdef double _heaviest(str low, list cues) except? -1

@cython.locals(slugs=set, hit=Hit, entry=Entry)
cdef double _named(list mentions) except? -1

@cython.locals(words=str)
cdef bint _says_so(str low, Py_ssize_t start) except -1

@cython.locals(cue=Hit, start=Py_ssize_t)
cdef bint _any_in(list cues, Py_ssize_t first, Py_ssize_t last) except -1

@cython.locals(first=Py_ssize_t, last=Py_ssize_t, cues=dict, low=str, stamped=bint, total=double, text=Span)
cdef double _opens_like_an_offer(Document found) except? -1

@cython.locals(stroke=str)
cdef bint _is_parted(str low, Py_ssize_t first, Py_ssize_t last) except -1

@cython.locals(cue=Hit, start=Py_ssize_t)
cdef bint _states(str low, list cues, Py_ssize_t first, Py_ssize_t last) except -1

@cython.locals(cue=Hit, start=Py_ssize_t)
cdef bint _is_stamped(str text, list cues, Py_ssize_t first, Py_ssize_t last) except -1

@cython.locals(line=Py_ssize_t, total=double)
cdef double _shape(str low, Py_ssize_t start, Py_ssize_t end) except? -1

cdef bint _can_reply(Py_UCS4 char) noexcept

cdef bint _is_link(str low, Py_ssize_t start, Py_ssize_t end) except -1
