/* The likeliest syllables of strings: the twin of vndiacritics/candidates/nearest.py, which tells
 * what is weighed and why. */

#include "core.h"

#include <stdlib.h>

typedef struct {
    float merit, cost, onset_cost, rime_cost;
    int64_t syllable, onset_link, rime_link;
    uint8_t shape;
} Candidate;

/* Keep a candidate among the best so far, one for each syllable; gives how many there are. */
static int64_t keep(Candidate *best, int64_t number, int64_t most, const Candidate *own) {
    int64_t place, same;
    if (number == most) {
        const Candidate *last = best + number - 1;
        if (own->merit > last->merit ||
            (own->merit == last->merit && own->syllable >= last->syllable))
            return number;
    }
    for (same = 0; same < number && best[same].syllable != own->syllable; same++)
        ;
    if (same < number) {
        if (best[same].merit <= own->merit)
            return number;
        place = same;
    } else if (number < most)
        place = number++;
    else
        place = number - 1;
    for (; place > 0; place--) {
        const Candidate *before = best + place - 1;
        if (before->merit < own->merit ||
            (before->merit == own->merit && before->syllable < own->syllable))
            break;
        best[place] = *before;
    }
    best[place] = *own;
    return number;
}

/* Weigh the merits of a split's rimes: the best syllable each of them leads to. */
static float weigh(const Form *form, int64_t split, float *merits, float least) {
    const float *onset = form->best + form->best_rows[split] * form->columns;
    const float *rime = form->rime_costs + form->rime_rows[split] * form->rime_width;
    int64_t column;
    for (column = 0; column < form->columns; column++) {
        merits[column] = onset[column] + rime[column];
        least = merits[column] < least ? merits[column] : least;
    }
    return least;
}

/* Keep the syllables of a split that are within reach. */
static int64_t spread(const Form *form, int64_t split, const float *merits, float reach,
                      Candidate *best, int64_t number, int64_t most) {
    const float *onset_costs = form->onset_costs + form->onset_rows[split] * form->onset_width;
    const float *rime_costs = form->rime_costs + form->rime_rows[split] * form->rime_width;
    float extra = form->extras[split], limit = reach - extra;
    int64_t column, place;
    for (column = 0; column < form->columns; column++) {
        float added;
        if (!(merits[column] < limit))
            continue;
        added = rime_costs[column] + extra;
        for (place = form->firsts[column]; place < form->firsts[column] + form->counts[column];
             place++) {
            int64_t onset = form->onsets[place];
            Candidate own;
            own.cost = onset_costs[onset] + added;
            own.merit = own.cost + form->priors[place];
            if (!(own.merit < reach))
                continue;
            own.onset_cost = onset_costs[onset];
            own.rime_cost = rime_costs[column];
            own.syllable = form->syllables[place];
            own.onset_link = form->seen[2 * split] * form->onset_kinds + form->onset_parts[onset];
            own.rime_link = form->seen[2 * split + 1] * form->rime_kinds + form->rime_parts[column];
            own.shape = form->shape;
            number = keep(best, number, most, &own);
        }
    }
    return number;
}

int64_t match_queries(const Form *forms, int form_count, const Queries *queries, Found *found) {
    int64_t firsts[MOST_FORMS] = {0}, stops[MOST_FORMS] = {0};
    int64_t query, split, number, place, most = 1, widest = 1, deepest = 1, total = 0;
    float *merits;
    Candidate *best;
    int form;
    for (query = 0; query < queries->count; query++)
        most = queries->most[query] > most ? queries->most[query] : most;
    for (form = 0; form < form_count; form++) {
        int64_t depth = 0;
        widest = forms[form].columns > widest ? forms[form].columns : widest;
        for (split = 0; split < forms[form].splits; split++) {
            depth = split && forms[form].queries[split] == forms[form].queries[split - 1]
                        ? depth + 1
                        : 1;
            deepest = depth > deepest ? depth : deepest;
        }
    }
    merits = malloc((size_t)(widest * deepest * form_count + 1) * sizeof(float));
    best = malloc((size_t)most * sizeof(Candidate));
    if (!merits || !best) {
        free(merits);
        free(best);
        return NO_MEMORY;
    }
    for (query = 0; query < queries->count; query++) {
        float bound = queries->far, reach, limit;
        float *row = merits;
        for (form = 0; form < form_count; form++) {
            const Form *own = forms + form;
            for (split = firsts[form] = stops[form];
                 split < own->splits && own->queries[split] == queries->first + query; split++) {
                float least = weigh(own, split, row, queries->far) + own->extras[split];
                bound = least < bound ? least : bound;
                row += widest;
            }
            stops[form] = split;
        }
        reach = bound + queries->windows[query];
        reach = reach + queries->slack;
        row = merits;
        number = 0;
        for (form = 0; form < form_count; form++)
            for (split = firsts[form]; split < stops[form]; split++, row += widest)
                number = spread(forms + form, split, row, reach, best, number,
                                queries->most[query]);
        bound = number && best[0].merit < queries->far ? best[0].merit : queries->far;
        limit = bound + queries->windows[query];
        for (place = 0; place < number && best[place].merit < limit; place++, total++) {
            const Candidate *own = best + place;
            found->syllables[total] = own->syllable;
            found->costs[total] = own->cost;
            found->shapes[total] = own->shape;
            found->links[2 * total] = own->onset_link + 1;
            found->links[2 * total + 1] = own->rime_link + 1;
            found->part_costs[2 * total] = own->onset_cost;
            found->part_costs[2 * total + 1] = own->rime_cost;
        }
        found->counts[query] = place;
    }
    free(merits);
    free(best);
    return total;
}
