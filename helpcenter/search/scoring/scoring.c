/* Scoring, compiled: what `with_numpy.score` does, in a pass over the rows instead of an array for every step.

   Scores are the same to the last bit: float32 as numpy's, added in the same order, and no multiplication is fused with
   an addition (-ffp-contract=off). Indexes are verified when they are opened; even so nothing is read outside of their
   arrays, whatever they hold. */

#include "scoring.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The processor fetches what is said to be needed soon while it does something else. */
#ifdef __GNUC__
#define SOON(address) __builtin_prefetch(address)
#else
#define SOON(address) ((void)0)
#endif

/* Scores are never negative, and the bits of such floats are in the order of their values. */
static uint32_t bits_of(float score) {
    uint32_t bits;
    memcpy(&bits, &score, sizeof bits);
    return bits;
}

/* Keep the articles that score best, at most so many, in the order in which they are; of those that tie with the last
   one, the first. The last one's score is narrowed down by counting how many scores lie in each 256th of where it can
   be, so that time is linear whatever the scores. */
static int64_t keep_best(int32_t *articles, int64_t count, int64_t most, const float *scores) {
    if (count <= most) return count;
    uint32_t low = UINT32_MAX, high = 0; /* the last one's score lies between them */
    for (int64_t i = 0; i < count; i++) {
        uint32_t bits = bits_of(scores[articles[i]]);
        low = bits < low ? bits : low;
        high = bits > high ? bits : high;
    }
    int64_t places = most; /* for scores between them */
    while (low < high) {
        uint32_t counts[256] = {0}, part = 255;
        int shift = 0;
        while ((high - low) >> shift > part) shift++;
        for (int64_t i = 0; i < count; i++) {
            uint32_t bits = bits_of(scores[articles[i]]);
            if (low <= bits && bits <= high) counts[(bits - low) >> shift]++;
        }
        for (; counts[part] < places; part--) places -= counts[part];
        low += part << shift;
        if ((high - low) >> shift) high = low + (((uint32_t)1 << shift) - 1);
        if (counts[part] == places) break;
    }
    int64_t kept = 0;
    for (int64_t i = 0; i < count; i++) {
        uint32_t bits = bits_of(scores[articles[i]]);
        int ties = (bits >= low) & (bits <= high) & (places > 0);
        articles[kept] = articles[i]; /* without a branch, which no processor could foresee */
        kept += (bits > high) | ties;
        places -= ties;
    }
    return kept;
}

/* Put articles in order, the best score first; those with equal scores stay as they are (radix sort). */
static void sort_by_score(int32_t *articles, int32_t *spare, int64_t count, const float *scores) {
    for (int shift = 0; shift < 32; shift += 8) {
        int64_t begins[257] = {0};
        for (int64_t i = 0; i < count; i++) begins[256 - (bits_of(scores[articles[i]]) >> shift & 255)]++;
        for (int digit = 1; digit < 257; digit++) begins[digit] += begins[digit - 1];
        for (int64_t i = 0; i < count; i++)
            spare[begins[255 - (bits_of(scores[articles[i]]) >> shift & 255)]++] = articles[i];
        memcpy(articles, spare, (size_t)count * sizeof *articles);
    }
}

/* Each step below returns NULL, or what is wrong with the index. */

static const char *add_up(const Rows *rows, const Query *query, float *scores) {
    for (int64_t number = 0; number < query->term_count; number++) {
        Term term = query->terms[number];
        for (int64_t posting = term.first; posting < term.last; posting++) {
            uint32_t article = (uint32_t)rows->articles[posting];
            if (article >= rows->article_count) return "a term is in an article that is not there";
            scores[article] += rows->article_impacts[posting] * term.weight;
        }
    }
    return NULL;
}

static float highest(const float *scores, int64_t count) {
    float best[LANES] = {0};
    for (int64_t article = 0; article < count; article += LANES)
        for (int lane = 0; lane < LANES; lane++)
            best[lane] = scores[article + lane] > best[lane] ? scores[article + lane] : best[lane];
    for (int lane = 1; lane < LANES; lane++) best[0] = best[lane] > best[0] ? best[lane] : best[0];
    return best[0];
}

static int64_t above(float limit, const float *scores, int64_t count, int32_t *articles) {
    int64_t found = 0;
    for (int64_t article = 0; article < count; article += LANES) {
        int any = 0;
        for (int lane = 0; lane < LANES; lane++) any |= scores[article + lane] > limit;
        for (int lane = 0; any && lane < LANES; lane++) {
            articles[found] = (int32_t)article + lane;
            found += scores[article + lane] > limit;
        }
    }
    return found;
}

