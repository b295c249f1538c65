/* The search over the lattice, one segment after the other: the twin of
 * vndiacritics/search/decoder.py, which tells what it does and why. */

#include "core.h"

#include <stdlib.h>
#include <string.h>

#define LONGEST_ARC 3
#define HUGE_SUM 0x1p500
#define TINY_SCALE 0x1p-500
#define FEW 64 /* what is sorted by insertion, or looked through one by one */
#define NEAR 2.0f /* nats from the cheapest arc of a slot, within which arcs are scored first */

typedef struct {
    uint64_t key;
    double sum; /* of all paths that were merged into it, the best one being 1 */
    float score;
    float back_off[3];
    int32_t reach;
    int32_t word; /* number of its latest symbol among those of the step */
    int32_t pair; /* number of its latest two symbols among those of the step */
    int32_t parent;
    int64_t arc;
} Hypothesis;

typedef struct {
    int32_t parent, child;
    float share;
} Link;

typedef struct {
    int32_t first, count;
    int32_t first_link, links;
    int32_t words, pairs;
} Step;

typedef struct {
    uint64_t state;
    int64_t arc;
    int32_t parent, group;
    float total;
    uint32_t pair_value, triple_value;
} Transition;

typedef struct {
    uint64_t state;
    float total;
    int32_t head, child;
} Group;

typedef struct {
    void *items;
    size_t room;
} Buffer;

/* Everything a search writes to; grown when it must be, kept from segment to segment. */
typedef struct {
    Buffer hypotheses, links, steps, transitions, groups, ranked, table, weights, mass;
    Buffer arcs, asked, rows, pair_values, triple_values, places, wanted, totals;
    int32_t hypothesis_count, link_count;
    float likeliest[3]; /* n-gram of each order above 1 */
} Work;

static int reserve(Buffer *buffer, size_t number, size_t size) {
    size_t room = buffer->room ? buffer->room : 64 * size;
    void *items;
    if (number * size <= buffer->room)
        return DONE;
    while (room < number * size)
        room *= 2;
    items = realloc(buffer->items, room);
    if (!items)
        return NO_MEMORY;
    buffer->items = items;
    buffer->room = room;
    return DONE;
}

#define RESERVE(buffer, number, type)                                                              \
    do {                                                                                           \
        if (reserve(&(buffer), (size_t)(number), sizeof(type)) != DONE)                            \
            return NO_MEMORY;                                                                      \
    } while (0)

/* The log-probability of a symbol after a history, raised to what the user's own n-grams say. */
static float raised(const LanguageModel *model, uint64_t key, float score) {
    static const uint64_t masks[3] = {PAIR_MASK, STATE_MASK, ~UINT64_C(0) >> 8};
    int order;
    for (order = 0; order < 3; order++) {
        uint64_t sought = key & masks[order];
        int64_t low = 0, high = model->own_count;
        while (low < high) {
            int64_t middle = low + (high - low) / 2;
            if (model->own_keys[middle] < sought)
                low = middle + 1;
            else
                high = middle;
        }
        if (low == model->own_count || model->own_keys[low] != sought)
            break;
        if (model->own_floors[low] > score)
            score = model->own_floors[low];
    }
    return score;
}

/* Number the words and pairs of a step's hypotheses, so that each is looked up once. */
static void number_histories(Hypothesis *hypotheses, Step *step) {
    int32_t i, j, least;
    step->words = step->pairs = 0;
    for (i = 0; i < step->count; i++) {
        Hypothesis *own = hypotheses + i;
        own->word = own->pair = -1;
        least = i > FEW ? i - FEW : 0;
        for (j = i - 1; j >= least && own->pair < 0; j--) {
            if (((hypotheses[j].key ^ own->key) & SYMBOL_MASK) == 0) {
                own->word = hypotheses[j].word;
                if (((hypotheses[j].key ^ own->key) & PAIR_MASK) == 0)
                    own->pair = hypotheses[j].pair;
            }
        }
        if (own->word < 0)
            own->word = step->words++;
        if (own->pair < 0)
            own->pair = step->pairs++;
    }
}

