#include "sigma_exchange.h"

#include <string.h>

#include "Enclave_t.h"
#include "check.h"

void exchange_begin(exchange_t *x)
{
    memset(x, 0, sizeof *x);
    x->signer = new_key(&x->signer_public);
    x->sp.signer = x->signer;
    x->sp.kdf_id = 1;
    platform_ecdsa_target(&x->target);
    memset(x->quote, 0xcd, QUOTE);
    CHECK_STATUS(SGX_SUCCESS, sigma_open(&x->signer_public, &x->context));
    CHECK(sigma_is_context(x->context));
}

void exchange_end(exchange_t *x)
{
    CHECK_STATUS(SGX_SUCCESS, enclave_ra_close(x->context));
    EVP_PKEY_free(x->signer);
}

sgx_status_t exchange_msg2(exchange_t *x)
{
    return sigma_msg2(x->context, (uint8_t *) &x->msg2, sizeof x->msg2);
}

sgx_status_t exchange_report(exchange_t *x)
{
    return sigma_report(x->context, &x->target, &x->report, x->nonce);
}

sgx_status_t exchange_msg3(exchange_t *x)
{
    return sigma_msg3(x->context, &x->qe_report, x->quote, QUOTE, x->msg3);
}

static void own_target(sgx_target_info_t *own)
{
    const sgx_report_body_t *body = &sgx_self_report()->body;
    memset(own, 0, sizeof *own);
    own->mr_enclave = body->mr_enclave;
    own->attributes = body->attributes;
    own->misc_select = body->misc_select;
}

void exchange_qe_report(exchange_t *x)
{
    sgx_target_info_t own;
    own_target(&own);
    platform_qe_report(&x->target, &own, x->nonce, x->quote, QUOTE, &x->qe_report);
}

/* After a change of the QE report's body. */
void exchange_mac_again(exchange_t *x)
{
    sgx_target_info_t own;
    own_target(&own);
    platform_mac(&own.mr_enclave, &own.attributes, own.misc_select, &x->qe_report);
}

void exchange_to_ga(exchange_t *x)
{
    CHECK_STATUS(SGX_SUCCESS, sigma_ga(x->context, &x->g_a));
    sp_msg2(&x->sp, &x->g_a, NULL, 0, &x->msg2);
}

void exchange_to_report(exchange_t *x)
{
    exchange_to_ga(x);
    CHECK_STATUS(SGX_SUCCESS, exchange_msg2(x));
    CHECK_STATUS(SGX_SUCCESS, exchange_report(x));
    exchange_qe_report(x);
}
