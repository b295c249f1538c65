/* What the parts of the compiled core share. Each has a twin in Python, named beside it, that gives
 * the same bytes: sums are taken in the same order, nothing is contracted, and `exp` is our own. */

#ifndef VNDIACRITICS_CORE_H
#define VNDIACRITICS_CORE_H

#include <stddef.h>
#include <stdint.h>

#if defined(__GNUC__) || defined(__clang__)
#define PREFETCH(address) __builtin_prefetch(address)
#else
#define PREFETCH(address) ((void)(address))
#endif

enum { DONE = 0, NO_MEMORY = -1, NO_PATH = -2 };

/* exp(x) for x <= 0, as `vndiacritics.arrays.exp` has it. */
static inline double own_exp(double x) {
    union {
        double value;
        int64_t bits;
    } scale;
    double n, r, p;
    if (x < -700.0)
        x = -700.0;
    n = (x * 1.4426950408889634 + 0x1.8p52) - 0x1.8p52;
    r = x - n * 0.6931471805599453;
    p = 2.7557319223985893e-06;
    p = p * r + 2.48015873015873e-05;
    p = p * r + 0.0001984126984126984;
    p = p * r + 0.001388888888888889;
    p = p * r + 0.008333333333333333;
    p = p * r + 0.041666666666666664;
    p = p * r + 0.16666666666666666;
    p = p * r + 0.5;
    p = p * r + 1.0;
    p = p * r + 1.0;
    scale.bits = ((int64_t)n + 1023) << 52;
    return p * scale.value;
}

/* vndiacritics/model/static_function.py */
typedef struct {
    const uint32_t *cells;
    uint64_t span; /* cells but the last two segments */
    uint64_t segment;
    uint64_t seed;
} StaticFunction;

typedef struct {
    uint32_t cells[3];
    uint32_t fingerprint;
} Place;

#define NOT_STORED 0x10000u /* values from here on: the key is not stored */
#define NOT_SOUGHT 0xFFFFFFFFu

static inline Place place_of(const StaticFunction *map, uint64_t key) {
    uint64_t word = key + map->seed, first, second, third;
    Place place;
    word ^= word >> 33;
    word *= 0xFF51AFD7ED558CCDu;
    word ^= word >> 33;
    word *= 0xC4CEB9FE1A85EC53u;
    word ^= word >> 33;
    first = ((word >> 32) * map->span) >> 32;
    second = (first + map->segment) ^ ((word >> 18) & (map->segment - 1));
    third = (first + 2 * map->segment) ^ (word & (map->segment - 1));
    place.cells[0] = (uint32_t)first;
    place.cells[1] = (uint32_t)second;
    place.cells[2] = (uint32_t)third;
    place.fingerprint = (uint32_t)word & 0xFFFF0000u;
    PREFETCH(map->cells + first);
    PREFETCH(map->cells + second);
    PREFETCH(map->cells + third);
    return place;
}

static inline uint32_t value_at(const StaticFunction *map, Place place) {
    return map->cells[place.cells[0]] ^ map->cells[place.cells[1]] ^ map->cells[place.cells[2]] ^
           place.fingerprint;
}

/* vndiacritics/model/language_model.py */
typedef struct {
    const float *unigram, *unigram_back_off;
    int64_t symbols;
    StaticFunction ngrams;
    const float *codebook;          /* 3 rows of 256 */
    const float *back_off_codebook; /* 2 rows of 256 */
    const uint64_t *own_keys; /* sorted; vndiacritics/model/own_ngrams.py */
    const float *own_floors;
    int64_t own_count;
} LanguageModel;

#define SYMBOL_BITS 14
#define SYMBOL_MASK ((UINT64_C(1) << SYMBOL_BITS) - 1)
#define PAIR_MASK ((UINT64_C(1) << 28) - 1)
#define STATE_MASK ((UINT64_C(1) << 42) - 1)

/* vndiacritics/search/lattice.py */
typedef struct {
    const int64_t *symbols;
    const float *costs;
    const int8_t *spans;
    const int64_t *ends;
    const int64_t *segments; /* rows of 4 */
    int64_t arcs, slots, segment_count;
} Lattice;

/* The columns of vndiacritics/search/arcs.py. */
typedef struct {
    const int32_t *symbols;
    const float *costs;
    const int8_t *spans;
    const int32_t *links;    /* rows of 2 */
    const float *part_costs; /* rows of 2 */
    const uint8_t *losses;
    int64_t arcs;
    const int64_t *counts; /* arcs that end at each slot */
    int64_t slots;
} Kept;

/* Columns of an analysis: first arc, number of arcs, number of slots, place of the first slot; what
 * it writes and its traits are of no use here. */
enum { FIRST_ARC, ARCS, SLOTS, FIRST_SLOT, ROW = 6 };

typedef struct {
    const int64_t *rows; /* rows of ROW */
    const int64_t *documents, *profiles, *lines;
    int64_t count;
} Tokens;

typedef struct {
    int64_t *symbols;
    float *costs;
    int8_t *spans;
    int32_t *links;
    float *part_costs;
    uint8_t *losses;
    int32_t *documents;
    int8_t *profiles;
    int32_t *lines;
    int64_t *token_of_slot;
    int64_t *ends; /* one more than slots */
    int64_t *first_arc, *first_slot;
} Laid;

/* Gather the arcs of tokens; `laid` has room for all of them, for their slots and for tokens. */
void gather_arcs(const Kept *kept, const Tokens *tokens, const Laid *laid);

/* Decode all segments; vndiacritics/search/decoder.py. `chosen` has room for one arc a slot of
 * every core; gives how many were written, or a number below 0 of the enumeration above. */
