/* What the signing tool writes */
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include <openssl/bn.h>

#include "check.h"
#include "files.h"
#include "peer.h"
#include "sigstruct.h"
#include "tests.h"

/* s^3 = (q1 s + q2) n + r with r < n and, by RSA, r the padded hash; q1 = floor(s^2 / n) */
static void check_quotients(const sigstruct_t *css)
{
    BN_CTX *context = BN_CTX_new();
    BIGNUM *n = BN_lebin2bn(css->modulus, RSA_SIZE, NULL), *s = BN_lebin2bn(css->signature, RSA_SIZE, NULL);
    BIGNUM *q1 = BN_lebin2bn(css->q1, RSA_SIZE, NULL), *q2 = BN_lebin2bn(css->q2, RSA_SIZE, NULL);
    BIGNUM *square = BN_new(), *rest = BN_new(), *product = BN_new();
    uint8_t bytes[SIGNED_BYTES], digest[32], padded[RSA_SIZE];

    CHECK(BN_sqr(square, s, context) && BN_mul(product, q1, n, context) && BN_sub(rest, square, product));
    CHECK(!BN_is_negative(rest) && BN_cmp(rest, n) < 0);
    CHECK(BN_mul(rest, rest, s, context) && BN_mul(product, q2, n, context) && BN_sub(rest, rest, product));
    CHECK(!BN_is_negative(rest) && BN_cmp(rest, n) < 0);
    CHECK(BN_bn2binpad(rest, padded, RSA_SIZE) == RSA_SIZE);
    sigstruct_signed_bytes(css, bytes);
    hash(bytes, sizeof bytes, digest);
    CHECK(padded[0] == 0 && padded[1] == 1 && memcmp(padded + RSA_SIZE - 32, digest, 32) == 0);
    BN_free(n);
    BN_free(s);
    BN_free(q1);
    BN_free(q2);
    BN_free(square);
    BN_free(rest);
    BN_free(product);
    BN_CTX_free(context);
}

static uint32_t today(void)
{
    char text[16];
    time_t now = time(NULL);
    struct tm utc;
    CHECK(strftime(text, sizeof text, "%Y%m%d", gmtime_r(&now, &utc)) == 8);
    return (uint32_t) strtoul(text, NULL, 16);
}

static void read_css(const char *directory, const char *name, sigstruct_t *css)
{
    char path[PATH_SIZE];
    size_t size = 0, image_size = 0;
    uint8_t *file = file_read(file_path(directory, name, path), &size);
    CHECK_STATUS(SGX_SUCCESS, sigstruct_check(file, size, css, &image_size));
    CHECK(image_size == size - 1824);
    free(file);
}

void test_sigstruct(const char *directory)
{
    sigstruct_t css;
    uint8_t header[12], header2[16];
    const uint32_t now = today();

    unhex("06000000e100000000000100", header, sizeof header);
    unhex("01010000600000006000000001000000", header2, sizeof header2);
    read_css(directory, "product.signed.so", &css);
    CHECK(memcmp(css.header, header, 12) == 0 && memcmp(css.header2, header2, 16) == 0);
    CHECK(css.type == 0 && css.module_vendor == 0 && css.hw_version == 0 && css.exponent == 3);
    CHECK(css.date > 0x20260000 && css.date <= now);
    CHECK(css.attributes.flags == 4 && css.attributes.xfrm == 3);
    CHECK(css.attribute_mask.flags == 0xfffffffffffffffdULL && css.attribute_mask.xfrm == 0xffffffffffffff1bULL);
    CHECK(css.misc_select == 0 && css.misc_mask == 0xffffffff && css.isv_prod_id == 0 && css.isv_svn == 1);
    check_quotients(&css);
    read_css(directory, "nodebug.signed.so", &css);
    CHECK(css.attribute_mask.flags == 0xffffffffffffffffULL && css.isv_prod_id == 0x1234 && css.isv_svn == 65535);
    check_quotients(&css);
}
