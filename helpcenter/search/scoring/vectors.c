/* Comparing vectors, compiled: what vectors_with_numpy.py does, to the last bit. */

#include "vectors.h"

/* In these very types, as processors have an instruction for: eight products of 16 bits added in pairs to 32. */
static int32_t product_of(const int8_t *row, const int16_t *query, int64_t width) {
    int32_t sum = 0;
    for (int64_t i = 0; i < width; i++) {
        int16_t number = row[i];
        sum += (int32_t)number * query[i];
    }
    return sum;
}

void products_of(const int8_t *rows, int64_t count, int64_t width, const int16_t *query, int32_t *products) {
    for (int64_t i = 0; i < count; i++) products[i] = product_of(rows + i * width, query, width);
}

void means_of_best(const float *values, const int32_t *first, int64_t articles, float *two, float *three) {
    for (int64_t article = 0; article < articles; article++) {
        float best[3] = {-2, -2, -2};
        for (int64_t i = first[article]; i < first[article + 1]; i++) {
            float value = values[i];
            if (value > best[0]) best[2] = best[1], best[1] = best[0], best[0] = value;
            else if (value > best[1]) best[2] = best[1], best[1] = value;
            else if (value > best[2]) best[2] = value;
        }
        int32_t count = first[article + 1] - first[article];
        if (count > 2) two[article] = (best[0] + best[1]) / 2, three[article] = (best[0] + best[1] + best[2]) / 3;
        else if (count == 2) two[article] = three[article] = (best[0] + best[1]) / 2;
        else two[article] = three[article] = count ? best[0] : -1;
    }
}