int64_t decode_segments(const Lattice *lattice, const LanguageModel *model, int64_t begin,
                        int64_t beam, float window, float weight, float *posteriors,
                        int64_t *chosen);

/* vndiacritics/model/part_costs.py */
#define SIZES 4 /* a letter is read as none to three characters */

typedef struct {
    const int64_t *parents, *node_letters;
    int64_t nodes;
    const int64_t *part_parents, *part_letters;
    int64_t parts;
    const int64_t *empty;
    int64_t empty_count;
    float far;
} Spellings;

typedef struct {
    const int64_t *before; /* the beginnings by none to three characters shorter, -1 for none */
    const int64_t *ends;   /* rows of letter costs of the characters between */
    int64_t count;         /* the first is the empty one, each comes after all it has before it */
    const float *letter_costs;
    int64_t letters;
    const int64_t *wanted; /* beginnings that are whole strings */
    int64_t wanted_count;
} Beginnings;

/* `best` has room for a row of nodes a beginning, `result` for a row of parts a wanted one. */
void spelling_costs(const Spellings *tree, const Beginnings *strings, float *best, float *result);

typedef struct {
    const uint32_t *points; /* characters of all strings, one behind the other */
    int64_t length;
    const int64_t *sizes; /* characters of each */
    int64_t count;
} Text;

typedef struct {
    int64_t *before, *ends; /* as those of `Beginnings`: room for one more than characters */
    int64_t *wanted;        /* a number a string */
    int64_t *spans;         /* rows of 2: where the characters of a row of letter costs stand */
    int64_t *rows;          /* how many there are: at most 3 a character and one of none */
} Listed;

/* List the beginnings of strings; gives how many there are, or a number below 0 of the enumeration
 * above. */
int64_t list_beginnings(const Text *strings, const Listed *found);

/* vndiacritics/candidates/nearest.py */
#define MOST_FORMS 3

typedef struct {
    const int64_t *queries; /* of each split, ascending */
    const float *extras;
    const int64_t *seen; /* rows of 2 */
    const int64_t *onset_rows, *rime_rows, *best_rows;
    int64_t splits;
    const float *onset_costs, *rime_costs, *best; /* tables */
    int64_t onset_width, rime_width, columns;
    const int64_t *firsts, *counts; /* of each column */
    const int64_t *syllables, *onsets;
    const float *priors;
    const int64_t *onset_parts, *rime_parts;
    int64_t onset_kinds, rime_kinds;
    uint8_t shape;
} Form;

typedef struct {
    int64_t first, count;
    const int64_t *most;
    const float *windows;
    float far, slack;
} Queries;

typedef struct {
    int64_t *counts, *syllables;
    float *costs;
    uint8_t *shapes;
    int64_t *links;
    float *part_costs;
} Found;

/* Find the syllables nearest to queries; `found` has room for as many as each of them may have.
 * Gives how many were written, or a number below 0 of the enumeration above. */
int64_t match_queries(const Form *forms, int form_count, const Queries *queries, Found *found);

/* vndiacritics/candidates/token_table.py */
enum { LAST, LAST_KIND, FIRST, FIRST_KIND, EDGES }; /* of a token; candidates/torn.py */

typedef struct {
    const uint8_t *flags;
    const int32_t *lengths;
    const int8_t *edges; /* rows of EDGES */
    uint8_t capitals, head, document_number;
    int longest, short_tail, vowel;
} Looks;

typedef struct {
    int64_t *lines, *within, *contexts;
    uint8_t *tears;
} Around;

/* Tell what is around the tokens of lines. */
void look_around(const Looks *looks, const int64_t *numbers, const int64_t *sizes, int64_t lines,
                 const Around *found);

/* vndiacritics/profiles/word_table.py */
typedef struct {
    const uint8_t *flags;
    uint8_t tells, letters, capitals, plain_capitals;
} Tells;

/* Choose the words of lines that tell of losses, and count those of each line; gives how many. */
int64_t told_words(const Tells *tells, const int32_t *numbers, const int64_t *sizes, int64_t lines,
                   int64_t *told, int64_t *counts);

/* vndiacritics/profiles/mixture.py */
#define RATES 8
#define MISREAD (RATES - 1)

typedef struct {
    const double *chances; /* a row a distinct word */
    const double *prior;
    int64_t rounds; /* of expectation-maximisation */
    double drawn, least_misread, misread_share;
} Mixture;

/* Estimate the rates of documents' lines and weigh their words. `words` are rows of the chances;
 * `rates` and `counts` have a row a line, `odd` a number, `likely` and `kept` a number a word. How
 * many words each line has is told by `sizes`, how many lines each document. */
void mixture_rates(const Mixture *mixture, const int64_t *words, const int64_t *sizes,
                   const int64_t *documents, int64_t document_count, double *rates, double *counts,
                   double *odd, double *likely, double *kept);

/* vndiacritics/profiles/chain.py */
#define MOST_STATES 32

/* Weigh the states of chains that seldom change, each of so many steps; `costs`, in nats, and
 * `weights` have a row a step. */
void chain_weights(const double *costs, const int64_t *chains, int64_t chain_count, int64_t number,
                   const double *start, double change, double *weights);

/* vndiacritics/model/store.py */
#define FOLDED 64

/* Fold a message into `rest`, FOLDED bytes whose CRC-32, begun with nothing, is that of as many of
 * the first bytes as are returned; 0 where the machine cannot. */
int64_t fold(const uint8_t *data, int64_t size, uint8_t *rest);

#endif
