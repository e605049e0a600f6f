/* The compiled scoring as a Python module: what `Scoring` in rows.py says, from Python objects and back.

   Written against Python's stable interface, so that one binary serves Python 3.11 and all that come after it. */

#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>

#include "scoring.h"
#include "vectors.h"

#include <stdlib.h>

/* The arrays of `Rows`, in that order. */
enum { STARTS, ARTICLES, ARTICLE_IMPACTS, SECTION_STARTS, SECTIONS, SECTION_IMPACTS, FIRST_SECTION, FRESHNESS, SAID,
       TEXT_ENDS, QUESTIONS, QUESTION_BOUNDS, QUESTION_TERMS, QUESTION_SAYS, ARRAYS };
static const Py_ssize_t ITEM_SIZES[ARRAYS] = {8, 4, 4, 8, 4, 4, 4, 4, 4, 8, 4, 8, 4, 4};

/* So many postings take about a millisecond. Others are let in meanwhile; for fewer, getting back in costs more. */
enum { MANY = 1 << 18 };

static int fail(PyObject *error, const char *message) {
    PyErr_SetString(error, message);
    return 0;
}

static int open_rows(PyObject *arrays, Py_buffer *views, Rows *rows) {
    int64_t lengths[ARRAYS];
    if (PyTuple_Size(arrays) != ARRAYS) return fail(PyExc_TypeError, "rows are a tuple of fourteen arrays");
    for (int i = 0; i < ARRAYS; i++) {
        if (PyObject_GetBuffer(PyTuple_GetItem(arrays, i), &views[i], PyBUF_ND) < 0) return 0;
        if (views[i].ndim != 1 || views[i].itemsize != ITEM_SIZES[i])
            return fail(PyExc_TypeError, "an array of the rows is not of the type it should be");
        lengths[i] = views[i].shape[0];
    }
    *rows = (Rows){
        .starts = views[STARTS].buf,
        .articles = views[ARTICLES].buf,
        .article_impacts = views[ARTICLE_IMPACTS].buf,
        .section_starts = views[SECTION_STARTS].buf,
        .sections = views[SECTIONS].buf,
        .section_impacts = views[SECTION_IMPACTS].buf,
        .first_section = views[FIRST_SECTION].buf,
        .freshness = views[FRESHNESS].buf,
        .said = views[SAID].buf,
        .text_ends = views[TEXT_ENDS].buf,
        .questions = views[QUESTIONS].buf,
        .question_bounds = views[QUESTION_BOUNDS].buf,
        .question_terms = views[QUESTION_TERMS].buf,
        .question_says = views[QUESTION_SAYS].buf,
        .term_count = lengths[STARTS] - 1,
        .posting_count = lengths[ARTICLES],
        .entry_count = lengths[SECTIONS],
        .article_count = lengths[FRESHNESS],
        .section_count = lengths[TEXT_ENDS] / 2,
        .said_count = lengths[SAID],
        .question_count = lengths[QUESTION_SAYS],
        .question_term_count = lengths[QUESTION_TERMS],
    };
    if (rows->article_count > INT32_MAX || lengths[ARTICLE_IMPACTS] != rows->posting_count ||
        lengths[SECTION_STARTS] != rows->posting_count + 1 || lengths[SECTION_IMPACTS] != rows->entry_count ||
        lengths[FIRST_SECTION] != rows->article_count + 1 || lengths[TEXT_ENDS] != 2 * rows->section_count ||
        lengths[QUESTIONS] != rows->article_count + 1 || lengths[QUESTION_BOUNDS] != rows->question_count + 1)
        return fail(PyExc_IndexError, "the index is damaged: its arrays do not belong together");
    return 1;
}

static int read_term(PyObject *pair, const Rows *rows, Term *term) {
    long long number;
    if (!PyArg_ParseTuple(pair, "Lf", &number, &term->weight)) return 0;
    if (number < 0 || number >= rows->term_count) return fail(PyExc_IndexError, "there is no term of this number");
    term->number = number;
    term->first = rows->starts[number];
    term->last = rows->starts[number + 1];
    if (term->first < 0 || term->first > term->last || term->last > rows->posting_count)
        return fail(PyExc_IndexError, "the index is damaged: a row is not within its array");
    return 1;
}

