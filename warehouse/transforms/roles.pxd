# C types of roles.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython
from warehouse.transforms.entries cimport Entry, Hit
from warehouse.transforms.families cimport counted_families, differ, listed_families, several, titled_families, wished_families
from warehouse.transforms.said cimport says
from warehouse.transforms.zones cimport Document, Span

cdef int LONGEST_LIST, LONGEST_ROLE, LONGEST_WISH, MANY_HEADINGS, SIGNS_WITHIN, MANAGEMENT, FRONTEND, FULL, VAGUE, NOUN, SEVERAL, WISH, _SHOWN
cdef tuple _SIGN_WORDS, _ALSO

@cython.locals(first=Py_ssize_t, word=str)
cpdef bint signs(str low, Py_ssize_t start) except -1

@cython.locals(cues=list, words=list, formal=bint, title=int, listed=int, wished=int, vague=int, barred=int,
               lines=int)
cpdef tuple several_roles(Document found)

@cython.locals(low=str, line_end=Py_ssize_t, families=int, read=list, cue=Hit, start=Py_ssize_t, end=Py_ssize_t,
               first=Py_ssize_t, line=str, named=int)
cdef list _headed(Document found, list cues)

cdef bint _counts_roles(Document found) except -1

@cython.locals(low=str, cue=Hit)
cdef bint _says_also(Document found, list words) except -1

@cython.locals(kept=list, cue=Hit)
cdef list _cues_from(list cues, Py_ssize_t first)

@cython.locals(words=list, cue=Hit)
cdef list _words_of_several(Document found, list cues, bint formal)

@cython.locals(low=str, families=int, zone=Span, start=Py_ssize_t, end=Py_ssize_t, line=str)
cdef int _titled(Document found) except? -1

@cython.locals(low=str, line_end=Py_ssize_t, wish_end=Py_ssize_t, listed=int, wished=int, vague=int, barred=int, read=list, lines=set,
               nouns=list, cue=Hit, start=Py_ssize_t, end=Py_ssize_t, entry=Entry, kind=int, families=int, behind=Py_ssize_t,
               last=Py_ssize_t)
cdef tuple _offered(Document found, list cues)

@cython.locals(entry=Entry)
cdef bint _is_noun(Hit cue) except -1

@cython.locals(starts=list, cue=Hit)
cdef list _noun_starts(list cues)

@cython.locals(first=Py_ssize_t, last=Py_ssize_t)
cdef tuple _listed(str low, Py_ssize_t start, Py_ssize_t end)
