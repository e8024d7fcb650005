// SPDX-License-Identifier: MIT
//
// Frames of this process, from /proc/self/pagemap, /proc/kpageflags and /proc/kpagecount. Nothing is allocated, and no page is
// touched that was not touched before the script began.
#include "frames.h"
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define BATCH 512
#define PRESENT(entry) ((entry) >> 63)
#define FRAME(entry) ((entry) & ((1ULL << 55) - 1))
#define SOFT_DIRTY(entry) ((entry) & (1ULL << 55))

struct run {
	uint64_t page, frame, flags, count, pages;
};

struct output {
	char *text;
	size_t size, room;
	struct run run;
};

static char maps[1 << 18];
static uint64_t entries[BATCH];
static int pagemap, kpageflags, kpagecount;

static void end_run(struct output *out)
{
	struct run *run = &out->run;
	if (run->pages > 0 && out->size < out->room)
		out->size += snprintf(out->text + out->size, out->room - out->size, "%llx %llx %llx %llx %llu\n",
				      (unsigned long long)run->page, (unsigned long long)run->frame,
				      (unsigned long long)run->flags, (unsigned long long)run->count,
				      (unsigned long long)run->pages);
	run->pages = 0;
}

static void add_page(struct output *out, uint64_t page, uint64_t entry)
{
	struct run *run = &out->run;
	uint64_t frame = FRAME(entry), flags = 0, count = 0;
	pread(kpageflags, &flags, sizeof flags, frame * sizeof flags);
	flags |= SOFT_DIRTY(entry);
	pread(kpagecount, &count, sizeof count, frame * sizeof count);
	if (run->pages > 0 && run->page + run->pages == page && run->frame + run->pages == frame && run->flags == flags &&
	    run->count == count) {
		run->pages++;
		return;
	}
	end_run(out);
	*run = (struct run){ page, frame, flags, count, 1 };
}

static void add_mapping(struct output *out, uint64_t page, uint64_t end)
{
	while (page < end) {
		size_t pages = end - page < BATCH ? end - page : BATCH;
		ssize_t got = pread(pagemap, entries, pages * sizeof *entries, page * sizeof *entries);
		if (got <= 0)
			return;
		for (size_t i = 0; i < got / sizeof *entries; i++)
			if (PRESENT(entries[i]))
				add_page(out, page + i, entries[i]);
		page += got / sizeof *entries;
	}
}

// [vvar], [vdso], [vsyscall] and the stack are nobody's doing.
static int is_special(const char *line, const char *end)
{
	const char *name = memchr(line, '[', end - line);
	return name != NULL && (strncmp(name, "[v", 2) == 0 || strncmp(name, "[stack]", 7) == 0);
}

static int read_maps(void)
{
	size_t size = 0;
	int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
	for (ssize_t got = 1; fd >= 0 && got > 0; size += got > 0 ? got : 0)
		got = read(fd, maps + size, sizeof maps - 1 - size);
	maps[size] = 0;
	close(fd);
	return size < sizeof maps - 1;
}

long read_frames(char *reply, size_t room, uintptr_t own, uintptr_t own_end)
{
	struct output out = { .text = reply, .room = room };
	uint64_t page_size = sysconf(_SC_PAGESIZE);
	if (!read_maps())
		return -2;
	pagemap = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	kpageflags = open("/proc/kpageflags", O_RDONLY | O_CLOEXEC);
	kpagecount = open("/proc/kpagecount", O_RDONLY | O_CLOEXEC);
	int readable = pagemap >= 0 && kpageflags >= 0 && kpagecount >= 0;
	for (char *line = maps; readable && *line;) {
		char *end = line + strcspn(line, "\n"), *rest;
		uintptr_t start = strtoull(line, &rest, 16), last = strtoull(rest + 1, NULL, 16);
		if (!is_special(line, end) && (last <= own || start >= own_end))
			add_mapping(&out, start / page_size, last / page_size);
		line = *end ? end + 1 : end;
	}
	end_run(&out);
	close(pagemap);
	close(kpageflags);
	close(kpagecount);
	if (!readable)
		return -1;
	return out.size < out.room ? (long)out.size : -2;
}
