/* The beginnings of strings, each once, as `spelling_costs` takes them; see `Listed` in
 * vndiacritics/model/part_costs.py. `Spellings.costs_by_arrays` there is the twin of both. */

#include "core.h"

#include <stdlib.h>

#define POINT_BITS 21 /* of a character's number, 1 more so that none is 0 */

/* A table from keys that are not 0 to numbers. */
typedef struct {
    uint64_t *keys;
    int64_t *numbers;
    uint64_t mask;
    int64_t count;
} Numbers;

static int make(Numbers *table, int64_t most) {
    uint64_t size = 16;
    while (size < 2 * (uint64_t)most)
        size *= 2;
    table->keys = calloc(size, sizeof(uint64_t));
    table->numbers = malloc(size * sizeof(int64_t));
    table->mask = size - 1;
    table->count = 1; /* number 0 is that of nothing */
    return table->keys && table->numbers;
}

static void drop(Numbers *table) {
    free(table->keys);
    free(table->numbers);
}

/* Give the number of a key; a new one is the next. */
static int64_t number_of(Numbers *table, uint64_t key) {
    uint64_t place = key * UINT64_C(0x9E3779B97F4A7C15);
    place ^= place >> 32;
    for (place &= table->mask; table->keys[place]; place = (place + 1) & table->mask)
        if (table->keys[place] == key)
            return table->numbers[place];
    table->keys[place] = key;
    return table->numbers[place] = table->count++;
}

/* Give the row of the last characters before a place, of which there are so many. */
static int64_t row_of(Numbers *rows, const uint32_t *text, int64_t stop, int64_t size,
                      int64_t *spans) {
    int64_t known = rows->count, place, row;
    uint64_t key = 0;
    for (place = stop - size; place < stop; place++)
        key = key << POINT_BITS | (text[place] + 1);
    row = number_of(rows, key);
    if (row == known) {
        spans[2 * row] = stop - size;
        spans[2 * row + 1] = stop;
    }
    return row;
}

int64_t list_beginnings(const Text *strings, const Listed *found) {
    Numbers nodes = {0}, rows = {0};
    int64_t string, place, size, start = 0, done = NO_MEMORY;
    if (!make(&nodes, strings->length + 1) || !make(&rows, (SIZES - 1) * strings->length + 1))
        goto end;
    for (size = 0; size < SIZES; size++) {
        found->before[size] = size ? -1 : 0;
        found->ends[size] = 0;
    }
    found->spans[0] = found->spans[1] = 0;
    for (string = 0; string < strings->count; string++) {
        int64_t chain[SIZES] = {0, -1, -1, -1}, stop = start + strings->sizes[string];
        for (place = start; place < stop; place++) {
            int64_t known = nodes.count, own;
            uint64_t key = (uint64_t)(chain[0] + 1) << POINT_BITS | strings->points[place];
            own = number_of(&nodes, key);
            for (size = SIZES - 1; size > 0; size--)
                chain[size] = chain[size - 1];
            chain[0] = own;
            if (own != known)
                continue;
            for (size = 0; size < SIZES; size++) {
                found->before[SIZES * own + size] = chain[size];
                found->ends[SIZES * own + size] =
                    size && chain[size] >= 0
                        ? row_of(&rows, strings->points, place + 1, size, found->spans)
                        : 0;
            }
        }
        found->wanted[string] = chain[0];
        start = stop;
    }
    *found->rows = rows.count;
    done = nodes.count;
end:
    drop(&nodes);
    drop(&rows);
    return done;
}
