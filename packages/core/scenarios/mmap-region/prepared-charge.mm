#@ title A charge that a refusal leaves behind
#@ question A driver is asked before there is a VMA, and says no. The mapping was charged already. Who gives the charge back?
#@ system kernel=6.18 arch=x86_64
#@ expect 6.17 no-leak violated
#@ expect 6.18 no-leak holds
#@ expect 7.2 no-leak holds
#@ explain
#| Since 6.16 a driver can say what its mapping shall be before there is one (`mmap_prepare`), so that nothing has to be taken back where
#| it refuses. But the mapping is charged by then.
openat(AT_FDCWD, "/dev/asked", O_RDWR) = 3
#@ driver 3 mmap_prepare
#@ fail mmap_prepare 1
#@ explain
#| 6.17 jumped behind the place where the charge is given back: `Committed_AS` grows with each mapping that is refused. 6.12 knows no
#| such hook, and asks as it asks any driver.
mmap(0x10000000, 4*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_FIXED, 3, 0)
