/* The arcs of tokens, out of the columns in which they are kept: the twin of `gathered_by_arrays` in
 * vndiacritics/search/lattice.py. */

#include "core.h"

#include <string.h>

void gather_arcs(const Kept *kept, const Tokens *tokens, const Laid *laid) {
    int64_t token, arc, slot, done = 0, slots = 0;
    laid->ends[0] = 0;
    for (token = 0; token < tokens->count; token++) {
        const int64_t *row = tokens->rows + ROW * token, *counts = kept->counts + row[FIRST_SLOT];
        int64_t first = row[FIRST_ARC], size = row[ARCS];
        size_t number = (size_t)size;
        laid->first_arc[token] = done;
        laid->first_slot[token] = slots;
        for (arc = 0; arc < size; arc++) {
            laid->symbols[done + arc] = kept->symbols[first + arc];
            laid->documents[done + arc] = (int32_t)tokens->documents[token];
            laid->lines[done + arc] = (int32_t)tokens->lines[token];
        }
        memset(laid->profiles + done, (int)(int8_t)tokens->profiles[token], number);
        memcpy(laid->costs + done, kept->costs + first, number * sizeof(float));
        memcpy(laid->spans + done, kept->spans + first, number);
        memcpy(laid->links + 2 * done, kept->links + 2 * first, 2 * number * sizeof(int32_t));
        memcpy(laid->part_costs + 2 * done, kept->part_costs + 2 * first,
               2 * number * sizeof(float));
        memcpy(laid->losses + done, kept->losses + first, number);
        done += size;
        for (slot = 0; slot < row[SLOTS]; slot++, slots++) {
            laid->token_of_slot[slots] = token;
            laid->ends[slots + 1] = laid->ends[slots] + counts[slot];
        }
    }
}
