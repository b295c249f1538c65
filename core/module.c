/* The extension module: arguments in, results out; whatever it is given it stays within bounds. */

#define PY_SSIZE_T_CLEAN
#ifndef Py_LIMITED_API
#define Py_LIMITED_API 0x030B0000
#endif
#include <Python.h>

#include "core.h"

#include <stdlib.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

#define MOST_BUFFERS 64
#define INTERFACE 11 /* as in vndiacritics/core.py: raised when a function takes something else */

/* The arrays of one call. */
typedef struct {
    Py_buffer views[MOST_BUFFERS];
    int count;
} Arrays;

static void release(Arrays *arrays) {
    while (arrays->count)
        PyBuffer_Release(arrays->views + --arrays->count);
}

/* Give the items of a contiguous array, or NULL with an exception. */
static void *items(Arrays *arrays, PyObject *array, Py_ssize_t size, int writable, int64_t *count) {
    Py_buffer *view = arrays->views + arrays->count;
    if (PyObject_GetBuffer(array, view, writable ? PyBUF_WRITABLE : PyBUF_SIMPLE) < 0)
        return NULL;
    arrays->count++;
    if (view->len % size) {
        PyErr_SetString(PyExc_ValueError, "an array has items of another size");
        return NULL;
    }
    *count = view->len / size;
    return view->buf;
}

static int refuse(const char *what) {
    PyErr_SetString(PyExc_ValueError, what);
    return -1;
}

static int read_map(Arrays *arrays, PyObject *cells, unsigned long long segment,
                    unsigned long long seed, StaticFunction *map) {
    int64_t count;
    map->cells = items(arrays, cells, sizeof(uint32_t), 0, &count);
    if (!map->cells)
        return -1;
    if (!segment || (segment & (segment - 1)) || count % (int64_t)segment ||
        count < 3 * (int64_t)segment || count > UINT32_MAX)
        return refuse("the static function's segments do not fit its cells");
    map->segment = segment;
    map->span = (uint64_t)count - 2 * segment;
    map->seed = seed;
    return 0;
}

static int read_model(Arrays *arrays, PyObject *given, LanguageModel *model, int64_t *begin) {
    PyObject *unigram, *back_off, *cells, *codebook, *back_off_codebook, *own_keys, *own_floors;
    unsigned long long segment, seed;
    long long first;
    int64_t count;
    if (!PyArg_ParseTuple(given, "OOOKKOOOOL", &unigram, &back_off, &cells, &segment, &seed,
                          &codebook, &back_off_codebook, &own_keys, &own_floors, &first))
        return -1;
    model->unigram = items(arrays, unigram, sizeof(float), 0, &model->symbols);
    if (!model->unigram)
        return -1;
    model->unigram_back_off = items(arrays, back_off, sizeof(float), 0, &count);
    if (!model->unigram_back_off)
        return -1;
    if (count != model->symbols || count > (1 << SYMBOL_BITS) || first < 0 || first >= count)
        return refuse("the language model's unigrams do not fit its symbols");
    if (read_map(arrays, cells, segment, seed, &model->ngrams) < 0)
        return -1;
    model->codebook = items(arrays, codebook, sizeof(float), 0, &count);
    if (!model->codebook)
        return -1;
    if (count != 3 * 256)
        return refuse("the language model's codebook has another size");
    model->back_off_codebook = items(arrays, back_off_codebook, sizeof(float), 0, &count);
    if (!model->back_off_codebook)
        return -1;
    if (count != 2 * 256)
        return refuse("the language model's back-off codebook has another size");
    model->own_keys = items(arrays, own_keys, sizeof(uint64_t), 0, &model->own_count);
    if (!model->own_keys)
        return -1;
    model->own_floors = items(arrays, own_floors, sizeof(float), 0, &count);
    if (!model->own_floors)
        return -1;
    if (count != model->own_count)
        return refuse("the user's own n-grams need a floor each");
    *begin = first;
    return 0;
}

static int read_lattice(Arrays *arrays, PyObject *given, Lattice *lattice) {
    PyObject *symbols, *costs, *spans, *ends, *segments;
    int64_t count;
    if (!PyArg_ParseTuple(given, "OOOOO", &symbols, &costs, &spans, &ends, &segments))
        return -1;
    lattice->symbols = items(arrays, symbols, sizeof(int64_t), 0, &lattice->arcs);
    if (!lattice->symbols)
        return -1;
    lattice->costs = items(arrays, costs, sizeof(float), 0, &count);
    if (!lattice->costs)
        return -1;
    if (count != lattice->arcs)
        return refuse("a lattice needs a cost for each arc");
    lattice->spans = items(arrays, spans, sizeof(int8_t), 0, &count);
    if (!lattice->spans)
        return -1;
    if (count != lattice->arcs)
        return refuse("a lattice needs a span for each arc");
    lattice->ends = items(arrays, ends, sizeof(int64_t), 0, &lattice->slots);
    if (!lattice->ends)
        return -1;
    lattice->slots--;
    lattice->segments = items(arrays, segments, 4 * sizeof(int64_t), 0, &lattice->segment_count);
    return lattice->segments ? 0 : -1;
}

