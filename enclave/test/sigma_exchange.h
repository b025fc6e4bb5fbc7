/* One of the enclave's own key exchanges, and everything its steps take */
#ifndef TEST_SIGMA_EXCHANGE_H
#define TEST_SIGMA_EXCHANGE_H

#include "peer.h"
#include "sigma.h"

enum { QUOTE = ECDSA_QUOTE };

typedef struct {
    EVP_PKEY *signer;
    sp_t sp;
    uint32_t context;
    sgx_ec256_public_t signer_public, g_a;
    sgx_target_info_t target;
    sgx_report_t report, qe_report;
    uint8_t nonce[16], quote[QUOTE], msg3[SIGMA_MSG3_SIZE];
    sgx_ra_msg2_t msg2; /* without a list */
} exchange_t;

/* Opens one for a service provider of its own, and closes it. */
void exchange_begin(exchange_t *x);
void exchange_end(exchange_t *x);

/* A step each. */
sgx_status_t exchange_msg2(exchange_t *x);
sgx_status_t exchange_report(exchange_t *x);
sgx_status_t exchange_msg3(exchange_t *x);

/* The quoting enclave's report on the quote as it is now; its MAC alone, after a change of its body. */
void exchange_qe_report(exchange_t *x);
void exchange_mac_again(exchange_t *x);

/* Several steps: up to g_a, with a msg2 for it; up to the quoting enclave's report. */
void exchange_to_ga(exchange_t *x);
void exchange_to_report(exchange_t *x);

#endif