/* Prepare a history: what backing off costs, and how far it reaches. */
static void prepare(const LanguageModel *model, Hypothesis *own, uint32_t pair, uint32_t triple) {
    float *back_off = own->back_off;
    back_off[0] = model->unigram_back_off[own->key & SYMBOL_MASK];
    back_off[1] = back_off[2] = 0.0f;
    own->reach = 1;
    if (((own->key >> SYMBOL_BITS) & SYMBOL_MASK) && pair < NOT_STORED) {
        back_off[1] = model->back_off_codebook[pair & 0xFF];
        own->reach = 2;
        if ((own->key >> 28) & SYMBOL_MASK) {
            if (triple == NOT_SOUGHT)
                triple = value_at(&model->ngrams, place_of(&model->ngrams, own->key & STATE_MASK));
            if (triple < NOT_STORED) {
                back_off[2] = model->back_off_codebook[256 + (triple & 0xFF)];
                own->reach = 3;
            }
        }
    }
    back_off[1] += back_off[2];
    back_off[0] += back_off[1];
}

/* Look up what words and pairs of a step are before the symbols of some arcs: orders 2 and 3. */
static int look_up(Work *work, const LanguageModel *model, const Lattice *lattice, const Step *step,
                   const int64_t *arcs, int64_t first, int64_t stop) {
    const Hypothesis *own = (Hypothesis *)work->hypotheses.items + step->first;
    const StaticFunction *map = &model->ngrams;
    size_t words = (size_t)((stop - first) * step->words);
    size_t pairs = (size_t)((stop - first) * step->pairs);
    size_t most = words > pairs ? words : pairs, wanted = 0, i;
    uint32_t *pair_values, *triple_values, *where;
    Place *places;
    int64_t a;
    int32_t h, next;
    RESERVE(work->pair_values, stop * step->words, uint32_t);
    RESERVE(work->triple_values, stop * step->pairs, uint32_t);
    RESERVE(work->places, most, Place);
    RESERVE(work->wanted, most, uint32_t);
    pair_values = work->pair_values.items;
    triple_values = work->triple_values.items;
    places = work->places.items;
    where = work->wanted.items;
    for (a = first, i = 0; a < stop; a++, i += (size_t)step->words) {
        uint64_t symbol = (uint64_t)lattice->symbols[arcs[a]];
        for (h = 0, next = 0; h < step->count; h++)
            if (own[h].word == next)
                places[i + (size_t)next++] =
                    place_of(map, ((own[h].key << SYMBOL_BITS) | symbol) & PAIR_MASK);
    }
    for (i = 0; i < words; i++)
        pair_values[first * step->words + (int64_t)i] = value_at(map, places[i]);
    for (a = first; a < stop; a++) {
        uint64_t symbol = (uint64_t)lattice->symbols[arcs[a]];
        for (h = 0, next = 0; h < step->count; h++) {
            if (own[h].pair != next)
                continue;
            i = (size_t)(a * step->pairs + next++);
            triple_values[i] = NOT_SOUGHT;
            if (own[h].reach < 2 || pair_values[a * step->words + own[h].word] >= NOT_STORED)
                continue;
            where[wanted] = (uint32_t)i;
            places[wanted++] = place_of(map, ((own[h].key << SYMBOL_BITS) | symbol) & STATE_MASK);
        }
    }
    for (i = 0; i < wanted; i++)
        triple_values[where[i]] = value_at(map, places[i]);
    return DONE;
}

