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

#endif
