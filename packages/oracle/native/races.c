// Races on this kernel: the same calls of several threads, thousands of times, and how often each outcome was seen.
//
// Standard input holds a line that says how to run, and a line for each call:
//
//   race ROUNDS SEED START END THREADS
//   THREAD NAME ARGUMENT...
//
// Calls of thread 0 are the set-up: they are made alone, at the beginning of every round, after everything from START to END was
// unmapped; descriptors that they make are closed at its end. The calls of threads 1 to THREADS run beside each other, in their order within
// one thread. Arguments are numbers, "strings" without blanks, or #CALL: the result of an earlier call of the set-up (the
// first call is 1).
//
// Calls are system calls by name, or load, store, maps and query. maps reads /proc/self/maps as a program does, a page at a
// time, and keeps what lies between START and END; query is PROCMAP_QUERY.
//
// Standard output is JSON: {"rounds":N,"setup":[RESULT...],"outcomes":[{"count":N,"results":[RESULT...],"rest":[LINE...]}...]}.
// Results are in the order of the calls: a number (-errno where a call failed), [SIGNAL, CODE, ADDRESS] of an access, a text
// for what query found, {"lines":[LINE...]} of maps. "rest" is what is mapped at the end of a round.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <sched.h>
#include <setjmp.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/personality.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_CALLS 256
#define MAX_ARGS 6
#define MAX_THREADS 8
#define MAX_OUTCOMES 4096
#define PAGE 4096
#define MAPS (64 << 10)        // the text of /proc/self/maps
#define RESULT (16 << 10)      // a result, as JSON
#define OUTCOME (64 << 10)     // all of a round
#define PATIENCE (1 << 18)     // turns that a thread waits for the others to run, which they may not where processors are few
#define LONGEST 16             // pauses last up to 2^LONGEST turns, each order of magnitude as often as the next
#define SHORT 10               // those within a thread

// ioctl(PROCMAP_QUERY) of 6.11: <linux/fs.h> of an older system does not have it.
struct map_query {
	uint64_t size, flags, address;
	uint64_t start, end, found, page_size, offset, inode;
	uint32_t major, minor, name_size, build_id_size;
	uint64_t name, build_id;
};
#define MAP_QUERY _IOWR('f', 17, struct map_query)
enum { FOUND_READABLE = 1, FOUND_WRITABLE = 2, FOUND_EXECUTABLE = 4, FOUND_SHARED = 8 };

static const struct {
	const char *name;
	long number;
} call_numbers[] = {
	{ "ftruncate", SYS_ftruncate }, { "madvise", SYS_madvise }, { "memfd_create", SYS_memfd_create }, { "mlock", SYS_mlock },
	{ "mmap", SYS_mmap }, { "mprotect", SYS_mprotect }, { "mremap", SYS_mremap }, { "msync", SYS_msync },
	{ "munlock", SYS_munlock }, { "munmap", SYS_munmap },
};

enum kind { SYSTEM_CALL, LOAD, STORE, READ_MAPS, QUERY };

struct call {
	int thread;
	enum kind kind;
	long number;
	int makes_descriptor;
	struct {
		long base;             // the call whose result it is, or 0
		long number;
	} args[MAX_ARGS];
	long result;
	char text[RESULT];             // the result, as JSON
};

struct outcome {
	unsigned long hash, count;
	char *text;
};

static struct call calls[MAX_CALLS];
static int call_count;
static struct outcome outcomes[MAX_OUTCOMES];
static int outcome_count;
static unsigned long rounds, seed, window_start, window_end;
static int threads;

static pthread_barrier_t begin, end;
static atomic_int arrived;
static atomic_bool over;

static __thread sigjmp_buf after_access;
static __thread volatile sig_atomic_t accessing;
static __thread siginfo_t caught;
static __thread unsigned long random_state;

static void die(const char *why)
{
	dprintf(STDERR_FILENO, "races: %s\n", why);
	_exit(2);
}

