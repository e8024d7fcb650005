#@ title Everything that can fail
#@ question MAP_FIXED covers three mappings, of which it cuts the first and the last. Which of its steps can fail, and what is left then?
#@ system kernel=6.18 arch=x86_64
#@ expect 6.10 counters holds
#@ expect seed-v3 counters holds
#@ expect 6.12 counters holds
#@ expect 6.18 counters holds
#@ explain
#| Five pages in three mappings, all but the middle one written to. Nothing fails when this is played; `mm fail` fails each step that
#| can, in turn.
mmap(0x10000000, 5*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
mmap(0x10002000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
store(0x10000000)
store(0x10001000)
store(0x10003000)
store(0x10004000)
#@ explain
#| First private memory that has to be charged.
mmap(0x10001000, 3*PAGE, PROT_READ|PROT_WRITE|PROT_EXEC, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
#@ explain
#| Then, over three other mappings like these, a file, which is asked whether it can be mapped (`call_mmap`).
mmap(0x20000000, 5*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
mmap(0x20002000, PAGE, PROT_READ, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
store(0x20000000)
store(0x20001000)
store(0x20003000)
store(0x20004000)
fd = memfd_create("file", 0)
ftruncate(fd, 3*PAGE)
mmap(0x20001000, 3*PAGE, PROT_READ|PROT_WRITE, MAP_SHARED|MAP_FIXED, fd, 0)
