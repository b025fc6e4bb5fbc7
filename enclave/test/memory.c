/* What the host can do to the memory an ECALL reads, and what an ECALL leaves behind in the enclave's own */
#include <malloc.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "Enclave_t.h"
#include "check.h"
#include "sgx_tseal.h"
#include "sigma.h"
#include "soft_trusted.h"
#include "tests.h"

enum { PAGE = 4096, LEN = 24 };

sgx_status_t enclave_entry(uint32_t function, void *ms);

/* A page that is first read after the marshalled call was: a host on another processor is this fast now and then. */
static struct {
    uint8_t *page;
    volatile uint32_t *length;
    uint32_t later;
    int sprung;
} trap;

static void spring(int number, siginfo_t *info, void *context)
{
    const uint8_t *at = info->si_addr;
    (void) context;
    if (at < trap.page || at >= trap.page + PAGE || mprotect(trap.page, PAGE, PROT_READ | PROT_WRITE) != 0) {
        (void) signal(number, SIG_DFL);
        return;
    }
    *trap.length = trap.later;
    trap.sprung = 1;
}

static void set_trap(uint32_t *length, uint32_t later)
{
    trap.length = length;
    trap.later = later;
    trap.sprung = 0;
    CHECK(mprotect(trap.page, PAGE, PROT_NONE) == 0);
}

static void check_result_mac(sgx_ra_context_t context, uint32_t later)
{
    sgx_ra_key_128_t mk;
    sgx_cmac_128bit_tag_t mac;
    ms_verify_att_result_mac_t ms = {SGX_ERROR_UNEXPECTED, context, trap.page, LEN, mac};

    CHECK_STATUS(SGX_SUCCESS, sgx_ra_get_keys(context, SGX_RA_KEY_MK, &mk));
    CHECK_STATUS(SGX_SUCCESS, sgx_rijndael128_cmac_msg(&mk, trap.page, LEN, &mac));
    set_trap(&ms.len, later);
    CHECK_STATUS(SGX_SUCCESS, enclave_entry(ECALL_VERIFY_ATT_RESULT_MAC, &ms));
    CHECK(trap.sprung && ms.len == later);
    CHECK_STATUS(SGX_SUCCESS, ms.retval);
}

/* Additional data of LEN bytes, which become other ones when the copy of it has been made. */
static void check_secret(sgx_ra_context_t context, uint32_t later)
{
    uint8_t iv[12] = {7}, text[LEN] = "a secret of 24 bytes....", ciphertext[LEN];
    sgx_aes_gcm_128bit_tag_t tag;
    sgx_ra_key_128_t sk;
    sgx_sha256_hash_t hash, expected;
    ms_put_secret_t ms = {SGX_ERROR_UNEXPECTED, context, iv, trap.page, LEN, ciphertext, LEN, tag, &hash};

    CHECK_STATUS(SGX_SUCCESS, sgx_ra_get_keys(context, SGX_RA_KEY_SK, &sk));
    CHECK_STATUS(SGX_SUCCESS, sgx_sha256_msg(text, LEN, &expected));
    CHECK_STATUS(SGX_SUCCESS,
        sgx_rijndael128GCM_encrypt(&sk, text, LEN, ciphertext, iv, sizeof iv, trap.page, LEN, &tag));
    set_trap(&ms.aad_len, later);
    CHECK_STATUS(SGX_SUCCESS, enclave_entry(ECALL_PUT_SECRET, &ms));
    CHECK(trap.sprung && ms.aad_len == later);
    CHECK_STATUS(SGX_SUCCESS, ms.retval);
    CHECK(memcmp(hash, expected, sizeof hash) == 0);
}

/* A whole msg2 with its length, and a quote: what does not fit what came is a refusal, not a read past its end. */
static void check_key_exchange(uint32_t later)
{
    uint32_t context = 0;
    uint8_t msg3[336];
    sgx_report_t qe_report;
    CHECK_STATUS(SGX_SUCCESS, sigma_open(NULL, &context));
    memset(&qe_report, 0, sizeof qe_report);
    ms_sigma_msg2_t msg2 = {SGX_SUCCESS, context, trap.page, LEN};
    ms_sigma_msg3_t quote = {SGX_SUCCESS, context, &qe_report, trap.page, LEN, msg3};

    set_trap(&msg2.len, later);
    CHECK_STATUS(SGX_SUCCESS, enclave_entry(ECALL_SIGMA_MSG2, &msg2));
    CHECK(trap.sprung && msg2.len == later);
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, msg2.retval); /* not of 168 bytes, whatever is said later */
    set_trap(&quote.quote_size, later);
    CHECK_STATUS(SGX_SUCCESS, enclave_entry(ECALL_SIGMA_MSG3, &quote));
    CHECK(trap.sprung && quote.quote_size == later);
    CHECK_STATUS(SGX_ERROR_INVALID_STATE, quote.retval);
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_close(context));
}

