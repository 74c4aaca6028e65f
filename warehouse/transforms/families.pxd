# C types of families.py, which holds all code: Cython reads both, Python the latter alone.
cimport cython
from warehouse.transforms.needles cimport Needles

cdef Needles _FAMILIES, _ROLE, _ZH_PROSE, _ZH_TOLD
cdef int _SITES_AND_APPS, FIELDS_LISTED, LONGEST_ZH_ROLE
cdef int _LONGEST_PROSE, LONGEST_KEPT, MOST_KEPT
cdef int LONGEST_NOTE, LONGEST_ADDRESS, LEAST_FIELDS, _SIGHT, _ENDS, _VAGUE, LEAST_DASHES, LEAST_RUN, LEAST_ROLES, MOST_ROLE_NOUNS, LONGEST_IN_RUN
cdef str _ITEM_SIGNS, _CHIEF
cdef Py_ssize_t LONGEST_MASTER
cdef tuple _MASTERS, _IT_ROLES, _TO_HIRE, _TEAM_SIGNS, _OPENINGS, _LABELS, _OFFERED, _ZH_ROLE_ENDS
cdef dict _OF_LINES, _OF_PIECES, _CUT_WORDS

@cython.locals(families=int, pieces=list)
cpdef int titled_families(str line) except? -1

@cython.locals(families=int, fields=int, piece=str, part=str)
cdef int _barred_fields(list pieces) except? -1

@cython.locals(families=int)
cdef int _piece_families(str piece) except? -1

@cython.locals(families=int)
cpdef int listed_families(str line) except? -1

cdef _keep(dict known, str text, int families)

@cython.locals(begun=Py_ssize_t, labelled=bint, first=Py_ssize_t, rest=str, heading=str, item=str, fields=bint,
               families=int)
cdef int _line_families(str line) except? -1

@cython.locals(listed=str, parts=list)
cdef int _behind_colon(str line) except? -1

@cython.locals(parts=list, part=str, known=Py_ssize_t, people=Py_ssize_t)
cdef bint _lists_fields(str heading) except -1

@cython.locals(last=Py_ssize_t, at=Py_ssize_t, char=Py_UCS4, end=Py_ssize_t)
cdef Py_ssize_t _label_end(str line) except? -1

@cython.locals(length=Py_ssize_t, at=Py_ssize_t, char=Py_UCS4)
cdef Py_ssize_t _wish_end(str text) except? -1

cdef bint _ends_wish(str text, Py_ssize_t at) except -1

cdef bint _follows_chinese(str text, Py_ssize_t at) except -1

@cython.locals(text=str, wish=str, end=Py_ssize_t, families=int)
cpdef int wished_families(str behind) except? -1

@cython.locals(at=Py_ssize_t, told=str)
cdef int _second_wished(str text, Py_ssize_t end) except? -1

@cython.locals(first=Py_ssize_t)
cpdef int counted_families(str before) except? -1

cpdef bint names_family(str part) except -1

@cython.locals(sure=int)
cpdef bint differ(int families) except -1

cpdef bint several(int families) except -1

cdef int _merged(int families) except? -1

@cython.locals(kept=list, begun=Py_ssize_t, at=Py_ssize_t, char=Py_UCS4, length=Py_ssize_t, end=Py_ssize_t)
cdef str _without_notes(str line)

cdef bint _may_have_notes(str line, Py_ssize_t last) except -1

@cython.locals(char=Py_UCS4, closing=Py_UCS4, end=Py_ssize_t, most=Py_ssize_t)
cdef Py_ssize_t _note_end(str line, Py_ssize_t at, Py_ssize_t length) except? -1

@cython.locals(end=Py_ssize_t, most=Py_ssize_t)
cdef Py_ssize_t _address_end(str line, Py_ssize_t at, Py_ssize_t length) except? -1

@cython.locals(families=int, begun=Py_ssize_t, at=Py_ssize_t, char=Py_UCS4, length=Py_ssize_t, end=Py_ssize_t)
cdef int _listings(str line) except? -1

@cython.locals(part=int, most=Py_ssize_t)
cdef Py_ssize_t _listing_end(str line, Py_ssize_t at, Py_ssize_t length) except? -1

@cython.locals(begun=Py_ssize_t, at=Py_ssize_t, char=Py_UCS4, length=Py_ssize_t, end=Py_ssize_t, plural=bint, families=int)
cdef int _fields(str line) except? -1

@cython.locals(at=Py_ssize_t, most=Py_ssize_t)
cdef Py_ssize_t _fields_end(str line, Py_ssize_t begun, Py_ssize_t length) except? -1

@cython.locals(families=int, part=str)
cdef int _offered_in(str fields, bint plural) except? -1

@cython.locals(at=Py_ssize_t, char=Py_UCS4)
cdef Py_ssize_t _first_letter(str line) except? -1

@cython.locals(heading=str)
cdef str _heading(str line)

cdef bint _ends_in_chief(str heading) except -1

@cython.locals(at=Py_ssize_t, length=Py_ssize_t, last=Py_ssize_t, char=Py_UCS4)
cdef Py_ssize_t _heading_end(str line) except? -1

@cython.locals(at=Py_ssize_t, length=Py_ssize_t, begun=Py_ssize_t, word=str)
cdef bint _is_prose(str heading) except -1

@cython.locals(roles=int, fields=int, callings=int, named=int, shared=int, others=int, only=str, part=str)
cdef int _enumerated(str text, bint bare, bint alone) except? -1

@cython.locals(parts=list, begun=Py_ssize_t, at=Py_ssize_t, char=Py_UCS4, length=Py_ssize_t, width=Py_ssize_t)
cdef list _parts(str text)

@cython.locals(end=Py_ssize_t)
cdef bint _is_role_apart(str text, Py_ssize_t at, Py_ssize_t length) except -1

@cython.locals(char=Py_UCS4, follows=Py_UCS4, end=Py_ssize_t)
cdef Py_ssize_t _separator(str text, Py_ssize_t at, Py_ssize_t length) except? -1

@cython.locals(end=Py_ssize_t)
cdef Py_ssize_t _dash(str text, Py_ssize_t at, Py_ssize_t length) except? -1

@cython.locals(pieces=list, begun=Py_ssize_t, at=Py_ssize_t, length=Py_ssize_t, char=Py_UCS4, width=Py_ssize_t)
cdef list _pieces(str line)

@cython.locals(piece=str)
cdef _slashed(str text, Py_ssize_t begun, Py_ssize_t end, list parts)

@cython.locals(roles=list, role=str)
cdef bint _run_together(str piece, list parts) except -1

cdef bint _is_around(Py_UCS4 char) noexcept

@cython.locals(last=str)
cdef bint _is_field(str part) except -1

@cython.locals(rank=int)
cdef int _family(str part) except? -1
