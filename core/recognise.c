/* What happened to the lines of a document: the twins of `estimate` in
 * vndiacritics/profiles/mixture.py and of `ProfileModel` in vndiacritics/profiles/chain.py. */

#include "core.h"

/* The sum of a row, in the order in which numpy takes it. */
static inline double total(const double row[RATES]) {
    return ((row[0] + row[1]) + (row[2] + row[3])) + ((row[4] + row[5]) + (row[6] + row[7]));
}

/* Estimate the rates of one document's lines. */
static void estimate(const Mixture *mixture, const int64_t *words, const int64_t *sizes,
                     int64_t lines, double *rates, double *counts) {
    double document[RATES], all, drawn = mixture->drawn;
    int64_t round, line, word;
    int way;
    for (round = 0; round < mixture->rounds; round++) {
        const int64_t *own = words;
        for (way = 0; way < RATES; way++)
            document[way] = 0.0;
        for (line = 0; line < lines; line++) {
            const double *rate = rates + line * RATES;
            double *count = counts + line * RATES;
            for (way = 0; way < RATES; way++)
                count[way] = 0.0;
            for (word = 0; word < sizes[line]; word++, own++) {
                const double *chance = mixture->chances + *own * RATES;
                double shares[RATES], sum;
                for (way = 0; way < RATES; way++)
                    shares[way] = chance[way] * rate[way];
                sum = total(shares);
                for (way = 0; way < RATES; way++)
                    count[way] += shares[way] / sum;
            }
            for (way = 0; way < RATES; way++)
                document[way] += count[way];
        }
        for (way = 0; way < RATES; way++)
            document[way] += mixture->prior[way];
        all = total(document);
        for (way = 0; way < RATES; way++)
            document[way] /= all;
        for (line = 0; line < lines; line++) {
            const double *count = counts + line * RATES;
            double sum = total(count) + drawn;
            for (way = 0; way < RATES; way++)
                rates[line * RATES + way] = (count[way] + drawn * document[way]) / sum;
        }
    }
}

/* Whether no loss explains a word half as well as that it was misread. */
static int is_odd(const double *chance) {
    double most = chance[0];
    int way;
    for (way = 1; way < MISREAD; way++)
        most = chance[way] > most ? chance[way] : most;
    return chance[MISREAD] > most / 2.0;
}

/* Let the lines of one document have the share of misread words that its odd words tell. */
static void misread(const Mixture *mixture, const int64_t *words, const int64_t *sizes,
                    int64_t lines, int64_t number, double *rates, double *odd) {
    double all = 0.0, share;
    int64_t line, word;
    int way;
    for (line = 0; line < lines; line++) {
        odd[line] = 0.0;
        for (word = 0; word < sizes[line]; word++)
            odd[line] += is_odd(mixture->chances + *words++ * RATES);
        all += odd[line];
    }
    share = mixture->least_misread + mixture->misread_share * (all / (double)number);
    for (line = 0; line < lines; line++) {
        double *rate = rates + line * RATES, sum = 0.0;
        for (way = 0; way < MISREAD; way++)
            sum += rate[way];
        for (way = 0; way < MISREAD; way++)
            rate[way] *= (1.0 - share) / sum;
        rate[MISREAD] = share;
    }
}

/* Weigh the words of one document at the rates of their lines. */
static void weigh_words(const double *chances, const int64_t *words, const int64_t *sizes,
                        int64_t lines, const double *rates, double *likely, double *kept) {
    int64_t line, word;
    int way;
    for (line = 0; line < lines; line++, rates += RATES)
        for (word = 0; word < sizes[line]; word++) {
            const double *chance = chances + *words++ * RATES;
            double shares[RATES];
            for (way = 0; way < RATES; way++)
                shares[way] = chance[way] * rates[way];
            *likely++ = total(shares);
            *kept++ = chance[0];
        }
}

void mixture_rates(const Mixture *mixture, const int64_t *words, const int64_t *sizes,
                   const int64_t *documents, int64_t document_count, double *rates, double *counts,
                   double *odd, double *likely, double *kept) {
    int64_t document, line;
    for (document = 0; document < document_count; document++) {
        int64_t lines = documents[document], number = 0;
        for (line = 0; line < lines; line++) {
            number += sizes[line];
            odd[line] = 0.0;
        }
        if (number) {
            estimate(mixture, words, sizes, lines, rates, counts);
            misread(mixture, words, sizes, lines, number, rates, odd);
            weigh_words(mixture->chances, words, sizes, lines, rates, likely, kept);
        }
        words += number;
        likely += number;
        kept += number;
        sizes += lines;
        odd += lines;
        rates += lines * RATES;
        counts += lines * RATES;
    }
}

/* Let the states of a step flow into the next one, most of each into its own. */
static void flow(const double *states, int64_t number, double change, double *next) {
    double sum = 0.0, mean;
    int64_t state;
    for (state = 0; state < number; state++)
        sum += states[state];
    mean = change * (sum / (double)number);
    for (state = 0; state < number; state++)
        next[state] = (1.0 - change) * states[state] + mean;
}

static void scale(double *states, int64_t number) {
    double top = states[0];
    int64_t state;
    for (state = 1; state < number; state++)
        top = states[state] > top ? states[state] : top;
    for (state = 0; state < number; state++)
        states[state] /= top;
}

/* Fill in how likely the states of a step are, the likeliest 1. */
static void weigh_step(const double *costs, int64_t number, double *likely) {
    double least = costs[0];
    int64_t state;
    for (state = 1; state < number; state++)
        least = costs[state] < least ? costs[state] : least;
    for (state = 0; state < number; state++)
        likely[state] = own_exp(least - costs[state]);
}

/* Weigh the states of one chain. */
static void weigh(const double *costs, int64_t steps, int64_t number, const double *start,
                  double change, double *weights) {
    double behind[MOST_STATES], next[MOST_STATES], likely[MOST_STATES];
    int64_t step, state;
    for (step = 0; step < steps; step++) {
        double *own = weights + step * number;
        if (step)
            flow(own - number, number, change, own);
        weigh_step(costs + step * number, number, likely);
        for (state = 0; state < number; state++)
            own[state] = (step ? own[state] : start[state]) * likely[state];
        scale(own, number);
    }
    for (state = 0; state < number; state++)
        behind[state] = 1.0;
    for (step = steps - 1; step >= 0; step--) {
        double *own = weights + step * number, sum = 0.0;
        weigh_step(costs + step * number, number, likely);
        for (state = 0; state < number; state++) {
            own[state] *= behind[state];
            sum += own[state];
            next[state] = behind[state] * likely[state];
        }
        for (state = 0; state < number; state++)
            own[state] /= sum;
        flow(next, number, change, behind);
        scale(behind, number);
    }
}

void chain_weights(const double *costs, const int64_t *chains, int64_t chain_count, int64_t number,
                   const double *start, double change, double *weights) {
    int64_t chain;
    for (chain = 0; chain < chain_count; chain++) {
        weigh(costs, chains[chain], number, start, change, weights);
        costs += chains[chain] * number;
        weights += chains[chain] * number;
    }
}
