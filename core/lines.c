/* What is around the tokens of lines, and which of them tell of damage: the twin of `around_by_arrays`
 * in vndiacritics/candidates/around.py and of `told_by_arrays` in
 * vndiacritics/profiles/word_table.py. */

#include "core.h"

/* Whether a token and the one before it may be a torn syllable. */
static int tears(const Looks *looks, const int8_t *before, const int8_t *own) {
    int last = before[LAST], first = own[FIRST];
    if (last <= 0 || first <= 0 || last + first > looks->longest)
        return 0;
    return (before[LAST_KIND] > 0) != (own[FIRST_KIND] > 0) ||
           (before[LAST_KIND] == looks->vowel && own[FIRST_KIND] == looks->vowel);
}

/* Whether three tokens may be one: the one in the middle is of letters alone. */
static int tears_twice(const Looks *looks, const int8_t *opening, int64_t between,
                       const int8_t *own) {
    const int8_t *middle = looks->edges + EDGES * between;
    int64_t length = looks->lengths[between];
    return opening[LAST] > 0 && middle[FIRST] == length && own[FIRST] > 0 &&
           own[FIRST] < looks->short_tail &&
           opening[LAST] + length + own[FIRST] <= looks->longest;
}

void look_around(const Looks *looks, const int64_t *numbers, const int64_t *sizes, int64_t lines,
                 const Around *found) {
    int64_t line, within, place = 0;
    for (line = 0; line < lines; line++)
        for (within = 0; within < sizes[line]; within++, place++) {
            const int64_t *own = numbers + place;
            const int8_t *edges = looks->edges + EDGES * own[0];
            uint8_t flags = looks->flags[own[0]];
            uint8_t before = within ? looks->flags[own[-1]] : 0;
            uint8_t behind = within + 1 < sizes[line] ? looks->flags[own[1]] : 0;
            int64_t context = ((before | behind) & looks->capitals) ? 1 : 0;
            context += within ? 0 : 2;
            context += (flags & looks->head) && (behind & looks->document_number) ? 4 : 0;
            found->lines[place] = line;
            found->within[place] = within;
            found->contexts[place] = context;
            found->tears[place] =
                (within > 0 && tears(looks, looks->edges + EDGES * own[-1], edges)) ||
                (within > 1 &&
                 tears_twice(looks, looks->edges + EDGES * own[-2], own[-1], edges));
        }
}

int64_t told_words(const Tells *tells, const int32_t *numbers, const int64_t *sizes, int64_t lines,
                   int64_t *told, int64_t *counts) {
    int64_t line, within, done = 0;
    for (line = 0; line < lines; numbers += sizes[line++]) {
        int64_t capitals = 0, letters = 0, first = done;
        uint8_t left_out;
        for (within = 0; within < sizes[line]; within++) {
            uint8_t flags = tells->flags[numbers[within]];
            capitals += (flags & tells->capitals) > 0;
            letters += (flags & tells->letters) > 0;
        }
        left_out = 2 * capitals <= letters ? tells->plain_capitals : 0;
        for (within = 0; within < sizes[line]; within++) {
            uint8_t flags = tells->flags[numbers[within]];
            if ((flags & tells->tells) && !(flags & left_out))
                told[done++] = numbers[within];
        }
        counts[line] = done - first;
    }
    return done;
}