/* Find the articles that may be shown, best first, and the candidates among them. */
static const char *find(const Rows *rows, const Query *query, const Limits *limits, Work *work) {
    if (query->only) {
        for (int64_t i = 0; i < query->only_count; i++) {
            if ((uint64_t)query->only[i] >= (uint64_t)rows->article_count) return "an article asked for is not there";
            work->place[query->only[i]] = 1;
        }
        for (int64_t article = 0; article < rows->article_count; article++) {
            if (!work->place[article]) work->scores[article] = 0;
            work->place[article] = 0;
        }
    }
    float best = highest(work->scores, rows->article_count);
    float gained = (float)limits->whole_question * best;
    for (int64_t i = 0; i < query->asked_count; i++) {
        int64_t article = query->asked_of[i];
        if ((uint64_t)article >= (uint64_t)rows->article_count) return "a question is that of an article not there";
        work->scores[article] += gained;
        best = work->scores[article] > best ? work->scores[article] : best;
    }
    if (best == 0) return NULL;
    int64_t found = above((float)limits->tail * best, work->scores, rows->article_count, work->articles);
    if (found < limits->candidates) found = above(0, work->scores, rows->article_count, work->articles);
    work->found = keep_best(work->articles, found, limits->ranked, work->scores);
    memcpy(work->candidates, work->articles, (size_t)work->found * sizeof *work->candidates);
    work->candidate_count = keep_best(work->candidates, work->found, limits->candidates, work->scores);
    return NULL;
}

/* Say where each candidate's sections begin in `sections`, and how many those are in all. */
static const char *lay_out(const Rows *rows, Work *work) {
    work->ends[0] = 0;
    for (int64_t i = 0; i < work->candidate_count; i++) {
        int64_t article = work->candidates[i];
        int64_t first = rows->first_section[article], last = rows->first_section[article + 1];
        if (first < 0 || first >= last || last > rows->section_count) return "an article has sections that are not there";
        work->ends[i + 1] = work->ends[i] + last - first;
        work->place[article] = (uint8_t)(i + 1);
    }
    return NULL;
}

static const char *add_up_sections(const Rows *rows, const Query *query, Work *work) {
    int64_t kept[UINT8_MAX + 1]; /* the postings of candidates in a term's row */
    for (int64_t number = 0; number < query->term_count; number++) {
        Term term = query->terms[number];
        int64_t count = 0;
        for (int64_t posting = term.first; posting < term.last; posting++) {
            kept[count & UINT8_MAX] = posting;
            count += work->place[rows->articles[posting]] != 0;
        }
        if (count > work->candidate_count) return "a term is in the same article twice";
        uint64_t bit = (uint64_t)1 << (number & 63);
        for (int64_t i = 0; i < count; i++) SOON(&rows->section_starts[kept[i]]);
        for (int64_t i = 0; i < count; i++) {
            int64_t begin = rows->section_starts[kept[i]];
            if (begin < 0 || rows->section_starts[kept[i] + 1] > rows->entry_count)
                return "a term is in sections that are not there";
            SOON(&rows->sections[begin]);
            SOON(&rows->section_impacts[begin]);
        }
        for (int64_t i = 0; i < count; i++) {
            int32_t article = rows->articles[kept[i]], first = rows->first_section[article];
            uint8_t place = work->place[article];
            work->terms[place - 1] |= bit;
            int64_t bound = work->ends[place - 1], sections = work->ends[place] - bound;
            for (int64_t entry = rows->section_starts[kept[i]]; entry < rows->section_starts[kept[i] + 1]; entry++) {
                int64_t section = (int64_t)rows->sections[entry] - first;
                if (section < 0 || section >= sections) return "a term is in a section of another article";
                work->sections[bound + section] += rows->section_impacts[entry] * term.weight;
            }
        }
    }
    return NULL;
}

/* Let the best section of each candidate have its share. */
static void share_with_sections(const Limits *limits, Work *work) {
    float whole = (float)(1 - limits->section_share), share = (float)limits->section_share;
    for (int64_t i = 0; i < work->found; i++) work->scores[work->articles[i]] *= whole;
    for (int64_t i = 0; i < work->candidate_count; i++) {
        float best = work->sections[work->ends[i]];
        for (int64_t section = work->ends[i] + 1; section < work->ends[i + 1]; section++)
            best = work->sections[section] > best ? work->sections[section] : best;
        work->scores[work->candidates[i]] += share * best;
    }
}

/* Return which of the neighbours, by bits, follow each other in a text. */
static uint64_t close_in(const int32_t *said, int64_t count, uint64_t wanted, const Query *query,
                         const Limits *limits, int64_t *places) {
    uint64_t close = 0;
    int64_t found = 0;
    for (int64_t place = 0; place < count; place++) {
        places[found] = place;
        found += query->is_sought[said[place] & UINT8_MAX];
    }
    for (int64_t i = 0; i < found && close != wanted; i++)
        for (int64_t n = 0; n < query->neighbour_count; n++)
            if (said[places[i]] == query->neighbours[n].one && wanted >> n & 1)
                for (int64_t next = places[i] + 1; next < count && next <= places[i] + limits->near; next++)
                    if (said[next] == query->neighbours[n].other) close |= (uint64_t)1 << n;
    return close;
}