/* Check that nothing points outside of the lattice; gives the slots of all cores, or -1. */
static int64_t checked(const Lattice *lattice, const LanguageModel *model) {
    int64_t i, slots = 0;
    if (lattice->slots < 0 || lattice->ends[0] != 0 ||
        lattice->ends[lattice->slots] != lattice->arcs || lattice->arcs > INT32_MAX)
        return refuse("the slots of a lattice do not end with its arcs");
    for (i = 0; i < lattice->slots; i++)
        if (lattice->ends[i] > lattice->ends[i + 1])
            return refuse("the slots of a lattice are not in order");
    for (i = 0; i < lattice->arcs; i++)
        if (lattice->symbols[i] < 0 || lattice->symbols[i] >= model->symbols)
            return refuse("an arc's symbol is none of the language model");
    for (i = 0; i < lattice->segment_count; i++) {
        const int64_t *own = lattice->segments + 4 * i;
        if (own[0] < 0 || own[0] > own[2] || own[2] > own[3] || own[3] > own[1] ||
            own[1] > lattice->slots)
            return refuse("a segment is not within its lattice");
        slots += own[3] - own[2];
    }
    return slots;
}

PyDoc_STRVAR(decode_doc,
             "decode(lattice, model, beam, window, weight, posteriors, chosen)\n--\n\n"
             "Decode all segments; fill `posteriors` and `chosen`, return how many were chosen.");

static PyObject *decode(PyObject *self, PyObject *arguments) {
    PyObject *given_lattice, *given_model, *given_posteriors, *given_chosen;
    Arrays arrays = {.count = 0};
    Lattice lattice;
    LanguageModel model;
    long long beam;
    float window, weight, *posteriors;
    int64_t begin, slots, count, room, *chosen, found = 0;
    (void)self;
    if (!PyArg_ParseTuple(arguments, "O!O!LffOO", &PyTuple_Type, &given_lattice, &PyTuple_Type,
                          &given_model, &beam, &window, &weight, &given_posteriors, &given_chosen))
        return NULL;
    if (read_lattice(&arrays, given_lattice, &lattice) < 0 ||
        read_model(&arrays, given_model, &model, &begin) < 0 ||
        (slots = checked(&lattice, &model)) < 0 ||
        !(posteriors = items(&arrays, given_posteriors, sizeof(float), 1, &count)) ||
        !(chosen = items(&arrays, given_chosen, sizeof(int64_t), 1, &room))) {
        release(&arrays);
        return NULL;
    }
    if (count != lattice.arcs || room < slots) {
        release(&arrays);
        PyErr_SetString(PyExc_ValueError, "there is no room for what is decoded");
        return NULL;
    }
    Py_BEGIN_ALLOW_THREADS
    found = decode_segments(&lattice, &model, begin, beam, window, weight, posteriors, chosen);
    Py_END_ALLOW_THREADS
    release(&arrays);
    if (found == NO_MEMORY)
        return PyErr_NoMemory();
    if (found < 0) {
        PyErr_SetString(PyExc_ValueError, "a slot of a segment has no arc that leads to it");
        return NULL;
    }
    return PyLong_FromLongLong(found);
}

PyDoc_STRVAR(find_doc, "find(cells, segment, seed, keys, values)\n--\n\n"
                       "Look keys up in a static function; values from 65,536 on: not stored.");

static PyObject *find(PyObject *self, PyObject *arguments) {
    enum { AHEAD = 16 };
    PyObject *cells, *given_keys, *given_values;
    unsigned long long segment, seed;
    Arrays arrays = {.count = 0};
    StaticFunction map;
    const uint64_t *keys;
    uint32_t *values;
    int64_t count, room, i, j;
    (void)self;
    if (!PyArg_ParseTuple(arguments, "OKKOO", &cells, &segment, &seed, &given_keys, &given_values))
        return NULL;
    if (read_map(&arrays, cells, segment, seed, &map) < 0 ||
        !(keys = items(&arrays, given_keys, sizeof(uint64_t), 0, &count)) ||
        !(values = items(&arrays, given_values, sizeof(uint32_t), 1, &room)) ||
        (count != room && refuse("there is no room for a value a key") < 0)) {
        release(&arrays);
        return NULL;
    }
    Py_BEGIN_ALLOW_THREADS
    for (i = 0; i < count; i += AHEAD) {
        Place places[AHEAD];
        int64_t number = count - i < AHEAD ? count - i : AHEAD;
        for (j = 0; j < number; j++)
            places[j] = place_of(&map, keys[i + j]);
        for (j = 0; j < number; j++)
            values[i + j] = value_at(&map, places[j]);
    }
    Py_END_ALLOW_THREADS
    release(&arrays);
    Py_RETURN_NONE;
}

/* Check that all of some numbers are from `least` to below `bound`. */
static int within(const int64_t *numbers, int64_t count, int64_t least, int64_t bound) {
    int64_t i;
    for (i = 0; i < count; i++)
        if (numbers[i] < least || numbers[i] >= bound)
            return refuse("a number points outside of its table");
    return 0;
}

static int read_tree(Arrays *arrays, PyObject *given, Spellings *tree) {
    PyObject *parents, *letters, *part_parents, *part_letters, *empty;
    int64_t count, i;
    if (!PyArg_ParseTuple(given, "OOOOOf", &parents, &letters, &part_parents, &part_letters, &empty,
                          &tree->far))
        return -1;
    if (!(tree->parents = items(arrays, parents, sizeof(int64_t), 0, &tree->nodes)) ||
        !(tree->node_letters = items(arrays, letters, sizeof(int64_t), 0, &count)) ||
        (count != tree->nodes && refuse("a node needs a letter") < 0) ||
        !(tree->part_parents = items(arrays, part_parents, sizeof(int64_t), 0, &tree->parts)) ||
        !(tree->part_letters = items(arrays, part_letters, sizeof(int64_t), 0, &count)) ||
        (count != tree->parts && refuse("a part needs a letter") < 0) ||
        !(tree->empty = items(arrays, empty, sizeof(int64_t), 0, &tree->empty_count)) ||
        within(tree->part_parents, tree->parts, 0, tree->nodes) < 0 ||
        within(tree->empty, tree->empty_count, 0, tree->parts) < 0)
        return -1;
    for (i = 1; i < tree->nodes; i++)
        if (tree->parents[i] < 0 || tree->parents[i] >= i)
            return refuse("a node's parent does not come before it");
    return 0;
}

