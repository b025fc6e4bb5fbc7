# How the tests and the fuzz targets build the signing tool, the configuration that it makes, and objects. Includes need BUILD, SOFT, SIGN, TRUSTED,
# FLAGS and SANITIZE.

$(SIGN): $(patsubst %.c,$(BUILD)/sign_%.o,$(notdir $(wildcard $(SOFT)/sign/*.c))) $(BUILD)/sigstruct.o
	$(CC) $(SANITIZE) -o $@ $^ -lcrypto

$(BUILD)/sign_%.o: $(SOFT)/sign/%.c
	@mkdir -p $(@D)
	$(CC) $(FLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/soft_config.h: $(SIGN) ../Enclave.config.xml
	$(SIGN) header -config ../Enclave.config.xml -out $@

$(TRUSTED): $(BUILD)/soft_config.h

$(BUILD)/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(FLAGS) -MMD -MP -c -o $@ $<

-include $(wildcard $(BUILD)/*.d)
