// SPDX-License-Identifier: MIT
//
// What /proc shows of a process, as far as it is predicted, in 64 bits: src/judge/digest.ts computes the same of the model. The
// digest is that of a text:
//
//   START-END PERMS OFFSET NAME        a mapping as in maps, without device, inode and padding
//   VMFLAGS                            its flags, a blank between two
//   VmSize 12                          kilobytes since the first time, of each counter
#include "digest.h"
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void digest_begin(struct digest *digest)
{
	digest->low = 0x811c9dc5;
	digest->high = 0x9e3779b9;
}

void digest_add(struct digest *digest, const char *bytes, size_t size)
{
	uint32_t low = digest->low, high = digest->high;
	for (size_t i = 0; i < size; i++) {
		low = (low ^ (unsigned char)bytes[i]) * 0x01000193;
		high = (high + (unsigned char)bytes[i]) * 0x85ebca6b;
		high ^= high >> 13;
	}
	digest->low = low;
	digest->high = high;
}

static void add_line(struct digest *digest, const char *bytes, size_t size)
{
	digest_add(digest, bytes, size);
	digest_add(digest, "\n", 1);
}

static const char *after_words(const char *at, const char *end, int words)
{
	for (; words > 0; words--) {
		while (at < end && *at != ' ')
			at++;
		while (at < end && *at == ' ')
			at++;
	}
	return at;
}

// `START-END PERMS OFFSET DEVICE INODE   NAME`
static void add_mapping(struct digest *digest, const char *line, const char *end)
{
	const char *device = after_words(line, end, 3);
	const char *name = after_words(device, end, 2);
	digest_add(digest, line, device - line);
	add_line(digest, name, end - name);
}

static void add_flags(struct digest *digest, const char *flags, const char *end)
{
	while (flags < end && *flags == ' ')
		flags++;
	while (end > flags && end[-1] == ' ')
		end--;
	add_line(digest, flags, end - flags);
}

void digest_smaps(struct digest *digest, const char *text)
{
	static const char flags[] = "VmFlags:";
	while (*text) {
		const char *end = text + strcspn(text, "\n");
		if (*text >= 'a' || *text <= '9')
			add_mapping(digest, text, end);
		else if (strncmp(text, flags, sizeof flags - 1) == 0)
			add_flags(digest, text + sizeof flags - 1, end);
		text = *end ? end + 1 : end;
	}
}

static const char *const counters[] = { "VmSize", "VmLck", "VmPin", "VmData", "VmStk", "VmExe", "VmLib" };
#define COUNTERS (sizeof counters / sizeof *counters)

static long first[COUNTERS];
static int has_first;

static long counter(const char *text, const char *name)
{
	const char *line = strstr(text, name);
	return line ? strtol(line + strlen(name) + 1, NULL, 10) : 0;
}

void digest_status(struct digest *digest, const char *text)
{
	for (size_t i = 0; i < COUNTERS; i++) {
		char line[64];
		long now = counter(text, counters[i]);
		if (!has_first)
			first[i] = now;
		add_line(digest, line, snprintf(line, sizeof line, "%s %ld", counters[i], now - first[i]));
	}
	has_first = 1;
}

void digest_forget_status(void)
{
	has_first = 0;
}
