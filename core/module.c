/* The extension module: arguments in, results out; whatever it is given it stays within bounds. */

#define PY_SSIZE_T_CLEAN
#ifndef Py_LIMITED_API
#define Py_LIMITED_API 0x030B0000
#endif
#include <Python.h>

#include "core.h"

#define MOST_BUFFERS 16
#define INTERFACE 3 /* as in vndiacritics/core.py: raised when a function takes something else */

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

static PyMethodDef methods[] = {
    {"find", find, METH_VARARGS, find_doc},
    {"spelling_costs", spelling, METH_VARARGS, spelling_doc},
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
