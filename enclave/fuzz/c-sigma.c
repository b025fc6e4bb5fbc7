/*
 * The own key exchange with one message changed: the bytes are laid over msg2, the quoting enclave's target, its report or the quote.
 * Whatever is changed is refused; where nothing is changed, it is taken.
 */
#include <string.h>

#include "Enclave_t.h"
#include "input.h"
#include "launch.h"
#include "sigma_exchange.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* The rest of the bytes, by exclusive or, from an offset that they say; whether that changes anything. */
static int lay_over(input_t *in, void *over, size_t size)
{
    uint8_t *bytes = over;
    const size_t offset = (input_byte(in) | (size_t) input_byte(in) << 8) % size;
    int changed = 0;
    for (size_t i = offset; i < size && in->left > 0; i++) {
        const uint8_t with = input_byte(in);
        bytes[i] ^= with;
        changed |= with != 0;
    }
    return changed;
}

static void expect(int changed, sgx_status_t status, const char *what)
{
    fuzz_require((status == SGX_SUCCESS) != changed, what);
}

static void run(input_t *in, exchange_t *x)
{
    const uint8_t step = input_byte(in) % 4;
    int changed = 0;

    exchange_to_ga(x);
    if (step == 0) {
        changed = lay_over(in, &x->msg2, sizeof x->msg2);
        expect(changed, exchange_msg2(x), "a changed msg2 is taken, or the right one is not");
        return;
    }
    (void) exchange_msg2(x);
    if (step == 1) {
        (void) lay_over(in, &x->target, sizeof x->target);
        (void) exchange_report(x);
        return;
    }
    fuzz_require(exchange_report(x) == SGX_SUCCESS, "no report");
    exchange_qe_report(x);
    changed = step == 2 ? lay_over(in, &x->qe_report, sizeof x->qe_report) : lay_over(in, x->quote, QUOTE);
    expect(changed, exchange_msg3(x), "a changed report or quote is taken, or the right one is not");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    input_t in = {.at = data, .left = size};
    exchange_t x;

    launch_once();
    launch_random_again();
    exchange_begin(&x);
    run(&in, &x);
    exchange_end(&x);
    return 0;
}
