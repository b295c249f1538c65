/* CRC-32 of a long message, folded: what the twin, `zlib.crc32` in vndiacritics/model/store.py,
 * takes a sixth of a start for. After "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ
 * Instruction" (Gopal and others, Intel, 2009). */

#include "core.h"

#if defined(__GNUC__) && defined(__x86_64__)

#include <immintrin.h>

/* x^(512+32) and x^(512-32) modulo the polynomial, bits reversed: 64 bytes further on. */
#define AHEAD_HIGH 0x154442bd4
#define AHEAD_LOW 0x1c6e41596

__attribute__((target("pclmul,sse4.1"))) static void folded(const uint8_t *data, int64_t blocks,
                                                            uint8_t *rest) {
    const __m128i ahead = _mm_set_epi64x(AHEAD_LOW, AHEAD_HIGH);
    __m128i parts[4];
    int64_t block;
    int i;
    for (i = 0; i < 4; i++)
        parts[i] = _mm_loadu_si128((const __m128i *)data + i);
    parts[0] = _mm_xor_si128(parts[0], _mm_cvtsi32_si128(-1));
    for (block = 1; block < blocks; block++) {
        const __m128i *next = (const __m128i *)(data + block * FOLDED);
        for (i = 0; i < 4; i++) {
            __m128i low = _mm_clmulepi64_si128(parts[i], ahead, 0x00);
            __m128i high = _mm_clmulepi64_si128(parts[i], ahead, 0x11);
            parts[i] = _mm_xor_si128(_mm_xor_si128(low, high), _mm_loadu_si128(next + i));
        }
    }
    for (i = 0; i < 4; i++)
        _mm_storeu_si128((__m128i *)rest + i, parts[i]);
}

int64_t fold(const uint8_t *data, int64_t size, uint8_t *rest) {
    int64_t blocks = size / FOLDED;
    if (!blocks || !__builtin_cpu_supports("pclmul") || !__builtin_cpu_supports("sse4.1"))
        return 0;
    folded(data, blocks, rest);
    return blocks * FOLDED;
}

#else

int64_t fold(const uint8_t *data, int64_t size, uint8_t *rest) {
    (void)data, (void)size, (void)rest;
    return 0;
}

#endif
