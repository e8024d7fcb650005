// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>

// A running digest of bytes; 64 bits as two halves, each easily computed with 32-bit arithmetic.
struct digest {
	uint32_t low, high;
};

void digest_begin(struct digest *digest);
void digest_add(struct digest *digest, const char *bytes, size_t size);

// Of the text of /proc/PID/smaps: of each mapping its addresses, permissions, offset and name, and its VmFlags.
void digest_smaps(struct digest *digest, const char *text);

// Of the text of /proc/PID/status: what its counters of mappings moved since the first call, or since `forget`.
void digest_status(struct digest *digest, const char *text);
void digest_forget_status(void);
