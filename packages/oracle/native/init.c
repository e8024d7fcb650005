// SPDX-License-Identifier: MIT
//
// The first program of a booted kernel: mounts what the runner looks at, then runs it once for every script that the host
// sends. It talks over a serial line of its own, whose device the kernel's command line names (mm_channel=/dev/ttyS1), so
// that the console stays the kernel's.
//
//   guest: ready                      once, when it listens
//   host:  run SIZE, SIZE bytes       commands for the runner; in pieces, each of which the guest answers with a +
//   guest: what the runner writes, then exit STATUS SIZE, and SIZE bytes of its standard error
//
// STATUS is that of waitpid(2). A serial line drops what nobody reads in time, hence the pieces.
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/mount.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <unistd.h>

#define PIECE 1024
#define RUNNER "/var/tmp/runner"
#define TOLD "/told" // what one runner told first, the next need not tell again

static int channel;

static void die(const char *what)
{
	fprintf(stderr, "init: %s: %s\n", what, strerror(errno));
	exit(1); // The kernel panics, and with it the machine stops.
}

static void mount_at(const char *type, const char *where)
{
	mkdir(where, 0755);
	if (mount(type, where, type, 0, NULL) < 0 && errno != EBUSY)
		die(where);
}

static void put(const char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t written = write(channel, bytes, size);
		if (written < 0)
			die("channel");
		bytes += written;
		size -= written;
	}
}

static void get(char *bytes, size_t size)
{
	while (size > 0) {
		ssize_t got = read(channel, bytes, size);
		if (got <= 0)
			die("channel");
		bytes += got;
		size -= got;
	}
}

static void open_channel(void)
{
	const char *device = getenv("mm_channel");
	struct termios settings;
	channel = open(device ? device : "", O_RDWR | O_NOCTTY | O_CLOEXEC);
	if (channel < 0 || tcgetattr(channel, &settings) < 0)
		die("mm_channel");
	cfmakeraw(&settings);
	tcsetattr(channel, TCSANOW, &settings);
}

// The runner lies on a tmpfs, as the files of its scripts do.
static void install_runner(void)
{
	static char bytes[1 << 16];
	int from = open("/runner", O_RDONLY | O_CLOEXEC);
	int to = open(RUNNER, O_WRONLY | O_CREAT | O_CLOEXEC, 0755);
	ssize_t size;
	if (from < 0 || to < 0)
		die(RUNNER);
	while ((size = read(from, bytes, sizeof bytes)) > 0)
		if (write(to, bytes, size) != size)
			die(RUNNER);
	close(from);
	close(to);
}

static int memory_file(const char *name)
{
	int fd = memfd_create(name, MFD_CLOEXEC);
	if (fd < 0)
		die("memfd_create");
	return fd;
}

static int receive_commands(size_t size)
{
	char piece[PIECE];
	int commands = memory_file("commands");
	while (size > 0) {
		size_t next = size < PIECE ? size : PIECE;
		get(piece, next);
		if (write(commands, piece, next) != (ssize_t)next)
			die("commands");
		put("+", 1);
		size -= next;
	}
	lseek(commands, 0, SEEK_SET);
	return commands;
}

static void report(int status, int errors)
{
	char words[512], head[64];
	ssize_t size = pread(errors, words, sizeof words, 0);
	size = size < 0 ? 0 : size;
	put(head, snprintf(head, sizeof head, "exit %d %zd\n", status, size));
	put(words, size);
}

static void run(size_t size)
{
	int commands = receive_commands(size);
	int errors = memory_file("errors");
	int status = 0;
	pid_t child = fork();
	if (child == 0) {
		dup2(commands, STDIN_FILENO);
		dup2(channel, STDOUT_FILENO);
		dup2(errors, STDERR_FILENO);
		execve(RUNNER, (char *[]){ RUNNER, TOLD, NULL }, (char *[]){ NULL });
		_exit(127);
	}
	if (child < 0)
		die("fork");
	waitpid(child, &status, 0);
	report(status, errors);
	close(commands);
	close(errors);
}

static size_t next_size(void)
{
	char line[64];
	size_t at = 0;
	do
		get(line + at, 1);
	while (line[at++] != '\n' && at < sizeof line - 1);
	line[at] = 0;
	if (strncmp(line, "run ", 4) != 0)
		die(line);
	return strtoul(line + 4, NULL, 10);
}

// khugepaged makes huge pages of small ones when its time has come, every ten seconds if nobody says otherwise: on a slow machine that is in
// the middle of a script. Whoever has none of it has no such file.
static void put_khugepaged_to_sleep(void)
{
	static const char longest[] = "4294967295";
	int fd = open("/sys/kernel/mm/transparent_hugepage/khugepaged/scan_sleep_millisecs", O_WRONLY | O_CLOEXEC);
	if (fd >= 0 && write(fd, longest, sizeof longest - 1) < 0)
		die("khugepaged");
	close(fd);
}

int main(void)
{
	mount_at("devtmpfs", "/dev");
	mount_at("proc", "/proc");
	mount_at("sysfs", "/sys");
	mkdir("/var", 0755);
	mount_at("tmpfs", "/var/tmp");
	put_khugepaged_to_sleep();
	install_runner();
	open_channel();
	put("ready\n", 6);
	for (;;)
		run(next_size());
}
