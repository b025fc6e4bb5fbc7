# What the Makefiles of enclave/ and jni/ have to agree on: mode, flags, tools (docs/spec/sdk-api.md 7).
#
#   SGX_MODE       HW, SIM (Intel's SDK) or SOFT (no SDK, no protection); without it: HW when SGX_SDK is set, else SOFT
#   SGX_DEBUG      1 (default) or 0      SGX_PRERELEASE  0 (default) or 1, then with SGX_DEBUG=0
#   SGX_SDK        where Intel's SDK is, default /opt/intel/sgxsdk
#   CC             gcc (default) or clang
#   WERROR         -Werror (default); WERROR= lets a build with warnings pass

ENCLAVE_DIR := $(patsubst %/,%,$(dir $(lastword $(MAKEFILE_LIST))))

ifeq ($(strip $(SGX_SDK)),)
  SGX_MODE ?= SOFT
  SGX_SDK := /opt/intel/sgxsdk
else
  SGX_MODE ?= HW
  # It becomes part of the JNI library's run-time path in SIM mode.
  override SGX_SDK := $(abspath $(SGX_SDK))
endif
SGX_DEBUG ?= 1
SGX_PRERELEASE ?= 0
WERROR ?= -Werror
ifeq ($(origin CC),default)
  CC := gcc
endif

ifeq ($(filter $(SGX_MODE),HW SIM SOFT),)
  $(error SGX_MODE is "$(SGX_MODE)": HW, SIM or SOFT)
endif

ifeq ($(SGX_DEBUG),1)
  ifeq ($(SGX_PRERELEASE),1)
    $(error SGX_DEBUG=1 and SGX_PRERELEASE=1 exclude each other: a prerelease build has SGX_DEBUG=0)
  endif
  MODE_FLAGS := -O0 -g -DDEBUG -UNDEBUG -UEDEBUG
else ifeq ($(SGX_PRERELEASE),1)
  MODE_FLAGS := -O2 -DNDEBUG -DEDEBUG -UDEBUG
else
  MODE_FLAGS := -O2 -DNDEBUG -UEDEBUG -UDEBUG
endif

WARNINGS := -Wall -Wextra $(WERROR) -Wconversion -Wshadow -Wundef -Wstrict-prototypes

ifeq ($(SGX_MODE),SOFT)
  SOFT_DIR := $(ENCLAVE_DIR)/soft
  SGXRA_EPID := 1
  SOFT_FLAGS := -std=c11 -D_GNU_SOURCE -m64 $(MODE_FLAGS) -fPIC -fvisibility=hidden -fstack-protector-strong $(WARNINGS)
else
  S := $(if $(filter SIM,$(SGX_MODE)),_sim)
  SGX_LIBRARY_PATH := $(SGX_SDK)/lib64
  SGX_EDGER8R := $(SGX_SDK)/bin/x64/sgx_edger8r
  SGX_SIGN := $(SGX_SDK)/bin/x64/sgx_sign
  # Another version of the SDK in the same place is another configuration.
  SDK_STAMP := $(shell stat -c %Y.%s $(SGX_EDGER8R) $(SGX_SIGN) $(SGX_SDK)/lib64/libsgx_trts$(S).a 2> /dev/null)
  # SDKs up to 2.27 have EPID, and Intel's key exchange with it.
  SGXRA_EPID := $(if $(wildcard $(SGX_SDK)/include/sgx_uae_epid.h),$(if \
      $(wildcard $(SGX_SDK)/include/sgx_tkey_exchange.edl),1,0),0)
  # SDK 2.9 and later: MITIGATION_CFLAGS, MITIGATION_LDFLAGS, SGX_TRUSTED_LIBRARY_PATH, for hardware only.
  -include $(SGX_SDK)/buildenv.mk
endif

CONFIGURATION = $(SGX_MODE) $(SGX_DEBUG) $(SGX_PRERELEASE) $(CC) $(WERROR) \
    $(if $(filter SOFT,$(SGX_MODE)),,$(SGX_SDK) $(SDK_STAMP) epid=$(SGXRA_EPID) \
    $(MITIGATION_CFLAGS) $(MITIGATION_LDFLAGS) $(SGX_TRUSTED_LIBRARY_PATH))

# $(call quote,TEXT): one word for the shell, whatever is in it; a folder may have any name.
quote = '$(subst ','\'',$(1))'

# $(call need_command,COMMAND,PACKAGE)
need_command = command -v $(1) > /dev/null || { echo "$(1) is missing: install the package $(2)" >&2; exit 1; }
# $(call need_file,FILE,WHERE IT COMES FROM)
need_file = test -e $(1) || { echo "$(1) is missing: $(2)" >&2; exit 1; }

SDK_HINT := install Intel's SGX SDK and set SGX_SDK, or build with SGX_MODE=SOFT
EPID_HINT := an SDK with sgx_uae_epid.h (up to 2.27) has it; install the SDK again

define check_tools
	@$(call need_command,$(CC),$(notdir $(CC)))
	$(if $(filter SOFT,$(SGX_MODE)),@printf '#include <openssl/evp.h>\n#if OPENSSL_VERSION_MAJOR < 3\n#error\n#endif\n' \
	    | $(CC) -E -x c -o /dev/null - 2> /dev/null \
	    || { echo "the headers of OpenSSL 3 are missing: install the package libssl-dev" >&2; exit 1; })
	$(if $(filter SOFT,$(SGX_MODE)),,@$(call need_file,$(SGX_EDGER8R),$(SDK_HINT)))
endef

# Everything depends on it; it changes when the configuration does, and then all is built again.
build/configuration: FORCE
	$(check_tools)
	@mkdir -p build
	@echo '$(CONFIGURATION)' | cmp -s - $@ || echo '$(CONFIGURATION)' > $@

.PHONY: FORCE
FORCE:
