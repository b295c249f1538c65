/* The cheapest reading of strings letter by letter, for all parts at once: the twin of
 * `_Spellings` in vndiacritics/model/part_costs.py, which tells what a node is. */

#include "core.h"

/* Fill one beginning's row: the least over the sizes of its last step. A node's parent comes before
 * it, so that a letter that was read as nothing finds its parent's cost in the same row. */
static void fill(const Spellings *tree, const Beginnings *strings, int64_t own, float *best) {
    const int64_t *before = strings->before + own * SIZES, *ends = strings->ends + own * SIZES;
    const float *rows[SIZES] = {NULL}, *costs[SIZES] = {NULL};
    float *row = best + own * tree->nodes;
    int64_t node;
    int size, sizes = 0;
    for (size = 0; size < SIZES && before[size] >= 0; size++, sizes++) {
        rows[size] = best + before[size] * tree->nodes;
        costs[size] = strings->letter_costs + ends[size] * strings->letters;
    }
    row[0] = own ? tree->far : 0.0f;
    for (node = 1; node < tree->nodes; node++) {
        int64_t parent = tree->parents[node], letter = tree->node_letters[node];
        float least = row[parent] + costs[0][letter];
        for (size = 1; size < sizes; size++) {
            float step = rows[size][parent] + costs[size][letter];
            if (step < least)
                least = step;
        }
        row[node] = least;
    }
}

void spelling_costs(const Spellings *tree, const Beginnings *strings, float *best, float *result) {
    int64_t own, place, part;
    int size;
    for (own = 0; own < strings->count; own++)
        fill(tree, strings, own, best);
    for (place = 0; place < strings->wanted_count; place++) {
        int64_t whole = strings->wanted[place];
        const int64_t *before = strings->before + whole * SIZES;
        const int64_t *ends = strings->ends + whole * SIZES;
        float *row = result + place * tree->parts;
        for (part = 0; part < tree->parts; part++)
            row[part] = tree->far;
        for (size = 0; size < SIZES && before[size] >= 0; size++) {
            const float *earlier = best + before[size] * tree->nodes;
            const float *costs = strings->letter_costs + ends[size] * strings->letters;
            for (part = 0; part < tree->parts; part++) {
                float step = earlier[tree->part_parents[part]] + costs[tree->part_letters[part]];
                if (step < row[part])
                    row[part] = step;
            }
        }
        for (part = 0; part < tree->empty_count; part++)
            row[tree->empty[part]] = whole ? tree->far : 0.0f;
    }
}
