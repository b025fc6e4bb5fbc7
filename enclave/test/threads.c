/* Threads: one enclave used by many, one with a single TCS, one destroyed while used */
#include <pthread.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

#include "Enclave_u.h"
#include "check.h"
#include "files.h"
#include "sgx_ukey_exchange.h"
#include "sgx_urts.h"
#include "test_random.h"
#include "tests.h"

enum { THREADS = 8, ROUNDS = 25 };

static sgx_enclave_id_t enclave;
static atomic_int bad;

static void *exchanges(void *unused)
{
    (void) unused;
    for (int i = 0; i < ROUNDS; i++) {
        sgx_ra_context_t context = 0;
        sgx_ra_msg1_t msg1;
        sgx_status_t init = SGX_ERROR_UNEXPECTED, close = SGX_ERROR_UNEXPECTED;
        bad += enclave_ra_init_def(enclave, &init, 0, &context) != SGX_SUCCESS || init != SGX_SUCCESS;
        bad += sgx_ra_get_msg1(context, enclave, sgx_ra_get_ga, &msg1) != SGX_SUCCESS;
        bad += enclave_ra_close(enclave, &close, context) != SGX_SUCCESS || close != SGX_SUCCESS;
    }
    return NULL;
}

static void test_many(const char *directory)
{
    pthread_t threads[THREADS];
    enclave = load(directory, "product.signed.so", 1);
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_create(&threads[i], NULL, exchanges, NULL) == 0);
    }
    for (int i = 0; i < THREADS; i++) {
        CHECK(pthread_join(threads[i], NULL) == 0);
    }
    CHECK(bad == 0);
    CHECK_STATUS(SGX_SUCCESS, sgx_destroy_enclave(enclave));
}

static pthread_mutex_t gate = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t moved = PTHREAD_COND_INITIALIZER;
static int inside, open_gate;

/* Keeps the calling thread inside the enclave until the gate opens. */
static sgx_status_t waiting_random(uint8_t *bytes, size_t size)
{
    pthread_mutex_lock(&gate);
    inside = 1;
    pthread_cond_broadcast(&moved);
    while (!open_gate) {
        pthread_cond_wait(&moved, &gate);
    }
    pthread_mutex_unlock(&gate);
    memset(bytes, 0x5a, size);
    return SGX_SUCCESS;
}

static void *one_call(void *result)
{
    sgx_ec256_public_t g_a;
    sgx_status_t function = SGX_ERROR_UNEXPECTED;
    sgx_status_t *status = result;
    *status = sgx_ra_get_ga(enclave, &function, 0, &g_a);
    if (*status == SGX_SUCCESS) {
        *status = function;
    }
    return NULL;
}

static void *destroy(void *result)
{
    *(sgx_status_t *) result = sgx_destroy_enclave(enclave);
    return NULL;
}

static void await_inside(void)
{
    pthread_mutex_lock(&gate);
    while (!inside) {
        pthread_cond_wait(&moved, &gate);
    }
    pthread_mutex_unlock(&gate);
}

static void test_one_tcs(const char *directory)
{
    pthread_t caller, destroyer;
    sgx_status_t call = SGX_ERROR_UNEXPECTED, destroyed = SGX_ERROR_UNEXPECTED, result = SGX_ERROR_BUSY;
    sgx_status_t status;
    sgx_ra_context_t context = 0;

    enclave = load(directory, "one_tcs.signed.so", 1);
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_init_def(enclave, &result, 0, &context));
    test_random = waiting_random;
    CHECK(pthread_create(&caller, NULL, one_call, &call) == 0);
    await_inside();
    result = SGX_ERROR_BUSY;
    CHECK_STATUS(SGX_ERROR_OUT_OF_TCS, enclave_ra_init_def(enclave, &result, 0, &context)); /* at once */
    CHECK(result == SGX_ERROR_BUSY);
    CHECK(pthread_create(&destroyer, NULL, destroy, &destroyed) == 0);
    do { /* until the destroyer has taken the enclave off the list; it waits for the caller */
        status = enclave_ra_init_def(enclave, &result, 0, &context);
        (void) usleep(1000);
    } while (status == SGX_ERROR_OUT_OF_TCS);
    CHECK_STATUS(SGX_ERROR_INVALID_ENCLAVE_ID, status);
    pthread_mutex_lock(&gate);
    open_gate = 1;
    pthread_cond_broadcast(&moved);
    pthread_mutex_unlock(&gate);
    CHECK(pthread_join(caller, NULL) == 0 && pthread_join(destroyer, NULL) == 0);
    CHECK_STATUS(SGX_SUCCESS, call);
    CHECK_STATUS(SGX_SUCCESS, destroyed);
    test_random = NULL;
}

static void *one_sigma_call(void *context)
{
    sgx_ec256_public_t g_a;
    sgx_status_t function = SGX_ERROR_UNEXPECTED;
    bad += sigma_ga(enclave, &function, *(uint32_t *) context, &g_a) != SGX_SUCCESS || function != SGX_SUCCESS;
    return NULL;
}

static void expect_busy(sgx_status_t call, sgx_status_t function)
{
    CHECK_STATUS(SGX_SUCCESS, call);
    CHECK_STATUS(SGX_ERROR_BUSY, function);
}

/* A context of the own key exchange in two calls at once: the second is refused, and waits for nobody. */
static void test_busy_context(const char *directory)
{
    pthread_t caller;
    uint32_t context = 0, other = 0;
    uint8_t msg2[168] = {0};
    sgx_ec256_public_t g_a;
    sgx_sha256_hash_t digest;
    sgx_status_t result = SGX_ERROR_UNEXPECTED, call;

    enclave = load(directory, "replay.signed.so", 1);
    CHECK_STATUS(SGX_SUCCESS, sigma_open(enclave, &result, NULL, &context));
    test_random = waiting_random;
    CHECK(pthread_create(&caller, NULL, one_sigma_call, &context) == 0);
    await_inside();
    call = sigma_ga(enclave, &result, context, &g_a);
    expect_busy(call, result);
    call = sigma_msg2(enclave, &result, context, msg2, sizeof msg2);
    expect_busy(call, result);
    call = enclave_ra_get_key_hash(enclave, &result, context, 1, &digest);
    expect_busy(call, result);
    call = enclave_ra_close(enclave, &result, context);
    expect_busy(call, result);
    CHECK_STATUS(SGX_SUCCESS, sigma_open(enclave, &result, NULL, &other)); /* others go on */
    CHECK_STATUS(SGX_SUCCESS, result);
    pthread_mutex_lock(&gate);
    open_gate = 1;
    pthread_cond_broadcast(&moved);
    pthread_mutex_unlock(&gate);
    CHECK(pthread_join(caller, NULL) == 0 && bad == 0);
    test_random = NULL;
    inside = open_gate = 0;
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_close(enclave, &result, context));
    CHECK_STATUS(SGX_SUCCESS, result);
    CHECK_STATUS(SGX_SUCCESS, sgx_destroy_enclave(enclave));
}

void test_threads(const char *directory)
{
    test_many(directory);
    test_busy_context(directory);
    test_one_tcs(directory);
}