static int read_beginnings(Arrays *arrays, PyObject *given, const Spellings *tree,
                           Beginnings *strings) {
    PyObject *before, *ends, *letter_costs, *wanted;
    long long letters;
    int64_t count, i, rows;
    if (!PyArg_ParseTuple(given, "OOOLO", &before, &ends, &letter_costs, &letters, &wanted))
        return -1;
    if (!(strings->before = items(arrays, before, SIZES * sizeof(int64_t), 0, &strings->count)) ||
        !(strings->ends = items(arrays, ends, SIZES * sizeof(int64_t), 0, &count)) ||
        (count != strings->count && refuse("a beginning needs its ends") < 0) ||
        !(strings->letter_costs = items(arrays, letter_costs, sizeof(float), 0, &count)) ||
        !(strings->wanted = items(arrays, wanted, sizeof(int64_t), 0, &strings->wanted_count)))
        return -1;
    if (letters <= 0 || count % letters)
        return refuse("letter costs are no table");
    strings->letters = letters;
    rows = count / letters;
    for (i = 0; i < strings->count; i++)
        if (strings->before[i * SIZES] != i || within(strings->before + i * SIZES, SIZES, -1, i + 1))
            return refuse("a beginning comes before a shorter one");
    if (within(strings->ends, strings->count * SIZES, 0, rows) < 0 ||
        within(strings->wanted, strings->wanted_count, 0, strings->count) < 0 ||
        within(tree->node_letters, tree->nodes, 0, letters) < 0)
        return -1;
    return within(tree->part_letters, tree->parts, 0, letters);
}

PyDoc_STRVAR(spelling_doc,
             "spelling_costs(tree, beginnings, best, result)\n--\n\n"
             "Fill `result` with the cheapest reading of strings as parts, letter by letter.");

static PyObject *spelling(PyObject *self, PyObject *arguments) {
    PyObject *given_tree, *given_strings, *given_best, *given_result;
    Arrays arrays = {.count = 0};
    Spellings tree;
    Beginnings strings;
    float *best, *result;
    int64_t room, size;
    (void)self;
    if (!PyArg_ParseTuple(arguments, "O!O!OO", &PyTuple_Type, &given_tree, &PyTuple_Type,
                          &given_strings, &given_best, &given_result))
        return NULL;
    if (read_tree(&arrays, given_tree, &tree) < 0 ||
        read_beginnings(&arrays, given_strings, &tree, &strings) < 0 ||
        !(best = items(&arrays, given_best, sizeof(float), 1, &room)) ||
        (room != strings.count * tree.nodes && refuse("there is no room for the nodes") < 0) ||
        !(result = items(&arrays, given_result, sizeof(float), 1, &size)) ||
        (size != strings.wanted_count * tree.parts && refuse("there is no room for costs") < 0)) {
        release(&arrays);
        return NULL;
    }
    Py_BEGIN_ALLOW_THREADS
    spelling_costs(&tree, &strings, best, result);
    Py_END_ALLOW_THREADS
    release(&arrays);
    Py_RETURN_NONE;
}

/* Give the numbers of an array that has so many, or NULL with an exception. */
static const int64_t *numbers(Arrays *arrays, PyObject *array, int64_t wanted) {
    int64_t count;
    const int64_t *found = items(arrays, array, sizeof(int64_t), 0, &count);
    if (found && count != wanted) {
        refuse("columns of one table differ in length");
        return NULL;
    }
    return found;
}

/* Give the rows of a table of costs, or NULL with an exception. */
static const float *table(Arrays *arrays, PyObject *array, int64_t width, int64_t *rows) {
    int64_t count;
    const float *found = items(arrays, array, sizeof(float), 0, &count);
    if (found && (width <= 0 || count % width)) {
        refuse("costs are no table");
        return NULL;
    }
    if (found)
        *rows = count / width;
    return found;
}

static int read_splits(Arrays *arrays, PyObject *given, const Queries *queries, Form *form,
                       const int64_t rows[3]) {
    PyObject *of, *extras, *seen, *onset_rows, *rime_rows, *best_rows;
    int64_t count, i;
    if (!PyArg_ParseTuple(given, "OOOOOO", &of, &extras, &seen, &onset_rows, &rime_rows,
                          &best_rows))
        return -1;
    if (!(form->queries = items(arrays, of, sizeof(int64_t), 0, &form->splits)) ||
        !(form->extras = items(arrays, extras, sizeof(float), 0, &count)) ||
        (count != form->splits && refuse("a split needs the cost of its case") < 0) ||
        !(form->seen = numbers(arrays, seen, 2 * form->splits)) ||
        !(form->onset_rows = numbers(arrays, onset_rows, form->splits)) ||
        !(form->rime_rows = numbers(arrays, rime_rows, form->splits)) ||
        !(form->best_rows = numbers(arrays, best_rows, form->splits)) ||
        within(form->queries, form->splits, queries->first, queries->first + queries->count) < 0 ||
        within(form->onset_rows, form->splits, 0, rows[0]) < 0 ||
        within(form->rime_rows, form->splits, 0, rows[1]) < 0 ||
        within(form->best_rows, form->splits, 0, rows[2]) < 0)
        return -1;
    for (i = 1; i < form->splits; i++)
        if (form->queries[i - 1] > form->queries[i])
            return refuse("splits are not in the order of their queries");
    return 0;
}