/* How near the query comes to an article's nearest question, as `question_terms` says it. */
static const char *nearest_question(const Rows *rows, const Query *query, int64_t article, double *nearest) {
    int64_t first = rows->questions[article], last = rows->questions[article + 1];
    if (first < 0 || first > last || last > rows->question_count) return "an article has questions that are not there";
    for (int64_t question = first; question < last; question++) {
        int64_t begin = rows->question_bounds[question], end = rows->question_bounds[question + 1];
        if (begin < 0 || begin > end || end > rows->question_term_count) return "a question has words that are not there";
        double shared = 0;
        for (int64_t place = begin; place < end; place++) {
            int32_t term = rows->question_terms[place];
            for (int64_t i = 0; query->is_word[term & UINT8_MAX] && i < query->word_count; i++)
                if (query->words[i].number == term) shared += query->words[i].says;
        }
        if (shared == 0) continue;
        double near = shared / sqrt(rows->question_says[question] * query->said);
        near = near < 1 ? near : 1;
        *nearest = near > *nearest ? near : *nearest;
    }
    return NULL;
}

/* What the best few gain by words that stand together, by a question much like the query, and by being new. */
static const char *give_bonuses(const Rows *rows, const Query *query, const Limits *limits, Work *work) {
    double rarities = 0;
    for (int64_t n = 0; n < query->neighbour_count; n++) rarities += query->neighbours[n].rarity;
    memcpy(work->favourites, work->candidates, (size_t)work->candidate_count * sizeof *work->favourites);
    work->favourite_count = keep_best(work->favourites, work->candidate_count, limits->favourites, work->scores);
    for (int64_t i = 0; i < work->favourite_count; i++) {
        int64_t article = work->favourites[i];
        double close = 0, near = 0;
        const char *damage = nearest_question(rows, query, article, &near);
        if (damage) return damage;
        if (rarities > 0) {
            int32_t first = rows->first_section[article];
            int64_t begin = first ? rows->text_ends[2 * (int64_t)first - 1] : 0;
            int64_t end = rows->text_ends[2 * (int64_t)rows->first_section[article + 1] - 1];
            if (begin < 0 || begin > end || end > rows->said_count) return "an article has text that is not there";
            int64_t count = end - begin < limits->read ? end - begin : limits->read;
            uint64_t terms = work->terms[work->place[article] - 1], wanted = 0;
            for (int64_t n = 0; n < query->neighbour_count; n++)
                wanted |= (uint64_t)!(query->neighbours[n].terms & ~terms) << n;
            if (wanted) wanted = close_in(rows->said + begin, count, wanted, query, limits, work->sought);
            for (int64_t n = 0; n < query->neighbour_count; n++)
                if (wanted >> n & 1) close += query->neighbours[n].rarity;
            close /= rarities;
        }
        work->closeness[i] = (float)limits->closeness * (float)close;
        work->question[i] = (float)limits->question * (float)near;
        work->freshness[i] = (float)limits->freshness * rows->freshness[article];
        work->scores[article] *= 1 + work->closeness[i] + work->question[i] + work->freshness[i];
    }
    return NULL;
}

static void put_in_order(const Limits *limits, Work *work) {
    float best = 0;
    for (int64_t i = 0; i < work->found; i++)
        best = work->scores[work->articles[i]] > best ? work->scores[work->articles[i]] : best;
    for (int64_t i = 0; i < work->found; i++) {
        work->articles[work->shown] = work->articles[i];
        work->shown += work->scores[work->articles[i]] >= (float)limits->tail * best;
    }
    sort_by_score(work->articles, work->spare, work->shown, work->scores);
    for (int64_t i = 0; i < work->shown; i++) work->shown_scores[i] = work->scores[work->articles[i]];
}

/* The whole ranking; nothing in here touches Python, so other threads may run meanwhile. */
const char *score_rows(const Rows *rows, const Query *query, const Limits *limits, Work *work) {
    const char *damage = add_up(rows, query, work->scores);
    if (!damage) damage = find(rows, query, limits, work);
    if (damage || !work->found) return damage;
    if ((damage = lay_out(rows, work))) return damage;
    work->sections = calloc((size_t)work->ends[work->candidate_count], sizeof(float));
    if (!work->sections) return NULL; /* which the caller sees */
    if ((damage = add_up_sections(rows, query, work))) return damage;
    share_with_sections(limits, work);
    if ((damage = give_bonuses(rows, query, limits, work))) return damage;
    put_in_order(limits, work);
    return NULL;
}