/* Score some arcs after all hypotheses of a step: totals, arc by arc. */
static int score(Work *work, const LanguageModel *model, const Lattice *lattice, const Step *step,
                 const int64_t *arcs, int64_t first, int64_t stop, float weight) {
    const Hypothesis *own = (Hypothesis *)work->hypotheses.items + step->first;
    const StaticFunction *map = &model->ngrams;
    size_t number = (size_t)((stop - first) * step->count), wanted = 0, i = 0;
    const uint32_t *pair_values = work->pair_values.items;
    const uint32_t *triple_values = work->triple_values.items;
    uint32_t *where;
    Place *places;
    float *totals;
    int64_t a;
    int32_t h;
    RESERVE(work->totals, stop * step->count, float);
    RESERVE(work->places, number, Place);
    RESERVE(work->wanted, number, uint32_t);
    totals = (float *)work->totals.items + first * step->count;
    places = work->places.items;
    where = work->wanted.items;
    for (a = first; a < stop; a++) {
        int64_t symbol = lattice->symbols[arcs[a]];
        for (h = 0; h < step->count; h++, i++) {
            uint32_t pair = pair_values[a * step->words + own[h].word];
            uint32_t triple = triple_values[a * step->pairs + own[h].pair];
            if (pair >= NOT_STORED)
                totals[i] = model->unigram[symbol] + own[h].back_off[0];
            else if (triple >= NOT_STORED)
                totals[i] = model->codebook[pair >> 8] + own[h].back_off[1];
            else {
                totals[i] = model->codebook[256 + (triple >> 8)] + own[h].back_off[2];
                if (own[h].reach == 3) {
                    where[wanted] = (uint32_t)i;
                    places[wanted++] =
                        place_of(map, (own[h].key << SYMBOL_BITS) | (uint64_t)symbol);
                }
            }
        }
    }
    for (i = 0; i < wanted; i++) {
        uint32_t value = value_at(map, places[i]);
        if (value < NOT_STORED)
            totals[where[i]] = model->codebook[512 + (value >> 8)];
    }
    for (a = first, i = 0; a < stop; a++) {
        uint64_t symbol = (uint64_t)lattice->symbols[arcs[a]];
        float cost = weight * lattice->costs[arcs[a]];
        for (h = 0; h < step->count; h++, i++) {
            float gain = totals[i];
            if (model->own_count)
                gain = raised(model, (own[h].key << SYMBOL_BITS) | symbol, gain);
            gain -= cost;
            totals[i] = own[h].score + gain;
        }
    }
    return DONE;
}

/* The highest of some totals, or what was the highest before. */
static float highest(const float *totals, int64_t number, float top) {
    int64_t i;
    for (i = 0; i < number; i++)
        if (totals[i] > top)
            top = totals[i];
    return top;
}

/* A bound on what the language model gives for any symbol after a step by n-grams above order 1; the
 * highest score of the step and the highest cost of backing off to order 1 beside it. */
typedef struct {
    float score, back_off, gain;
} Bound;

static Bound bound_of(const Work *work, const Step *step) {
    const Hypothesis *own = (const Hypothesis *)work->hypotheses.items + step->first;
    Bound bound = {own->score, own->back_off[0], work->likeliest[2]};
    int32_t h;
    for (h = 0; h < step->count; h++) {
        float second = work->likeliest[0] + own[h].back_off[1];
        float third = work->likeliest[1] + own[h].back_off[2];
        bound.score = own[h].score > bound.score ? own[h].score : bound.score;
        bound.back_off = own[h].back_off[0] > bound.back_off ? own[h].back_off[0] : bound.back_off;
        bound.gain = second > bound.gain ? second : bound.gain;
        bound.gain = third > bound.gain ? third : bound.gain;
    }
    return bound;
}

/* Score the arcs of which a hypothesis may go on, those near the cheapest first: what cannot come
 * near them, whatever the language model has, is not looked up. `rows` tell where the totals of each
 * arc are, -1 for none. Sums are rounded alike, so that nothing is left out that would go on. */
static int score_likely(Work *work, const LanguageModel *model, const Lattice *lattice,
                        const Step *step, const int64_t *arcs, int64_t arc_count, float window,
                        float weight, float *top) {
    int64_t *asked, *rows, number = 0, near, a;
    float least = lattice->costs[arcs[0]];
    RESERVE(work->asked, arc_count, int64_t);
    RESERVE(work->rows, arc_count, int64_t);
    asked = work->asked.items;
    rows = work->rows.items;
    for (a = 1; a < arc_count; a++)
        if (lattice->costs[arcs[a]] < least)
            least = lattice->costs[arcs[a]];
    for (a = 0; a < arc_count; a++) {
        rows[a] = -1;
        if (model->own_count || !(lattice->costs[arcs[a]] > least + NEAR)) {
            rows[a] = number;
            asked[number++] = arcs[a];
        }
    }
    near = number;
    if (look_up(work, model, lattice, step, asked, 0, near) != DONE ||
        score(work, model, lattice, step, asked, 0, near, weight) != DONE)
        return NO_MEMORY;
    *top = *(float *)work->totals.items;
    *top = highest(work->totals.items, near * step->count, *top);
    if (near < arc_count) {
        Bound bound = bound_of(work, step);
        float limit = *top - window;
        for (a = 0; a < arc_count; a++) {
            float cost = weight * lattice->costs[arcs[a]];
            float gain = model->unigram[lattice->symbols[arcs[a]]] + bound.back_off;
            gain = bound.gain > gain ? bound.gain : gain;
            gain -= cost;
            if (rows[a] < 0 && !(bound.score + gain <= limit)) {
                rows[a] = number;
                asked[number++] = arcs[a];
            }
        }
        if (look_up(work, model, lattice, step, asked, near, number) != DONE ||
            score(work, model, lattice, step, asked, near, number, weight) != DONE)
            return NO_MEMORY;
        *top = highest((float *)work->totals.items + near * step->count,
                       (number - near) * step->count, *top);
    }
    return DONE;
}

