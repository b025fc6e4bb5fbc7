/* The cases of testdata/crypto, which the Java code goes through as well: ECDH, ECDSA, AES-CMAC, AES-GCM */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "check.h"
#include "sgx_tcrypto.h"
#include "soft_trusted.h"
#include "tests.h"

enum { FIELDS = 8, LINE = 40000, MOST = 4096 };

/* The bytes of a case's fields, exactly as much memory as they have: what is read beyond is found. */
typedef struct {
    const char *text[FIELDS];
    uint8_t *bytes[FIELDS];
    uint32_t size[FIELDS];
    int valid;
} case_t;

typedef sgx_status_t (*run_t)(const case_t *c);

static void take_apart(char *line, case_t *c)
{
    memset(c, 0, sizeof *c);
    line[strcspn(line, "\n")] = '\0';
    for (int i = 0; i < FIELDS && line != NULL; i++) {
        char *tab = strchr(line, '\t');
        if (tab != NULL) {
            *tab++ = '\0';
        }
        c->text[i] = line;
        c->size[i] = i == 0 || line[0] == '-' ? 0 : (uint32_t) strlen(line) / 2;
        c->bytes[i] = malloc(c->size[i] + 1);
        if (c->size[i] > 0 && strcmp(line, "valid") != 0 && strcmp(line, "invalid") != 0) {
            (void) unhex(line, c->bytes[i], c->size[i]);
        }
        line = tab;
    }
    c->valid = c->text[1] != NULL && strcmp(c->text[1], "invalid") != 0;
}

static void drop(case_t *c)
{
    for (int i = 0; i < FIELDS; i++) {
        free(c->bytes[i]);
    }
}

/* Memory of exactly the size of a structure, so that no case is read as more than it has. */
static const void *exactly(const case_t *c, int field, size_t size)
{
    CHECK(c->size[field] == size);
    return c->bytes[field];
}

static sgx_status_t run_ecdh(const case_t *c)
{
    const sgx_ec256_private_t *own = exactly(c, 2, sizeof *own);
    const sgx_ec256_public_t *peer = exactly(c, 3, sizeof *peer);
    sgx_ec256_dh_shared_t shared;
    sgx_status_t point = soft_p256_check_point(peer);
    sgx_status_t status = soft_p256_shared(own, peer, &shared);

    CHECK((point == SGX_SUCCESS) == c->valid);
    CHECK(status != SGX_SUCCESS || (c->size[4] == 32 && memcmp(shared.s, c->bytes[4], 32) == 0));
    return status;
}

static sgx_status_t run_ecdsa(const case_t *c)
{
    return soft_p256_verify(exactly(c, 2, sizeof(sgx_ec256_public_t)), c->bytes[3], c->size[3],
        exactly(c, 4, sizeof(sgx_ec256_signature_t)));
}

static sgx_status_t run_cmac(const case_t *c)
{
    sgx_cmac_128bit_tag_t mac;
    sgx_status_t status = sgx_rijndael128_cmac_msg(exactly(c, 1, 16), c->bytes[2], c->size[2], &mac);
    CHECK(memcmp(mac, exactly(c, 3, 16), 16) == 0);
    return status;
}

static const uint8_t *or_null(const case_t *c, int field)
{
    return c->size[field] == 0 ? NULL : c->bytes[field];
}

/* The SDK's functions take a tag of 16 bytes, and neither text nor additional data is no call: such cases are left out. */
static sgx_status_t run_gcm(const case_t *c)
{
    static uint8_t out[MOST];
    sgx_aes_gcm_128bit_tag_t tag;
    const uint8_t *iv = c->bytes[3];
    sgx_status_t status;

    if (c->size[7] != 16 || (c->size[4] == 0 && c->size[6] == 0)) {
        return c->valid ? SGX_SUCCESS : SGX_ERROR_MAC_MISMATCH;
    }
    memset(out, 0x55, sizeof out);
    status = sgx_rijndael128GCM_decrypt(exactly(c, 2, 16), or_null(c, 6), c->size[6], c->size[6] == 0 ? NULL : out, iv,
        c->size[3], or_null(c, 4), c->size[4], exactly(c, 7, 16));
    if (status != SGX_SUCCESS) {
        return status;
    }
    CHECK(c->size[6] == 0 || memcmp(out, c->bytes[5], c->size[5]) == 0);
    status = sgx_rijndael128GCM_encrypt(exactly(c, 2, 16), or_null(c, 5), c->size[5], c->size[5] == 0 ? NULL : out, iv,
        c->size[3], or_null(c, 4), c->size[4], &tag);
    CHECK(c->size[6] == 0 || memcmp(out, c->bytes[6], c->size[6]) == 0);
    CHECK(memcmp(tag, c->bytes[7], 16) == 0);
    return status;
}

static void run_file(const char *name, run_t run)
{
    static char line[LINE];
    char path[64];
    unsigned cases = 0;
    FILE *file;

    (void) snprintf(path, sizeof path, "../../testdata/crypto/%s.tsv", name);
    file = fopen(path, "r");
    CHECK(file != NULL);
    while (file != NULL && fgets(line, sizeof line, file) != NULL) {
        case_t c;
        sgx_status_t status;
        if (line[0] == '#') {
            continue;
        }
        take_apart(line, &c);
        status = run(&c);
        if ((status == SGX_SUCCESS) != c.valid) {
            (void) printf("%s: case %u, %s: status %04x\n", name, cases, c.text[0], (unsigned) status);
            CHECK(0);
        }
        cases++;
        drop(&c);
    }
    CHECK(cases > 100);
    if (file != NULL) {
        (void) fclose(file);
    }
    (void) printf("crypto vectors: %s: %u cases\n", name, cases);
}

void test_vectors(void)
{
    run_file("ecdh", run_ecdh);
    run_file("ecdsa", run_ecdsa);
    run_file("cmac", run_cmac);
    run_file("gcm", run_gcm);
}