static int read_form(Arrays *arrays, PyObject *given, const Queries *queries, Form *form) {
    PyObject *splits, *onset_costs, *rime_costs, *best, *firsts, *counts, *syllables, *onsets;
    PyObject *priors, *onset_parts, *rime_parts;
    long long shape, onset_kinds, rime_kinds;
    int64_t rows[3], members, count, i;
    if (!PyArg_ParseTuple(given, "LO!OOOOOOOOOLOL", &shape, &PyTuple_Type, &splits, &onset_costs,
                          &rime_costs, &best, &firsts, &counts, &syllables, &onsets, &priors,
                          &onset_parts, &onset_kinds, &rime_parts, &rime_kinds))
        return -1;
    form->shape = (uint8_t)shape;
    form->onset_kinds = onset_kinds;
    form->rime_kinds = rime_kinds;
    if (!(form->firsts = items(arrays, firsts, sizeof(int64_t), 0, &form->columns)) ||
        !(form->counts = numbers(arrays, counts, form->columns)) ||
        !(form->syllables = items(arrays, syllables, sizeof(int64_t), 0, &members)) ||
        !(form->onsets = numbers(arrays, onsets, members)) ||
        !(form->priors = items(arrays, priors, sizeof(float), 0, &count)) ||
        (count != members && refuse("a syllable needs its prior") < 0) ||
        !(form->onset_parts = items(arrays, onset_parts, sizeof(int64_t), 0, &form->onset_width)) ||
        !(form->rime_parts = items(arrays, rime_parts, sizeof(int64_t), 0, &form->rime_width)) ||
        !(form->onset_costs = table(arrays, onset_costs, form->onset_width, rows)) ||
        !(form->rime_costs = table(arrays, rime_costs, form->rime_width, rows + 1)) ||
        !(form->best = table(arrays, best, form->columns, rows + 2)) ||
        within(form->onsets, members, 0, form->onset_width) < 0)
        return -1;
    if (form->columns > form->rime_width)
        return refuse("a rime has no cost");
    for (i = 0; i < form->columns; i++)
        if (form->firsts[i] < 0 || form->counts[i] < 0 ||
            form->counts[i] > members - form->firsts[i])
            return refuse("a rime's syllables are not in their table");
    return read_splits(arrays, splits, queries, form, rows);
}

static int read_found(Arrays *arrays, PyObject *given, const Queries *queries, Found *found) {
    PyObject *counts, *syllables, *costs, *shapes, *links, *part_costs;
    int64_t room = 0, sizes[6], i;
    if (!PyArg_ParseTuple(given, "OOOOOO", &counts, &syllables, &costs, &shapes, &links,
                          &part_costs))
        return -1;
    if (!(found->counts = items(arrays, counts, sizeof(int64_t), 1, sizes)) ||
        !(found->syllables = items(arrays, syllables, sizeof(int64_t), 1, sizes + 1)) ||
        !(found->costs = items(arrays, costs, sizeof(float), 1, sizes + 2)) ||
        !(found->shapes = items(arrays, shapes, sizeof(uint8_t), 1, sizes + 3)) ||
        !(found->links = items(arrays, links, 2 * sizeof(int64_t), 1, sizes + 4)) ||
        !(found->part_costs = items(arrays, part_costs, 2 * sizeof(float), 1, sizes + 5)))
        return -1;
    for (i = 0; i < queries->count; i++) {
        if (queries->most[i] < 1 || queries->most[i] > UINT16_MAX)
            return refuse("a query wants too many matches, or none");
        room += queries->most[i];
    }
    for (i = 1; i < 6; i++)
        if (sizes[i] < room)
            return refuse("there is no room for matches");
    return sizes[0] < queries->count ? refuse("there is no room for counts") : 0;
}

PyDoc_STRVAR(nearest_doc,
             "nearest(queries, forms, found)\n--\n\n"
             "Find the syllables nearest to queries; fill the arrays of `found`, return how many.");

static PyObject *nearest(PyObject *self, PyObject *arguments) {
    PyObject *given_queries, *given_forms, *given_found, *most, *windows;
    Arrays arrays = {.count = 0};
    Queries queries;
    Form forms[MOST_FORMS];
    Found found;
    long long first;
    int64_t count, total = 0;
    Py_ssize_t form_count, i;
    (void)self;
    if (!PyArg_ParseTuple(arguments, "O!O!O!", &PyTuple_Type, &given_queries, &PyTuple_Type,
                          &given_forms, &PyTuple_Type, &given_found) ||
        !PyArg_ParseTuple(given_queries, "LOOff", &first, &most, &windows, &queries.far,
                          &queries.slack))
        return NULL;
    form_count = PyTuple_Size(given_forms);
    queries.first = first;
    if (form_count > MOST_FORMS) {
        PyErr_SetString(PyExc_ValueError, "there are more cases than a word has");
        return NULL;
    }
    if (!(queries.most = items(&arrays, most, sizeof(int64_t), 0, &queries.count)) ||
        !(queries.windows = items(&arrays, windows, sizeof(float), 0, &count)) ||
        (count != queries.count && refuse("a query needs a window") < 0) ||
        read_found(&arrays, given_found, &queries, &found) < 0) {
        release(&arrays);
        return NULL;
    }
    for (i = 0; i < form_count; i++) {
        PyObject *form = PyTuple_GetItem(given_forms, i);
        if (!form || read_form(&arrays, form, &queries, forms + i) < 0) {
            release(&arrays);
            return NULL;
        }
    }
    Py_BEGIN_ALLOW_THREADS
    total = match_queries(forms, (int)form_count, &queries, &found);
    Py_END_ALLOW_THREADS
    release(&arrays);
    return total < 0 ? PyErr_NoMemory() : PyLong_FromLongLong(total);
}

