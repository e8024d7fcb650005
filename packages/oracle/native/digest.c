// SPDX-License-Identifier: MIT
//
// What /proc shows of a process, as far as it is predicted, in 64 bits: src/judge/digest.ts computes the same of the model. The
// digest is that of a text:
//
//   START-END PERMS OFFSET NAME        a mapping as in maps, without device, inode and padding
//   VMFLAGS                            its flags, a blank between two
//   12 12 - 0 ...                      its sizes, where they are the script's doing: kilobytes, `-` for what is not predicted
//   VmSize 12                          kilobytes since the first time, of each counter
//
// Resident pages are those of the script's mappings alone: what smaps shows of the others is taken off.
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

// A mapping in the text of smaps.
struct mapping {
	unsigned long start, end;
	const char *head, *head_end; // `START-END PERMS OFFSET DEVICE INODE   NAME`
	const char *name;
	const char *body, *body_end; // the lines behind it
};

static const char *end_of_line(const char *at)
{
	return at + strcspn(at, "\n");
}

static int is_head(const char *line)
{
	return *line >= 'a' || (*line != 0 && *line <= '9');
}

// Takes the mapping at `text`; returns what follows it, or NULL at the end.
static const char *take_mapping(struct mapping *mapping, const char *text)
{
	if (!is_head(text))
		return NULL;
	char *dash;
	mapping->start = strtoul(text, &dash, 16);
	mapping->end = strtoul(dash + 1, NULL, 16);
	mapping->head = text;
	mapping->head_end = end_of_line(text);
	mapping->name = after_words(text, mapping->head_end, 5);
	const char *at = mapping->body = mapping->head_end + (*mapping->head_end != 0);
	while (*at && !is_head(at))
		at = end_of_line(at) + (*end_of_line(at) != 0);
	mapping->body_end = at;
	return at;
}

// What stands behind `name` in the lines of a mapping, or NULL.
static const char *field(const struct mapping *mapping, const char *name)
{
	size_t size = strlen(name);
	for (const char *at = mapping->body; at < mapping->body_end; at = end_of_line(at) + 1)
		if (strncmp(at, name, size) == 0 && at[size] == ':')
			return at + size + 1;
	return NULL;
}

static long kilobytes(const struct mapping *mapping, const char *name)
{
	const char *text = field(mapping, name);
	return text ? strtol(text, NULL, 10) : 0;
}

static void add_head(struct digest *digest, const struct mapping *mapping)
{
	digest_add(digest, mapping->head, after_words(mapping->head, mapping->head_end, 3) - mapping->head);
	add_line(digest, mapping->name, mapping->head_end - mapping->name);
}

static void add_flags(struct digest *digest, const char *flags)
{
	const char *end = end_of_line(flags);
	while (flags < end && *flags == ' ')
		flags++;
	while (end > flags && end[-1] == ' ')
		end--;
	add_line(digest, flags, end - flags);
}

static const char *const sizes[] = {
	"Rss", "Pss", "Pss_Dirty", "Shared_Clean", "Shared_Dirty", "Private_Clean", "Private_Dirty", "Anonymous", "KSM",
	"AnonHugePages", "ShmemPmdMapped", "FilePmdMapped", "Shared_Hugetlb", "Private_Hugetlb", "Swap", "SwapPss", "Locked",
};
#define SIZES (sizeof sizes / sizeof *sizes)

// Which pages of large folios are dirty is not predicted, nor how many processes map the vdso.
static int is_predicted(const struct mapping *mapping, const char *size, int large)
{
	if (!field(mapping, size) || (strcmp(size, "Pss") == 0 && strncmp(mapping->name, "[v", 2) == 0))
		return 0;
	return !large || (strcmp(size, "Pss_Dirty") != 0 && strcmp(size, "Shared_Dirty") != 0 && strcmp(size, "Private_Dirty") != 0);
}