/* Extend the hypotheses of a step by arcs; keep what is near the best. Gives how many there are. */
static int64_t extend(Work *work, const LanguageModel *model, const Lattice *lattice,
                      const Step *step, const int64_t *arcs, int64_t arc_count, float window,
                      float weight, int64_t count) {
    const Hypothesis *own = (Hypothesis *)work->hypotheses.items + step->first;
    const uint32_t *pair_values, *triple_values;
    Transition *transitions;
    const float *totals;
    const int64_t *rows;
    float top;
    int64_t a;
    int32_t h;
    if (score_likely(work, model, lattice, step, arcs, arc_count, window, weight, &top) != DONE)
        return NO_MEMORY;
    RESERVE(work->transitions, count + arc_count * step->count, Transition);
    transitions = work->transitions.items;
    rows = work->rows.items;
    top -= window;
    for (a = 0; a < arc_count; a++) {
        uint64_t symbol = (uint64_t)lattice->symbols[arcs[a]];
        if (rows[a] < 0)
            continue;
        totals = (float *)work->totals.items + rows[a] * step->count;
        pair_values = (uint32_t *)work->pair_values.items + rows[a] * step->words;
        triple_values = (uint32_t *)work->triple_values.items + rows[a] * step->pairs;
        for (h = 0; h < step->count; h++) {
            Transition *new = transitions + count;
            if (!(totals[h] > top))
                continue;
            new->state = ((own[h].key << SYMBOL_BITS) | symbol) & STATE_MASK;
            new->arc = arcs[a];
            new->parent = step->first + h;
            new->total = totals[h];
            new->pair_value = pair_values[own[h].word];
            new->triple_value = triple_values[own[h].pair];
            count++;
        }
    }
    return count;
}

/* Group transitions by their state; the best of each group, the first of equals, is its head. */
static int64_t group(Work *work, int64_t count) {
    Transition *transitions = work->transitions.items;
    Group *groups;
    int32_t *table;
    int64_t number = 0, i;
    uint64_t size = 16, place;
    int shift = 60;
    while (size < 2 * (uint64_t)count) {
        size *= 2;
        shift--;
    }
    RESERVE(work->table, size, int32_t);
    RESERVE(work->groups, count, Group);
    table = work->table.items;
    groups = work->groups.items;
    memset(table, 0xFF, size * sizeof *table);
    for (i = 0; i < count; i++) {
        Transition *own = transitions + i;
        place = (own->state * 0x9E3779B97F4A7C15u) >> shift;
        while (table[place] >= 0 && groups[table[place]].state != own->state)
            place = (place + 1) & (size - 1);
        if (table[place] < 0) {
            table[place] = (int32_t)number;
            groups[number].state = own->state;
            groups[number].total = own->total;
            groups[number].head = (int32_t)i;
            groups[number].child = -1;
            number++;
        } else if (own->total > groups[table[place]].total) {
            groups[table[place]].total = own->total;
            groups[table[place]].head = (int32_t)i;
        }
        own->group = table[place];
    }
    return number;
}

static int by_total(const void *left, const void *right) {
    const Group *a = *(Group *const *)left, *b = *(Group *const *)right;
    if (a->total != b->total)
        return a->total > b->total ? -1 : 1;
    return a->state < b->state ? -1 : a->state > b->state;
}

static int by_state(const void *left, const void *right) {
    const Group *a = *(Group *const *)left, *b = *(Group *const *)right;
    return a->state < b->state ? -1 : a->state > b->state;
}