static unsigned long random_word(void)
{
	random_state ^= random_state << 13;
	random_state ^= random_state >> 7;
	random_state ^= random_state << 17;
	return random_state;
}

// Does nothing for a while.
static void pause_up_to(int magnitude)
{
	unsigned long turns = random_word() & ((1ul << random_word() % (magnitude + 1)) - 1);
	for (volatile unsigned long turn = 0; turn < turns; turn++)
		;
}

static void on_signal(int number, siginfo_t *info, void *context)
{
	(void)number, (void)context;
	if (!accessing)
		_exit(4);
	caught = *info;
	siglongjmp(after_access, 1);
}

// The number of a call, or -1.
static long call_number(const char *name)
{
	for (size_t i = 0; i < sizeof call_numbers / sizeof *call_numbers; i++)
		if (strcmp(call_numbers[i].name, name) == 0)
			return call_numbers[i].number;
	return -1;
}

// Asks an open /proc/PID/maps for the mapping at `address`. Returns the size of `text`, or -errno.
static int query_mapping(int fd, uintptr_t address, char *text)
{
	struct map_query query = { .size = sizeof query, .address = address };
	if (ioctl(fd, MAP_QUERY, &query) < 0)
		return -errno;
	return sprintf(text, "%08lx-%08lx %c%c%c%c %08lx", (long)query.start, (long)query.end,
		       query.found & FOUND_READABLE ? 'r' : '-', query.found & FOUND_WRITABLE ? 'w' : '-',
		       query.found & FOUND_EXECUTABLE ? 'x' : '-', query.found & FOUND_SHARED ? 's' : 'p',
		       (long)query.offset);
}

// Starts anew with address randomisation off, unless it is.
static void stand_still(char **argv)
{
	int now = personality(0xffffffff);
	if (now & ADDR_NO_RANDOMIZE)
		return;
	if (personality(now | ADDR_NO_RANDOMIZE) < 0)
		return;
	execve("/proc/self/exe", argv, (char *[]){ NULL });
}

static void access_byte(struct call *call, uintptr_t address)
{
	caught.si_signo = 0;
	accessing = 1;
	if (sigsetjmp(after_access, 1) == 0) {
		if (call->kind == LOAD)
			(void)*(volatile char *)address;
		else
			*(volatile char *)address = 1;
	}
	accessing = 0;
	if (caught.si_signo == 0)
		strcpy(call->text, "0");
	else
		sprintf(call->text, "[%d,%d,%lu]", caught.si_signo, caught.si_code, (unsigned long)caught.si_addr);
}

// The lines of a listing that touch the window, cut behind the offset, as a JSON array. Returns where it ends.
static char *list_window(char *listing, char *json)
{
	char *rest = NULL;
	*json++ = '[';
	for (char *line = strtok_r(listing, "\n", &rest); line != NULL; line = strtok_r(NULL, "\n", &rest)) {
		char *dash;
		unsigned long from = strtoul(line, &dash, 16), to = strtoul(dash + 1, NULL, 16);
		if (to <= window_start || from >= window_end)
			continue;
		char *cut = strchr(strchr(strchr(line, ' ') + 1, ' ') + 1, ' ');
		json += sprintf(json, "%s\"%.*s\"", json[-1] == '[' ? "" : ",", (int)(cut - line), line);
	}
	*json++ = ']';
	*json = 0;
	return json;
}

// Reads maps from their beginning, a page at a time, with pauses in between.
static char *read_maps(int fd, char *json)
{
	static __thread char listing[MAPS];
	size_t size = 0;
	lseek(fd, 0, SEEK_SET);
	for (ssize_t got = 1; got > 0; size += got) {
		if (size > MAPS - PAGE - 1)
			die("maps are too long");
		got = read(fd, listing + size, PAGE);
		if (got < 0)
			die("maps cannot be read");
		pause_up_to(SHORT);
	}
	listing[size] = 0;
	return list_window(listing, json);
}