/* Check that some sizes are those of the parts of a whole. */
static int parted(const int64_t *sizes, int64_t count, int64_t whole) {
    int64_t i;
    if (within(sizes, count, 0, whole + 1) < 0)
        return -1;
    for (i = 0; i < count && sizes[i] <= whole; i++)
        whole -= sizes[i];
    return i < count || whole ? refuse("the sizes of parts are not those of the whole") : 0;
}

PyDoc_STRVAR(beginnings_doc,
             "beginnings(points, sizes, (before, ends, wanted, spans))\n--\n\n"
             "List the beginnings of strings; fill the last arrays; return how many beginnings and "
             "how many rows of letters there are.");

static PyObject *beginnings(PyObject *self, PyObject *arguments) {
    PyObject *points, *sizes, *before, *ends, *wanted, *spans;
    Arrays arrays = {.count = 0};
    Text strings;
    Listed found;
    int64_t rooms[4], rows, number, i, left;
    (void)self;
    if (!PyArg_ParseTuple(arguments, "OO(OOOO)", &points, &sizes, &before, &ends, &wanted, &spans))
        return NULL;
    if (!(strings.points = items(&arrays, points, sizeof(uint32_t), 0, &strings.length)) ||
        !(strings.sizes = items(&arrays, sizes, sizeof(int64_t), 0, &strings.count)) ||
        !(found.before = items(&arrays, before, SIZES * sizeof(int64_t), 1, rooms)) ||
        !(found.ends = items(&arrays, ends, SIZES * sizeof(int64_t), 1, rooms + 1)) ||
        !(found.wanted = items(&arrays, wanted, sizeof(int64_t), 1, rooms + 2)) ||
        !(found.spans = items(&arrays, spans, 2 * sizeof(int64_t), 1, rooms + 3)) ||
        parted(strings.sizes, strings.count, strings.length) < 0) {
        release(&arrays);
        return NULL;
    }
    for (i = 0, left = 1; i < strings.length; i++)
        left &= strings.points[i] < 0x110000;
    if (!left || rooms[0] <= strings.length || rooms[1] <= strings.length ||
        rooms[2] != strings.count || rooms[3] <= (SIZES - 1) * strings.length) {
        release(&arrays);
        refuse("there is no room for the beginnings of strings");
        return NULL;
    }
    found.rows = &rows;
    Py_BEGIN_ALLOW_THREADS
    number = list_beginnings(&strings, &found);
    Py_END_ALLOW_THREADS
    release(&arrays);
    if (number < 0)
        return PyErr_NoMemory();
    return Py_BuildValue("LL", (long long)number, (long long)rows);
}

PyDoc_STRVAR(around_doc,
             "around(looks, constants, tokens, (lines, within, contexts, tears))\n--\n\n"
             "Tell what is around the tokens of lines; fill the last arrays.");

static PyObject *around(PyObject *self, PyObject *arguments) {
    PyObject *flags, *lengths, *edges, *given_numbers, *given_sizes, *found[4];
    Arrays arrays = {.count = 0};
    Looks looks;
    Around filled;
    const int64_t *numbers, *sizes;
    int64_t known[3], count, lines, rooms[4];
    (void)self;
    if (!PyArg_ParseTuple(arguments, "(OOO)(bbbiii)(OO)(OOOO)", &flags, &lengths, &edges,
                          &looks.capitals, &looks.head, &looks.document_number, &looks.longest,
                          &looks.short_tail, &looks.vowel, &given_numbers, &given_sizes, found,
                          found + 1, found + 2, found + 3))
        return NULL;
    if (!(looks.flags = items(&arrays, flags, sizeof(uint8_t), 0, known)) ||
        !(looks.lengths = items(&arrays, lengths, sizeof(int32_t), 0, known + 1)) ||
        !(looks.edges = items(&arrays, edges, EDGES * sizeof(int8_t), 0, known + 2)) ||
        !(numbers = items(&arrays, given_numbers, sizeof(int64_t), 0, &count)) ||
        !(sizes = items(&arrays, given_sizes, sizeof(int64_t), 0, &lines)) ||
        !(filled.lines = items(&arrays, found[0], sizeof(int64_t), 1, rooms)) ||
        !(filled.within = items(&arrays, found[1], sizeof(int64_t), 1, rooms + 1)) ||
        !(filled.contexts = items(&arrays, found[2], sizeof(int64_t), 1, rooms + 2)) ||
        !(filled.tears = items(&arrays, found[3], sizeof(uint8_t), 1, rooms + 3)) ||
        ((known[1] != known[0] || known[2] != known[0] || rooms[0] != count ||
          rooms[1] != count || rooms[2] != count || rooms[3] != count) &&
         refuse("columns of one table differ in length") < 0) ||
        within(numbers, count, 0, known[0]) < 0 || parted(sizes, lines, count) < 0) {
        release(&arrays);
        return NULL;
    }
    Py_BEGIN_ALLOW_THREADS
    look_around(&looks, numbers, sizes, lines, &filled);
    Py_END_ALLOW_THREADS
    release(&arrays);
    Py_RETURN_NONE;
}

PyDoc_STRVAR(told_doc,
             "told(flags, constants, tokens, (told, counts))\n--\n\n"
             "Choose the words of lines that tell of losses; fill the last arrays; return how many "
             "they are.");