static void sort(Group **groups, int64_t number, int (*order)(const void *, const void *)) {
    int64_t i, j;
    if (number > FEW) {
        qsort(groups, (size_t)number, sizeof *groups, order);
        return;
    }
    for (i = 1; i < number; i++) {
        Group *own = groups[i];
        for (j = i; j > 0 && order(&own, &groups[j - 1]) < 0; j--)
            groups[j] = groups[j - 1];
        groups[j] = own;
    }
}

/* Choose the groups that go on, in the order of their states. Gives how many there are. */
static int64_t choose(Work *work, int64_t groups, int64_t beam, float window) {
    Group *all = work->groups.items, **ranked;
    int64_t kept = 0, i;
    float top;
    RESERVE(work->ranked, groups, Group *);
    ranked = work->ranked.items;
    top = all[0].total;
    for (i = 1; i < groups; i++)
        if (all[i].total > top)
            top = all[i].total;
    top -= window;
    for (i = 0; i < groups; i++)
        if (all[i].total > top)
            ranked[kept++] = all + i;
    if (kept > beam) {
        sort(ranked, kept, by_total);
        kept = beam;
    }
    sort(ranked, kept, by_state);
    return kept;
}

/* Make hypotheses of the groups that were chosen, and links of the transitions that lead there. */
static int recombine(Work *work, const LanguageModel *model, Step *step, int64_t kept,
                     int64_t count) {
    Group **ranked = work->ranked.items, *groups = work->groups.items;
    const Transition *transitions = work->transitions.items;
    Hypothesis *all, *own;
    Link *links;
    double *weights, most = 0.0;
    int64_t i;
    int32_t number = 0;
    RESERVE(work->hypotheses, work->hypothesis_count + kept, Hypothesis);
    RESERVE(work->links, work->link_count + count, Link);
    RESERVE(work->weights, count, double);
    all = work->hypotheses.items;
    own = all + work->hypothesis_count;
    links = (Link *)work->links.items + work->link_count;
    weights = work->weights.items;
    for (i = 0; i < kept; i++) {
        const Transition *head = transitions + ranked[i]->head;
        ranked[i]->child = (int32_t)i;
        own[i].key = head->state;
        own[i].score = head->total;
        own[i].sum = 0.0;
        own[i].arc = head->arc;
        own[i].parent = head->parent;
        prepare(model, own + i, head->pair_value, head->triple_value);
    }
    for (i = 0; i < count; i++) {
        const Transition *one = transitions + i;
        int32_t child = groups[one->group].child;
        if (child < 0)
            continue;
        weights[number] =
            all[one->parent].sum * own_exp((double)one->total - (double)own[child].score);
        own[child].sum += weights[number];
        links[number].parent = one->parent;
        links[number].child = work->hypothesis_count + child;
        number++;
    }
    for (i = 0; i < number; i++)
        links[i].share = (float)(weights[i] / all[links[i].child].sum);
    for (i = 0; i < kept; i++)
        if (own[i].sum > most)
            most = own[i].sum;
    if (most > HUGE_SUM)
        for (i = 0; i < kept; i++)
            own[i].sum *= TINY_SCALE;
    step->first = work->hypothesis_count;
    step->count = (int32_t)kept;
    step->first_link = work->link_count;
    step->links = number;
    number_histories(own, step);
    work->hypothesis_count += (int32_t)kept;
    work->link_count += number;
    return DONE;
}

/* Add the arcs that end behind the t-th slot of a segment. */
static int advance(Work *work, const LanguageModel *model, const Lattice *lattice, int64_t slot,
                   int64_t t, int64_t beam, float window, float weight) {
    int64_t first = lattice->ends[slot], stop = lattice->ends[slot + 1], count = 0, arc, span;
    int64_t groups, kept;
    int64_t *arcs;
    RESERVE(work->arcs, stop - first, int64_t);
    RESERVE(work->steps, t + 2, Step);
    arcs = work->arcs.items;
    for (span = 1; span <= LONGEST_ARC && span <= t + 1; span++) {
        const Step *source = (Step *)work->steps.items + t + 1 - span;
        int64_t number = 0;
        for (arc = first; arc < stop; arc++)
            if (lattice->spans[arc] == span)
                arcs[number++] = arc;
        if (!number)
            continue;
        count = extend(work, model, lattice, source, arcs, number, window, weight, count);
        if (count < 0)
            return NO_MEMORY;
    }
    if (!count)
        return NO_PATH;
    groups = group(work, count);
    if (groups < 0)
        return NO_MEMORY;
    kept = choose(work, groups, beam, window);
    if (kept <= 0)
        return kept < 0 ? NO_MEMORY : NO_PATH;
    return recombine(work, model, (Step *)work->steps.items + t + 1, kept, count);
}