static void add_sizes(struct digest *digest, const struct mapping *mapping)
{
	const char *flags = field(mapping, "VmFlags");
	size_t length = flags ? strcspn(flags, "\n") : 0;
	const char *huge = flags ? strstr(flags, " hg") : NULL;
	int large = *mapping->name == '/' && huge && huge < flags + length;
	for (size_t i = 0; i < SIZES; i++) {
		char text[32];
		long value = kilobytes(mapping, sizes[i]);
		if (large && strcmp(sizes[i], "Shared_Clean") == 0)
			value += kilobytes(mapping, "Shared_Dirty");
		if (large && strcmp(sizes[i], "Private_Clean") == 0)
			value += kilobytes(mapping, "Private_Dirty");
		int predicted = is_predicted(mapping, sizes[i], large);
		digest_add(digest, text, predicted ? snprintf(text, sizeof text, "%ld ", value) : sprintf(text, "- "));
	}
	digest_add(digest, "\n", 1);
}

// Where the script's mappings lie: below the first one of the process, and between its last one and the first of the kernel's.
static struct range {
	unsigned long start, end;
} own[2];
static int has_own;

// What lies elsewhere.
static struct outside {
	long rss, anonymous;
	int torn;              // a mapping lies across a border, so that nobody can tell whose its pages are
	struct digest heads;
} outside;
static struct digest first_heads;
static int counts_tables;      // nothing outside has moved

static int is_special(const struct mapping *mapping)
{
	return strncmp(mapping->name, "[vvar", 5) == 0 || strncmp(mapping->name, "[vdso", 5) == 0;
}

static void find_own(const char *text)
{
	struct mapping mapping;
	own[0].end = 0;
	for (const char *at = take_mapping(&mapping, text); at && !is_special(&mapping); at = take_mapping(&mapping, at)) {
		if (own[0].end == 0)
			own[0].end = mapping.start;
		own[1].start = mapping.end;
	}
	own[1].end = mapping.start;
	has_own = 1;
}

static int is_own(const struct mapping *mapping)
{
	return mapping->end <= own[0].end || (mapping->start >= own[1].start && mapping->end <= own[1].end);
}

static int touches_own(const struct mapping *mapping)
{
	return mapping->start < own[0].end || (mapping->start < own[1].end && mapping->end > own[1].start);
}

void digest_smaps(struct digest *digest, const char *text)
{
	struct mapping mapping;
	int first = !has_own;
	if (first)
		find_own(text);
	memset(&outside, 0, sizeof outside);
	digest_begin(&outside.heads);
	for (const char *at = take_mapping(&mapping, text); at; at = take_mapping(&mapping, at)) {
		const char *flags = field(&mapping, "VmFlags");
		add_head(digest, &mapping);
		if (flags)
			add_flags(digest, flags);
		if (is_own(&mapping)) {
			add_sizes(digest, &mapping);
			continue;
		}
		outside.rss += kilobytes(&mapping, "Rss");
		outside.anonymous += kilobytes(&mapping, "Anonymous");
		outside.torn |= touches_own(&mapping);
		add_head(&outside.heads, &mapping);
	}
	if (first) {
		first_heads = outside.heads;
		counts_tables = 1;
	}
	if (first_heads.low != outside.heads.low || first_heads.high != outside.heads.high)
		counts_tables = 0;
}

static const char *const counters[] = { "VmSize", "VmLck", "VmPin", "VmData", "VmStk", "VmExe", "VmLib", "VmRSS", "RssAnon", "VmPTE" };
#define COUNTERS (sizeof counters / sizeof *counters)

static long first[COUNTERS];
static int has_first;

static long counter(const char *text, const char *name)
{
	const char *line = strstr(text, name);
	long value = line ? strtol(line + strlen(name) + 1, NULL, 10) : 0;
	if (strcmp(name, "VmRSS") == 0)
		return value - outside.rss;
	return strcmp(name, "RssAnon") == 0 ? value - outside.anonymous : value;
}

static int counts(const char *name, int resident)
{
	if (strcmp(name, "VmPTE") == 0)
		return counts_tables;
	return (strcmp(name, "VmRSS") != 0 && strcmp(name, "RssAnon") != 0) || (resident && !outside.torn);
}

void digest_status(struct digest *digest, const char *text, int resident)
{
	for (size_t i = 0; i < COUNTERS; i++) {
		char line[64];
		long now = counter(text, counters[i]);
		if (!has_first)
			first[i] = now;
		if (counts(counters[i], resident))
			add_line(digest, line, snprintf(line, sizeof line, "%s %ld", counters[i], now - first[i]));
	}
	has_first = 1;
}

void digest_forget_status(void)
{
	has_first = 0;
	counts_tables = 0;
}
