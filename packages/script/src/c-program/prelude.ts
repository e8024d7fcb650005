/**
 * What stands before `main` of an exported program: small C functions without stdio's buffers and without malloc, so that nothing
 * but the script moves the break or makes mappings. Only the parts that a program uses are printed. The C is plain C11 with glibc
 * or musl, and links statically.
 */

/** A part of the prelude, by what it is for. */
export type Part =
  | 'base'
  | 'verdict'
  | 'call'
  | 'result'
  | 'access'
  | 'outcome'
  | 'load'
  | 'store'
  | 'fetch'
  | 'mapping'
  | 'pages'
  | 'fork'
  | 'capabilities'
  | 'directory';

interface PartText {
  readonly headers: readonly string[];
  readonly text: string;
  readonly needs?: Part;
}

const BASE = `static int expectations, failures;

static void say(const char *format, ...)
{
	char text[1024];
	va_list args;
	va_start(args, format);
	int size = vsnprintf(text, sizeof text, format, args);
	va_end(args);
	if (size > (int)sizeof text - 1)
		size = sizeof text - 1;
	if (write(STDOUT_FILENO, text, size) != size)
		_exit(2);
}

// Starts anew without address randomisation, so that the heap cannot lie where the script maps.
static void stand_still(char **argv)
{
	int now = personality(0xffffffff);
	if (now < 0 || (now & ADDR_NO_RANDOMIZE) || personality(now | ADDR_NO_RANDOMIZE) < 0)
		return;
	execv("/proc/self/exe", argv);
}

static int finish(void)
{
	say("%d expectations, %d failed\\n", expectations, failures);
	return failures > 0;
}
`;

const VERDICT = `static void expect_text(int line, const char *what, const char *expected, const char *got, int holds)
{
	expectations++;
	if (holds)
		return;
	failures++;
	say("%s:%d: %s: expected %s, got %s\\n", SCRIPT, line, what, expected, got);
}
`;

const CALL = `// A failure is minus its errno.
static long call(long number, long a, long b, long c, long d, long e, long f)
{
	long result = syscall(number, a, b, c, d, e, f);
	return result == -1 ? -errno : result;
}

`;

const RESULT = `static void show(char text[64], long result)
{
	if (result < 0 && result > -4096)
		snprintf(text, 64, "error %ld (%s)", -result, strerror(-result));
	else
		snprintf(text, 64, "%#lx", result);
}

static void expect(int line, const char *what, long got, long expected)
{
	char wanted[64], found[64];
	show(wanted, expected);
	show(found, got);
	expect_text(line, what, wanted, found, got == expected);
}

`;

const ACCESS = `struct outcome {
	int signal, code;
	unsigned long address;
};

static sigjmp_buf after_access;
static volatile struct outcome caught;
static volatile unsigned long fetch_target;

// A fault ends the access. The trap before the instruction of a fetch does not; the one after it does.
static void on_signal(int number, siginfo_t *info, void *context)
{
	(void)context;
#ifdef __x86_64__
	ucontext_t *machine = context;
	if (number == SIGTRAP && (unsigned long)machine->uc_mcontext.gregs[REG_RIP] == fetch_target)
		return;
#endif
	if (number != SIGTRAP) {
		caught.signal = number;
		caught.code = info->si_code;
		caught.address = (unsigned long)info->si_addr;
	}
	siglongjmp(after_access, 1);
}

static void catch_signals(void)
{
	static char own_stack[1 << 16];
	stack_t stack = { .ss_sp = own_stack, .ss_size = sizeof own_stack };
	sigaltstack(&stack, NULL);
	struct sigaction action = { .sa_sigaction = on_signal, .sa_flags = SA_SIGINFO | SA_ONSTACK | SA_NODEFER };
	int numbers[] = { SIGSEGV, SIGBUS, SIGILL, SIGTRAP };
	for (int i = 0; i < 4; i++)
		sigaction(numbers[i], &action, NULL);
}

static void begin_access(void)
{
	caught.signal = 0;
	catch_signals();
}
`;

const OUTCOME = `static void expect_access(int line, const char *what, int signal, int code, unsigned long address)
{
	char wanted[64], found[64];
	snprintf(wanted, sizeof wanted, "signal %d, code %d, address %#lx", signal, code, address);
	snprintf(found, sizeof found, "signal %d, code %d, address %#lx", caught.signal, caught.code, caught.address);
	expect_text(line, what, signal == 0 ? "no signal" : wanted, caught.signal == 0 ? "no signal" : found,
		    caught.signal == signal && (signal == 0 || (caught.code == code && caught.address == address)));
}
`;

const LOAD = `static void load(unsigned long address)
{
	begin_access();
	if (sigsetjmp(after_access, 0) == 0)
		(void)*(volatile char *)address;
}
`;

const STORE = `static void store(unsigned long address)
{
	begin_access();
	if (sigsetjmp(after_access, 0) == 0)
		*(volatile char *)address = 1;
}
`;

const FETCH = `// Executes one instruction in single-step mode; a page of zeros holds \`add %al, (%rax)\`.
static void fetch(unsigned long address)
{
	static char scratch[4096];
	begin_access();
	fetch_target = address;
#ifdef __x86_64__
	if (sigsetjmp(after_access, 0) == 0)
		__asm__ volatile("pushfq\\n\\torq $0x100, (%%rsp)\\n\\tpopfq\\n\\tjmp *%0"
				 : : "d"(address), "a"(scratch) : "memory", "cc");
#else
	(void)scratch;
	say("%s: fetch() is for x86-64\\n", SCRIPT);
	_exit(2);
#endif
}
`;

