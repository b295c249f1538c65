/* The extension module: arguments in, results out; whatever it is given it stays within bounds. */

#define PY_SSIZE_T_CLEAN
#ifndef Py_LIMITED_API
#define Py_LIMITED_API 0x030B0000
#endif
#include <Python.h>

#include "core.h"

#define MOST_BUFFERS 16

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

static PyMethodDef methods[] = {
    {"decode", decode, METH_VARARGS, decode_doc},
    {NULL, NULL, 0, NULL},
};

static PyModuleDef_Slot slots[] = {
    {0, NULL},
};

static struct PyModuleDef definition = {
    PyModuleDef_HEAD_INIT, "_core", "The compiled core; each function has a twin in Python.", 0,
    methods, slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__core(void) {
    return PyModuleDef_Init(&definition);
}
