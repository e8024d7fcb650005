// SPDX-License-Identifier: MIT
#include <stddef.h>
#include <stdint.h>

// A running digest of bytes; 64 bits as two halves, each easily computed with 32-bit arithmetic.
struct digest {
	uint32_t low, high;
};

void digest_begin(struct digest *digest);
void digest_add(struct digest *digest, const char *bytes, size_t size);

// Of the text of /proc/PID/smaps: of each mapping its addresses, permissions, offset and name, its VmFlags, and its sizes where
// the first such text had nothing of the process's own: there all accesses are the script's.
void digest_smaps(struct digest *digest, const char *text);

// Of the text of /proc/PID/status of the same moment: what its counters moved since the first call, or since `forget`. Resident
// pages only if `resident` (not every kernel counts them exactly), page tables as long as nothing of the process's own moved.
void digest_status(struct digest *digest, const char *text, int resident);
void digest_forget_status(void);
