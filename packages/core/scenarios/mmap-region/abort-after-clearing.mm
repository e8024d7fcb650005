#@ title An abort after the pages are gone
#@ question The driver refuses when the old pages have been cleared already. What does the program find at the old address?
#@ system kernel=6.18 arch=x86_64
#@ expect 6.10 no-lost-data holds
#@ expect seed-v3 no-lost-data violated
#@ expect 6.12-rc1 no-lost-data holds
#@ expect 6.12 no-lost-data holds
#@ expect 6.18 no-lost-data holds
#@ explain
#| A driver whose mmap hook says EIO, and two pages of which the first was written to.
fd = memfd_create("device", 0)
#@ driver fd fails
mmap(0x10000000, 2*PAGE, PROT_READ|PROT_WRITE, MAP_PRIVATE|MAP_ANONYMOUS|MAP_FIXED, -1, 0)
store(0x10000000)
#@ explain
#| In the patch an abort always puts the old VMAs back (`reattach_vmas()`), also where their pages are gone. The call says EIO, the mapping
#| is there, and what was written to it reads as zero: **silent loss**, which nobody in the thread asked about.
#|
#| What was merged looks at `clear_ptes`. With the pages intact the VMAs are put back; otherwise the range becomes a hole. The program
#| gets a signal there, as it did up to 6.11, and knows.
mmap(0x10000000, 2*PAGE, PROT_READ, MAP_PRIVATE|MAP_FIXED, fd, 0) = -1 EIO (Input/output error)
