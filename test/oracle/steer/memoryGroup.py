"""Control groups that limit memory, of either version, and that leave nothing behind.

A guard process waits on a pipe that ends with whoever made the groups, however that ends; then it
kills every process in them and removes them and their folder.
"""

import os
import pathlib
import shutil
import signal
import time

V1, V2 = pathlib.Path("/sys/fs/cgroup/memory"), pathlib.Path("/sys/fs/cgroup")


class Group:
    """One control group. Version 1 names its files differently from version 2."""

    def __init__(self, folder, is_v2):
        self.folder, self.is_v2 = folder, is_v2
        folder.mkdir()

    def enter(self):
        """Moves the calling process in; its children start there."""
        (self.folder / "cgroup.procs").write_text(str(os.getpid()))

    def limit(self, size):
        (self.folder / ("memory.max" if self.is_v2 else "memory.limit_in_bytes")).write_text(str(size))

    def forget_peak(self):
        """Bytes that are taken now; what the peak is counted from."""
        if not self.is_v2:
            (self.folder / "memory.max_usage_in_bytes").write_text("0")
        return self.number("memory.current" if self.is_v2 else "memory.usage_in_bytes")

    def peak(self):
        return self.number("memory.peak" if self.is_v2 else "memory.max_usage_in_bytes")

    def kills(self):
        """Processes that the kernel has killed because of the limit."""
        file = self.folder / ("memory.events" if self.is_v2 else "memory.oom_control")
        fields = dict(line.split()[:2] for line in file.read_text().splitlines())
        return int(fields.get("oom_kill", 0))

    def number(self, name):
        return int((self.folder / name).read_text())

    def empty(self):
        """Kills every process in the group and removes it; the caller is not in it."""
        until = time.monotonic() + 30
        while self.folder.exists() and time.monotonic() < until:
            for number in (self.folder / "cgroup.procs").read_text().split():
                try:
                    os.kill(int(number), signal.SIGKILL)
                except ProcessLookupError:
                    pass
            try:
                self.folder.rmdir()
            except OSError:
                time.sleep(0.05)


class Groups:
    """A group for the server, to be limited, and one for everything else that is started."""

    def __init__(self, server, clients, home, guard, pipe):
        self.server, self.clients = server, clients
        #: Where this process was before.
        self.home, self.guard, self.pipe = home, guard, pipe

    @staticmethod
    def create(folder):
        """The groups, or in words why there can be none. ``folder`` is removed with them."""
        if os.geteuid() != 0:
            return "memory control groups need root"
        is_v2 = (V2 / "cgroup.controllers").exists()
        base = V2 if is_v2 else V1
        if is_v2 and "memory" not in (V2 / "cgroup.subtree_control").read_text().split():
            return f"{V2}/cgroup.subtree_control does not hand memory on"
        made = []
        try:
            for what in ("server", "clients"):
                made.append(Group(base / f"heddle-{what}-{os.getpid()}", is_v2))
        except OSError as error:
            for group in made:
                group.folder.rmdir()
            return f"{base}: no memory control group can be made ({error.strerror})"
        read_end, write_end = os.pipe()
        guard = os.fork()
        if guard == 0:
            Groups.watch(read_end, write_end, made, folder)
        os.close(read_end)
        return Groups(*made, home_of(base, is_v2), guard, write_end)

    @staticmethod
    def watch(read_end, write_end, groups, folder):
        """In the guard: waits for the maker's end, then cleans up."""
        os.setsid()
        os.close(write_end)
        # Nobody shall wait for the guard by waiting for the end of what it would have printed.
        empty = os.open(os.devnull, os.O_RDWR)
        for number in (0, 1, 2):
            os.dup2(empty, number)
        while os.read(read_end, 1):
            pass
        for group in groups:
            group.empty()
        shutil.rmtree(folder, ignore_errors=True)
        os._exit(0)

    def end(self):
        """Ends all that runs in the groups and waits until they are gone."""
        # The maker itself must not be killed with its clients.
        (self.home / "cgroup.procs").write_text(str(os.getpid()))
        os.close(self.pipe)
        os.waitpid(self.guard, 0)


def home_of(base, is_v2):
    """The group that this process is in."""
    for line in pathlib.Path("/proc/self/cgroup").read_text().splitlines():
        _, controllers, path = line.split(":", 2)
        if (controllers == "") if is_v2 else "memory" in controllers.split(","):
            return base / path.lstrip("/")
    return base