static int read_neighbours(PyObject *triple, Query *query, Neighbours *read) {
    if (!PyArg_ParseTuple(triple, "iid", &read->one, &read->other, &read->rarity)) return 0;
    query->is_sought[read->one & UINT8_MAX] = 1;
    for (int64_t i = 0; i < query->term_count; i++)
        if (query->terms[i].number == read->one || query->terms[i].number == read->other)
            read->terms |= (uint64_t)1 << (i & 63);
    return 1;
}

static int read_word(PyObject *pair, Query *query, Word *word) {
    if (!PyArg_ParseTuple(pair, "id", &word->number, &word->says)) return 0;
    query->is_word[word->number & UINT8_MAX] = 1;
    return 1;
}

/* The query's room must be there; see `make_room`. */
static int read_query(PyObject *terms, PyObject *neighbours, PyObject *words, PyObject *asked_of, const Rows *rows, Query *query) {
    for (Py_ssize_t i = 0; i < query->term_count; i++)
        if (!read_term(PyTuple_GetItem(terms, i), rows, &query->terms[i])) return 0;
    for (Py_ssize_t i = 0; i < query->neighbour_count; i++)
        if (!read_neighbours(PyTuple_GetItem(neighbours, i), query, &query->neighbours[i])) return 0;
    for (Py_ssize_t i = 0; i < query->word_count; i++)
        if (!read_word(PyTuple_GetItem(words, i), query, &query->words[i])) return 0;
    for (Py_ssize_t i = 0; i < query->asked_count; i++) {
        query->asked_of[i] = PyLong_AsLongLong(PyTuple_GetItem(asked_of, i));
        if (query->asked_of[i] == -1 && PyErr_Occurred()) return 0;
    }
    return 1;
}

static int open_only(PyObject *only, Py_buffer *view, Query *query) {
    if (only == Py_None) return 1;
    if (PyObject_GetBuffer(only, view, PyBUF_ND) < 0) return 0;
    if (view->itemsize != 8) return fail(PyExc_TypeError, "article numbers must have 8 bytes");
    query->only = view->buf;
    query->only_count = view->len / 8;
    return 1;
}

static void *room(int64_t count, size_t size, int *made) {
    void *new = calloc((size_t)count + 1, size);
    *made &= new != NULL;
    return new;
}

/* One call's own, so that threads do not meet. */
static int make_room(const Rows *rows, const Limits *limits, Query *query, Work *work) {
    int made = 1;
    query->terms = room(query->term_count, sizeof *query->terms, &made);
    query->neighbours = room(query->neighbour_count, sizeof *query->neighbours, &made);
    query->words = room(query->word_count, sizeof *query->words, &made);
    query->asked_of = room(query->asked_count, sizeof *query->asked_of, &made);
    work->scores = room(rows->article_count + LANES, sizeof *work->scores, &made);
    work->place = room(rows->article_count, sizeof *work->place, &made);
    work->articles = room(rows->article_count + LANES, sizeof *work->articles, &made);
    work->candidates = room(limits->ranked, sizeof *work->candidates, &made);
    work->favourites = room(limits->candidates, sizeof *work->favourites, &made);
    work->ends = room(limits->candidates + 1, sizeof *work->ends, &made);
    work->terms = room(limits->candidates, sizeof *work->terms, &made);
    work->closeness = room(limits->favourites, sizeof *work->closeness, &made);
    work->question = room(limits->favourites, sizeof *work->question, &made);
    work->freshness = room(limits->favourites, sizeof *work->freshness, &made);
    work->shown_scores = room(limits->ranked, sizeof *work->shown_scores, &made);
    work->spare = room(limits->ranked, sizeof *work->spare, &made);
    work->sought = room(limits->read, sizeof *work->sought, &made);
    return made;
}

