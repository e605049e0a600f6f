/* Comparing vectors; what it means says vectors_with_numpy.py. */

#include <stdint.h>

/* The product of each row with the query. Nothing overflows while width * 127 * the largest number of the query does
   not. */
void products_of(const int8_t *rows, int64_t count, int64_t width, const int16_t *query, int32_t *products);

/* For each of the articles the means of its two and of its three best values; those of article i are
   values[first[i]..first[i + 1]), which must lie within the values. */
void means_of_best(const float *values, const int32_t *first, int64_t articles, float *two, float *three);