static void perform(struct call *call, int maps)
{
	long args[MAX_ARGS];
	for (int i = 0; i < MAX_ARGS; i++)
		args[i] = call->args[i].base ? calls[call->args[i].base - 1].result : call->args[i].number;
	switch (call->kind) {
	case SYSTEM_CALL:
		call->result = syscall(call->number, args[0], args[1], args[2], args[3], args[4], args[5]);
		if (call->result == -1)
			call->result = -errno;
		sprintf(call->text, "%ld", call->result);
		return;
	case LOAD:
	case STORE:
		return access_byte(call, args[0]);
	case READ_MAPS:
		strcpy(call->text, "{\"lines\":");
		return (void)strcpy(read_maps(maps, call->text + strlen(call->text)), "}");
	case QUERY: {
		int size = query_mapping(maps, args[0], call->text + 1);
		if (size < 0)
			return (void)sprintf(call->text, "%d", size);
		call->text[0] = '"';
		strcpy(call->text + 1 + size, "\"");
	}
	}
}

static int open_maps(void)
{
	int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
	if (fd < 0)
		die("no /proc/self/maps");
	return fd;
}

// Threads on different processors, as far as there are any: the scheduler would put those that wake each other on one.
static void choose_processor(int thread)
{
	cpu_set_t all, one;
	if (sched_getaffinity(0, sizeof all, &all) < 0)
		return;
	int wanted = thread % CPU_COUNT(&all);
	for (int processor = 0; processor < CPU_SETSIZE; processor++) {
		if (!CPU_ISSET(processor, &all) || wanted-- > 0)
			continue;
		CPU_ZERO(&one);
		CPU_SET(processor, &one);
		sched_setaffinity(0, sizeof one, &one);
		return;
	}
}

static void *run_thread(void *number)
{
	int thread = (int)(long)number;
	choose_processor(thread);
	int maps = open_maps();
	random_state = (seed * MAX_THREADS + thread) * 0x9e3779b97f4a7c15ul | 1;
	for (;;) {
		pthread_barrier_wait(&begin);
		if (over)
			return NULL;
		arrived++;
		for (volatile int turn = 0; turn < PATIENCE && arrived < threads; turn++)
			;
		pause_up_to(LONGEST);
		for (int i = 0; i < call_count; i++) {
			if (calls[i].thread != thread)
				continue;
			perform(&calls[i], maps);
			pause_up_to(SHORT);
		}
		pthread_barrier_wait(&end);
	}
}

// The results of the set-up, or of the race, as a JSON array.
static char *put_results(char *json, int setup)
{
	*json++ = '[';
	for (int i = 0; i < call_count; i++)
		if ((calls[i].thread == 0) == setup)
			json += sprintf(json, "%s%s", json[-1] == '[' ? "" : ",", calls[i].text);
	*json++ = ']';
	*json = 0;
	return json;
}

static void set_up(int maps, char *json)
{
	static char before[OUTCOME];
	munmap((void *)window_start, window_end - window_start);
	for (int i = 0; i < call_count; i++)
		if (calls[i].thread == 0)
			perform(&calls[i], maps);
	put_results(json, 1);
	if (before[0] != 0 && strcmp(before, json) != 0)
		die("the set-up gave other results than in the round before");
	strcpy(before, json);
}

static void clean_up(void)
{
	for (int i = 0; i < call_count; i++)
		if (calls[i].makes_descriptor && calls[i].result >= 0)
			close(calls[i].result);
}

static void count_outcome(int maps)
{
	static char text[OUTCOME];
	char *json = put_results(text + sprintf(text, "\"results\":"), 0);
	json = read_maps(maps, json + sprintf(json, ",\"rest\":"));
	unsigned long hash = 5381;
	for (char *at = text; at < json; at++)
		hash = hash * 33 + *at;
	for (int i = 0; i < outcome_count; i++)
		if (outcomes[i].hash == hash && strcmp(outcomes[i].text, text) == 0)
			return (void)outcomes[i].count++;
	if (outcome_count == MAX_OUTCOMES)
		die("too many outcomes");
	outcomes[outcome_count++] = (struct outcome){ .hash = hash, .count = 1, .text = strdup(text) };
}