static PyObject *told_of_lines(PyObject *self, PyObject *arguments) {
    PyObject *flags, *given_numbers, *given_sizes, *given_told, *given_counts;
    Arrays arrays = {.count = 0};
    Tells tells;
    const int32_t *numbers;
    const int64_t *sizes;
    int64_t *told, *counts, known, count, lines, rooms[2], i, found;
    (void)self;
    if (!PyArg_ParseTuple(arguments, "O(bbbb)(OO)(OO)", &flags, &tells.tells, &tells.letters,
                          &tells.capitals, &tells.plain_capitals, &given_numbers, &given_sizes,
                          &given_told, &given_counts))
        return NULL;
    if (!(tells.flags = items(&arrays, flags, sizeof(uint8_t), 0, &known)) ||
        !(numbers = items(&arrays, given_numbers, sizeof(int32_t), 0, &count)) ||
        !(sizes = items(&arrays, given_sizes, sizeof(int64_t), 0, &lines)) ||
        !(told = items(&arrays, given_told, sizeof(int64_t), 1, rooms)) ||
        !(counts = items(&arrays, given_counts, sizeof(int64_t), 1, rooms + 1)) ||
        ((rooms[0] != count || rooms[1] != lines) &&
         refuse("there is no room for the words of lines") < 0) ||
        parted(sizes, lines, count) < 0) {
        release(&arrays);
        return NULL;
    }
    for (i = 0; i < count && numbers[i] >= 0 && numbers[i] < known; i++)
        ;
    if (i < count) {
        release(&arrays);
        refuse("a number is not in its table");
        return NULL;
    }
    Py_BEGIN_ALLOW_THREADS
    found = told_words(&tells, numbers, sizes, lines, told, counts);
    Py_END_ALLOW_THREADS
    release(&arrays);
    return PyLong_FromLongLong(found);
}

static int read_mixture(Arrays *arrays, PyObject *given, int64_t *known, Mixture *mixture) {
    PyObject *chances, *prior;
    long long rounds;
    int64_t rows;
    if (!PyArg_ParseTuple(given, "OOLddd", &chances, &prior, &rounds, &mixture->drawn,
                          &mixture->least_misread, &mixture->misread_share))
        return -1;
    mixture->rounds = rounds;
    if (!(mixture->chances = items(arrays, chances, RATES * sizeof(double), 0, known)) ||
        !(mixture->prior = items(arrays, prior, RATES * sizeof(double), 0, &rows)))
        return -1;
    return rows == 1 ? 0 : refuse("a mixture has one prior");
}

PyDoc_STRVAR(rates_doc, "mixture_rates(mixture, words, found)\n--\n\n"
                        "Estimate the rates of lines and weigh their words; change the arrays of "
                        "`found`.");

static PyObject *rates(PyObject *self, PyObject *arguments) {
    PyObject *given_mixture, *given_words, *given_found, *numbers_of_words, *given_sizes;
    PyObject *given_documents, *given[5];
    Arrays arrays = {.count = 0};
    Mixture mixture;
    const int64_t *words, *sizes, *documents;
    double *found[5];
    int64_t known, word_count, lines, document_count, rooms[5];
    int i, fits = 1;
    (void)self;
    if (!PyArg_ParseTuple(arguments, "O!O!O!", &PyTuple_Type, &given_mixture, &PyTuple_Type,
                          &given_words, &PyTuple_Type, &given_found) ||
        !PyArg_ParseTuple(given_words, "OOO", &numbers_of_words, &given_sizes, &given_documents) ||
        !PyArg_ParseTuple(given_found, "OOOOO", given, given + 1, given + 2, given + 3, given + 4))
        return NULL;
    if (read_mixture(&arrays, given_mixture, &known, &mixture) < 0 ||
        !(words = items(&arrays, numbers_of_words, sizeof(int64_t), 0, &word_count)) ||
        within(words, word_count, 0, known) < 0 ||
        !(sizes = items(&arrays, given_sizes, sizeof(int64_t), 0, &lines)) ||
        !(documents = items(&arrays, given_documents, sizeof(int64_t), 0, &document_count)) ||
        parted(sizes, lines, word_count) < 0 || parted(documents, document_count, lines) < 0) {
        release(&arrays);
        return NULL;
    }
    for (i = 0; i < 5; i++) {
        size_t size = (i < 2 ? RATES : 1) * sizeof(double);
        if (!(found[i] = items(&arrays, given[i], (Py_ssize_t)size, 1, rooms + i))) {
            release(&arrays);
            return NULL;
        }
        fits &= rooms[i] == (i < 3 ? lines : word_count);
    }
    if (!fits) {
        release(&arrays);
        refuse("a line needs rates, and a word its weight");
        return NULL;
    }
    Py_BEGIN_ALLOW_THREADS
    mixture_rates(&mixture, words, sizes, documents, document_count, found[0], found[1], found[2],
                  found[3], found[4]);
    Py_END_ALLOW_THREADS
    release(&arrays);
    Py_RETURN_NONE;
}

PyDoc_STRVAR(chain_doc, "chain_weights(costs, chains, start, change, weights)\n--\n\n"
                        "Weigh the states of chains step by step; fill the last array.");

static PyObject *chain(PyObject *self, PyObject *arguments) {
    PyObject *given_costs, *given_chains, *given_start, *given_weights;
    Arrays arrays = {.count = 0};
    const double *costs, *start;
    const int64_t *chains;
    double change, *weights;
    int64_t size, number, room, chain_count;
    (void)self;
    if (!PyArg_ParseTuple(arguments, "OOOdO", &given_costs, &given_chains, &given_start, &change,
                          &given_weights))
        return NULL;
    if (!(costs = items(&arrays, given_costs, sizeof(double), 0, &size)) ||
        !(start = items(&arrays, given_start, sizeof(double), 0, &number)) ||
        !(weights = items(&arrays, given_weights, sizeof(double), 1, &room)) ||
        ((number < 1 || number > MOST_STATES || size % number || room != size) &&
         refuse("the steps of a chain need a likelihood and a weight for each state") < 0) ||
        !(chains = items(&arrays, given_chains, sizeof(int64_t), 0, &chain_count)) ||
        parted(chains, chain_count, size / number) < 0) {
        release(&arrays);
        return NULL;
    }
    Py_BEGIN_ALLOW_THREADS
    chain_weights(costs, chains, chain_count, number, start, change, weights);
    Py_END_ALLOW_THREADS
    release(&arrays);
    Py_RETURN_NONE;
}

PyDoc_STRVAR(number_doc, "number(numbers, tokens, found)\n--\n\n"
                         "Look tokens up in a dictionary; fill the last array, -1 for those that "
                         "it has not; return whether it has all.");

static PyObject *number(PyObject *self, PyObject *arguments) {
    PyObject *numbers, *tokens, *given_found;
    Arrays arrays = {.count = 0};
    int64_t *found, room;
    Py_ssize_t count, place;
    int all = 1;
    (void)self;
    if (!PyArg_ParseTuple(arguments, "O!O!O", &PyDict_Type, &numbers, &PyList_Type, &tokens,
                          &given_found))
        return NULL;
    count = PyList_Size(tokens);
    if (!(found = items(&arrays, given_found, sizeof(int64_t), 1, &room)) ||
        (room != count && refuse("a token needs a number") < 0)) {
        release(&arrays);
        return NULL;
    }
    /* Keys that are strings run no code of Python's, so the list stays as it is. */
    for (place = 0; place < count; place++) {
        PyObject *token = PyList_GetItem(tokens, place), *known;
        if (!token || !PyUnicode_CheckExact(token)) {
            release(&arrays);
            PyErr_SetString(PyExc_ValueError, "a token is no string");
            return NULL;
        }
        known = PyDict_GetItemWithError(numbers, token);
        found[place] = known ? PyLong_AsLongLong(known) : -1;
        if (PyErr_Occurred()) {
            release(&arrays);
            return NULL;
        }
        all &= known != NULL;
    }
    release(&arrays);
    return PyBool_FromLong(all);
}

PyDoc_STRVAR(fold_doc, "fold(data, rest)\n--\n\n"
                       "Fold the beginning of a message into 64 bytes of the same CRC-32; return "
                       "how long it is, 0 where the machine cannot.");

static PyObject *fold_message(PyObject *self, PyObject *arguments) {
    PyObject *given_data, *given_rest;
    Arrays arrays = {.count = 0};
    const uint8_t *data;
    uint8_t *rest;
    int64_t size, room, done;
    (void)self;
    if (!PyArg_ParseTuple(arguments, "OO", &given_data, &given_rest))
        return NULL;
    if (!(data = items(&arrays, given_data, 1, 0, &size)) ||
        !(rest = items(&arrays, given_rest, 1, 1, &room)) ||
        (room != FOLDED && refuse("a message is folded into 64 bytes") < 0)) {
        release(&arrays);
        return NULL;
    }
    Py_BEGIN_ALLOW_THREADS
    done = fold(data, size, rest);
    Py_END_ALLOW_THREADS
    release(&arrays);
    return PyLong_FromLongLong(done);
}

static int read_kept(Arrays *arrays, PyObject *given, Kept *kept) {
    PyObject *symbols, *costs, *spans, *links, *part_costs, *losses, *counts;
    int64_t sizes[5], i;
    if (!PyArg_ParseTuple(given, "OOOOOOO", &symbols, &costs, &spans, &links, &part_costs, &losses,
                          &counts))
        return -1;
    if (!(kept->symbols = items(arrays, symbols, sizeof(int32_t), 0, &kept->arcs)) ||
        !(kept->costs = items(arrays, costs, sizeof(float), 0, sizes)) ||
        !(kept->spans = items(arrays, spans, sizeof(int8_t), 0, sizes + 1)) ||
        !(kept->links = items(arrays, links, 2 * sizeof(int32_t), 0, sizes + 2)) ||
        !(kept->part_costs = items(arrays, part_costs, 2 * sizeof(float), 0, sizes + 3)) ||
        !(kept->losses = items(arrays, losses, sizeof(uint8_t), 0, sizes + 4)) ||
        !(kept->counts = items(arrays, counts, sizeof(int64_t), 0, &kept->slots)))
        return -1;
    for (i = 0; i < 5; i++)
        if (sizes[i] != kept->arcs)
            return refuse("columns of one table differ in length");
    return 0;
}

/* Read the tokens; gives the arcs and slots they have, or -1. */
static int read_tokens(Arrays *arrays, PyObject *given, const Kept *kept, Tokens *tokens,
                       int64_t *arcs, int64_t *slots) {
    PyObject *rows, *documents, *profiles, *lines;
    int64_t i;
    if (!PyArg_ParseTuple(given, "OOOO", &rows, &documents, &profiles, &lines))
        return -1;
    if (!(tokens->rows = items(arrays, rows, ROW * sizeof(int64_t), 0, &tokens->count)) ||
        !(tokens->documents = numbers(arrays, documents, tokens->count)) ||
        !(tokens->profiles = numbers(arrays, profiles, tokens->count)) ||
        !(tokens->lines = numbers(arrays, lines, tokens->count)))
        return -1;
    *arcs = *slots = 0;
    for (i = 0; i < tokens->count; i++) {
        const int64_t *row = tokens->rows + ROW * i;
        if (row[FIRST_ARC] < 0 || row[ARCS] < 0 || row[ARCS] > kept->arcs - row[FIRST_ARC] ||
            row[FIRST_SLOT] < 0 || row[SLOTS] < 0 || row[SLOTS] > kept->slots - row[FIRST_SLOT] ||
            *arcs > INT32_MAX || *slots > INT32_MAX)
            return refuse("a token's arcs are not in their table");
        *arcs += row[ARCS];
        *slots += row[SLOTS];
    }
    return 0;
}