/* The length that counts is the one by which the copy was made, not what the host writes over it afterwards. */
void test_changing_lengths(void)
{
    struct sigaction springing, before;
    sgx_ra_context_t context = attested_context();

    memset(&springing, 0, sizeof springing);
    springing.sa_sigaction = spring;
    springing.sa_flags = SA_SIGINFO;
    trap.page = mmap(NULL, PAGE, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(trap.page != MAP_FAILED && sigaction(SIGSEGV, &springing, &before) == 0);
    memset(trap.page, 0x61, PAGE);
    check_result_mac(context, LEN - 1);
    check_result_mac(context, PAGE);
    check_secret(context, LEN - 1);
    check_secret(context, PAGE);
    check_key_exchange(168);
    check_key_exchange(PAGE);
    CHECK(sigaction(SIGSEGV, &before, NULL) == 0);
    CHECK(munmap(trap.page, PAGE) == 0);
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_close(context));
}

/* What must not stand in memory that is given back. */
static struct {
    const void *bytes;
    size_t size;
    unsigned blocks, found;
} watched;

void __real_free(void *block);
void __wrap_free(void *block);

void __wrap_free(void *block)
{
    if (watched.bytes != NULL && block != NULL) {
        const size_t size = malloc_usable_size(block);
        watched.blocks++;
        watched.found += memmem(block, size, watched.bytes, watched.size) != NULL;
    }
    __real_free(block);
}

static void watch(const void *bytes, size_t size)
{
    watched.bytes = bytes;
    watched.size = size;
    watched.blocks = 0;
    watched.found = 0;
}

static void expect_wiped(const char *what)
{
    watched.bytes = NULL;
    check(watched.blocks > 0 && watched.found == 0, __FILE__, __LINE__, what);
}

static void check_keys_wiped(sgx_ra_key_type_t type)
{
    sgx_ra_context_t context = attested_context();
    sgx_ra_key_128_t key;
    CHECK_STATUS(SGX_SUCCESS, sgx_ra_get_keys(context, type, &key));
    watch(key, sizeof key);
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_close(context));
    expect_wiped("keys of a closed context");
    CHECK_STATUS(SGX_ERROR_INVALID_PARAMETER, sgx_ra_get_keys(context, type, &key));
}

/* SMK is wiped once msg3 is made, MK with the context. */
static void check_sigma_keys_wiped(void)
{
    uint8_t smk[16], mk[16];
    uint32_t context = sigma_context_with_keys(smk, mk);
    sigma_context_t *open = NULL;

    CHECK_STATUS(SGX_SUCCESS, sigma_context_take(context, &open));
    CHECK(memmem(open, sizeof *open, smk, sizeof smk) == NULL);
    CHECK(memmem(open, sizeof *open, mk, sizeof mk) != NULL);
    for (size_t i = 0; i < sizeof open->a; i++) {
        CHECK(open->a.r[i] == 0);
    }
    sigma_context_give_back(context);
    watch(mk, sizeof mk);
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_close(context));
    expect_wiped("keys of a closed context of the own key exchange");
}

void test_wiped_memory(void)
{
    static uint8_t text[LEN] = "not to be left in memory";
    uint8_t iv[12] = {9}, ciphertext[LEN];
    _Alignas(sgx_sealed_data_t) uint8_t sealed[sizeof(sgx_sealed_data_t) + LEN];
    sgx_aes_gcm_128bit_tag_t tag;
    sgx_ra_key_128_t sk;
    sgx_sha256_hash_t hash;
    sgx_ra_context_t context = attested_context();

    check_keys_wiped(SGX_RA_KEY_SK);
    check_keys_wiped(SGX_RA_KEY_MK);
    check_sigma_keys_wiped();
    CHECK_STATUS(SGX_SUCCESS, sgx_ra_get_keys(context, SGX_RA_KEY_SK, &sk));
    CHECK_STATUS(SGX_SUCCESS, sgx_rijndael128GCM_encrypt(&sk, text, LEN, ciphertext, iv, sizeof iv, NULL, 0, &tag));
    watch(text, LEN);
    CHECK_STATUS(SGX_SUCCESS, put_secret(context, iv, NULL, 0, ciphertext, LEN, tag, &hash));
    expect_wiped("put_secret");
    watch(text, LEN);
    CHECK_STATUS(SGX_SUCCESS, seal_secret(context, iv, NULL, 0, ciphertext, LEN, tag, sealed, sizeof sealed));
    expect_wiped("seal_secret");
    watch(text, LEN);
    CHECK_STATUS(SGX_SUCCESS, unseal_secret(sealed, sizeof sealed, &hash));
    expect_wiped("unseal_secret");
    tag[0] ^= 1;
    watch(text, LEN);
    CHECK_STATUS(SGX_ERROR_MAC_MISMATCH, put_secret(context, iv, NULL, 0, ciphertext, LEN, tag, &hash));
    expect_wiped("put_secret of a wrong tag");
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_close(context));
}
