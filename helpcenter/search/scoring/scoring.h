/* What is scored and what comes of it; the fields are those of rows.py. */

#include <stdint.h>

typedef struct {
    long long ranked, candidates, favourites, read, near;             /* Bounds */
    double tail, section_share, whole_question, closeness, question, freshness; /* Shares */
} Limits;

typedef struct {
    const int64_t *starts, *section_starts, *text_ends;
    const int64_t *question_bounds;
    const int32_t *articles, *sections, *first_section, *said, *questions, *question_terms;
    const float *article_impacts, *section_impacts, *freshness, *question_says;
    int64_t term_count, posting_count, entry_count, article_count, section_count, said_count;
    int64_t question_count, question_term_count;
} Rows;

typedef struct {
    int64_t number, first, last; /* its row is from `first` to before `last` in `articles` */
    float weight;
} Term;

typedef struct {
    int32_t one, other;
    double rarity;
    uint64_t terms; /* both, as bits of `Work.terms` */
} Neighbours;

typedef struct {
    int32_t number;
    double says;
} Word;

typedef struct {
    Term *terms;
    Word *words;
    Neighbours *neighbours; /* at most 64, so that each has a bit */
    int64_t *asked_of;
    const int64_t *only; /* NULL for all */
    int64_t term_count, neighbour_count, word_count, asked_count, only_count;
    double said; /* how much the words say in all */
    uint8_t is_sought[UINT8_MAX + 1]; /* whether the number of a first neighbour ends in these bits */
    uint8_t is_word[UINT8_MAX + 1];   /* whether that of a word does */
} Query;

typedef struct {
    float *scores;                              /* by article */
    uint8_t *place;                             /* by article: 1 + its place among the candidates, or 0 */
    int32_t *articles;                          /* found, ascending; in the end those shown, best first */
    int32_t *candidates, *favourites;           /* ascending */
    int64_t *ends;                              /* where the sections of each candidate begin, and all end */
    float *sections;                            /* scores, candidate by candidate */
    uint64_t *terms;                            /* by candidate: the terms it has, a bit for each, 64 apart share one */
    float *closeness, *question, *freshness, *shown_scores;
    int32_t *spare;                             /* for sorting */
    int64_t *sought;                            /* where a text says a first neighbour, or what ends in its bits */
    int64_t found, shown, candidate_count, favourite_count;
} Work;

enum { LANES = 32, MOST_CANDIDATES = UINT8_MAX - 1, MOST_NEIGHBOURS = 64 };

/* All of `Work` but `sections` must point to zeroed room for what it holds, `scores` and `articles` to room for LANES
   more. Returns what is wrong with the index, or NULL. When nothing is found, `found` is 0; when there is no memory for
   their scores, `sections` is NULL. */
const char *score_rows(const Rows *rows, const Query *query, const Limits *limits, Work *work);
