/*
 * The open contexts of the enclave's own key exchange. The lock is held for a few instructions only; during a call its
 * context is marked, so that key exchanges do not wait for each other.
 */
#include "sigma.h"

#include <stdlib.h>

#include "secret_bytes.h"

/*
 * A context's number: one bit that says whose it is, how often its place was used, its place. So the number of a closed
 * context is not soon that of another.
 */
#define SIGMA_BIT  0x80000000u
#define PLACE_BITS 11
#define PLACES     (1u << PLACE_BITS)
#define USES       (SIGMA_BIT >> PLACE_BITS)

static struct {
    sigma_context_t *context; /* NULL: free */
    uint32_t uses;
    int taken;
} places[PLACES];

/* The SDK's mutexes need OCALLs to wait; this lock is never held for long enough to wait. */
static uint32_t locked;

static void lock(void)
{
    while (__atomic_exchange_n(&locked, 1, __ATOMIC_ACQUIRE) != 0) {
        __builtin_ia32_pause();
    }
}

static void unlock(void)
{
    __atomic_store_n(&locked, 0, __ATOMIC_RELEASE);
}

static uint32_t number(uint32_t place)
{
    return SIGMA_BIT | places[place].uses << PLACE_BITS | place;
}

int sigma_is_context(uint32_t ctx)
{
    return (ctx & SIGMA_BIT) != 0;
}

/* SGX_SUCCESS for a context that is open and in no call; with the lock held. */
static sgx_status_t find(uint32_t ctx)
{
    const uint32_t place = ctx % PLACES;
    if (!sigma_is_context(ctx) || places[place].context == NULL || number(place) != ctx) {
        return SGX_ERROR_INVALID_PARAMETER;
    }
    return places[place].taken ? SGX_ERROR_BUSY : SGX_SUCCESS;
}

sgx_status_t sigma_context_add(sigma_context_t *context, uint32_t *ctx)
{
    uint32_t place = 0;

    lock();
    while (place < PLACES && places[place].context != NULL) {
        place++;
    }
    if (place < PLACES) {
        places[place].context = context;
        *ctx = number(place);
    }
    unlock();
    return place < PLACES ? SGX_SUCCESS : SGX_ERROR_OUT_OF_MEMORY;
}

sgx_status_t sigma_context_take(uint32_t ctx, sigma_context_t **context)
{
    sgx_status_t status;

    lock();
    status = find(ctx);
    if (status == SGX_SUCCESS) {
        places[ctx % PLACES].taken = 1;
        *context = places[ctx % PLACES].context;
    }
    unlock();
    return status;
}

void sigma_context_give_back(uint32_t ctx)
{
    lock();
    places[ctx % PLACES].taken = 0;
    unlock();
}

sgx_status_t sigma_close(uint32_t ctx)
{
    const uint32_t place = ctx % PLACES;
    sigma_context_t *context = NULL;
    sgx_status_t status;

    lock();
    status = find(ctx);
    if (status == SGX_SUCCESS) {
        context = places[place].context;
        places[place].context = NULL;
        places[place].uses = (places[place].uses + 1) % USES;
    }
    unlock();
    if (context != NULL) {
        wipe(context, sizeof *context);
        free(context);
    }
    return status;
}

void sigma_close_all(void)
{
    for (uint32_t place = 0; place < PLACES; place++) {
        (void) sigma_close(number(place));
    }
}