static void leave_room(Query *query, Work *work) {
    void *all[] = {query->terms, query->neighbours, query->words, query->asked_of, work->scores, work->place, work->articles,
                   work->candidates, work->favourites, work->ends, work->sections, work->terms, work->closeness,
                   work->question, work->freshness, work->shown_scores, work->spare, work->sought};
    for (size_t i = 0; i < sizeof all / sizeof *all; i++) free(all[i]);
}

static PyObject *scored(const Work *work) {
    const Py_ssize_t number = sizeof(int32_t), score = sizeof(float), end = sizeof(int64_t);
    return Py_BuildValue("y#y#y#y#y#y#y#y#y#",
        (const char *)work->articles, work->shown * number,
        (const char *)work->shown_scores, work->shown * score,
        (const char *)work->candidates, work->candidate_count * number,
        (const char *)work->ends, (work->candidate_count + 1) * end,
        (const char *)work->sections, (Py_ssize_t)work->ends[work->candidate_count] * score,
        (const char *)work->favourites, work->favourite_count * number,
        (const char *)work->closeness, work->favourite_count * score,
        (const char *)work->question, work->favourite_count * score,
        (const char *)work->freshness, work->favourite_count * score);
}

static PyObject *answer(const Rows *rows, const Query *query, const Limits *limits, Work *work) {
    const char *damage;
    int64_t postings = 0;
    for (int64_t i = 0; i < query->term_count; i++) postings += query->terms[i].last - query->terms[i].first;
    if (postings < MANY)
        damage = score_rows(rows, query, limits, work);
    else {
        Py_BEGIN_ALLOW_THREADS
        damage = score_rows(rows, query, limits, work);
        Py_END_ALLOW_THREADS
    }
    if (damage) return PyErr_Format(PyExc_IndexError, "the index is damaged: %s", damage);
    if (!work->found) return Py_NewRef(Py_None);
    return work->sections ? scored(work) : PyErr_NoMemory();
}

static PyObject *score(PyObject *Py_UNUSED(module), PyObject *arguments) {
    PyObject *arrays, *terms, *neighbours, *words, *asked_of, *only, *result = NULL;
    Py_buffer views[ARRAYS] = {{0}}, only_view = {0};
    Rows rows;
    Query query = {0};
    Limits limits;
    Work work = {0};
    if (!PyArg_ParseTuple(arguments, "O!O!O!(O!d)O!O(LLLLL)(dddddd):score", &PyTuple_Type, &arrays, &PyTuple_Type, &terms,
                          &PyTuple_Type, &neighbours, &PyTuple_Type, &words, &query.said, &PyTuple_Type, &asked_of, &only, &limits.ranked,
                          &limits.candidates, &limits.favourites, &limits.read, &limits.near, &limits.tail,
                          &limits.section_share, &limits.whole_question, &limits.closeness, &limits.question, &limits.freshness))
        return NULL;
    query.term_count = PyTuple_Size(terms);
    query.neighbour_count = PyTuple_Size(neighbours);
    query.word_count = PyTuple_Size(words);
    query.asked_count = PyTuple_Size(asked_of);
    if (limits.favourites < 1 || limits.favourites > limits.candidates || limits.candidates > limits.ranked ||
        limits.candidates > MOST_CANDIDATES || limits.read < 0 || query.neighbour_count > MOST_NEIGHBOURS) {
        PyErr_SetString(PyExc_ValueError, "the bounds are too wide, or not within one another");
        return NULL;
    }
    if (open_rows(arrays, views, &rows) && open_only(only, &only_view, &query)) {
        if (!make_room(&rows, &limits, &query, &work))
            PyErr_NoMemory();
        else if (read_query(terms, neighbours, words, asked_of, &rows, &query))
            result = answer(&rows, &query, &limits, &work);
    }
    leave_room(&query, &work);
    for (int i = 0; i < ARRAYS; i++)
        if (views[i].obj) PyBuffer_Release(&views[i]);
    if (only_view.obj) PyBuffer_Release(&only_view);
    return result;
}