/* Walk back from the final hypotheses of a segment: the best arcs, and posteriors of all. */
static int64_t trace(Work *work, const int64_t *segment, float *posteriors, int64_t *chosen) {
    const Hypothesis *all = work->hypotheses.items;
    const Link *links = work->links.items;
    const Step *steps = work->steps.items, *last = steps + (segment[1] - segment[0]);
    double *mass, whole = 0.0;
    int64_t t, found = 0;
    int32_t best = last->first, i;
    RESERVE(work->mass, work->hypothesis_count, double);
    mass = work->mass.items;
    memset(mass, 0, (size_t)work->hypothesis_count * sizeof *mass);
    for (i = last->first; i < last->first + last->count; i++)
        if (all[i].score > all[best].score)
            best = i;
    for (i = last->first; i < last->first + last->count; i++) {
        mass[i] = all[i].sum * own_exp((double)all[i].score - (double)all[best].score);
        whole += mass[i];
    }
    for (i = last->first; i < last->first + last->count; i++)
        mass[i] /= whole;
    for (t = segment[1] - segment[0]; t > 0; t--) {
        const Step *step = steps + t;
        int64_t slot = segment[0] + t - 1;
        int core = slot >= segment[2] && slot < segment[3];
        for (i = step->first_link; i < step->first_link + step->links; i++)
            mass[links[i].parent] += mass[links[i].child] * (double)links[i].share;
        if (core)
            for (i = step->first; i < step->first + step->count; i++)
                posteriors[all[i].arc] += (float)mass[i];
        if (best >= step->first) {
            if (core)
                chosen[found++] = all[best].arc;
            best = all[best].parent;
        }
    }
    return found;
}

/* Decode one segment; gives how many arcs were chosen. */
static int64_t decode_one(Work *work, const Lattice *lattice, const LanguageModel *model,
                          const int64_t *segment, int64_t begin, int64_t beam, float window,
                          float weight, float *posteriors, int64_t *chosen) {
    Hypothesis *start;
    Step *step;
    int64_t t;
    int state;
    RESERVE(work->hypotheses, 1, Hypothesis);
    RESERVE(work->steps, 1, Step);
    start = work->hypotheses.items;
    step = work->steps.items;
    memset(start, 0, sizeof *start);
    memset(step, 0, sizeof *step);
    start->key = (uint64_t)begin;
    start->sum = 1.0;
    prepare(model, start, NOT_SOUGHT, NOT_SOUGHT);
    step->count = 1;
    number_histories(start, step);
    work->hypothesis_count = 1;
    work->link_count = 0;
    for (t = 0; t < segment[1] - segment[0]; t++) {
        state = advance(work, model, lattice, segment[0] + t, t, beam, window, weight);
        if (state != DONE)
            return state;
    }
    return trace(work, segment, posteriors, chosen);
}

int64_t decode_segments(const Lattice *lattice, const LanguageModel *model, int64_t begin,
                        int64_t beam, float window, float weight, float *posteriors,
                        int64_t *chosen) {
    Work work;
    Buffer *buffers[] = {&work.hypotheses, &work.links,       &work.steps,   &work.transitions,
                         &work.groups,     &work.ranked,      &work.table,   &work.weights,
                         &work.mass,       &work.arcs,        &work.asked,   &work.rows,
                         &work.pair_values, &work.triple_values, &work.places, &work.wanted,
                         &work.totals};
    int64_t number = 0, found = 0, i;
    memset(&work, 0, sizeof work);
    for (i = 0; i < 3; i++)
        work.likeliest[i] = highest(model->codebook + 256 * i, 256, model->codebook[256 * i]);
    for (i = 0; i < lattice->segment_count && found >= 0; i++) {
        found = decode_one(&work, lattice, model, lattice->segments + 4 * i, begin, beam, window,
                           weight, posteriors, chosen + number);
        number += found;
    }
    for (i = 0; i < (int64_t)(sizeof buffers / sizeof *buffers); i++)
        free(buffers[i]->items);
    return found < 0 ? found : number;
}
