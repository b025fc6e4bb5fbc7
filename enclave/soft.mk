# SOFT: the enclave is a shared object that holds Enclave.c and the trusted half of the SGX API (soft/trusted).

SIGN_TOOL := build/soft_sign
SIGN := $(SIGN_TOOL)

TRUSTED := $(OWN) $(sort $(wildcard soft/trusted/*.c))
TRUSTED_OBJECTS := $(patsubst %.c,build/%.o,$(TRUSTED))
SIGN_OBJECTS := $(patsubst %.c,build/%.o,$(wildcard soft/sign/*.c) soft/sigstruct.c)

TRUSTED_FLAGS := $(SOFT_FLAGS) $(call quote,-ffile-prefix-map=$(CURDIR)=.) -DSGXRA_EPID=1 -I. -Ibuild -Isoft/tlibc -Isoft/include -Isoft -Isoft/trusted

build/Enclave.so: $(TRUSTED_OBJECTS) Enclave.lds
	$(CC) -shared -o $@ $(TRUSTED_OBJECTS) -Wl,-z,relro,-z,now,-z,noexecstack -Wl,-z,defs -Wl,-Bsymbolic \
	    -Wl,--version-script=Enclave.lds $(NO_BUILD_ID) -lcrypto -lpthread

$(TRUSTED_OBJECTS): build/%.o: %.c build/configuration build/soft_config.h
	@mkdir -p $(@D)
	$(CC) $(TRUSTED_FLAGS) -MMD -MP -c -o $@ $<

build/soft_config.h: $(SIGN_TOOL) Enclave.config.xml
	$(SIGN_TOOL) header -config Enclave.config.xml -out $@

$(SIGN_TOOL): $(SIGN_OBJECTS)
	$(CC) -o $@ $(SIGN_OBJECTS) -lcrypto

$(SIGN_OBJECTS): build/%.o: %.c build/configuration
	@mkdir -p $(@D)
	$(CC) $(SOFT_FLAGS) -Isoft -Isoft/include -MMD -MP -c -o $@ $<

-include $(TRUSTED_OBJECTS:.o=.d) $(SIGN_OBJECTS:.o=.d)
