/*
 * Takes the place of java.exe where the scripts for Windows are tested: prints its arguments and the variables that the
 * scripts set, a line each, and ends with the exit code that STAND_IN_EXIT names.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static int is_of_scripts(const char *variable)
{
    return strncmp(variable, "RA_", 3) == 0 || strncmp(variable, "PROVISIONING_", 13) == 0 ||
           strncmp(variable, "PLATFORM_", 9) == 0;
}

int main(int argc, char **argv, char **environment)
{
    for (int i = 1; i < argc; i++) {
        printf("argument %s\n", argv[i]);
    }
    for (char **variable = environment; *variable != NULL; variable++) {
        if (is_of_scripts(*variable)) {
            printf("variable %s\n", *variable);
        }
    }
    const char *code = getenv("STAND_IN_EXIT");
    return code == NULL ? 0 : atoi(code);
}