static int read_laid(Arrays *arrays, PyObject *given, int64_t arcs, int64_t slots,
                     const Tokens *tokens, Laid *laid) {
    PyObject *symbols, *costs, *spans, *links, *part_costs, *losses, *documents, *profiles, *lines;
    PyObject *token_of_slot, *ends, *first_arc, *first_slot;
    int64_t sizes[9], rooms[4], i;
    if (!PyArg_ParseTuple(given, "OOOOOOOOOOOOO", &symbols, &costs, &spans, &links, &part_costs,
                          &losses, &documents, &profiles, &lines, &token_of_slot, &ends,
                          &first_arc, &first_slot))
        return -1;
    if (!(laid->symbols = items(arrays, symbols, sizeof(int64_t), 1, sizes)) ||
        !(laid->costs = items(arrays, costs, sizeof(float), 1, sizes + 1)) ||
        !(laid->spans = items(arrays, spans, sizeof(int8_t), 1, sizes + 2)) ||
        !(laid->links = items(arrays, links, 2 * sizeof(int32_t), 1, sizes + 3)) ||
        !(laid->part_costs = items(arrays, part_costs, 2 * sizeof(float), 1, sizes + 4)) ||
        !(laid->losses = items(arrays, losses, sizeof(uint8_t), 1, sizes + 5)) ||
        !(laid->documents = items(arrays, documents, sizeof(int32_t), 1, sizes + 6)) ||
        !(laid->profiles = items(arrays, profiles, sizeof(int8_t), 1, sizes + 7)) ||
        !(laid->lines = items(arrays, lines, sizeof(int32_t), 1, sizes + 8)) ||
        !(laid->token_of_slot = items(arrays, token_of_slot, sizeof(int64_t), 1, rooms)) ||
        !(laid->ends = items(arrays, ends, sizeof(int64_t), 1, rooms + 1)) ||
        !(laid->first_arc = items(arrays, first_arc, sizeof(int64_t), 1, rooms + 2)) ||
        !(laid->first_slot = items(arrays, first_slot, sizeof(int64_t), 1, rooms + 3)))
        return -1;
    for (i = 0; i < 9; i++)
        if (sizes[i] != arcs)
            return refuse("there is no room for the arcs of the tokens");
    if (rooms[0] != slots || rooms[1] != slots + 1 || rooms[2] != tokens->count ||
        rooms[3] != tokens->count)
        return refuse("there is no room for the slots of the tokens");
    return 0;
}

PyDoc_STRVAR(gather_doc, "gather(kept, tokens, laid)\n--\n\n"
                         "Gather the arcs of tokens; fill the arrays of `laid`.");

static PyObject *gather(PyObject *self, PyObject *arguments) {
    PyObject *given_kept, *given_tokens, *given_laid;
    Arrays arrays = {.count = 0};
    Kept kept;
    Tokens tokens;
    Laid laid;
    int64_t arcs, slots;
    (void)self;
    if (!PyArg_ParseTuple(arguments, "O!O!O!", &PyTuple_Type, &given_kept, &PyTuple_Type,
                          &given_tokens, &PyTuple_Type, &given_laid))
        return NULL;
    if (read_kept(&arrays, given_kept, &kept) < 0 ||
        read_tokens(&arrays, given_tokens, &kept, &tokens, &arcs, &slots) < 0 ||
        read_laid(&arrays, given_laid, arcs, slots, &tokens, &laid) < 0) {
        release(&arrays);
        return NULL;
    }
    Py_BEGIN_ALLOW_THREADS
    gather_arcs(&kept, &tokens, &laid);
    Py_END_ALLOW_THREADS
    release(&arrays);
    Py_RETURN_NONE;
}

PyDoc_STRVAR(map_apart_doc, "map_apart(size)\n--\n\n"
                            "Let memory of so many bytes or more go back to the system as soon as "
                            "it is let go; return whether the C library can.");

static PyObject *map_apart(PyObject *self, PyObject *arguments) {
    int size, can = 0;
    (void)self;
    if (!PyArg_ParseTuple(arguments, "i", &size))
        return NULL;
#if defined(__GLIBC__)
    can = mallopt(M_MMAP_THRESHOLD, size);
#endif
    return PyBool_FromLong(can);
}

static PyMethodDef methods[] = {
    {"map_apart", map_apart, METH_VARARGS, map_apart_doc},
    {"gather", gather, METH_VARARGS, gather_doc},
    {"fold", fold_message, METH_VARARGS, fold_doc},
    {"number", number, METH_VARARGS, number_doc},
    {"mixture_rates", rates, METH_VARARGS, rates_doc},
    {"chain_weights", chain, METH_VARARGS, chain_doc},
    {"nearest", nearest, METH_VARARGS, nearest_doc},
    {"find", find, METH_VARARGS, find_doc},
    {"spelling_costs", spelling, METH_VARARGS, spelling_doc},
    {"around", around, METH_VARARGS, around_doc},
    {"told", told_of_lines, METH_VARARGS, told_doc},
    {"beginnings", beginnings, METH_VARARGS, beginnings_doc},
    {"decode", decode, METH_VARARGS, decode_doc},
    {NULL, NULL, 0, NULL},
};

static int fill(PyObject *module) {
    return PyModule_AddIntConstant(module, "INTERFACE", INTERFACE);
}

static PyModuleDef_Slot slots[] = {
    {Py_mod_exec, fill},
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "_core", "The compiled core; each function has a twin in Python.", 0,
    methods, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__core(void) {
    return PyModuleDef_Init(&definition);
}