static void read_argument(struct call *call, int i, char *word)
{
	if (*word == '"') {
		word[strlen(word) - 1] = 0;
		call->args[i].number = (long)strdup(word + 1);
	} else if (*word == '#') {
		call->args[i].base = strtol(word + 1, NULL, 10);
		if (call->args[i].base < 1 || call->args[i].base > call_count)
			die("no such call before");
	} else {
		call->args[i].number = strtoull(word, NULL, 0);
	}
}

static void read_call(char *line)
{
	static const char *const pseudo[] = { [LOAD] = "load", [STORE] = "store", [READ_MAPS] = "maps", [QUERY] = "query" };
	char *rest = NULL;
	struct call *call = &calls[call_count];
	if (call_count == MAX_CALLS)
		die("too many calls");
	call->thread = atoi(strtok_r(line, " ", &rest));
	char *name = strtok_r(NULL, " ", &rest);
	if (name == NULL || call->thread < 0 || call->thread > threads)
		die("bad line");
	for (int kind = LOAD; kind <= QUERY; kind++)
		if (strcmp(name, pseudo[kind]) == 0)
			call->kind = kind;
	call->number = call->kind == SYSTEM_CALL ? call_number(name) : 0;
	if (call->number < 0)
		die("no such call");
	call->makes_descriptor = call->thread == 0 && strcmp(name, "memfd_create") == 0;
	for (int i = 0; i < MAX_ARGS; i++) {
		char *word = strtok_r(NULL, " ", &rest);
		if (word == NULL)
			break;
		read_argument(call, i, word);
	}
	call_count++;
}

static void read_race(void)
{
	static char line[8192];
	if (fgets(line, sizeof line, stdin) == NULL ||
	    sscanf(line, "race %lu %lu %lu %lu %d", &rounds, &seed, &window_start, &window_end, &threads) != 5)
		die("bad first line");
	if (threads < 1 || threads > MAX_THREADS)
		die("bad number of threads");
	while (fgets(line, sizeof line, stdin) != NULL) {
		line[strcspn(line, "\n")] = 0;
		read_call(line);
	}
}

static void start_threads(pthread_t *running)
{
	pthread_barrier_init(&begin, NULL, threads + 1);
	pthread_barrier_init(&end, NULL, threads + 1);
	for (long thread = 1; thread <= threads; thread++)
		if (pthread_create(&running[thread - 1], NULL, run_thread, (void *)thread) != 0)
			die("no thread");
}

int main(int argc, char **argv)
{
	static char setup[OUTCOME];
	pthread_t running[MAX_THREADS];
	(void)argc;
	stand_still(argv);
	read_race();
	struct sigaction action = { .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO };
	sigaction(SIGSEGV, &action, NULL);
	sigaction(SIGBUS, &action, NULL);
	int maps = open_maps();
	start_threads(running);
	for (unsigned long round = 0; round < rounds; round++) {
		set_up(maps, setup);
		arrived = 0;
		pthread_barrier_wait(&begin);
		pthread_barrier_wait(&end);
		count_outcome(maps);
		clean_up();
	}
	over = 1;
	pthread_barrier_wait(&begin);
	for (int thread = 0; thread < threads; thread++)
		pthread_join(running[thread], NULL);
	printf("{\"rounds\":%lu,\"setup\":%s,\"outcomes\":[", rounds, setup);
	for (int i = 0; i < outcome_count; i++)
		printf("%s{\"count\":%lu,%s}", i == 0 ? "" : ",", outcomes[i].count, outcomes[i].text);
	printf("]}\n");
	return 0;
}
