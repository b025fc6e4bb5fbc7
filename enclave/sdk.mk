# HW and SIM: Intel's SDK, 2.8 and later (docs/spec/sdk-api.md 7).

SIGN_TOOL :=
SIGN := $(SGX_SIGN)

# Apart from the rest: SOFT has an Enclave_t.h of its own.
GENERATED := build/sdk

HW_CFLAGS := $(if $(filter HW,$(SGX_MODE)),$(MITIGATION_CFLAGS))
HW_LDFLAGS := $(if $(filter HW,$(SGX_MODE)),$(MITIGATION_LDFLAGS) \
    $(if $(strip $(SGX_TRUSTED_LIBRARY_PATH)),-L$(strip $(SGX_TRUSTED_LIBRARY_PATH))))

TRUSTED_FLAGS := -m64 $(MODE_FLAGS) -nostdinc -fvisibility=hidden -fpie -ffunction-sections -fdata-sections \
    -fstack-protector-strong $(HW_CFLAGS) -I$(SGX_SDK)/include -I$(SGX_SDK)/include/tlibc -DSGXRA_EPID=$(SGXRA_EPID) \
    $(call quote,-fdebug-prefix-map=$(CURDIR)=.) $(call quote,-fdebug-prefix-map=$(SGX_SDK)=sgxsdk)

# 2.28 has no key exchange. The C++ library is for SDKs before 2.8 alone, and harmless where it is.
SDK_LIBRARIES := $(if $(wildcard $(SGX_SDK)/lib64/libsgx_tcxx.a),-lsgx_tcxx) \
    $(if $(filter 1,$(SGXRA_EPID)),-lsgx_tkey_exchange)

LINK_FLAGS := -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--no-undefined -nostdlib -nodefaultlibs -nostartfiles \
    $(HW_LDFLAGS) -L$(SGX_SDK)/lib64 \
    -Wl,--whole-archive -lsgx_trts$(S) -Wl,--no-whole-archive \
    -Wl,--start-group -lsgx_tstdc $(SDK_LIBRARIES) -lsgx_tcrypto -lsgx_tservice$(S) -Wl,--end-group \
    -Wl,-Bstatic -Wl,-Bsymbolic -Wl,--no-undefined -Wl,-pie,-eenclave_entry -Wl,--export-dynamic \
    -Wl,--defsym,__ImageBase=0 -Wl,--gc-sections -Wl,--version-script=Enclave.lds $(NO_BUILD_ID)

OWN_OBJECTS := $(patsubst %.c,build/%.o,$(OWN))

build/Enclave.so: $(OWN_OBJECTS) build/Enclave_t.o Enclave.lds
	@$(call need_file,$(SGX_SDK)/lib64/libsgx_trts$(S).a,$(SDK_HINT))
	$(if $(filter 1,$(SGXRA_EPID)),@$(call need_file,$(SGX_SDK)/lib64/libsgx_tkey_exchange.a,$(EPID_HINT)))
	$(CC) -o $@ $(OWN_OBJECTS) build/Enclave_t.o $(LINK_FLAGS)

$(OWN_OBJECTS): build/%.o: %.c $(wildcard *.h) $(GENERATED)/Enclave_t.h build/configuration
	$(CC) -std=c11 $(TRUSTED_FLAGS) $(WARNINGS) -I$(GENERATED) -c -o $@ $<

# Generated code is compiled as it comes.
build/Enclave_t.o: $(GENERATED)/Enclave_t.c $(GENERATED)/Enclave_t.h build/configuration
	$(CC) $(TRUSTED_FLAGS) -I$(GENERATED) -c -o $@ $<

# Without EPID the interface is less the lines for it.
ifeq ($(SGXRA_EPID),1)
EDL := Enclave.edl
EDL_PATH := .
else
EDL := $(GENERATED)/Enclave.edl
EDL_PATH := $(GENERATED)
$(EDL): Enclave.edl build/configuration
	@mkdir -p $(@D)
	sed '/\/\* EPID \*\/$$/d' Enclave.edl > $@
endif

$(GENERATED)/Enclave_t.c: $(EDL) build/configuration
	@mkdir -p $(GENERATED)
	$(SGX_EDGER8R) --trusted $(EDL) --search-path $(EDL_PATH) --search-path $(SGX_SDK)/include --trusted-dir $(GENERATED)

$(GENERATED)/Enclave_t.h: $(GENERATED)/Enclave_t.c ;
