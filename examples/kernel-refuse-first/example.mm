#@ title A refusal that comes too late
#@ question A process has sworn never to have memory that can be both written and executed, and asks for some in the place of memory that it has. What is left of that?
#@ system kernel=6.18 arch=x86_64
#@ expect 6.12-rc6 no-leak violated
#@ expect refuse-first no-leak holds
#@ expect 6.12 no-leak holds
#@ explain
#| Three pages, the middle one written, and the oath (MDWE): no mapping becomes both writable and executable.
mmap(0x10000000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
store(0x10001000)
prctl(PR_SET_MDWE, PR_MDWE_REFUSE_EXEC_GAIN, 0, 0, 0)
#@ explain
#| The middle page is to be replaced by what the oath forbids. Every kernel says EACCES. 6.12-rc6 says it when the old page is cleared: there
#| is nothing left to put back, and a hole stays where memory was, for any reader to see. And the charge of the page had changed hands by
#| then: nobody gives it back, and `Committed_AS` stays too high. With the commit the question is the first of all; nothing happens.
#@ race
[writer] mmap(0x10001000, PAGE, PROT_READ|PROT_WRITE|PROT_EXEC, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
[reader] walk(0x10000000, 0x10003000)