const MAPPING = `// The line of /proc/self/maps with this address: START-END PERMS OFFSET. Empty where there is none.
static void find_mapping(unsigned long address, char found[64])
{
	static char maps[1 << 20];
	size_t size = 0;
	int fd = open("/proc/self/maps", O_RDONLY | O_CLOEXEC);
	for (ssize_t got = 1; got > 0 && size < sizeof maps - 1; size += got > 0 ? got : 0)
		got = read(fd, maps + size, sizeof maps - 1 - size);
	close(fd);
	maps[size] = 0;
	found[0] = 0;
	for (char *line = maps; *line; line = strchr(line, '\\n') + 1) {
		char *rest;
		unsigned long start = strtoul(line, &rest, 16), end = strtoul(rest + 1, &rest, 16);
		unsigned long offset = strtoul(rest + 6, NULL, 16);
		if (start <= address && address < end)
			snprintf(found, 64, "%08lx-%08lx %.4s %08lx", start, end, rest + 1, offset);
	}
}

// An expectation may leave the last words open; NULL expects that nothing is mapped.
static void expect_mapping(int line, const char *what, unsigned long address, const char *expected)
{
	char found[64];
	find_mapping(address, found);
	size_t size = expected == NULL ? 0 : strlen(expected);
	int holds = expected == NULL ? !found[0] : found[0] && !strncmp(found, expected, size);
	expect_text(line, what, expected == NULL ? "nothing" : size == 0 ? "a mapping" : expected,
		    found[0] ? found : "nothing", holds);
}
`;

const PAGES = `// One letter a page: . none, s swapped or a marker, f file or shared memory, a anonymous; upper case where mapped once.
static void expect_pages(int line, unsigned long address, const char *expected)
{
	size_t count = strlen(expected);
	char found[count + 1];
	int fd = open("/proc/self/pagemap", O_RDONLY | O_CLOEXEC);
	for (size_t i = 0; i < count; i++) {
		unsigned long entry = 0;
		if (pread(fd, &entry, sizeof entry, (address / PAGE + i) * sizeof entry) != sizeof entry)
			entry = 0;
		const char *letters = entry >> 56 & 1 ? "AF" : "af";
		found[i] = entry >> 63 ? letters[entry >> 61 & 1] : entry >> 62 & 1 ? 's' : '.';
	}
	close(fd);
	found[count] = 0;
	expect_text(line, "pagemap", expected, found, strcmp(found, expected) == 0);
}
`;

const FORK = `// Goes on in the child; the parent waits, and ends as the child does.
static long fork_and_follow(void)
{
	pid_t child = fork();
	if (child <= 0)
		return child < 0 ? -errno : 0;
	int status = 0;
	waitpid(child, &status, 0);
	_exit(WIFEXITED(status) ? WEXITSTATUS(status) : 128 + WTERMSIG(status));
}
`;

const CAPABILITIES = `static void keep_capabilities(unsigned long kept)
{
	struct __user_cap_header_struct head = { .version = _LINUX_CAPABILITY_VERSION_3 };
	struct __user_cap_data_struct data[2];
	syscall(SYS_capget, &head, data);
	for (int i = 0; i < 2; i++)
		data[i].effective &= (unsigned int)(kept >> (32 * i));
	syscall(SYS_capset, &head, data);
}
`;

const DIRECTORY = `// The script's files are made in a directory of their own.
static char own_directory[] = "/tmp/mm-scenario-XXXXXX";

static void enter_directory(void)
{
	if (mkdtemp(own_directory) == NULL || chdir(own_directory) < 0) {
		say("%s: no directory for its files: %s\\n", SCRIPT, strerror(errno));
		_exit(2);
	}
}

static void leave_directory(const char *const *files)
{
	for (; *files; files++)
		unlink(*files);
	rmdir(own_directory);
}
`;

const PARTS: Readonly<Record<Part, PartText>> = {
  base: {
    headers: [
      'errno.h',
      'fcntl.h',
      'stdarg.h',
      'stdio.h',
      'stdlib.h',
      'string.h',
      'sys/personality.h',
      'sys/syscall.h',
      'unistd.h',
    ],
    text: BASE,
  },
  verdict: { headers: [], text: VERDICT },
  call: { headers: [], text: CALL },
  result: { headers: [], text: RESULT, needs: 'verdict' },
  access: { headers: ['setjmp.h', 'signal.h', 'ucontext.h'], text: ACCESS },
  outcome: { headers: [], text: OUTCOME, needs: 'verdict' },
  load: { headers: [], text: LOAD, needs: 'access' },
  store: { headers: [], text: STORE, needs: 'access' },
  fetch: { headers: [], text: FETCH, needs: 'access' },
  mapping: { headers: [], text: MAPPING, needs: 'verdict' },
  pages: { headers: [], text: PAGES, needs: 'verdict' },
  fork: { headers: ['sys/wait.h'], text: FORK },
  capabilities: { headers: ['linux/capability.h'], text: CAPABILITIES },
  directory: { headers: [], text: DIRECTORY },
};

/** Headers, without repetition and in order, and the functions of these parts. */
export function preludeOf(parts: ReadonlySet<Part>): {
  readonly headers: readonly string[];
  readonly functions: string;
} {
  const used = new Set<Part>(['base', ...parts]);
  for (const part of parts) {
    const { needs } = PARTS[part];
    if (needs !== undefined) used.add(needs);
  }
  const inOrder = Object.entries(PARTS).filter(([part]) => used.has(part as Part));
  const headers = new Set(inOrder.flatMap(([, part]) => part.headers));
  return {
    headers: [...headers].toSorted(),
    functions: `${inOrder.map(([, { text }]) => text.trim()).join('\n\n')}\n`,
  };
}
