/* The tests: each function is one subject */
#ifndef TEST_TESTS_H
#define TEST_TESTS_H

#include "sgx_key_exchange.h"

/* trusted_test: the trusted half, linked in */
void test_primitives(void);
void test_vectors(void);
void test_recorded_sessions(void);
void test_contexts(void);
void test_state_machine(void);
void test_msg2_refusals(void);
void test_msg3_refusals(void);
void test_own_derivation(void);
void test_sigma_steps(void);
void test_sigma_arguments(void);
void test_sigma_msg2_refusals(void);
void test_sigma_other_signers(void);
void test_sigma_msg3_refusals(void);
void test_sigma_secrets(void);
void test_sigma_contexts(void);
void test_reports(void);
void test_sealing(void);
void test_sealing_refusals(void);
void test_result_mac(void);
void test_put_secret(void);
void test_verify_secret_data(void);
void test_sealed_secret(void);
void test_changing_lengths(void);
void test_wiped_memory(void);

/* secrets.c: a context of the enclave under test whose keys are derived. */
sgx_ra_context_t attested_context(void);

/* sigma_secrets.c: one of the own key exchange, after msg3, and two of its keys. */
uint32_t sigma_context_with_keys(uint8_t smk[16], uint8_t mk[16]);

/* enclave_test: enclaves as files, through the untrusted half; directory holds what the Makefile made */
void test_loading(const char *directory);
void test_sigstruct(const char *directory);
void test_changed_files(const char *directory);
void test_calls(const char *directory);
void test_attestation(const char *directory);
void test_quoting(const char *directory);
void test_replay(const char *directory);
void test_quoting_ex(const char *directory);
void test_sigma_attestation(const char *directory);
void test_sigma_replay(const char *directory);
void test_threads(const char *directory);

#endif