/* An array of numbers of that size and so many dimensions, or nothing and an error. */
static int open_array(PyObject *array, Py_buffer *view, int dimensions, Py_ssize_t size) {
    if (PyObject_GetBuffer(array, view, PyBUF_ND) < 0) return 0;
    if (view->ndim == dimensions && view->itemsize == size) return 1;
    PyBuffer_Release(view);
    return fail(PyExc_TypeError, "an array is not of the type it should be");
}

static PyObject *products(PyObject *Py_UNUSED(module), PyObject *arguments) {
    PyObject *vectors, *asked, *result = NULL;
    Py_buffer rows, query;
    if (!PyArg_ParseTuple(arguments, "OO:products", &vectors, &asked) || !open_array(vectors, &rows, 2, 1)) return NULL;
    if (open_array(asked, &query, 1, 2)) {
        if (query.shape[0] != rows.shape[1])
            PyErr_SetString(PyExc_ValueError, "the query is not as wide as the rows");
        else if ((result = PyBytes_FromStringAndSize(NULL, rows.shape[0] * (Py_ssize_t)sizeof(int32_t)))) {
            int32_t *found = (int32_t *)PyBytes_AsString(result);
            Py_BEGIN_ALLOW_THREADS
            products_of(rows.buf, rows.shape[0], rows.shape[1], query.buf, found);
            Py_END_ALLOW_THREADS
        }
        PyBuffer_Release(&query);
    }
    PyBuffer_Release(&rows);
    return result;
}

static int are_within(const int32_t *first, Py_ssize_t count, Py_ssize_t values) {
    int64_t last = 0;
    for (Py_ssize_t i = 0; i < count; last = first[i++])
        if (first[i] < last || first[i] > values) return fail(PyExc_IndexError, "an article's vectors are outside of the index");
    return count ? 1 : fail(PyExc_IndexError, "an article's vectors are outside of the index");
}

static PyObject *best_means(PyObject *Py_UNUSED(module), PyObject *arguments) {
    PyObject *numbers, *bounds, *two = NULL, *three = NULL;
    Py_buffer values, first;
    if (!PyArg_ParseTuple(arguments, "OO:means_of_best", &numbers, &bounds) || !open_array(numbers, &values, 1, 4)) return NULL;
    if (open_array(bounds, &first, 1, 4)) {
        Py_ssize_t articles = first.shape[0] - 1;
        if (are_within(first.buf, first.shape[0], values.shape[0]) &&
            (two = PyBytes_FromStringAndSize(NULL, articles * (Py_ssize_t)sizeof(float))) &&
            (three = PyBytes_FromStringAndSize(NULL, articles * (Py_ssize_t)sizeof(float))))
            means_of_best(values.buf, first.buf, articles, (float *)PyBytes_AsString(two), (float *)PyBytes_AsString(three));
        PyBuffer_Release(&first);
    }
    PyBuffer_Release(&values);
    PyObject *result = three ? PyTuple_Pack(2, two, three) : NULL;
    Py_XDECREF(two);
    Py_XDECREF(three);
    return result;
}

static PyMethodDef METHODS[] = {
    {"score", score, METH_VARARGS, "Score articles, as `Scoring` in rows.py says."},
    {"products", products, METH_VARARGS, "Multiply rows, as `Products` in vectors_with_numpy.py says."},
    {"means_of_best", best_means, METH_VARARGS, "Find the best, as `MeansOfBest` in vectors_with_numpy.py says."},
    {0}};

static int add_source(PyObject *module) { return PyModule_AddStringConstant(module, "SOURCE", SOURCE); }

static PyModuleDef_Slot SLOTS[] = {{Py_mod_exec, add_source}, {0}};

static PyModuleDef MODULE = {PyModuleDef_HEAD_INIT,
    .m_name = "_scoring", .m_doc = "Scoring, compiled.", .m_methods = METHODS, .m_slots = SLOTS};

PyMODINIT_FUNC PyInit__scoring(void) { return PyModuleDef_Init(&MODULE); }
